"""How goods travel, how they are paid and in what they are counted, in words."""

from marketplace.core.text import _l
from orders.lists import Sort
from orders.payments.lifecycle import PaymentMethod
from orders.shipping import ShippingMethod

SHIPPING = {
    ShippingMethod.COURIER: _l("Courier"),
    ShippingMethod.OWN_VEHICLE: _l("The cooperative's own vehicle"),
    ShippingMethod.PICKUP: _l("Picked up at the cooperative"),
}
PAYMENT = {
    PaymentMethod.BANK_TRANSFER: _l("Bank transfer"),
    PaymentMethod.CARD: _l("Card"),
}
PACKS = {
    "pack": _l("pack"),
    "carton": _l("carton"),
}
"""Selling units that are not the product's own base unit."""

SORTS = {
    Sort.NEWEST: _l("Newest first"),
    Sort.OLDEST: _l("Oldest first"),
    Sort.DUE: _l("What is due first"),
    Sort.HIGHEST: _l("Highest total first"),
}
"""How a list of orders can be sorted."""
