"""Which cooperative needs help first, and why."""

from datetime import date, timedelta

import pytest

from orders.mentoring.urgency import LONG_AGO, Facts, days_since, reasons, urgency

TODAY = date(2026, 11, 24)
WELL = Facts(last_visit=TODAY, on_sale=3)


def facts(**over: object) -> Facts:
    return Facts(**{**vars(WELL), **over})


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({}, 0),
        ({"last_visit": None}, 40),
        ({"last_visit": TODAY - timedelta(days=LONG_AGO)}, 0),
        ({"last_visit": TODAY - timedelta(days=LONG_AGO + 1)}, 25),
        ({"overdue_steps": 1}, 10),
        ({"overdue_steps": 9}, 40),
        ({"open_steps": 9}, 0),
        ({"papers_ended": 1, "papers_ending": 1}, 18),
        ({"papers_ended": 9, "papers_ending": 9}, 54),
        ({"legal_missing": ("nib", "ahu")}, 12),
        ({"on_sale": 0}, 8),
    ],
)
def test_urgency_is_the_sum_of_its_reasons(over: dict[str, object], expected: int) -> None:
    assert urgency(facts(**over), TODAY) == expected


def test_reasons_begin_with_the_weightiest_and_name_what_is_missing() -> None:
    found = reasons(facts(last_visit=None, legal_missing=("nib",), overdue_steps=2), TODAY)

    assert [str(reason.words) for reason in found] == ["Never visited", "Overdue steps: 2", "Missing: NIB"]


@pytest.mark.parametrize(("last", "expected"), [(None, None), (TODAY, 0), (TODAY - timedelta(days=3), 3)])
def test_days_since_a_visit(last: date | None, expected: int | None) -> None:
    assert days_since(last, TODAY) == expected
