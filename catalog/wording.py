"""What pages say of a product: amounts in cartons, its place, its price steps, what papers it needs and has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask

from catalog.categories import CATEGORIES
from catalog.models import Product
from catalog.units import SellingUnit
from certification.requirements import NAMES
from marketplace.web.i18n import _, ngettext, number

UNIT_ORDER = (SellingUnit.CARTON, SellingUnit.PACK)


@dataclass(frozen=True)
class UnitChoice:
    """A selling unit as the order form offers it."""

    value: str
    label: str
    size: int


@dataclass(frozen=True)
class TierRow:
    """A price step as the page shows it; ``last`` is None for the highest."""

    first: int
    last: int | None
    price: int


def init_app(app: Flask) -> None:
    """Give templates the words."""
    app.jinja_env.globals.update(
        amount_words=amount_words,
        carton_span=carton_span,
        category_name=category_name,
        initials=initials,
        near=near,
        place_of=place_of,
        price_sums=price_sums,
        requirement_name=requirement_name,
        smallest_count=smallest_count,
        tier_rows=tier_rows,
        unit_choices=unit_choices,
    )


def unit_choices(product: Product) -> list[UnitChoice]:
    """Return in what a product can be ordered, the biggest unit first."""
    packing = product.packing
    return [
        UnitChoice(unit, _unit_label(unit, packing.size_of(unit) or 1, product.base_unit), packing.size_of(unit) or 1)
        for unit in packing.units()
    ]


def smallest_count(product: Product, unit: SellingUnit) -> int:
    """Return how many of a selling unit make the minimum order."""
    size = product.packing.size_of(unit) or 1
    return -(-product.minimum_order // size)


def amount_words(product: Product, quantity: int) -> str:
    """Say a quantity in the biggest unit it fills: ``2 karton (40 bungkus)``, else ``5 bungkus``."""
    packing = product.packing
    for unit in UNIT_ORDER:
        size = packing.size_of(unit)
        if size and quantity % size == 0:
            return _filled(unit, quantity // size, quantity=number(quantity), unit=product.base_unit)
    return f"{number(quantity)} {product.base_unit}"


def tier_rows(product: Product) -> list[TierRow]:
    """Return the price steps with where each ends."""
    tiers = sorted(product.tiers, key=lambda tier: tier.minimum)
    ends: Sequence[int | None] = [*(tier.minimum - 1 for tier in tiers[1:]), None]
    return [TierRow(tier.minimum, end, tier.price) for tier, end in zip(tiers, ends, strict=True)]


def carton_span(product: Product, row: TierRow) -> str:
    """Say a price step in whole cartons: ``1 sampai 4 karton``; empty where it does not fall on cartons."""
    size = product.carton_size
    if not size or row.first % size or (row.last is not None and (row.last + 1) % size):
        return ""
    first = row.first // size
    if row.last is None:
        return str(_("from %(first)s cartons", first=number(first)))
    last = (row.last + 1) // size - 1
    if first == last:
        return str(ngettext("%(num)s carton", "%(num)s cartons", first))
    return str(_("%(first)s to %(last)s cartons", first=number(first), last=number(last)))


def price_sums(product: Product) -> dict[str, Any]:
    """Return what ``sum.js`` reckons with while a buyer chooses; the cart reckons anew."""
    return {
        "tiers": [[row.first, row.price] for row in tier_rows(product)],
        "minimum": product.minimum_order,
        "words": str(_("%(count)s at %(price)s", count=f"# {product.base_unit}", price="@")),
        "below": str(_("Minimum %(amount)s.", amount=amount_words(product, product.minimum_order))),
    }


def place_of(product: Product) -> str:
    """Return village and district of the seller: ``Weru, Paciran``."""
    return near(product.cooperative.region.path)


def near(path: str) -> str:
    """Shorten a region's path to its two nearest names."""
    return ", ".join(path.split(", ")[:2])


def initials(name: str) -> str:
    """Return two letters for a cooperative's mark: of its village where it has the usual name."""
    words = [word for word in name.split() if word.upper() not in ("KDMP", "KKMP", "KOPERASI", "DESA")] or [name]
    return words[0][:2].upper()


def category_name(code: str) -> str:
    """Return the name of a category in the reader's language."""
    return str(CATEGORIES[code].name)


def requirement_name(code: str) -> str:
    """Return the name of a duty of law in the reader's language."""
    return str(NAMES[code])


def _unit_label(unit: SellingUnit, size: int, base_unit: str) -> str:
    if unit == SellingUnit.CARTON:
        return str(_("Carton (%(size)s %(unit)s)", size=size, unit=base_unit))
    if unit == SellingUnit.PACK:
        return str(_("Pack (%(size)s %(unit)s)", size=size, unit=base_unit))
    return base_unit.capitalize()


def _filled(selling_unit: SellingUnit, count: int, **values: str) -> str:
    if selling_unit == SellingUnit.CARTON:
        carton = ngettext(
            "%(num)s carton (%(quantity)s %(unit)s)", "%(num)s cartons (%(quantity)s %(unit)s)", count, **values
        )
        return str(carton)
    return str(
        ngettext("%(num)s pack (%(quantity)s %(unit)s)", "%(num)s packs (%(quantity)s %(unit)s)", count, **values)
    )
