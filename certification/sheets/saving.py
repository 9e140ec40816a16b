"""Writing what was planned: cooperatives that wait for approval, and drafts of their papers, many at once."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from certification import events
from certification.models import Certificate, CertificateItem, Producer, ProducerKind
from certification.services import CODE_LETTERS
from certification.sheets.planning import CHANGED, NEW, Plan
from certification.sheets.world import Known
from marketplace.accounts import events as account_events
from marketplace.accounts.models import Organisation
from marketplace.accounts.naming import Names
from marketplace.core.roles import Actor, OrganisationKind
from marketplace.events import trail


def save(session: Session, actor: Actor, plans: Sequence[Plan], *, now: datetime) -> None:
    """Write the planned lines of one step in the caller's transaction; what is left as it is writes nothing."""
    cooperatives = [plan for plan in plans if plan.row.kind != "certificate"]
    papers = [plan for plan in plans if plan.row.kind == "certificate"]
    _add_cooperatives(session, actor, [plan for plan in cooperatives if plan.outcome == NEW], now)
    for plan in cooperatives:
        if plan.outcome == CHANGED:
            _change_cooperative(session, actor, plan, now)
    _add_papers(session, actor, [plan for plan in papers if plan.outcome == NEW], now)
    _change_papers(session, [plan for plan in papers if plan.outcome == CHANGED])


def _add_cooperatives(session: Session, actor: Actor, plans: Sequence[Plan], now: datetime) -> None:
    if not plans:
        return
    names = Names.taken(session)
    rows: list[tuple[Known, Organisation]] = []
    for plan in plans:
        values = plan.values
        row = Organisation(
            kind=OrganisationKind.COOPERATIVE,
            slug=names.slug(values["name"]),
            code=names.code(values["name"]),
            created_at=now,
            **values,
        )
        session.add(row)
        rows.append((_cooperative(plan), row))
    session.flush()
    for known, row in rows:
        known.id = row.id
        trail.record(session, actor, events.COOPERATIVE_TAKEN_IN, "organisation", row.id, now=now)


def _change_cooperative(session: Session, actor: Actor, plan: Plan, now: datetime) -> None:
    row = session.get_one(Organisation, _cooperative(plan).id)
    for name, value in plan.values.items():
        setattr(row, name, value)
    session.flush()
    trail.record(session, actor, account_events.CHANGED, "organisation", row.id, now=now, renamed="name" in plan.values)


def _add_papers(session: Session, actor: Actor, plans: Sequence[Plan], now: datetime) -> None:
    if not plans:
        return
    _add_producers(session, actor, plans, now)
    for plan in plans:
        known, values = _cooperative(plan), plan.row.values
        paper = Certificate(
            code="".join(secrets.choice(CODE_LETTERS) for _ in range(8)),
            cooperative_id=known.id,
            producer_id=known.producers[values["producer_key"]] if values["producer_key"] else known.own_producer,
            scheme=values["scheme"],
            number=values["number"],
            issued_on=values.get("issued_on"),
            valid_from=values.get("valid_from"),
            valid_until=values.get("valid_until"),
            issuer=values["issuer"],
            grade=values.get("grade", ""),
            created_at=now,
            items=_items(values["items"]),
        )
        session.add(paper)
    session.flush()


def _add_producers(session: Session, actor: Actor, plans: Sequence[Plan], now: datetime) -> None:
    """Make the holders that are missing: the cooperative as a producer, and members the office has consent of."""
    made: dict[tuple[int, str], tuple[Known, Producer]] = {}
    for plan in plans:
        known, key = _cooperative(plan), plan.values["maker"]
        plan.row.values["producer_key"] = key
        if (known.id, key) in made or (key in known.producers if key else known.own_producer):
            continue
        name = plan.row.values["producer"] if key else known.values["name"][:120]
        row = Producer(
            cooperative_id=known.id,
            kind=ProducerKind.MEMBER if key else ProducerKind.COOPERATIVE,
            name=name,
            region_code=known.values["region_code"],
            consent_at=now,
            consent_by_id=actor.user_id,
            created_at=now,
        )
        session.add(row)
        made[known.id, key] = (known, row)
    session.flush()
    for (_id, key), (known, row) in made.items():
        known.producers[key] = row.id
        known.own_producer = known.own_producer if key else row.id
        trail.record(session, actor, events.PRODUCER_REGISTERED, "producer", row.id, now=now, kind_of=row.kind)


def _change_papers(session: Session, plans: Sequence[Plan]) -> None:
    ids = [plan.paper.id for plan in plans if plan.paper is not None]
    found = select(Certificate).where(Certificate.id.in_(ids)).options(selectinload(Certificate.items))
    rows = {row.id: row for row in session.scalars(found)}
    for plan in plans:
        row = rows[plan.paper.id if plan.paper is not None else 0]
        for name, value in plan.values.items():
            if name == "items":
                row.items.clear()
                session.flush()
                row.items.extend(_items(value))
            else:
                setattr(row, name, value)
        row.valid_from = plan.row.values.get("valid_from") or row.valid_from
    session.flush()


def _items(names: Sequence[str]) -> list[CertificateItem]:
    return [CertificateItem(name=name, position=position) for position, name in enumerate(names, 1)]


def _cooperative(plan: Plan) -> Known:
    if plan.cooperative is None:
        raise LookupError("a planned line names its cooperative")
    return plan.cooperative
