"""The demo's orders in every state of goods and money, made through the same services as real ones, in the past."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog import requirements
from catalog.models import Product
from catalog.policies import demo as policies
from catalog.queries import products_by_ids, published
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import Actor
from marketplace.demo import Stage
from marketplace.events.models import Delivery, Event
from marketplace.web.i18n import long_day
from orders import checkout, demo_carts, demo_talks, ending, fulfilment, policing, services, subscribers
from orders.checkout import CheckoutDraft
from orders.demo_proof import proof_of
from orders.demo_tales import FINANCE, MAKASSAR, PLACES, PROMISED, RATES, RECEIVER, RETAIL, STATE, TALES, Tale
from orders.fulfilment import ShipmentDraft
from orders.mentoring import demo as mentoring
from orders.models import Order
from orders.payments import refunds, transfers
from orders.payments.gateway import CheckoutSession, SessionStatus
from orders.payments.queries import payment_of
from orders.payments.settling import settle
from orders.policing import reasons_asked
from orders.rates import save_rate
from orders.services import QuoteDraft
from orders.shipping import ShippingMethod
from orders.touched import demo as touched

BETWEEN = timedelta(hours=19)
"""At most so long after one step comes the next."""
QUIET = timedelta(days=2)
"""What happened longer ago is told to nobody: the demo begins with a handful of notices."""
REASON = "Habis dalam dua minggu; perpanjangan izinnya sedang diproses dinas."
"""Of the retailer, where its policy asks one."""
WITHOUT_RATES = 9
"""Every so many-th cooperative has no shipping rates yet."""


def load(stage: Stage) -> None:
    """Give the cooperatives rates, place the orders and let happen to them what is told, oldest first."""
    with stage.database.transaction() as session:
        for place, cooperative_id in enumerate(stage.cooperatives):
            if place % WITHOUT_RATES != WITHOUT_RATES - 1:
                _rates(session, stage.manager_of(session, cooperative_id), stage.now)
        policies.load_retail(session, stage)
    goods = _Goods(stage)
    for tale in sorted(TALES, key=lambda tale: -tale.days):
        with stage.database.transaction() as session:
            _tell(session, stage, goods.take(stage.cooperatives[tale.shop], tale.products), tale)
    _lose_a_paper(stage)
    with stage.database.transaction() as session:
        policies.load_state(session, stage)
        demo_carts.fill(session, stage, goods.take)
        demo_talks.load(session, stage)
        _hush(session, stage)
    mentoring.load(stage)


class _Goods:
    """What each cooperative can sell, so that orders do not all take the same."""

    def __init__(self, stage: Stage) -> None:
        self._next: dict[int, int] = {}
        with stage.database.reading() as session:
            ids = set(session.scalars(published().with_only_columns(Product.id)))
            products = sorted(products_by_ids(session, ids).values(), key=lambda product: product.id)
            papers = requirements.assessments(session, products, jakarta_day(stage.now))
            self._codes: dict[int, list[str]] = {}
            for product in products:
                if papers[product.id].orderable:
                    self._codes.setdefault(product.cooperative_id, []).append(product.code)

    def take(self, cooperative_id: int, count: int) -> list[str]:
        """Return the codes of the next products of a cooperative, in turn."""
        codes = self._codes.get(cooperative_id, [])
        first = self._next.get(cooperative_id, 0)
        self._next[cooperative_id] = first + count
        return [codes[(first + step) % len(codes)] for step in range(min(count, len(codes)))]


def _rates(session: Session, manager: Actor, now: datetime) -> None:
    for draft in RATES:
        save_rate(session, manager, draft, now=now - timedelta(days=60))


def _lose_a_paper(stage: Stage) -> None:
    """Let a paper be revoked while its goods are paid and lie in the retailer's cart."""
    code = touched.prepare(stage)
    with stage.database.transaction() as session:
        _tell(session, stage, [code], PROMISED)
        demo_carts.put(session, stage.actor(session, RETAIL), code, 2, stage.now - timedelta(days=2))
        touched.revoke(session, stage)


def _tell(session: Session, stage: Stage, codes: list[str], tale: Tale) -> None:
    start = stage.now - timedelta(days=tale.days)
    steps = tale.steps.split()
    pause = min(BETWEEN, (stage.now - start) / (len(steps) + 1))
    order = _place(session, stage, tale, codes, start)
    if order is None:
        return
    for number, name in enumerate(steps, 1):
        STEPS[name](session, stage, order, start + number * pause)


def _place(session: Session, stage: Stage, tale: Tale, codes: list[str], now: datetime) -> Order | None:
    """Order some cartons of each product; what is sold out by now is left out."""
    buyer = stage.actor(session, tale.buyer)
    for code in codes:
        demo_carts.put(session, buyer, code, tale.cartons, now)
    place = MAKASSAR if tale.far else PLACES[tale.buyer]
    shown = policing.reviewed(session, buyer, region=place.region, now=now)
    if not shown.parts:
        return None
    draft = CheckoutDraft(
        ship_to_name=place.name,
        phone=place.phone,
        address=place.address,
        region=place.region,
        payment_method=tale.method,
        shipping={part.group.seller.id: str(part.option.method) if part.option else "" for part in shown.parts},
        buyer_reference=tale.reference,
        idempotency_key=uuid4().hex,
        reasons=dict.fromkeys(reasons_asked(shown), REASON),
        expected_total=shown.total,
    )
    return checkout.place(session, buyer, draft, now=now).orders[0]


def _hush(session: Session, stage: Stage) -> None:
    old = select(Event.id).where(Event.occurred_at < stage.now - QUIET)
    mine = (Delivery.subscriber == subscribers.NAME, Delivery.event_id.in_(old))
    session.execute(delete(Delivery).where(*mine))


def _seller(session: Session, stage: Stage, order: Order) -> Actor:
    return stage.manager_of(session, order.seller_id)


def _buyer(session: Session, stage: Stage, order: Order, email: str = "") -> Actor:
    """Return who acts for the buyer: in the state company each person has a part."""
    placed_by = stage.actor(session, RETAIL)
    return placed_by if order.buyer_id == placed_by.organisation_id else stage.actor(session, email or STATE)


def _proof(session: Session, stage: Stage, order: Order, now: datetime) -> None:
    payment = payment_of(session, order)
    if payment is None:
        return
    slip = proof_of(order, payment, long_day(now), stage.app.extensions["private_files"])
    transfers.send_proof(session, _buyer(session, stage, order, FINANCE), order, slip, now=now)


def _refuse(session: Session, stage: Stage, order: Order, now: datetime) -> None:
    payment = payment_of(session, order)
    reason = "Uangnya belum masuk ke rekening kami. Mohon periksa nomor rekening tujuannya."
    if payment is not None:
        last = payment.proofs[-1].id
        transfers.refuse_proof(session, _seller(session, stage, order), order, last, reason=reason, now=now)


def _card(session: Session, stage: Stage, order: Order, now: datetime) -> None:
    """Let the provider say that the card was charged, as its webhook would."""
    payment = payment_of(session, order)
    if payment is None:
        return
    payment.session_id, payment.session_ends_at = f"cs_demo_{uuid4().hex}", now + timedelta(hours=1)
    session.flush()
    seen = CheckoutSession(
        id=payment.session_id,
        url=None,
        payment_intent_id=f"pi_demo_{uuid4().hex}",
        expires_at=payment.session_ends_at,
        status=SessionStatus.COMPLETE,
        payment_status="paid",
        amount=payment.amount,
        metadata={"payment_reference": payment.reference},
    )
    settle(session, payment.id, seen, now=now)


def _ship(session: Session, stage: Stage, order: Order, now: datetime, share: int = 1) -> None:
    """Ship what is left of each line, divided by ``share``."""
    left = {line.id: max(1, (line.quantity - line.shipped_quantity) // share) for line in order.lines}
    own = order.shipping_method == ShippingMethod.OWN_VEHICLE
    draft = ShipmentDraft(
        method=order.shipping_method,
        carrier="Pikap S 9999 XX, Pak Slamet" if own else "Kurir Contoh Reguler",
        tracking="" if own else f"CTH{order.id:08d}",
        lines=left,
    )
    fulfilment.ship(session, _seller(session, stage, order), order, draft, now=now)


def _receive(session: Session, stage: Stage, order: Order, now: datetime, share: int = 1) -> None:
    arrived = {line.id: (line.shipped_quantity - line.received_quantity) // share for line in order.lines}
    note = "Sisanya menyusul, satu karton masih di gudang kurir." if share > 1 else ""
    fulfilment.receive(session, _buyer(session, stage, order, RECEIVER), order, arrived, note, now=now)


def _quote(session: Session, stage: Stage, order: Order, now: datetime) -> None:
    draft = QuoteDraft(
        method=ShippingMethod.COURIER, cost=385_000, note="Lewat ekspedisi laut Surabaya-Makassar, 5 sampai 7 hari."
    )
    services.quote_shipping(session, _seller(session, stage, order), order, draft, now=now)


Step = Callable[[Session, Stage, Order, datetime], object]

STEPS: Mapping[str, Step] = {
    "proof": _proof,
    "refuse": _refuse,
    "money": lambda session, stage, order, now: transfers.confirm_transfer(
        session, _seller(session, stage, order), order, now=now
    ),
    "card": _card,
    "quote": _quote,
    "confirm": lambda session, stage, order, now: services.confirm(
        session, _seller(session, stage, order), order, now=now
    ),
    "reject": lambda session, stage, order, now: services.reject(
        session, _seller(session, stage, order), order, "Bahan bakunya habis sampai panen berikutnya.", now=now
    ),
    "withdraw": lambda session, stage, order, now: services.cancel(
        session, _seller(session, stage, order), order, "Dapur produksi kebanjiran, kami tidak dapat mengirim.", now=now
    ),
    "cancel": lambda session, stage, order, now: services.cancel(
        session, _buyer(session, stage, order), order, "Salah jumlah, kami pesan ulang.", now=now
    ),
    "lapse": lambda session, stage, order, now: ending.lapse(session, [order], now=now),
    "part": lambda session, stage, order, now: _ship(session, stage, order, now, 2),
    "ship": _ship,
    "some": lambda session, stage, order, now: _receive(session, stage, order, now, 2),
    "receive": _receive,
    "refund": lambda session, stage, order, now: refunds.confirm_refund(
        session, _seller(session, stage, order), order, note="Ke rekening asal.", now=now
    ),
}
