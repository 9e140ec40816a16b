"""The permission of the room and who holds it."""

from marketplace.core.roles import Role, permission

HELP_IN = permission("person:help_in", frozenset({Role.OPERATOR}))
"""Make a link to a new password for somebody else."""
