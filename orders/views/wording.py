"""What templates need to say of orders: weights, ways, units, and lines in cartons."""

from collections.abc import Sequence

from flask import Flask
from flask_babel import format_decimal

from catalog.models import Product
from catalog.units import Packing, SellingUnit
from certification.schemes import SCHEMES
from marketplace.web.i18n import _, number
from orders import tax
from orders.models import OrderLine
from orders.payments.lifecycle import PaymentMethod
from orders.shipping import ShippingMethod
from orders.spending.sheets import share
from orders.words import PACKS, PAYMENT, SHIPPING


def init_app(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.globals.update(units_of=units_of, scheme_name=scheme_name)
    app.jinja_env.filters.update(
        kilograms=kilograms,
        shipping_method=shipping_method,
        payment_method=payment_method,
        selling_unit=selling_unit,
        cartons=cartons,
        tax_rule=tax_rule,
        share=share,
    )


def kilograms(grams: int) -> str:
    """Print a weight: ``11,2 kg``."""
    return f"{format_decimal(round(grams / 1000, 1 if grams >= 1000 else 2))} kg"


def shipping_method(method: str) -> str:
    """Say how goods travel; nothing where it is not known yet."""
    return str(SHIPPING[ShippingMethod(method)]) if method else ""


def payment_method(method: str) -> str:
    """Say how an order is paid."""
    return str(PAYMENT[PaymentMethod(method)])


def selling_unit(unit: str, base_unit: str) -> str:
    """Say in what a buyer counts; the base unit has the product's own word."""
    return str(PACKS.get(unit, base_unit))


def units_of(product: Product) -> Sequence[SellingUnit]:
    """Return in what a product can be counted, the biggest first."""
    return product.packing.units()


def scheme_name(code: str) -> str:
    """Return the short name of a kind of paper: ``P-IRT``."""
    return SCHEMES[code].short_name if code in SCHEMES else code


def cartons(line: OrderLine, quantity: int) -> str:
    """Say how many cartons an amount of a line fills; nothing where it does not fill whole ones."""
    size = Packing(line.pack_size, line.carton_size).size_of(SellingUnit.CARTON)
    if size is None or quantity == 0 or quantity % size:
        return ""
    return str(_("%(count)s cartons", count=number(quantity // size)))


def tax_rule(rule: str) -> str:
    """Say how a line is taxed."""
    return str(tax.WORDS.get(rule, rule))
