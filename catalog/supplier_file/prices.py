"""The words of the price list: steps, PPN, cartons, lead time and capacity."""

from catalog.models import Product
from catalog.supplier_file.figures import one_decimal
from catalog.supplier_file.gathering import Material
from catalog.supplier_file.sheets import Grid, Row, Sheet, on_day, sheet_of
from catalog.wording import amount_words, tier_rows
from marketplace.core.money import format_rupiah
from marketplace.web.i18n import _, ngettext, number


def price_list(material: Material, buyer: str) -> Sheet:
    """Say prices, PPN, cartons, lead time and capacity of everything on sale."""
    heads = (
        str(_("Product")),
        str(_("Barcode")),
        str(_("Price before PPN, by amount")),
        str(_("PPN")),
        str(_("Carton")),
        str(_("Minimum order")),
        str(_("Lead time")),
        str(_("Capacity a month")),
    )
    rows = tuple(_priced(product) for product in material.products)
    grid = Grid(title="", heads=heads, widths=(2.4, 1.3, 2.2, 1.2, 1.7, 1.3, 1, 1.1), rows=rows)
    return sheet_of(
        material,
        str(_("Price list")),
        subtitle=str(_("For %(buyer)s", buyer=buyer)),
        tables=(grid,),
        notes=(on_day(material.day), str(_("Prices in rupiah for one unit, before shipping."))),
        is_wide=True,
    )


def steps(product: Product) -> list[str]:
    """Return each price step in words."""
    return [
        str(_("from %(first)s %(unit)s", first=number(row.first), unit=product.base_unit))
        + f": {format_rupiah(row.price)}"
        for row in tier_rows(product)
    ]


def tax(product: Product) -> str:
    """Return how PPN looks at a product."""
    if not product.cooperative.is_pkp:
        return str(_("The seller is not a PKP: no PPN"))
    return str(_("Freed from PPN") if product.tax_treatment == "exempt" else _("Added when ordering"))


def carton(product: Product) -> str:
    """Return what a carton holds and weighs; empty where it is not stated."""
    if not product.carton_size:
        return ""
    words = f"{number(product.carton_size)} {product.base_unit}"
    kilos = one_decimal(product.carton_size * product.weight_g / 1000)
    return str(_("%(pieces)s, %(kg)s kg gross", pieces=words, kg=kilos)) if product.weight_g else words


def lead_time(product: Product) -> str:
    """Return in how many working days goods leave; from stock at once."""
    if not product.lead_time_days:
        return str(_("From stock"))
    return str(ngettext("%(num)s working day", "%(num)s working days", product.lead_time_days))


def capacity(product: Product) -> str:
    """Return what can be made in a month; empty where it is not stated."""
    return f"{number(product.monthly_capacity)} {product.base_unit}" if product.monthly_capacity else ""


def _priced(product: Product) -> Row:
    return (
        product.name,
        product.barcode,
        "\n".join(steps(product)),
        tax(product),
        carton(product),
        amount_words(product, product.minimum_order),
        lead_time(product),
        capacity(product),
    )
