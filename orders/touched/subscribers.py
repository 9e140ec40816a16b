"""Who is told that a paper counts no longer: whose carts and orders it touches, and who verified it. Each once."""

from collections.abc import Iterable
from datetime import datetime

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import events as goods
from certification import events as papers
from certification.models import Certificate, Decision, Verdict
from certification.permissions import VERIFY_CERTIFICATE
from certification.schemes import scheme
from marketplace.accounts import queries as accounts
from marketplace.accounts.models import User
from marketplace.core.text import _l
from marketplace.events.models import Event
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify
from orders.permissions import FOLLOW_ORDER, FULFIL_ORDER, PLACE_ORDER
from orders.touched.models import TouchedNotice
from orders.touched.reach import Reach, reach_of
from orders.touched.words import HOW

NAME = "tell_touched"
STARTS = (papers.CERTIFICATE_REVOKED, papers.CERTIFICATE_ENDED, papers.CERTIFICATE_HELD, goods.PAPER_HELD)
STATUS = {
    papers.CERTIFICATE_REVOKED: "revoked",
    papers.CERTIFICATE_ENDED: "expired",
    papers.CERTIFICATE_HELD: "on_hold",
    goods.PAPER_HELD: "on_hold",
}

BUYER = Notice(
    "certificate_touched_buyer",
    _l("%(scheme)s of %(holder)s %(how)s: it touches what you ordered"),
    _l(
        "Products in your cart: %(carts)s. Orders not yet shipped: %(orders)s. Orders on their way: %(travelling)s. "
        "What is not shipped waits for your word; the page leads to each of them, and to your cart."
    ),
)
SELLER = Notice(
    "certificate_touched_seller",
    _l("%(scheme)s of %(holder)s %(how)s: it touches your orders"),
    _l(
        "Orders not yet shipped: %(orders)s. Orders on their way: %(travelling)s. Do not ship these goods before the "
        "buyer has said whether they should come all the same."
    ),
)
OFFICIAL = Notice(
    "certificate_touched_official",
    _l("%(scheme)s of %(holder)s %(how)s: what it touches"),
    _l("Products in carts: %(carts)s. Orders not yet shipped: %(orders)s. Orders on their way: %(travelling)s."),
)
AGAIN = Notice(
    "certificate_touched_again",
    _l("%(scheme)s of %(holder)s counts again"),
    _l("What waited because of it can go on: nothing needs to be decided any more."),
)


@subscribe(NAME, *STARTS)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell each person concerned once, with the counts of what is theirs."""
    certificate = _certificate(session, happening)
    if happening.name == papers.CERTIFICATE_ENDED and certificate.replaced_from is not None:
        return  # its renewal counts already
    reach = reach_of(session, certificate, now=now)
    if happening.name == goods.PAPER_HELD:
        reach = reach.of_product(happening.subject_id)
    if not (reach.carts or reach.orders):
        return
    values = _values(certificate, happening)
    told = _Told(session, happening, certificate, now)
    touched_page = url_for("touched.index")
    for person, own in _buyers(session, reach):
        told.tell(person, BUYER, touched_page, {**values, **own.counts()})
    for seller_id in sorted({part.line.order.seller_id for part in reach.orders}):
        part = reach.of_seller(seller_id)
        for person in accounts.users_holding(session, FULFIL_ORDER, seller_id):
            told.tell(person, SELLER, touched_page, {**values, **part.counts()})
    for person in _officials(session, certificate):
        told.tell(person, OFFICIAL, url_for("impact.show", code=certificate.code), {**values, **reach.counts()})


ENDS = {
    papers.CERTIFICATE_RELEASED: papers.CERTIFICATE_HELD,
    goods.CHANGE_CONFIRMED: goods.PAPER_HELD,
    goods.HOLD_LIFTED: goods.PAPER_HELD,
}
"""What ends a hold, by what began it: of a whole paper, or for one product."""


@subscribe("tell_untouched", *ENDS)
def tell_again(session: Session, happening: Happening, now: datetime) -> None:
    """Tell those who were told of the last hold that it is over."""
    certificate = _certificate(session, happening)
    held = (
        select(TouchedNotice.event_id)
        .join(Event, Event.id == TouchedNotice.event_id)
        .where(
            TouchedNotice.certificate_id == certificate.id,
            TouchedNotice.event_name == ENDS[happening.name],
            TouchedNotice.event_id < happening.id,
            Event.subject_id == happening.subject_id,
        )
    )
    last = session.scalar(held.order_by(TouchedNotice.event_id.desc()).limit(1))
    who = select(User).join(TouchedNotice, TouchedNotice.user_id == User.id).where(TouchedNotice.event_id == last)
    told = _Told(session, happening, certificate, now)
    for person in session.scalars(who.where(User.disabled_at.is_(None))) if last is not None else ():
        told.tell(person, AGAIN, url_for("proof.show", code=certificate.code), _values(certificate, happening))


class _Told:
    """Tells each person once of one event, also where it is delivered again."""

    def __init__(self, session: Session, happening: Happening, certificate: Certificate, now: datetime) -> None:
        self._session, self._happening, self._certificate, self._now = session, happening, certificate, now
        already = select(TouchedNotice.user_id).where(TouchedNotice.event_id == happening.id)
        self._told = set(session.scalars(already))

    def tell(self, person: User, notice: Notice, url: str, values: dict[str, object]) -> None:
        if person.id in self._told:
            return
        self._told.add(person.id)
        row = TouchedNotice(
            event_id=self._happening.id,
            event_name=self._happening.name,
            certificate_id=self._certificate.id,
            user_id=person.id,
            told_at=self._now,
        )
        self._session.add(row)
        notify(self._session, [person], notice, url=url, now=self._now, values=values)


def _certificate(session: Session, happening: Happening) -> Certificate:
    of_product = happening.subject_kind == "product"
    return session.get_one(Certificate, happening.data["certificate"] if of_product else happening.subject_id)


def _buyers(session: Session, reach: Reach) -> Iterable[tuple[User, Reach]]:
    """Give who holds a cart line or placed an order; where that person may no longer act, all who may."""
    for buyer_id in sorted({part.line.organisation_id for part in reach.carts}):
        allowed = {person.id: person for person in accounts.users_holding(session, PLACE_ORDER, buyer_id)}
        holders = {part.line.user_id for part in reach.carts if part.line.organisation_id == buyer_id}
        yield from ((allowed[key], reach.of_person(buyer_id, key)) for key in sorted(holders & allowed.keys()))
    for buyer_id in sorted({part.line.order.buyer_id for part in reach.orders}):
        allowed = {person.id: person for person in accounts.users_holding(session, FOLLOW_ORDER, buyer_id)}
        placed = {part.line.order.placed_by_id for part in reach.orders if part.line.order.buyer_id == buyer_id}
        for key in sorted(placed & allowed.keys()):
            yield allowed[key], reach.of_person(buyer_id, key)
        if placed - allowed.keys():
            yield from ((person, reach.of_buyer(buyer_id, person.id)) for person in allowed.values())


def _officials(session: Session, certificate: Certificate) -> list[User]:
    """Return who verified the paper, where that person still is an official."""
    verified = select(Decision.decided_by_id).where(
        Decision.certificate_id == certificate.id, Decision.verdict == Verdict.VERIFIED
    )
    judge = session.scalar(verified.order_by(Decision.id.desc()).limit(1))
    return [person for person in accounts.users_holding(session, VERIFY_CERTIFICATE) if person.id == judge]


def _values(certificate: Certificate, happening: Happening) -> dict[str, object]:
    return {
        "scheme": scheme(certificate.scheme).short_name,
        "holder": certificate.producer.name,
        "how": HOW.get(STATUS.get(happening.name, ""), ""),
    }
