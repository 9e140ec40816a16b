"""Two to four products side by side: the same facts in the same order, and where they differ."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from catalog.models import Availability, Product
from catalog.queries import public_by_codes
from catalog.requirements import Badge, badges
from catalog.wording import amount_words, category_name, near, tier_rows
from marketplace.core.money import format_rupiah
from marketplace.core.text import _l
from marketplace.web.i18n import _, ngettext, number

MOST = 4
Lines = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One fact of every product; each cell is some lines of text."""

    label: Any
    cells: tuple[Lines, ...]

    @property
    def differs(self) -> bool:
        """Whether not all products say the same."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True)
class Comparison:
    """What is compared, what of the wish could not be shown, and the facts."""

    products: Sequence[Product]
    missing: Sequence[str]
    """Codes that are unknown or no longer on sale."""
    too_many: bool
    badges: Mapping[int, Sequence[Badge]]
    rows: Sequence[Row]

    @property
    def papers_differ(self) -> bool:
        """Whether the products stand on different papers."""
        kinds = [tuple((badge.short_name, str(badge.status)) for badge in self.badges[p.id]) for p in self.products]
        return len(set(kinds)) > 1


def comparison(session: Session, codes: Sequence[str], day: date) -> Comparison:
    """Compare products by their codes, at most four; each once, in the order in which they were named."""
    named = list(dict.fromkeys(code.strip().upper()[:10] for code in codes if code.strip()))
    wanted = named[:MOST]
    found = public_by_codes(session, wanted)
    products = [found[code] for code in wanted if code in found]
    rows = [Row(label, tuple(say(product) for product in products)) for label, say in FACTS]
    return Comparison(
        products=products,
        missing=[code for code in wanted if code not in found],
        too_many=len(named) > MOST,
        badges=badges(session, products, day),
        rows=[row for row in rows if any(row.cells)],
    )


def _pieces(value: int | None, product: Product) -> Lines:
    return (f"{number(value)} {product.base_unit}",) if value else ()


def _grams(value: int | None) -> Lines:
    return (str(_("%(grams)s g", grams=number(value))),) if value else ()


def _price(product: Product) -> Lines:
    return (f"{format_rupiah(product.price)} / {product.base_unit}",)


def _steps(product: Product) -> Lines:
    return tuple(
        str(_("from %(first)s %(unit)s", first=number(row.first), unit=product.base_unit))
        + f": {format_rupiah(row.price)}"
        for row in tier_rows(product)
    )


def _tax(product: Product) -> Lines:
    if not product.cooperative.is_pkp:
        return (str(_("The seller is not a PKP: no PPN")),)
    return (str(_("Freed from PPN") if product.tax_treatment == "exempt" else _("Added when ordering")),)


def _supply(product: Product) -> Lines:
    if product.availability == Availability.MADE_TO_ORDER:
        return (str(_("Made to order")),)
    free = product.stock_on_hand - product.stock_reserved
    return (str(_("%(amount)s in stock", amount=amount_words(product, free))) if free > 0 else str(_("Sold out")),)


def _lead_time(product: Product) -> Lines:
    if product.availability != Availability.MADE_TO_ORDER or not product.lead_time_days:
        return ()
    return (str(ngettext("%(num)s working day", "%(num)s working days", product.lead_time_days)),)


def _shelf_life(product: Product) -> Lines:
    days = product.shelf_life_days
    return (str(ngettext("%(num)s day", "%(num)s days", days)),) if days else ()


def _storage(product: Product) -> Lines:
    words = {"ambient": _("Room temperature"), "chilled": _("Chilled"), "frozen": _("Frozen")}
    return (str(words[product.storage]),)


def _maker(product: Product) -> Lines:
    return (product.producer.name,) if product.producer else ()


FACTS: tuple[tuple[Any, Callable[[Product], Lines]], ...] = (
    (_l("Price at the minimum order"), _price),
    (_l("Price steps"), _steps),
    (_l("PPN"), _tax),
    (_l("Minimum order"), lambda product: (amount_words(product, product.minimum_order),)),
    (_l("Pack"), lambda product: _pieces(product.pack_size, product)),
    (_l("Carton"), lambda product: _pieces(product.carton_size, product)),
    (_l("Net weight"), lambda product: _grams(product.net_weight_g)),
    (_l("Gross weight per unit"), lambda product: _grams(product.weight_g)),
    (_l("Packaging"), lambda product: (product.packaging,) if product.packaging else ()),
    (_l("Supply"), _supply),
    (_l("Lead time"), _lead_time),
    (_l("Capacity a month"), lambda product: _pieces(product.monthly_capacity, product)),
    (_l("Shelf life"), _shelf_life),
    (_l("Storage"), _storage),
    (_l("Kind of goods"), lambda product: (category_name(product.category),)),
    (_l("Barcode"), lambda product: (product.barcode,) if product.barcode else ()),
    (_l("Maker"), _maker),
    (_l("Cooperative"), lambda product: (product.cooperative.name,)),
    (_l("Place"), lambda product: (near(product.cooperative.region.path),)),
)
"""The facts in the order of the page; a fact that no product has is left out."""
