"""The site's own Indonesian for an English source text, so that journeys press what a reader sees."""

from functools import cache

from babel.messages.pofile import read_po

from marketplace.config import FEATURES, ROOT


@cache
def _catalogue() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in FEATURES:
        path = ROOT / name / "translations" / "id" / "LC_MESSAGES" / "messages.po"
        with path.open("rb") as file:
            for message in read_po(file, locale="id"):
                if isinstance(message.id, str) and isinstance(message.string, str):
                    found[message.id] = message.string
    return found


def indonesian(text: str, **values: object) -> str:
    """Return the Indonesian of a source text with its places filled; raise ``KeyError`` where there is none."""
    translated = _catalogue()[text]
    return translated % values if values else translated
