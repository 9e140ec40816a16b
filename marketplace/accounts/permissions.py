"""Permissions of accounts and the roles that hold them."""

from marketplace.core.roles import Role, permission

APPROVE_ORGANISATION = permission("organisation:approve", frozenset({Role.OFFICIAL, Role.OPERATOR}))
EDIT_PROFILE = permission(
    "organisation:edit", frozenset({Role.MANAGER, Role.BUYER, Role.REQUESTER, Role.APPROVER, Role.FINANCE})
)
USE_API = permission("api:use", frozenset(Role))
