"""Counting tries in the database: over workers and restarts, exact under a race, never shut for long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.db import Database
from marketplace.limits import counting, rules, sweeping
from marketplace.limits.counting import Counter, TooMany
from marketplace.limits.models import Tally
from marketplace.limits.rules import Limit
from tests.conftest import NOW

THREE = Limit(name="three", times=3)
STEPS = Limit(name="steps", times=30, step=10)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def counter(database: Database) -> Counter:
    """One worker's counter."""
    return Counter(database)


def test_the_fourth_try_of_three_waits_until_the_window_is_over(counter: Counter) -> None:
    for minute in range(3):
        counter.hit(THREE, "a", now=NOW + minute * MINUTE)

    with pytest.raises(TooMany) as refusal:
        counter.hit(THREE, "a", now=NOW + 4 * MINUTE)

    assert refusal.value.retry_after == 11 * 60
    counter.hit(THREE, "a", now=NOW + 15 * MINUTE)


def test_another_key_and_another_limit_are_free(counter: Counter) -> None:
    for _ in range(3):
        counter.hit(THREE, "a", now=NOW)

    counter.hit(THREE, "b", now=NOW)
    counter.hit(Limit(name="other", times=1), "a", now=NOW)


def test_parts_are_told_apart(counter: Counter) -> None:
    for _ in range(3):
        counter.hit(THREE, "a b", "c", now=NOW)

    counter.hit(THREE, "a", "b c", now=NOW)


def test_another_worker_and_a_restart_go_on_counting(database: Database) -> None:
    for _ in range(3):
        Counter(database).hit(THREE, "a", now=NOW)

    with pytest.raises(TooMany):
        Counter(database).hit(THREE, "a", now=NOW)


def test_a_limit_with_steps_writes_seldom_and_still_ends(counter: Counter, database: Database) -> None:
    for _ in range(9):
        counter.hit(STEPS, "a", now=NOW)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Tally)) == 0

    with pytest.raises(TooMany):
        for _ in range(40):
            counter.hit(STEPS, "a", now=NOW)
    for _ in range(5):
        with pytest.raises(TooMany):
            counter.hit(STEPS, "a", now=NOW)
    counter.hit(STEPS, "a", now=NOW + 15 * MINUTE)


def test_a_flood_of_addresses_costs_a_bounded_memory(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_KEPT", 5)
    once = Limit(name="once", times=1)
    for number in range(12):
        counter.hit(STEPS, number, now=NOW)
        counter.hit(once, number, now=NOW)
        with pytest.raises(TooMany):
            counter.hit(once, number, now=NOW)

    assert (len(counter._held), len(counter._shut)) == (5, 5)
    with pytest.raises(TooMany):
        counter.hit(once, 11, now=NOW)
    later = NOW + 15 * MINUTE
    counter.hit(once, "a", now=later)
    with pytest.raises(TooMany):
        counter.hit(once, "a", now=later)
    assert len(counter._shut) == 1, "what is over makes room"


def test_forgetting_begins_anew_and_forgiving_takes_one_back(counter: Counter) -> None:
    for _ in range(3):
        counter.hit(THREE, "a", now=NOW)
        counter.hit(THREE, "b", now=NOW)

    counter.forgive(THREE, "a")
    counter.hit(THREE, "a", now=NOW)
    with pytest.raises(TooMany):
        counter.hit(THREE, "a", now=NOW)
    counter.forget(THREE, "b")
    for _ in range(3):
        counter.hit(THREE, "b", now=NOW)


def test_checking_counts_nothing(counter: Counter) -> None:
    for _ in range(5):
        counter.check(THREE, "a", now=NOW)
    for _ in range(3):
        counter.hit(THREE, "a", now=NOW)

    with pytest.raises(TooMany):
        counter.check(THREE, "a", now=NOW)


@pytest.mark.stress
def test_of_many_guesses_at_once_only_as_many_as_the_limit_go_through(database: Database, full_size: bool) -> None:
    tries = 2000 if full_size else 60
    counters = [Counter(database), Counter(database)]

    def guess(number: int) -> bool:
        try:
            counters[number % 2].hit(THREE, "a", now=NOW)
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        passed = sum(pool.map(guess, range(tries)))

    assert passed == THREE.times


def test_old_counts_are_swept(counter: Counter, database: Database) -> None:
    counter.hit(THREE, "a", now=NOW)
    counter.hit(THREE, "b", now=NOW + timedelta(days=1))

    sweeping.sweep(database, NOW + timedelta(days=1, hours=1))

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Tally)) == 1


def test_nobody_is_shut_out_for_more_than_a_quarter_of_an_hour() -> None:
    limits = [value for value in vars(rules).values() if isinstance(value, Limit)]

    assert len(limits) > 10
    assert max(limit.window for limit in limits) <= timedelta(minutes=15)
    assert len({limit.name for limit in limits}) == len(limits)
