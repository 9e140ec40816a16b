"""How the states of orders, payments and agreed steps look (CONTRACT.md, states)."""

from marketplace.core.looks import Look
from marketplace.core.text import _l

PILLS = {
    "awaiting_shipping_quote": Look("wait", "scale", _l("Waiting for shipping cost")),
    "placed": Look("info", "bell", _l("New order")),
    "confirmed": Look("info", "package-open", _l("Being prepared")),
    "partly_shipped": Look("info", "truck", _l("Partly shipped")),
    "shipped": Look("info", "truck", _l("Shipped")),
    "partly_received": Look("wait", "package", _l("Partly received")),
    "received": Look("ok", "circle-check", _l("Received")),
    "rejected": Look("bad", "circle-x", _l("Rejected")),
    "cancelled": Look("bad", "ban", _l("Cancelled")),
    "lapsed": Look("none", "timer", _l("Lapsed")),
    "unpaid": Look("wait", "wallet", _l("Not paid yet")),
    "proof_sent": Look("info", "receipt-text", _l("Proof of transfer sent")),
    "paid": Look("ok", "circle-check", _l("Paid")),
    "refund_due": Look("bad", "undo-2", _l("Refund due")),
    "refunded": Look("none", "undo-2", _l("Refunded")),
    "step_open": Look("info", "circle-dashed", _l("Still open")),
    "step_overdue": Look("bad", "triangle-alert", _l("Overdue")),
    "step_done": Look("ok", "circle-check", _l("Done")),
    "step_dropped": Look("none", "ban", _l("Given up")),
}
