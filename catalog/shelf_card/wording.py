"""The words of a shelf card in the reader's language: the same on the screen and on paper."""

from dataclasses import dataclass

from catalog.requirements import Badge
from catalog.shelf_card.contents import ShelfCard
from catalog.wording import amount_words, place_of
from marketplace.core.money import format_rupiah
from marketplace.web.i18n import _, long_day


@dataclass(frozen=True, kw_only=True)
class PaperWords:
    """One paper: what it is, its number, until when."""

    name: str
    number: str
    until: str


@dataclass(frozen=True, kw_only=True)
class CardWords:
    """Everything that is read on a card."""

    name: str
    seller: str
    price: str
    unit: str
    terms: str
    papers: tuple[PaperWords, ...]
    checked: str
    not_halal: str
    """What the label must say as well; empty for goods that are not declared so."""
    scan: str


def words_of(card: ShelfCard) -> CardWords:
    """Say what is on a card."""
    product = card.product
    taxed = _("Before PPN.")
    minimum = _("Minimum %(amount)s.", amount=amount_words(product, product.minimum_order))
    return CardWords(
        name=product.name,
        seller=f"{product.cooperative.name}, {place_of(product)}",
        price=format_rupiah(product.price),
        unit=product.base_unit,
        terms=f"{taxed} {minimum}",
        papers=tuple(_paper(badge) for badge in card.papers),
        checked=str(_("Checked by an official; stands on %(day)s.", day=long_day(card.day))) if card.papers else "",
        not_halal=str(_("Declared not halal")) if product.declared_not_halal else "",
        scan=str(_("Scan to see how it stands today")),
    )


def _paper(badge: Badge) -> PaperWords:
    until = _("until %(day)s", day=long_day(badge.valid_until)) if badge.valid_until else _("no end date")
    return PaperWords(name=badge.short_name, number=badge.number, until=str(until))
