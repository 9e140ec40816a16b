"""Whom an office should help: cooperatives whose papers end or wait for a correction, the most pressing first."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from certification.at_risk import NOTHING, Risk, risks
from certification.desk.offices import EVERYWHERE, area_of
from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.runway.following import is_followed
from certification.runway.rules import CORRECTION_DAYS, STEPS
from certification.runway.todo import LOOKED_BACK, ToDo, todo_among
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.clock import jakarta_day
from marketplace.core.months import Month
from marketplace.core.roles import Actor
from marketplace.matching import holds
from marketplace.regions.queries import within
from marketplace.web.pages import PER_PAGE, Page


@dataclass(frozen=True, kw_only=True)
class Case:
    """One cooperative, what it has to do, and what hangs on it: listings, orders and rupiah."""

    cooperative: Organisation
    tasks: tuple[ToDo, ...]
    risk: Risk


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How the list is narrowed: a sub-district (Kemendagri code), words of the name, a month."""

    region: str = ""
    q: str = ""
    month: Month | None = None


def cases(session: Session, actor: Actor, asked: Asked, page: int, *, now: datetime) -> Page[Case]:
    """Return one page of the cooperatives of the actor's regency that need help; a fixed number of queries."""
    day = jakarta_day(now)
    grouped = (
        select(Certificate.cooperative_id, func.min(_pressing(day)).label("first"))
        .join(Organisation, Organisation.id == Certificate.cooperative_id)
        .where(_needs_help(day, now), _lies_in(area_of(session, actor)), *_narrowed(asked))
        .where(Organisation.state == OrganisationState.ACTIVE)
        .group_by(Certificate.cooperative_id)
    )
    total = session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    ordered = grouped.order_by("first", Certificate.cooperative_id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    ids = [row[0] for row in session.execute(ordered)]
    return Page(_cases(session, ids, day, now), page, PER_PAGE, total)


def _narrowed(asked: Asked) -> list[ColumnElement[bool]]:
    found = [_lies_in(asked.region), holds(asked.q, Organisation.name)]
    if asked.month is not None:
        found.append(Certificate.valid_until.between(asked.month.first, asked.month.last))
    return found


def _lies_in(area: str) -> ColumnElement[bool]:
    """Build ``in_area`` for a question that asks for the cooperative anyway."""
    return true() if area == EVERYWHERE else within(Organisation.region_code, area)


def _pressing(day: date) -> Any:
    """Order by the day that presses: the last valid day; a correction presses as if its paper ended today."""
    return func.coalesce(Certificate.valid_until, day)


def _needs_help(day: date, now: datetime) -> ColumnElement[bool]:
    ending = and_(
        Certificate.state == CertificateState.VERIFIED,
        Certificate.replaced_from.is_(None),
        Certificate.valid_until >= day - LOOKED_BACK,
        Certificate.valid_until <= day + timedelta(days=max(STEPS)),
        ~is_followed(),
    )
    forgotten = and_(
        Certificate.state == CertificateState.NEEDS_CORRECTION,
        Certificate.decided_at <= now - timedelta(days=CORRECTION_DAYS),
    )
    return or_(ending, forgotten)


def _cases(session: Session, ids: Collection[int], day: date, now: datetime) -> list[Case]:
    if not ids:
        return []
    wanted = select(Certificate).where(Certificate.cooperative_id.in_(ids), _needs_help(day, now))
    shown = wanted.options(
        joinedload(Certificate.producer), joinedload(Certificate.cooperative).joinedload(Organisation.region)
    )
    found: dict[int, list[Certificate]] = defaultdict(list)
    for certificate in session.scalars(shown.order_by(Certificate.id)):
        found[certificate.cooperative_id].append(certificate)
    at_risk = risks(session, [row.id for rows in found.values() for row in rows])
    return [
        Case(
            cooperative=found[coop][0].cooperative,
            tasks=tuple(todo_among(found[coop], day)),
            risk=sum((at_risk[row.id] for row in found[coop]), NOTHING),
        )
        for coop in ids
        if coop in found
    ]
