"""Permissions about mail and the roles that hold them."""

from marketplace.core.roles import Role, permission

SEE_RETURNED_MAIL = permission("mail:see_returned", frozenset({Role.OPERATOR}))
