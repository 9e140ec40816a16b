"""How a paper stood from day to day: a truth table."""

from datetime import date

import pytest

from certification.proof.history import Course, history

FILED, CHECKED = date(2026, 5, 2), date(2026, 5, 4)
TODAY = date(2026, 11, 24)


def course(**over: date | None) -> Course:
    return Course(scheme="pirt", **{"submitted": FILED, "verified": CHECKED, **over})


@pytest.mark.parametrize(
    ("over", "turns"),
    [
        ({"verified": None}, [(FILED, "submitted")]),
        ({}, [(FILED, "submitted"), (CHECKED, "verified")]),
        ({"valid_until": date(2031, 5, 1)}, [(FILED, "submitted"), (CHECKED, "verified")]),
        (
            {"valid_until": date(2026, 12, 31)},
            [(FILED, "submitted"), (CHECKED, "verified"), (date(2026, 10, 2), "expiring")],
        ),
        (
            {"valid_until": date(2026, 10, 1)},
            [
                (FILED, "submitted"),
                (CHECKED, "verified"),
                (date(2026, 7, 3), "expiring"),
                (date(2026, 10, 2), "expired"),
            ],
        ),
        ({"valid_until": TODAY}, [(FILED, "submitted"), (CHECKED, "verified"), (date(2026, 8, 26), "expiring")]),
        (
            {"valid_from": date(2026, 6, 1)},
            [(FILED, "submitted"), (CHECKED, "not_yet_valid"), (date(2026, 6, 1), "verified")],
        ),
        (
            {"revoked": date(2026, 8, 8), "valid_until": date(2026, 10, 1)},
            [
                (FILED, "submitted"),
                (CHECKED, "verified"),
                (date(2026, 7, 3), "expiring"),
                (date(2026, 8, 8), "revoked"),
            ],
        ),
        ({"revoked": CHECKED}, [(FILED, "submitted"), (CHECKED, "revoked")]),
        (
            {"replaced_from": date(2026, 9, 9)},
            [(FILED, "submitted"), (CHECKED, "verified"), (date(2026, 9, 9), "replaced")],
        ),
        ({"submitted": None, "verified": None}, []),
    ],
)
def test_turns_follow_from_the_days(over: dict[str, date | None], turns: list[tuple[date, str]]) -> None:
    assert [(turn.day, turn.shown) for turn in history(course(**over), TODAY)] == turns


def test_nothing_that_is_still_to_come_is_told() -> None:
    told = history(course(valid_until=date(2026, 12, 31), revoked=None), CHECKED)

    assert [turn.shown for turn in told] == ["submitted", "verified"]
