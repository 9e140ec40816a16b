"""Named rights on carts, orders and money."""

from marketplace.core.roles import BUYING, SELLING, Role, permission

PLACE_ORDER = permission("order:place", BUYING)
"""Cart and checkout; the roles of procurement act apart from issue 5 on."""
FOLLOW_ORDER = permission("order:follow", BUYING, survives_suspension=True)
"""Paying, receiving and cancelling what was ordered."""
FULFIL_ORDER = permission("order:fulfil", SELLING, survives_suspension=True)
"""Confirming, rejecting, quoting shipping, shipping."""
CONFIRM_MONEY = permission("payment:confirm", frozenset({Role.MANAGER}), survives_suspension=True)
"""Saying that a transfer has arrived, or that money was sent back: the manager's word only."""
CLOSE_REFUND = permission("refund:close", frozenset({Role.OPERATOR}))
"""Putting right a refund that the card provider did not make."""
SEE_ORDERS = permission("order:see", BUYING | SELLING, survives_suspension=True)
