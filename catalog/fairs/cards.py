"""Which QR cards a fair prints: one for each booth, one for each product on its table."""

from collections.abc import Callable, Sequence
from datetime import date

from catalog.fairs.documents import QrCard
from catalog.fairs.models import Fair
from catalog.fairs.queries import Stand
from marketplace.adapters.pdf import printed_day

Links = Callable[[Stand], tuple[str, Sequence[str]]]
"""Gives the address of a booth and those of its products, in order."""


def cards_of(fair: Fair, stands: Sequence[Stand], links: Links) -> list[QrCard]:
    """Return the cards of some booths: the booth's own first, then its products in the order of the table."""
    return [card for stand in stands for card in _of_stand(fair, stand, links)]


def _of_stand(fair: Fair, stand: Stand, links: Links) -> list[QrCard]:
    booth_link, product_links = links(stand)
    cooperative = stand.booth.cooperative
    footer = f"{fair.name}, stan {stand.booth.label}, {printed_days(fair.starts_on, fair.ends_on)}"
    booth = QrCard(title=cooperative.name, subtitle=cooperative.region.path, url=booth_link, footer=footer)
    products = [
        QrCard(title=product.name, subtitle=cooperative.name, url=link, footer=footer)
        for product, link in zip(stand.products, product_links, strict=True)
    ]
    return [booth, *products]


def printed_days(starts_on: date, ends_on: date) -> str:
    """Write the days of a fair as on Indonesian paper: ``24 sampai 28 November 2026``."""
    if starts_on == ends_on:
        return printed_day(ends_on)
    first = printed_day(starts_on).split(" ")
    if starts_on.year == ends_on.year:
        first = first[: 1 if starts_on.month == ends_on.month else 2]
    return f"{' '.join(first)} sampai {printed_day(ends_on)}"
