"""Permissions of the room and the role that holds them."""

from marketplace.core.roles import Role, permission

EDIT_PAGES = permission("page:edit", frozenset({Role.OPERATOR}))
ANSWER_COMPLAINTS = permission("complaint:answer", frozenset({Role.OPERATOR}))
