"""What a saved product means for the papers it stands on: one goes on hold, a hold falls away, or nothing happens.

Called by the services that change a product, in their transaction: ``watch`` before, ``follow`` after.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import events
from catalog.coverage import standing_of
from catalog.holds.composition import Composition, changes
from catalog.holds.lifecycle import HOLD, LIVE, HoldAction, HoldParty, HoldState
from catalog.holds.models import PaperHold
from catalog.models import LinkState, Product, ProductPaper
from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.schemes import SCHEMES, Validity
from marketplace.core.roles import Actor
from marketplace.events import trail


@dataclass(frozen=True)
class Watch:
    """A product before a change: what it is made of, and the papers that hold for exactly that."""

    composition: Composition
    certificate_ids: frozenset[int]


def composition_of(product: Product) -> Composition:
    """Return a product as a halal paper sees it."""
    return Composition(
        name=product.name,
        ingredients=product.ingredients,
        maker_id=product.producer_id,
        maker_name=product.producer.name if product.producer is not None else "",
    )


def holds_for_one_recipe(certificate: Certificate) -> bool:
    """Tell whether a paper is verified and holds while ingredients and process stay as they are (UU 33/2014: halal)."""
    return certificate.state == CertificateState.VERIFIED and _is_conditional(certificate)


def watch(product: Product) -> Watch:
    """Remember a product before it is changed."""
    counting = (paper for paper in product.papers if _counts(product, paper))
    return Watch(composition_of(product), frozenset(paper.certificate_id for paper in counting))


def follow(session: Session, actor: Actor, product: Product, watched: Watch, *, now: datetime) -> None:
    """Do what a change means for the product's papers: hold them, lift a hold, or ask for a filed change anew."""
    after = composition_of(product)
    live = live_holds(session, product)
    for paper in product.papers:
        hold = live.get(paper.certificate_id)
        if hold is not None:
            _compare(session, actor, paper, hold, after, now)
        elif paper.certificate_id in watched.certificate_ids and changes(watched.composition, after):
            _open(session, actor, paper, watched.composition, after, now)
    session.flush()


def relinked(
    session: Session, actor: Actor, product: Product, gone: Collection[int], come: Collection[int], *, now: datetime
) -> None:
    """Carry holds over where papers were taken off or put on: off and on again hides no change.

    ``gone`` and ``come``: certificate ids that the product stands on no longer, and those it stands on anew.
    """
    present = composition_of(product)
    live = live_holds(session, product)
    for certificate_id in gone:
        hold = live.get(certificate_id)
        if hold is not None and HOLD.allows(HoldState(hold.state), HoldAction.PARK, HoldParty.SELLER):
            hold.state = HoldState.PARKED
        elif hold is None and _may_be_felt(session, certificate_id):
            session.add(_row(product, certificate_id, present, HoldState.PARKED, now))
    for paper in product.papers:
        hold = live.get(paper.certificate_id) if paper.certificate_id in come else None
        if hold is not None:
            _compare(session, actor, paper, hold, present, now)
    session.flush()


def live_holds(session: Session, product: Product) -> dict[int, PaperHold]:
    """Return the holds of a product that are not over, by certificate id, locked against an official's decision."""
    statement = select(PaperHold).where(PaperHold.product_id == product.id, PaperHold.state.in_(LIVE))
    return {hold.certificate_id: hold for hold in session.scalars(statement.with_for_update(of=PaperHold))}


def _compare(
    session: Session, actor: Actor, paper: ProductPaper, hold: PaperHold, after: Composition, now: datetime
) -> None:
    before = Composition.read(hold.before)
    if not changes(before, after):
        _lift(session, actor, paper, hold, now)
    elif hold.state == HoldState.PARKED:
        hold.state = HOLD.next(HoldState.PARKED, HoldAction.TAKE_UP, HoldParty.SELLER)
        _hold(session, actor, paper, hold, before, after, now)
    elif hold.filed is not None and changes(Composition.read(hold.filed), after):
        hold.state = HOLD.next(HoldState(hold.state), HoldAction.CHANGE_AGAIN, HoldParty.SELLER)
        hold.filed = None
        _hold(session, actor, paper, hold, before, after, now)
    elif hold.state == HoldState.REFUSED:
        paper.state = LinkState.REFUSED
    else:
        paper.state = LinkState.HELD


def _open(
    session: Session, actor: Actor, paper: ProductPaper, before: Composition, after: Composition, now: datetime
) -> None:
    hold = _row(paper.product, paper.certificate_id, before, HoldState.OPEN, now)
    session.add(hold)
    session.flush()
    _hold(session, actor, paper, hold, before, after, now)


def _hold(
    session: Session,
    actor: Actor,
    paper: ProductPaper,
    hold: PaperHold,
    before: Composition,
    after: Composition,
    now: datetime,
) -> None:
    paper.state = LinkState.HELD
    what = [str(change) for change in changes(before, after)]
    _record(session, actor, events.PAPER_HELD, hold, now, changed=what)


def _lift(session: Session, actor: Actor, paper: ProductPaper, hold: PaperHold, now: datetime) -> None:
    was_felt = hold.state != HoldState.PARKED
    hold.state = HOLD.next(HoldState(hold.state), HoldAction.LIFT, HoldParty.SELLER)
    paper.state = LinkState.COUNTS
    if was_felt:
        _record(session, actor, events.HOLD_LIFTED, hold, now)


def _record(session: Session, actor: Actor, event: str, hold: PaperHold, now: datetime, **more: object) -> None:
    data = {"hold": hold.id, "certificate": hold.certificate_id, **more}
    trail.record(session, actor, event, "product", hold.product_id, now=now, **data)


def _row(product: Product, certificate_id: int, before: Composition, state: HoldState, now: datetime) -> PaperHold:
    return PaperHold(
        code=secrets.token_hex(6),
        cooperative_id=product.cooperative_id,
        product_id=product.id,
        certificate_id=certificate_id,
        state=state,
        before=before.kept(),
        opened_at=now,
    )


def _counts(product: Product, paper: ProductPaper) -> bool:
    standing = standing_of(product, paper)
    return holds_for_one_recipe(paper.certificate) and standing.covers and not standing.is_held


def _may_be_felt(session: Session, certificate_id: int) -> bool:
    return holds_for_one_recipe(session.get_one(Certificate, certificate_id))


def _is_conditional(certificate: Certificate) -> bool:
    row = SCHEMES.get(certificate.scheme)
    return row is not None and row.validity == Validity.CONDITIONAL
