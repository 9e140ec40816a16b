"""Named rights on carts, orders and money."""

from marketplace.core.roles import BUYING, SELLING, Role, permission

PLACE_ORDER = permission("order:place", BUYING)
"""Cart, checkout, paying, receiving and cancelling; the roles of procurement act apart from issue 5 on."""
FULFIL_ORDER = permission("order:fulfil", SELLING)
"""Confirming, rejecting, quoting shipping, shipping."""
CONFIRM_MONEY = permission("payment:confirm", frozenset({Role.MANAGER}))
"""Saying that a transfer has arrived, or that money was sent back: the manager's word only."""
SEE_ORDERS = permission("order:see", BUYING | SELLING)
