"""Permissions of accounts and the roles that hold them."""

from marketplace.core.roles import Role, permission

APPROVE_ORGANISATION = permission("organisation:approve", frozenset({Role.OFFICIAL, Role.OPERATOR}))
EDIT_PROFILE = permission(
    "organisation:edit", frozenset({Role.MANAGER, Role.BUYER, Role.REQUESTER, Role.APPROVER, Role.FINANCE})
)
MANAGE_MEMBERS = permission(
    "organisation:members", frozenset({Role.MANAGER, Role.BUYER, Role.APPROVER, Role.OFFICIAL, Role.OPERATOR})
)
"""Inviting, changing roles, removing: every kind of organisation has a role that holds it."""
CHANGE_BANK = permission("organisation:bank", frozenset({Role.MANAGER, Role.BUYER, Role.APPROVER, Role.FINANCE}))
"""Asking for another bank account, and stopping such a change; all who manage a trading organisation hold it."""
SUSPEND_ORGANISATION = permission("organisation:suspend", frozenset({Role.OPERATOR}))
"""The operator's list of organisations: suspending and resuming."""
MANAGE_PEOPLE = permission("person:manage", frozenset({Role.OPERATOR}))
"""The operator's list of people: disabling, helping somebody back in."""
USE_API = permission("api:use", frozenset(Role))
