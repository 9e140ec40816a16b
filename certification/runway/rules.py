"""When somebody is reminded that a certificate ends, and when a task is late. Days are calendar days in Jakarta."""

from collections.abc import Sequence
from datetime import date
from statistics import median

STEPS = (180, 90, 30, 7)
"""Days before the last valid day on which the holder is reminded (reference/domain.md 2.3, rule 3)."""
EXPECTED_CHECK_DAYS = 5
"""What a decision takes where an office keeps its goal of three working days over a weekend: the steps allow for it."""
LEAST_DECISIONS = 5
"""So many decisions make a median; fewer say nothing of an office."""
LONGEST_LEAD = 120
"""No office is so slow that reminders of the next year make sense."""
CORRECTION_DAYS = 7
"""A correction that nobody has answered for so long is a reason to help."""


def lead_of(check_days: Sequence[int]) -> int:
    """Return by how many days reminders come earlier, from the days that an office's last decisions took."""
    if len(check_days) < LEAST_DECISIONS:
        return 0
    return min(max(0, round(median(check_days)) - EXPECTED_CHECK_DAYS), LONGEST_LEAD)


def step_reached(valid_until: date, day: date, *, lead: int = 0) -> int | None:
    """Return the nearest step that is reached on a day; None while it is too early, or once the paper has ended.

    Whoever missed a run is reminded of the nearest step alone: what was missed is not sent again one by one.
    """
    left = (valid_until - day).days
    return min((step for step in STEPS if 0 <= left <= step + lead), default=None)


def is_due(valid_until: date, day: date, last_sent: int | None, *, lead: int = 0) -> bool:
    """Tell whether a reminder is due and not yet sent. ``last_sent`` is the nearest step that was sent."""
    reached = step_reached(valid_until, day, lead=lead)
    return reached is not None and (last_sent is None or reached < last_sent)
