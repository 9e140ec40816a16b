"""How long a sign-in lasts: a table of truths."""

from datetime import timedelta

import pytest

from marketplace.accounts import session_rules as rules
from marketplace.core.roles import Role
from tests.factories import NOW

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize("role", Role)
def test_who_decides_on_others_or_on_money_is_signed_in_for_a_day_of_work_only(role: Role) -> None:
    short = role in (Role.OFFICIAL, Role.OPERATOR, Role.APPROVER, Role.FINANCE)

    assert rules.lifetime_of({Role.STAFF, role}) == (rules.SHORT if short else rules.LONG)
    assert rules.needs_factor({role}) is short


@pytest.mark.parametrize(
    ("lifetime", "age", "idle", "alive"),
    [
        (rules.SHORT, 11 * HOUR, 2 * HOUR - MINUTE, True),
        (rules.SHORT, 11 * HOUR, 2 * HOUR, False),
        (rules.SHORT, 12 * HOUR, MINUTE, False),
        (rules.LONG, 29 * DAY, 14 * DAY - MINUTE, True),
        (rules.LONG, 29 * DAY, 14 * DAY, False),
        (rules.LONG, 30 * DAY, MINUTE, False),
    ],
)
def test_a_sign_in_ends_by_idleness_and_by_age(
    lifetime: rules.Lifetime, age: timedelta, idle: timedelta, alive: bool
) -> None:
    found = rules.is_alive(lifetime, created_at=NOW - age, last_seen_at=NOW - idle, now=NOW)

    assert found is alive


@pytest.mark.parametrize(
    ("ago", "fresh"), [(timedelta(0), True), (10 * MINUTE - timedelta(seconds=1), True), (10 * MINUTE, False)]
)
def test_a_proof_is_fresh_for_ten_minutes(ago: timedelta, fresh: bool) -> None:
    assert rules.is_fresh(NOW - ago, NOW) is fresh


def test_whoever_never_proved_anything_is_not_fresh() -> None:
    assert rules.is_fresh(None, NOW) is False
