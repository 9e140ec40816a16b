"""Permissions of running the site and the roles that hold them."""

from marketplace.core.roles import Role, permission

SEE_FIGURES = permission("operation:figures", frozenset({Role.OPERATOR}))
