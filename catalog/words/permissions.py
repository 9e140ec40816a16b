"""Permission to look after the words of the search."""

from marketplace.core.roles import Role, permission

EDIT_WORDS = permission("search:words", frozenset({Role.OPERATOR}))
