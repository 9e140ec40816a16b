"""When a reminder is due: the table of steps, what was missed, and what a slow office changes."""

from datetime import date, timedelta

import pytest

from certification.runway.rules import is_due, lead_of, step_reached

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("left", "reached"),
    [
        (400, None),
        (181, None),
        (180, 180),
        (91, 180),
        (90, 90),
        (31, 90),
        (30, 30),
        (8, 30),
        (7, 7),
        (1, 7),
        (0, 7),
        (-1, None),
    ],
)
def test_the_nearest_step_that_is_reached(left: int, reached: int | None) -> None:
    assert step_reached(TODAY + timedelta(days=left), TODAY) == reached


@pytest.mark.parametrize(
    ("left", "last_sent", "due"),
    [
        (180, None, True),
        (180, 180, False),
        (100, 180, False),
        (90, 180, True),
        (20, None, True),
        (20, 180, True),
        (20, 30, False),
        (5, 30, True),
        (5, 7, False),
        (-1, None, False),
        (200, None, False),
    ],
)
def test_what_is_due_and_not_yet_sent(left: int, last_sent: int | None, due: bool) -> None:
    assert is_due(TODAY + timedelta(days=left), TODAY, last_sent) is due


def test_a_slow_office_moves_every_step_forward() -> None:
    ends = TODAY + timedelta(days=200)

    assert step_reached(ends, TODAY, lead=0) is None
    assert step_reached(ends, TODAY, lead=20) == 180


@pytest.mark.parametrize(
    ("days", "lead"),
    [
        ([], 0),
        ([60, 60, 60, 60], 0),
        ([1, 2, 3, 4, 5], 0),
        ([25, 25, 25, 25, 25], 20),
        ([1, 1, 25, 400, 400], 20),
        ([900] * 9, 120),
    ],
)
def test_the_lead_follows_the_median_of_enough_decisions(days: list[int], lead: int) -> None:
    assert lead_of(days) == lead
