"""How long a sign-in lasts, as data: by what the person may do here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace.core.roles import Role

PRIVILEGED = frozenset({Role.OFFICIAL, Role.OPERATOR, Role.APPROVER, Role.FINANCE})
"""Roles that decide on others or on money: short sign-ins, and a second factor where ``REQUIRE_MFA`` is on."""

FRESH_FOR = timedelta(minutes=10)
"""For so long after proving who one is the grave changes are open (ASVS 5.0, 7.5.1)."""

SEEN_EVERY = timedelta(minutes=5)
"""The moment a session was last seen is written down no more often than this."""


@dataclass(frozen=True, kw_only=True)
class Lifetime:
    """When a sign-in ends by itself: after ``idle`` without a page, and ``absolute`` after it began."""

    idle: timedelta
    absolute: timedelta


SHORT = Lifetime(idle=timedelta(hours=2), absolute=timedelta(hours=12))
LONG = Lifetime(idle=timedelta(days=14), absolute=timedelta(days=30))
"""Longer than ASVS 5.0 (7.3.1, 7.3.2) suggests: a cooperative sells from one cheap phone on a slow line, and whoever
must type a long password every morning chooses a short one. What would hurt (bank account, roles, address) asks
for the password again anyway."""


def needs_factor(roles: Collection[Role]) -> bool:
    """Tell whether somebody who holds these roles must have a second factor where the site requires it."""
    return bool(PRIVILEGED & frozenset(roles))


def lifetime_of(roles: Collection[Role]) -> Lifetime:
    """Return how long a sign-in lasts for somebody who holds these roles, in any organisation."""
    return SHORT if needs_factor(roles) else LONG


def is_alive(lifetime: Lifetime, *, created_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
    """Tell whether a sign-in has not ended by itself yet."""
    return now < created_at + lifetime.absolute and now < last_seen_at + lifetime.idle


def is_fresh(proved_at: datetime | None, now: datetime) -> bool:
    """Tell whether the person proved lately who they are."""
    return proved_at is not None and now - proved_at < FRESH_FOR
