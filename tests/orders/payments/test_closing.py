"""Card refunds that the provider did not make: sent again under a new key, or paid back by the operator's transfer."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor
from marketplace.events import trail
from marketplace.files.services import PreparedFile
from orders import events
from orders.lifecycle import OrderState
from orders.payments import closing, queries, refunding
from orders.payments.gateway import RefundResult
from orders.payments.lifecycle import PaymentMethod
from orders.payments.models import Refund, RefundState
from tests.factories import NOW, make_buyer, make_operator, make_seller
from tests.factories_orders import make_order

LATER = NOW + timedelta(days=2)
PROOF = PreparedFile(
    original_name="bukti.pdf",
    content_type="application/pdf",
    size=9,
    sha256="a" * 64,
    stored_name="aa/bb.pdf",
    pages=(),
)


@pytest.fixture
def operator(session: Session) -> Actor:
    return make_operator(session)


@pytest.fixture
def refund(session: Session) -> Refund:
    """A card refund that the provider refused."""
    buyer, seller = make_buyer(session, email="pembeli@uji.test"), make_seller(session, email="ketua@uji.test")
    order = make_order(session, buyer, seller, state=OrderState.CANCELLED, paid=True, payment_method=PaymentMethod.CARD)
    [owed] = queries.refunds_of(session, order)
    refunding.follow(session, owed.id, RefundResult("re_1", "failed"), now=NOW)
    return owed


def test_a_refused_refund_is_sent_again_under_another_key(session: Session, operator: Actor, refund: Refund) -> None:
    before = refunding._request(refund).idempotency_key

    closing.retry(session, operator, refund.id, now=LATER)

    assert (refund.state, refund.attempt, refund.provider_refund_id, refund.failure) == (RefundState.DUE, 1, None, "")
    assert refunding._request(refund).idempotency_key == f"{before}-1"
    assert queries.refunds_to_ask(session, 9, now=LATER + timedelta(minutes=20)) == [refund.id]


def test_one_whose_outcome_nobody_knows_is_not_sent_again(session: Session, operator: Actor, refund: Refund) -> None:
    refund.state = RefundState.DUE

    with pytest.raises(Conflict, match="refund_not_failed"):
        closing.retry(session, operator, refund.id, now=LATER)


@pytest.mark.both_engines
def test_the_operator_pays_back_by_transfer_once(session: Session, operator: Actor, refund: Refund) -> None:
    for _click in range(2):
        closing.pay_by_transfer(session, operator, refund.id, " Bank Contoh FT1 ", PROOF, now=LATER)

    assert (refund.state, refund.note, refund.done_by_id) == (RefundState.DONE, "Bank Contoh FT1", operator.user_id)
    assert refund.order.payment_state == "refunded"
    assert len(trail.history(session, "order", refund.order_id, [events.REFUND_TRANSFERRED])) == 1
    assert queries.troubled_count(session, LATER) == 0


def test_money_that_may_be_on_its_way_is_not_paid_by_hand(session: Session, operator: Actor, refund: Refund) -> None:
    refund.state = RefundState.DUE

    with pytest.raises(Conflict, match="refund_running"):
        closing.pay_by_transfer(session, operator, refund.id, "FT1", PROOF, now=NOW + timedelta(hours=1))
    closing.pay_by_transfer(session, operator, refund.id, "FT1", PROOF, now=LATER)


def test_a_transfer_needs_its_reference(session: Session, operator: Actor, refund: Refund) -> None:
    with pytest.raises(Invalid) as refusal:
        closing.pay_by_transfer(session, operator, refund.id, " ", PROOF, now=LATER)

    assert list(refusal.value.errors) == ["reference"]


def test_only_the_operator_closes_refunds(session: Session, refund: Refund) -> None:
    for actor in (make_buyer(session), make_seller(session)):
        with pytest.raises(NotAllowed):
            closing.retry(session, actor, refund.id, now=LATER)
        with pytest.raises(NotAllowed):
            closing.pay_by_transfer(session, actor, refund.id, "FT1", PROOF, now=LATER)


def test_a_transfer_of_the_seller_s_is_no_card_refund(session: Session, operator: Actor) -> None:
    order = make_order(session, make_buyer(session), make_seller(session), state=OrderState.CANCELLED, paid=True)
    [owed] = queries.refunds_of(session, order)

    with pytest.raises(NotFound):
        closing.retry(session, operator, owed.id, now=LATER)
    assert queries.refunds_in_trouble(session, 1, now=LATER).items == []


@pytest.mark.both_engines
def test_what_waits_for_a_person_is_listed_oldest_first(session: Session, refund: Refund) -> None:
    assert [row.id for row in queries.refunds_in_trouble(session, 1, now=LATER).items] == [refund.id]
    refund.state = RefundState.DUE
    session.flush()
    assert queries.troubled_count(session, NOW) == 0
    assert queries.troubled_count(session, LATER) == 1
