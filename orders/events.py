"""Names of what happens to orders and money; stable, since the trail keeps them for good."""

ORDER_PLACED = "order.placed"
SHIPPING_QUOTED = "order.shipping_quoted"
SHIPPING_ACCEPTED = "order.shipping_accepted"
ORDER_CONFIRMED = "order.confirmed"
ORDER_REJECTED = "order.rejected"
ORDER_CANCELLED = "order.cancelled"
ORDER_LAPSED = "order.lapsed"
ORDER_SHIPPED = "order.shipped"
ORDER_RECEIVED = "order.received"

PROOF_SENT = "order.proof_sent"
PROOF_REFUSED = "order.proof_refused"
ORDER_PAID = "order.paid"
REFUND_DUE = "order.refund_due"
REFUND_DONE = "order.refund_done"

PAYMENT_SUPERSEDED = "payment.superseded"
"""A card payment whose orders changed: its session at the provider must be closed."""

RATES_CHANGED = "shipping_rates.changed"
