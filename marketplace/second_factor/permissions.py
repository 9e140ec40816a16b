"""Who may take away another one's second factor."""

from marketplace.core.roles import Role, permission

RESET_FACTOR = permission("second_factor:reset", frozenset({Role.OPERATOR}))
"""For a person whose phone and recovery codes are lost, after the operator made sure who asks."""
