"""What ends when: the holder's calendar, and the months of an office's regency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from certification.desk.offices import area_of, in_area
from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.runway.following import is_followed
from marketplace.accounts import scope
from marketplace.core.months import Month, month_of
from marketplace.core.roles import Actor

MOST = 500
"""Papers of one cooperative that a calendar shows: more than any holds."""
MONTHS = 12


@dataclass
class Ends:
    """The papers that end in one month."""

    month: Month
    certificates: list[Certificate] = field(default_factory=list)


def calendar_of(session: Session, actor: Actor, day: date) -> tuple[list[Ends], frozenset[int]]:
    """Return the months in which papers of the actor's cooperative end, and the ids of those with a renewal."""
    mine: Select[Any] = scope.rows(actor, Certificate)
    wanted = mine.where(*_ending(), Certificate.valid_until >= day)
    shown = wanted.options(joinedload(Certificate.producer), selectinload(Certificate.items))
    found = list(session.scalars(shown.order_by(Certificate.valid_until, Certificate.id).limit(MOST)))
    ids = [row.id for row in found]
    followed = session.scalars(select(Certificate.id).where(Certificate.id.in_(ids), is_followed())) if ids else ()
    return by_month(found), frozenset(followed)


def by_month(certificates: Iterable[Certificate]) -> list[Ends]:
    """Put certificates that end into their months, in order; months in which none ends are left out."""
    found: dict[Month, Ends] = {}
    for certificate in certificates:
        if certificate.valid_until is not None:
            month = month_of(certificate.valid_until)
            found.setdefault(month, Ends(month)).certificates.append(certificate)
    return [found[month] for month in sorted(found)]


def ends_by_month(session: Session, actor: Actor, day: date) -> Mapping[Month, int]:
    """Return how many papers of the actor's regency end without a renewal, for this month and the eleven after it."""
    months = [month_of(day)]
    while len(months) < MONTHS:
        months.append(months[-1].next)
    statement = (
        select(Certificate.valid_until, func.count())
        .where(*_ending(), in_area(area_of(session, actor)), ~is_followed())
        .where(Certificate.valid_until.between(day, months[-1].last))
        .group_by(Certificate.valid_until)
    )
    found = dict.fromkeys(months, 0)
    for ends, count in session.execute(statement):
        if ends is not None:
            found[month_of(ends)] += count
    return found


def _ending() -> tuple[Any, ...]:
    return (
        Certificate.state == CertificateState.VERIFIED,
        Certificate.valid_until.is_not(None),
        Certificate.replaced_from.is_(None),
    )
