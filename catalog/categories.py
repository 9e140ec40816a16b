"""The shelves of the shop, one row each: its name, its icon, and which class of goods the law of papers sees in it."""

from dataclasses import dataclass

from babel.support import LazyProxy

from catalog.taxation import TaxTreatment
from certification.goods import GoodsClass
from marketplace.core.errors import Invalid
from marketplace.core.text import _l


@dataclass(frozen=True, kw_only=True)
class Category:
    """One shelf. ``tax`` is what a new product starts with; the seller states the treatment that is right."""

    code: str
    name: LazyProxy
    goods: GoodsClass
    icon: str
    tax: TaxTreatment = TaxTreatment.STANDARD


_G = GoodsClass
_ROWS = (
    Category(code="snacks", name=_l("Snacks and crackers"), goods=_G.PROCESSED_FOOD, icon="cookie"),
    Category(code="cakes", name=_l("Cakes and sweets"), goods=_G.PROCESSED_FOOD, icon="cake-slice"),
    Category(code="fish", name=_l("Processed fish, meat and eggs"), goods=_G.PROCESSED_FOOD_ANIMAL, icon="fish"),
    Category(code="spices", name=_l("Spices and condiments"), goods=_G.PROCESSED_FOOD, icon="soup"),
    Category(code="drinks", name=_l("Drinks"), goods=_G.DRINK, icon="cup-soda"),
    Category(code="coffee_tea", name=_l("Coffee, tea and honey"), goods=_G.PROCESSED_FOOD, icon="coffee"),
    Category(code="staples", name=_l("Rice and staples"), goods=_G.FRESH_PLANT, icon="wheat", tax=TaxTreatment.EXEMPT),
    Category(
        code="fresh", name=_l("Fresh fish, meat and eggs"), goods=_G.FRESH_ANIMAL, icon="egg", tax=TaxTreatment.EXEMPT
    ),
    Category(
        code="raw", name=_l("Salt and raw materials"), goods=_G.RAW_MATERIAL, icon="boxes", tax=TaxTreatment.EXEMPT
    ),
    Category(code="textiles", name=_l("Woven cloth, batik and clothes"), goods=_G.TEXTILE, icon="shirt"),
    Category(code="crafts", name=_l("Crafts"), goods=_G.CRAFT, icon="shopping-basket"),
    Category(code="care", name=_l("Soap and body care"), goods=_G.COSMETIC, icon="sparkles"),
    Category(code="herbal", name=_l("Herbal drinks and jamu"), goods=_G.TRADITIONAL_MEDICINE, icon="leaf"),
    Category(code="household", name=_l("Household goods"), goods=_G.HOUSEHOLD, icon="house"),
    Category(code="farming", name=_l("Farm supplies"), goods=_G.FARM_SUPPLY, icon="sprout"),
)

CATEGORIES: dict[str, Category] = {row.code: row for row in _ROWS}
"""Every category by code, in the order in which pages list them."""


def category(code: str, *, field: str = "category") -> Category:
    """Return a category; raise ``Invalid`` on the field for a code that has none."""
    found = CATEGORIES.get(code)
    if found is None:
        raise Invalid.field(field, _l("Choose a category from the list."))
    return found
