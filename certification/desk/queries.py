"""Reading the queue: one page of a listing, how much is in each part of it, and what comes next."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from certification.desk.listing import Listing, Order, Tab
from certification.desk.offices import EVERYWHERE, area_of, in_area
from certification.lifecycle import CertificateState
from certification.models import Certificate, Producer
from certification.schemes import SCHEMES
from marketplace.accounts.models import Organisation
from marketplace.core.roles import Actor
from marketplace.regions import queries as regions
from marketplace.regions.models import Region
from marketplace.web.pages import PER_PAGE

_STATES: Mapping[Tab, tuple[CertificateState, ...]] = {
    Tab.PAPERS: (CertificateState.SUBMITTED,),
    Tab.APPLICATIONS: (CertificateState.SUBMITTED,),
    Tab.RETURNED: (CertificateState.NEEDS_CORRECTION,),
    Tab.DECIDED: (CertificateState.VERIFIED, CertificateState.REJECTED, CertificateState.REVOKED),
}
_SHOWN = (
    joinedload(Certificate.producer),
    joinedload(Certificate.cooperative).joinedload(Organisation.region),
    joinedload(Certificate.file),
    joinedload(Certificate.decided_by),
)


def page_of(session: Session, actor: Actor, listing: Listing, page: int) -> list[Certificate]:
    """Return one page of a listing."""
    statement = _listed(session, actor, listing, select(Certificate)).options(*_SHOWN).order_by(*_order(listing))
    return list(session.scalars(statement.limit(PER_PAGE).offset((page - 1) * PER_PAGE)))


def counts(session: Session, actor: Actor, listing: Listing) -> dict[Tab, int]:
    """Return how many records of a listing's narrowing stand in each part of the queue, in two queries.

    Receipts are counted apart: they are few and found by their empty number, while the large count of all reads no
    number and is answered from an index alone.
    """
    whole = select(Certificate.state, func.count()).group_by(Certificate.state)
    whole = whole.where(Certificate.state.in_({state for states in _STATES.values() for state in states}))
    found = dict.fromkeys(Tab, 0)
    for state, number in session.execute(_narrowed(session, actor, listing, whole)):
        found[next(tab for tab, states in _STATES.items() if state in states)] += number
    receipts = select(func.count()).select_from(Certificate).where(Certificate.scheme.in_(SCHEMES))
    receipts = _listed(session, actor, listing.on(Tab.APPLICATIONS), receipts)
    found[Tab.APPLICATIONS] = int(session.scalar(receipts) or 0)
    found[Tab.PAPERS] -= found[Tab.APPLICATIONS]
    return found


def waiting_count(session: Session, actor: Actor) -> int:
    """Return how many papers wait for the actor's office."""
    statement = _listed(session, actor, Listing(), select(func.count()).select_from(Certificate))
    return int(session.scalar(statement) or 0)


def next_of(
    session: Session, actor: Actor, listing: Listing, *, after: Certificate | None = None
) -> Certificate | None:
    """Return the first record of a listing that waits, of those behind ``after`` where it is given; never one's own.

    In the other parts of the queue nothing waits for an official: there it is the next of the papers.
    """
    listing = listing if listing.waits else listing.on(Tab.PAPERS)
    statement = _listed(session, actor, listing, select(Certificate))
    statement = statement.where(Certificate.cooperative_id != (actor.organisation_id or 0))
    if after is not None and after.submitted_at is not None:
        statement = statement.where(_behind(listing, after))
    found: Certificate | None = session.scalar(statement.order_by(*_order(listing)).limit(1))
    return found


def districts(session: Session, actor: Actor) -> list[Region]:
    """Return the sub-districts of the actor's regency to narrow by; none where the actor sees every regency."""
    area = area_of(session, actor)
    return regions.children(session, area) if area != EVERYWHERE else []


def _listed(session: Session, actor: Actor, listing: Listing, statement: Any) -> Any:
    statement = _narrowed(session, actor, listing, statement).where(Certificate.state.in_(_STATES[listing.tab]))
    if listing.tab == Tab.PAPERS:
        return statement.where(Certificate.number != "")
    return statement.where(Certificate.number == "") if listing.tab == Tab.APPLICATIONS else statement


def _narrowed(session: Session, actor: Actor, listing: Listing, statement: Any) -> Any:
    area = area_of(session, actor)
    statement = statement.where(in_area(area))
    if listing.region and listing.region != area:
        statement = statement.where(in_area(listing.region))
    if listing.scheme:
        statement = statement.where(Certificate.scheme == listing.scheme)
    return statement.where(_speaks_of(listing.q)) if listing.q else statement


def _speaks_of(q: str) -> ColumnElement[bool]:
    """Match a number however it is grouped, the holder, the cooperative or the code of the record."""
    found: list[ColumnElement[bool]] = [
        Certificate.code == q.upper(),
        Certificate.number.icontains(q, autoescape=True),
        Certificate.application_receipt.icontains(q, autoescape=True),
        Certificate.producer.has(Producer.name.icontains(q, autoescape=True)),
        Certificate.cooperative.has(Organisation.name.icontains(q, autoescape=True)),
    ]
    compact = "".join(letter for letter in q if letter.isalnum())
    if any(letter.isdigit() for letter in compact):
        bare = func.replace(func.replace(func.replace(Certificate.number, " ", ""), "-", ""), ".", "")
        found.append(bare.icontains(compact, autoescape=True))
    return or_(*found)


def _order(listing: Listing) -> tuple[Any, ...]:
    if listing.tab == Tab.DECIDED:
        return (Certificate.decided_at.desc(), Certificate.id.desc())
    if listing.tab == Tab.RETURNED:
        return (Certificate.decided_at, Certificate.id)
    age = (Certificate.submitted_at, Certificate.id)
    return (Certificate.risk_rank, *age) if listing.order == Order.RISK else age


def _behind(listing: Listing, after: Certificate) -> ColumnElement[bool]:
    same_moment = and_(Certificate.submitted_at == after.submitted_at, Certificate.id > after.id)
    older = or_(Certificate.submitted_at > after.submitted_at, same_moment)
    if listing.order == Order.RISK:
        return or_(
            Certificate.risk_rank > after.risk_rank,
            and_(Certificate.risk_rank == after.risk_rank, older),
        )
    return older
