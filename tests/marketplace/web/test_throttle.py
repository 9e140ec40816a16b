"""Counting failures: a key is stopped, others are not, and time heals."""

from datetime import timedelta

import pytest

from marketplace.web.throttle import Throttle, TooMany
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def throttle() -> Throttle:
    """Allow three failures in ten minutes."""
    return Throttle(limit=3, window=10 * MINUTE, most_keys=2)


def test_the_fourth_try_after_three_failures_waits_until_the_first_is_old(throttle: Throttle) -> None:
    for minute in range(3):
        throttle.check("a", now=NOW + minute * MINUTE)
        throttle.failed("a", now=NOW + minute * MINUTE)

    with pytest.raises(TooMany) as refusal:
        throttle.check("a", now=NOW + 4 * MINUTE)

    assert refusal.value.retry_after == 6 * 60
    throttle.check("a", now=NOW + 10 * MINUTE)


def test_another_key_is_free(throttle: Throttle) -> None:
    for _ in range(5):
        throttle.failed("a", now=NOW)

    throttle.check("b", now=NOW)


def test_success_begins_anew(throttle: Throttle) -> None:
    for _ in range(3):
        throttle.failed("a", now=NOW)

    throttle.forget("a")

    throttle.check("a", now=NOW)


def test_memory_is_bounded(throttle: Throttle) -> None:
    for key in ("a", "b", "c"):
        for _ in range(3):
            throttle.failed(key, now=NOW)

    throttle.check("a", now=NOW)
    with pytest.raises(TooMany):
        throttle.check("c", now=NOW)
