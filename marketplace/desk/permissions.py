"""Permission of the operator's desk and the role that holds it."""

from marketplace.core.roles import Role, permission

RUN_SITE = permission("site:run", frozenset({Role.OPERATOR}))
