"""The first version of every page, which comes with the software: one text file for each page and language."""

from pathlib import Path

from marketplace.privacy.slugs import Slug

FOLDER = Path(__file__).with_name("texts")
LANGUAGES = ("id", "en")


def text(slug: Slug, language: str, site_name: str) -> str:
    """Return the text with the site's name in it."""
    return (FOLDER / f"{slug}.{language}.txt").read_text(encoding="utf-8").strip().replace("{site}", site_name)
