"""Suspending an organisation and letting it work again: the operator's word, never on one's own, always with a reason.

A suspended seller leaves search and pages at once; open orders go on (``permission(..., survives_suspension=True)``).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import events, people
from marketplace.accounts.models import Organisation, OrganisationState, Suspension
from marketplace.accounts.permissions import SUSPEND_ORGANISATION
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import Actor, OrganisationKind
from marketplace.core.text import _l
from marketplace.events import trail

MAX_REASON = 500


def suspend(session: Session, actor: Actor, organisation: Organisation, reason: str, *, now: datetime) -> None:
    """Suspend an organisation; its people read the reason.

    Raises ``NotAllowed`` but for the operator and for one's own, ``Invalid`` without a reason, ``Conflict`` where it
    does not trade.
    """
    _check(session, actor, organisation)
    if not reason.strip():
        raise Invalid.field("reason", _l("Say why: the people of the organisation read it."))
    if organisation.state != OrganisationState.ACTIVE:
        raise Conflict("not_active", _l("Only an approved organisation can be suspended. Look at it again."))
    organisation.state = OrganisationState.SUSPENDED
    session.add(
        Suspension(
            organisation_id=organisation.id,
            reason=reason.strip()[:MAX_REASON],
            suspended_at=now,
            suspended_by_id=actor.user_id,
        )
    )
    session.flush()
    trail.record(session, actor, events.SUSPENDED, "organisation", organisation.id, now=now)


def resume(session: Session, actor: Actor, organisation: Organisation, *, now: datetime) -> None:
    """Let a suspended organisation work again; raise ``NotAllowed`` as ``suspend``, ``Conflict`` where it does."""
    _check(session, actor, organisation)
    if organisation.state != OrganisationState.SUSPENDED:
        raise Conflict("not_suspended", _l("This organisation is not suspended. Look at it again."))
    organisation.state = OrganisationState.ACTIVE
    open_one = current(session, organisation.id)
    if open_one is not None:
        open_one.resumed_at, open_one.resumed_by_id = now, actor.user_id
    session.flush()
    trail.record(session, actor, events.RESUMED, "organisation", organisation.id, now=now)


def current(session: Session, organisation_id: int | None) -> Suspension | None:
    """Return the suspension that lasts, or None."""
    lasting = select(Suspension).where(Suspension.organisation_id == organisation_id, Suspension.resumed_at.is_(None))
    return session.scalar(lasting.order_by(Suspension.id.desc()).limit(1))


def latest_reason(session: Session, organisation_id: int) -> str:
    """Return the reason of the last suspension, lasting or over; empty where there was none."""
    return next((past.reason for past in all_of(session, organisation_id)), "")


def all_of(session: Session, organisation_id: int) -> Sequence[Suspension]:
    """Return all suspensions of an organisation, the latest first."""
    statement = select(Suspension).where(Suspension.organisation_id == organisation_id)
    return session.scalars(statement.order_by(Suspension.id.desc())).all()


def _check(session: Session, actor: Actor, organisation: Organisation) -> None:
    actor.check(SUSPEND_ORGANISATION)
    own = organisation.id in {m.organisation_id for m in people.memberships_of(session, actor.user_id)}
    if own or organisation.kind == OrganisationKind.OPERATOR:
        raise NotAllowed("own_organisation", _l("Nobody decides on their own organisation."))
