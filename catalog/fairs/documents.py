"""Printed matter of a fair: QR cards for the tables of the booths."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from marketplace.adapters import qr
from marketplace.adapters.pdf import compile_pdf

TEMPLATE = Path(__file__).with_name("qr_cards.typ")
MAX_TITLE, MAX_SUBTITLE, MAX_FOOTER = 80, 90, 70
"""Letters that fit on a card."""


@dataclass(frozen=True, kw_only=True)
class QrCard:
    """One card: what is scanned, and what a person reads beside it."""

    title: str
    """Name of the product or booth."""
    subtitle: str
    """Cooperative, place, price: whatever helps to choose."""
    url: str
    footer: str = ""
    """Small print at the bottom: the fair and its days."""


def render_qr_cards(cards: Sequence[QrCard], title: str) -> bytes:
    """Print cards on A4, eight to a page with lines to cut along; ``title`` names the document."""
    data = {
        "title": title,
        "cards": [
            {
                "title": shortened(card.title, MAX_TITLE),
                "subtitle": shortened(card.subtitle, MAX_SUBTITLE),
                "footer": shortened(card.footer, MAX_FOOTER),
                "url": shortened(card.url, MAX_FOOTER),
                "qr": qr.printed(card.url),
            }
            for card in cards
        ],
    }
    return compile_pdf(TEMPLATE, data)


def shortened(words: str, longest: int) -> str:
    """Cut words that do not fit on a card, and show that they were cut."""
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
