"""Named rights on mentoring. Which cooperatives somebody accompanies is asked in ``sight``."""

from marketplace.core.roles import SELLING, Role, permission

ACCOMPANY = permission("mentoring:write", frozenset({Role.OFFICIAL, Role.ASSISTANT}))
"""Logging visits, agreed steps and trainings, and reporting on them."""
LEAD_MENTORING = permission("mentoring:lead", frozenset({Role.OFFICIAL}))
"""Giving cooperatives to assistants and putting their reports together."""
BE_ACCOMPANIED = permission("mentoring:own", SELLING)
"""The cooperative's own page: its visits and steps, never the notes of the office."""
TAKE_PART = permission("mentoring:follow", SELLING | {Role.OFFICIAL, Role.ASSISTANT})
"""Ticking and discussing agreed steps, writing the business plan: both sides of the table."""
