"""What happens to producers: the cooperative names who makes its goods, with their consent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certification import events
from certification.goods import MakerScale
from certification.models import Producer, ProducerKind
from certification.permissions import MANAGE_PRODUCERS
from marketplace.accounts import queries as accounts
from marketplace.accounts import scope
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.regions.queries import check_region

PEOPLE = (ProducerKind.MEMBER, ProducerKind.PARTNER)
"""The kinds that can be added by hand; the cooperative itself is there without asking."""


@dataclass(frozen=True, kw_only=True)
class ProducerDraft:
    """What is said of a producer. ``consent``: the cooperative states that the producer agreed to be named."""

    name: str
    region: str
    kind: str = ProducerKind.MEMBER
    consent: bool = False
    scale: str = ""
    """``MakerScale``; empty where it is not stated."""


def register_producer(session: Session, actor: Actor, draft: ProducerDraft, *, now: datetime) -> Producer:
    """Add a member or partner who makes goods; the consent is kept with its time and the person who stated it."""
    actor.check(MANAGE_PRODUCERS)
    if draft.kind not in PEOPLE:
        raise Invalid.field("kind", _l("Choose member or partner."))
    if not draft.consent:
        raise Invalid.field("consent", _l("Ask the producer first: without consent nobody is named here."))
    producer = Producer(
        cooperative_id=actor.organisation_id,
        kind=draft.kind,
        consent_at=now,
        consent_by_id=actor.user_id,
        created_at=now,
    )
    _fill(session, producer, draft)
    _add(session, producer)
    trail.record(session, actor, events.PRODUCER_REGISTERED, "producer", producer.id, now=now, kind_of=draft.kind)
    return producer


def own_producer(session: Session, actor: Actor, *, now: datetime) -> Producer:
    """Return the actor's cooperative as a producer; made at first need."""
    actor.check(MANAGE_PRODUCERS)
    mine: Select[Any] = scope.rows(actor, Producer).where(Producer.kind == ProducerKind.COOPERATIVE)
    found: Producer | None = session.scalar(mine.order_by(Producer.id).limit(1))
    if found is not None:
        return found
    cooperative = accounts.organisation(session, actor.organisation_id)
    producer = Producer(
        cooperative_id=cooperative.id,
        kind=ProducerKind.COOPERATIVE,
        name=cooperative.name[:120],
        region_code=cooperative.region_code,
        consent_at=now,
        consent_by_id=actor.user_id,
        created_at=now,
    )
    _add(session, producer)
    trail.record(
        session, actor, events.PRODUCER_REGISTERED, "producer", producer.id, now=now, kind_of=ProducerKind.COOPERATIVE
    )
    return producer


def edit_producer(
    session: Session, actor: Actor, producer: Producer, draft: ProducerDraft, *, version: int, now: datetime
) -> None:
    """Change name, place and kind. ``version`` is the one that the form was made of; another is a ``Conflict``."""
    actor.check(MANAGE_PRODUCERS)
    if producer.version != version:
        raise Conflict("stale", _l("A colleague has changed this in the meantime. Compare and save again."))
    is_own = producer.kind == ProducerKind.COOPERATIVE
    if not is_own and draft.kind not in PEOPLE:
        raise Invalid.field("kind", _l("Choose member or partner."))
    _fill(session, producer, draft)
    producer.kind = ProducerKind.COOPERATIVE if is_own else draft.kind
    session.flush()
    trail.record(session, actor, events.PRODUCER_CHANGED, "producer", producer.id, now=now)


def _fill(session: Session, producer: Producer, draft: ProducerDraft) -> None:
    name = " ".join(draft.name.split())
    if len(name) < 3:
        raise Invalid.field("name", _l("Write the full name."))
    producer.region_code = check_region(session, draft.region)
    with session.no_autoflush:
        same = select(Producer.id).where(Producer.cooperative_id == producer.cooperative_id, Producer.name == name)
        if session.scalar(same.where(Producer.id != (producer.id or 0))) is not None:
            raise _taken()
    if draft.scale and draft.scale not in set(MakerScale):
        raise Invalid.field("scale", _l("Choose one of the two sizes."))
    producer.name, producer.scale = name, draft.scale or None


def _add(session: Session, producer: Producer) -> None:
    """Insert; a twin that another request inserted at the same moment is refused like one that was there before."""
    try:
        with session.begin_nested():
            session.add(producer)
    except IntegrityError as error:
        raise _taken() from error


def _taken() -> Invalid:
    return Invalid.field("name", _l("You have a producer of this name already."))
