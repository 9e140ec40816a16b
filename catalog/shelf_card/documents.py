"""Printing a shelf card on its own small sheet."""

from dataclasses import asdict
from pathlib import Path

from catalog.shelf_card.contents import Size
from catalog.shelf_card.wording import CardWords
from marketplace.adapters import qr
from marketplace.adapters.pdf import compile_pdf

TEMPLATE = Path(__file__).with_name("shelf_card.typ")


def render(words: CardWords, *, url: str, size: Size, language: str) -> bytes:
    """Print a card as PDF of one page; ``url`` is what its code leads to."""
    return compile_pdf(
        TEMPLATE, {**asdict(words), "url": url, "qr": qr.printed(url), "size": size.value, "language": language}
    )
