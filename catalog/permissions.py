"""Named rights on products, stock and fairs."""

from marketplace.core.roles import BUYING, SELLING, Role, permission

MANAGE_PRODUCTS = permission("product:manage", SELLING)
RUN_FAIR = permission("fair:run", frozenset({Role.OFFICIAL, Role.OPERATOR}))
SEE_LEADS = permission("lead:see", SELLING)
KEEP_LISTS = permission("list:keep", BUYING)
"""Favourites and lists of a buyer's organisation."""
