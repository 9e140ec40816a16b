"""Named rights on readiness. The cooperative's own people see theirs with the right on products."""

from marketplace.core.roles import Role, permission

SEE_READINESS = permission("readiness:see", frozenset({Role.OFFICIAL, Role.ASSISTANT, Role.OPERATOR}))
"""Of any cooperative, to help it; never as a ranking."""
