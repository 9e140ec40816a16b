"""Named rights on products, stock and fairs."""

from marketplace.core.roles import BUYING, SELLING, Role, permission

MANAGE_PRODUCTS = permission("product:manage", SELLING)
RUN_FAIR = permission("fair:run", frozenset({Role.OFFICIAL, Role.OPERATOR}))
PRINT_CARDS = permission("card:print", SELLING | {Role.OFFICIAL, Role.ASSISTANT, Role.OPERATOR})
"""Shelf cards: a cooperative prints its own, an office those of all that it accompanies."""
SEE_LEADS = permission("lead:see", SELLING)
SEE_POLICY = permission("policy:see", BUYING)
MAKE_POLICY = permission("policy:make", frozenset({Role.BUYER, Role.APPROVER}))
"""Deciding what the organisation asks of papers, barcode and readiness."""
KEEP_LISTS = permission("list:keep", BUYING)
"""Favourites and lists of a buyer's organisation."""
