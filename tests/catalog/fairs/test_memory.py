"""The remembered scan: thirty days, and nothing odd from a cookie is believed."""

from datetime import timedelta

import pytest

from catalog.fairs.memory import LASTS, memory_of, remembered_code
from tests.factories import NOW


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (timedelta(0), "K7MQ4"),
        (timedelta(days=29), "K7MQ4"),
        (LASTS, "K7MQ4"),
        (LASTS + timedelta(seconds=1), None),
        (-timedelta(hours=1), None),
    ],
)
def test_a_scan_is_remembered_for_thirty_days(later: timedelta, expected: str | None) -> None:
    assert remembered_code(memory_of("K7MQ4", NOW), NOW + later) == expected


@pytest.mark.parametrize(
    "value",
    [
        None,
        "K7MQ4",
        [],
        {},
        {"code": "K7MQ4"},
        {"code": 7, "at": int(NOW.timestamp())},
        {"code": "K7MQ4", "at": "yesterday"},
        {"code": "K7MQ4", "at": -1},
        {"code": "K7MQ4", "at": 10**30},
    ],
)
def test_an_odd_value_is_no_scan(value: object) -> None:
    assert remembered_code(value, NOW) is None
