"""Bank transfers: the buyer shows, only the receiver says; and money that goes back by the seller's hand."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor, Role
from marketplace.events import trail
from marketplace.files.services import PreparedFile
from orders import ending, events, services
from orders.lifecycle import OrderState
from orders.models import Order
from orders.payments import queries, refunds, transfers
from orders.payments.lifecycle import PaymentMethod, PaymentState
from orders.payments.models import RefundState
from tests.factories import NOW, make_buyer, make_member, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_group, make_order, make_rate

_serial = count(1)
LATER = NOW + timedelta(hours=5)


def picture(content: str = "") -> PreparedFile:
    """Return a picture that was stored already; the same content is the same picture."""
    number = next(_serial)
    return PreparedFile(
        original_name="bukti.jpg",
        content_type="image/jpeg",
        size=1000,
        sha256=hashlib.sha256((content or str(number)).encode()).hexdigest(),
        stored_name=f"{number:032x}.jpg",
        pages=(f"{number:032x}-p1.webp",),
    )


class Sale:
    """An order by transfer with both its parties."""

    def __init__(self, session: Session, **order: Any) -> None:
        self.session = session
        self.buyer, self.seller = make_buyer(session), make_seller(session)
        self.order = make_order(session, self.buyer, self.seller, **order)

    def send(self, content: str = "", actor: Actor | None = None, **named: Any) -> Any:
        return transfers.send_proof(
            self.session, actor or self.buyer, self.order, picture(content), **{"now": NOW, **named}
        )

    def confirm(self, actor: Actor | None = None) -> None:
        transfers.confirm_transfer(self.session, actor or self.seller, self.order, now=LATER)

    def refuse(self, proof_id: int, reason: str = "Nominal kurang.", actor: Actor | None = None) -> None:
        transfers.refuse_proof(self.session, actor or self.seller, self.order, proof_id, reason=reason, now=LATER)

    def give_back(self, note: str = "24 November, BRI", actor: Actor | None = None) -> None:
        refunds.confirm_refund(self.session, actor or self.seller, self.order, note=note, now=LATER)

    def happened(self, name: str) -> int:
        return len(trail.history(self.session, "order", self.order.id, [name]))


@pytest.fixture
def sale(session: Session) -> Sale:
    return Sale(session)


def test_a_transfer_goes_to_the_sellers_account_with_the_exact_amount(session: Session) -> None:
    buyer, sellers = make_buyer(session), [make_seller(session, bank_account_number=f"99{n}") for n in (1, 2)]
    for seller in sellers:
        make_rate(session, seller)

    group = make_group(session, buyer, [(make_product(session, seller), 20) for seller in sellers])

    paid = [queries.transfer_of(session, order) for order in group.orders]
    assert [p.account_number for p in paid] == [order.seller.bank_account_number for order in group.orders]
    assert [p.amount for p in paid] == [order.total for order in group.orders]
    assert [p.reference for p in paid] == [order.number for order in group.orders]


def test_the_account_stays_as_it_was_when_the_order_was_placed(session: Session, sale: Sale) -> None:
    session.get_one(Organisation, sale.seller.organisation_id).bank_account_number = "0000"
    session.flush()

    assert queries.transfer_of(session, sale.order).account_number == "9999000111"


def test_a_seller_without_an_account_cannot_be_paid_by_transfer(session: Session) -> None:
    buyer, seller = make_buyer(session), make_seller(session, bank_name="", bank_account_number="")
    make_rate(session, seller)
    product = make_product(session, seller)

    with pytest.raises(Invalid) as refusal:
        make_group(session, buyer, [(product, 20)])

    assert refusal.value.code == "no_bank_account"
    assert "payment_method" in refusal.value.errors


def test_a_proof_asks_the_seller_to_look(sale: Sale) -> None:
    sale.send()

    assert sale.order.payment_state == PaymentState.PROOF_SENT
    assert sale.order.act_by is not None
    assert sale.order.act_by > NOW
    assert sale.happened(events.PROOF_SENT) == 1


def test_the_same_picture_sent_twice_is_one_proof(sale: Sale) -> None:
    first = sale.send("a")
    second = sale.send("a")

    assert first.id == second.id
    assert sale.happened(events.PROOF_SENT) == 1


@pytest.mark.both_engines
def test_a_picture_that_was_sent_for_another_payment_is_marked(session: Session, sale: Sale) -> None:
    other = Sale(session)
    sale.send("same")

    proof = other.send("same")

    assert proof.used_before
    assert not sale.send("new").used_before


def test_a_shop_cannot_be_flooded_with_proofs(sale: Sale) -> None:
    for _ in range(transfers.MAX_PROOFS):
        sale.send()

    with pytest.raises(Conflict):
        sale.send()


@pytest.mark.both_engines
def test_the_receiver_confirms_and_the_order_is_paid_once(sale: Sale) -> None:
    sale.send()

    sale.confirm()
    sale.confirm()

    payment = queries.transfer_of(sale.session, sale.order)
    assert sale.order.payment_state == PaymentState.PAID
    assert payment.confirmed_by_id == sale.seller.user_id
    assert payment.paid_at == LATER
    assert sale.happened(events.ORDER_PAID) == 1


def test_money_can_arrive_without_a_proof(sale: Sale) -> None:
    sale.confirm()

    assert sale.order.payment_state == PaymentState.PAID


def test_a_refused_proof_gives_time_for_another(sale: Sale) -> None:
    proof = sale.send()

    sale.refuse(proof.id)

    assert sale.order.payment_state == PaymentState.UNPAID
    assert proof.refusal_reason == "Nominal kurang."
    assert sale.order.act_by == queries.transfer_of(sale.session, sale.order).pay_by
    assert sale.order.act_by is not None
    assert sale.order.act_by > LATER
    sale.send()
    assert sale.order.payment_state == PaymentState.PROOF_SENT


def test_a_refusal_is_about_the_proof_that_was_looked_at(sale: Sale) -> None:
    old = sale.send()
    sale.send()

    with pytest.raises(Conflict) as refusal:
        sale.refuse(old.id)

    assert refusal.value.code == "stale"
    assert sale.order.payment_state == PaymentState.PROOF_SENT


def test_a_refusal_twice_is_once_and_needs_a_reason(sale: Sale) -> None:
    proof = sale.send()
    with pytest.raises(Invalid):
        sale.refuse(proof.id, "  \x00 ")

    sale.refuse(proof.id)
    sale.refuse(proof.id)

    assert sale.happened(events.PROOF_REFUSED) == 1


@pytest.mark.parametrize("act", ["confirm", "refuse", "give_back"])
def test_t19_nobody_but_the_receivers_manager_speaks_of_money(session: Session, sale: Sale, act: str) -> None:
    proof = sale.send()
    staff = make_member(session, session.get_one(Organisation, sale.seller.organisation_id), Role.STAFF)
    call: Callable[[Actor], None] = {
        "confirm": lambda actor: sale.confirm(actor),
        "refuse": lambda actor: sale.refuse(proof.id, actor=actor),
        "give_back": lambda actor: sale.give_back(actor=actor),
    }[act]

    with pytest.raises(NotAllowed):
        call(sale.buyer)
    with pytest.raises(NotAllowed):
        call(staff)
    with pytest.raises(NotFound):
        call(make_seller(session))

    assert sale.order.payment_state == PaymentState.PROOF_SENT


def test_only_the_buyer_sends_a_proof(session: Session, sale: Sale) -> None:
    with pytest.raises(NotFound):
        sale.send(actor=make_buyer(session))
    with pytest.raises(NotAllowed):
        sale.send(actor=sale.seller)


@pytest.mark.parametrize("state", [OrderState.LAPSED, OrderState.CANCELLED, OrderState.REJECTED])
def test_money_for_an_order_that_ended_is_owed_back(session: Session, state: OrderState) -> None:
    sale = Sale(session, state=state)
    sale.send()

    sale.confirm()
    sale.confirm()

    [refund] = queries.refunds_of(session, sale.order)
    assert sale.order.payment_state == PaymentState.REFUND_DUE
    assert refund.amount == sale.order.total
    assert sale.happened(events.ORDER_PAID) == 0
    assert sale.happened(events.REFUND_DUE) == 1


def test_a_paid_order_that_is_rejected_goes_back_by_the_sellers_hand(session: Session) -> None:
    sale = Sale(session, paid=True)
    services.reject(session, sale.seller, sale.order, "Habis.", now=NOW)
    assert sale.order.payment_state == PaymentState.REFUND_DUE
    with pytest.raises(Invalid):
        sale.give_back("  ")

    sale.give_back()
    sale.give_back()

    [refund] = queries.refunds_of(session, sale.order)
    assert sale.order.payment_state == PaymentState.REFUNDED
    assert (refund.state, refund.done_by_id, refund.note) == (
        RefundState.DONE,
        sale.seller.user_id,
        "24 November, BRI",
    )
    assert sale.happened(events.REFUND_DONE) == 1


def test_nothing_goes_back_that_is_not_owed(sale: Sale) -> None:
    with pytest.raises(Conflict):
        sale.give_back()


@pytest.mark.both_engines
def test_owing_twice_is_once(session: Session) -> None:
    sale = Sale(session, paid=True)
    services.cancel(session, sale.buyer, sale.order, now=NOW)

    refunds.owe(session, sale.order, now=NOW)
    refunds.owe(session, sale.order, now=LATER)

    assert len(queries.refunds_of(session, sale.order)) == 1


def test_an_order_that_lives_owes_nothing(sale: Sale) -> None:
    with pytest.raises(ValueError, match="has not ended"):
        refunds.owe(sale.session, sale.order, now=NOW)


def test_a_card_refund_is_not_the_sellers_to_confirm(session: Session) -> None:
    sale = Sale(session, paid=True, payment_method=PaymentMethod.CARD)
    services.cancel(session, sale.buyer, sale.order, now=NOW)

    with pytest.raises(Conflict) as refusal:
        sale.give_back()

    assert refusal.value.code == "refund_by_card"


@pytest.mark.parametrize("act", ["send", "confirm"])
def test_a_card_payment_takes_no_proof_and_no_word(session: Session, act: str) -> None:
    sale = Sale(session, payment_method=PaymentMethod.CARD)

    with pytest.raises(Conflict):
        getattr(sale, act)()


def test_a_proof_after_the_money_is_confirmed_is_refused(sale: Sale) -> None:
    sale.confirm()

    with pytest.raises(Conflict):
        sale.send()


def test_an_order_that_lapses_keeps_its_proof_for_the_seller(session: Session, sale: Sale) -> None:
    ending.lapse(session, [sale.order], now=LATER)
    sale.send()

    sale.refuse(queries.transfer_of(session, sale.order).proofs[-1].id)

    assert sale.order.payment_state == PaymentState.UNPAID
    assert sale.order.act_by is None


@pytest.mark.both_engines
def test_the_seller_sees_the_proof_and_no_other_cooperative(session: Session, sale: Sale) -> None:
    file_id = sale.send().file_id

    assert transfers.may_see_proof(session, sale.seller, file_id)
    assert not transfers.may_see_proof(session, make_seller(session), file_id)
    assert not transfers.may_see_proof(session, make_buyer(session), file_id)
    assert not transfers.may_see_proof(session, replace(sale.seller, organisation_active=False), file_id)


def test_a_confirmed_order_that_is_paid_later_gives_time_to_ship(session: Session) -> None:
    sale = Sale(session, state=OrderState.CONFIRMED, paid=False)

    sale.confirm()

    assert isinstance(sale.order, Order)
    assert sale.order.act_by is not None
    assert sale.order.act_by > LATER
