"""Orders as a table for spreadsheet programs: one row for each line of each order."""

from collections.abc import Sequence

from marketplace.adapters.workbooks import Cell, Table
from marketplace.core.clock import JAKARTA
from marketplace.core.text import _l
from marketplace.web.looks import look_of
from orders.looks import PILLS
from orders.models import Order, OrderLine
from orders.payments.lifecycle import PaymentMethod
from orders.words import PAYMENT

HEADS = (
    (_l("Order"), 16),
    (_l("Your own order number"), 18),
    (_l("Ordered on"), 12),
    (_l("Buyer"), 28),
    (_l("Cooperative"), 28),
    (_l("State"), 20),
    (_l("Payment"), 18),
    (_l("How it is paid"), 16),
    (_l("Product code"), 12),
    (_l("Product"), 32),
    (_l("Made by"), 28),
    (_l("Amount"), 10),
    (_l("Unit"), 10),
    (_l("Price before PPN"), 14),
    (_l("Goods before PPN"), 16),
    (_l("PPN"), 14),
    (_l("Shipped"), 10),
    (_l("Received"), 10),
    (_l("Shipping of the order"), 16),
    (_l("Total of the order"), 16),
)


def table_of(orders: Sequence[Order]) -> Table:
    """Write orders in the reader's language; what belongs to the whole order stands on its first line only."""
    rows = [row for order in orders for row in _rows(order)]
    return Table(name=str(_l("Orders")), heads=[(str(head), width) for head, width in HEADS], rows=rows)


def _rows(order: Order) -> list[list[Cell]]:
    head: list[Cell] = [
        order.number,
        order.buyer_reference,
        order.placed_at.astimezone(JAKARTA).date().isoformat(),
        order.buyer.name,
        order.seller.name,
        str(look_of(PILLS, order.state).words),
        str(look_of(PILLS, order.payment_state).words),
        str(PAYMENT[PaymentMethod(order.payment_method)]),
    ]
    return [
        [*head, *_line(line), *((order.shipping_cost, order.total) if line.position == 1 else (None, None))]
        for line in order.lines
    ]


def _line(line: OrderLine) -> list[Cell]:
    return [
        line.product_code,
        line.product_name,
        line.producer_name,
        line.quantity,
        line.base_unit,
        line.unit_price,
        line.amount,
        line.tax_amount,
        line.shipped_quantity,
        line.received_quantity,
    ]
