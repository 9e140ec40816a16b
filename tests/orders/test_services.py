"""What the parties decide: each in its turn, once, with stock and money following."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.models import Product
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor
from marketplace.events import trail
from orders import deadlines, events, services
from orders.lifecycle import CLOSED, OrderState
from orders.models import Order
from orders.payments.lifecycle import PaymentMethod, PaymentState
from orders.payments.models import Payment, Refund
from orders.services import QuoteDraft
from orders.shipping import ShippingMethod
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_group, make_order, make_rate, pay, quote

S = OrderState
LATER = NOW + timedelta(hours=2)
VEHICLE = ShippingMethod.OWN_VEHICLE

Act = Callable[[Session, Actor, Order], Order]


def confirm(session: Session, actor: Actor, order: Order) -> Order:
    return services.confirm(session, actor, order, now=LATER)


def reject(session: Session, actor: Actor, order: Order) -> Order:
    return services.reject(session, actor, order, "Habis.", now=LATER)


def cancel(session: Session, actor: Actor, order: Order) -> Order:
    return services.cancel(session, actor, order, "Batal.", now=LATER)


def ask(session: Session, actor: Actor, order: Order) -> Order:
    return quote(session, actor, order, now=LATER)


def accept(session: Session, actor: Actor, order: Order) -> Order:
    return services.accept_shipping(session, actor, order, now=LATER)


ALLOWED = {
    (confirm, "seller", S.PLACED): S.CONFIRMED,
    (reject, "seller", S.PLACED): S.REJECTED,
    (reject, "seller", S.AWAITING_SHIPPING_QUOTE): S.REJECTED,
    (cancel, "buyer", S.PLACED): S.CANCELLED,
    (cancel, "buyer", S.AWAITING_SHIPPING_QUOTE): S.CANCELLED,
    (cancel, "seller", S.CONFIRMED): S.CANCELLED,
    (ask, "seller", S.AWAITING_SHIPPING_QUOTE): S.AWAITING_SHIPPING_QUOTE,
    # Doing again what was done is no error and changes nothing.
    (confirm, "seller", S.CONFIRMED): S.CONFIRMED,
    (reject, "seller", S.REJECTED): S.REJECTED,
    (cancel, "buyer", S.CANCELLED): S.CANCELLED,
    (cancel, "seller", S.CANCELLED): S.CANCELLED,
}


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session, is_pkp=True)


@pytest.fixture
def buyer(session: Session) -> Actor:
    return make_buyer(session)


def moved(session: Session, order: Order, name: str) -> int:
    return len(trail.history(session, "order", order.id, [name]))


def reserved(session: Session, order: Order) -> tuple[int, int]:
    product = session.get_one(Product, order.lines[0].product_id)
    session.refresh(product)
    return product.stock_on_hand, product.stock_reserved


@pytest.mark.parametrize("state", S)
def test_every_decision_in_every_state_is_allowed_or_a_refusal(
    session: Session, buyer: Actor, seller: Actor, state: OrderState
) -> None:
    sides = {"buyer": buyer, "seller": seller}
    for act in (confirm, reject, cancel, ask, accept):
        for side, actor in sides.items():
            order = make_order(session, buyer, seller, state=state)
            target = ALLOWED.get((act, side, state))
            if target is not None:
                assert act(session, actor, order).state == target
                continue
            with pytest.raises((Conflict, NotAllowed)):
                act(session, actor, order)
            assert order.state == state


def test_a_stranger_finds_nothing(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller)

    for act, stranger in (
        (confirm, make_seller(session)),
        (cancel, make_buyer(session)),
        (accept, make_buyer(session)),
    ):
        with pytest.raises(NotFound):
            act(session, stranger, order)

    assert order.state == S.PLACED


def test_confirming_numbers_the_invoice_once(session: Session, buyer: Actor, seller: Actor) -> None:
    first, second = make_order(session, buyer, seller), make_order(session, buyer, seller)
    for order in (first, first, second):
        services.confirm(session, seller, order, now=LATER)

    code = first.seller.code
    assert (first.invoice_number, second.invoice_number) == (f"001/INV/{code}/XI/2026", f"002/INV/{code}/XI/2026")
    assert (first.confirmed_at, first.invoiced_at) == (LATER, LATER)
    assert moved(session, first, events.ORDER_CONFIRMED) == 1


def test_confirming_leaves_the_time_to_pay_and_payment_sets_the_time_to_ship(
    session: Session, buyer: Actor, seller: Actor
) -> None:
    order = make_order(session, buyer, seller)
    unpaid_until = order.act_by

    services.confirm(session, seller, order, now=LATER)
    assert order.act_by == unpaid_until
    pay(session, order, now=LATER)

    assert order.act_by == deadlines.act_by(S.CONFIRMED, PaymentState.PAID, now=LATER)


def test_a_card_order_is_not_confirmed_before_it_is_paid(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller, payment_method=PaymentMethod.CARD)

    with pytest.raises(Conflict):
        services.confirm(session, seller, order, now=LATER)
    pay(session, order)

    assert services.confirm(session, seller, order, now=LATER).state == S.CONFIRMED


@pytest.mark.parametrize("reason", ["", "   ", "\x00"])
def test_ending_somebody_elses_order_needs_a_reason(session: Session, buyer: Actor, seller: Actor, reason: str) -> None:
    placed = make_order(session, buyer, seller)
    confirmed = make_order(session, buyer, seller, state=S.CONFIRMED)

    for act, order in ((services.reject, placed), (services.cancel, confirmed)):
        with pytest.raises(Invalid) as refusal:
            act(session, seller, order, reason, now=LATER)
        assert list(refusal.value.errors) == ["reason"]

    assert services.cancel(session, buyer, placed, now=LATER).close_reason == ""


@pytest.mark.parametrize(
    ("start", "end", "side"),
    [
        (S.PLACED, reject, "seller"),
        (S.PLACED, cancel, "buyer"),
        (S.CONFIRMED, cancel, "seller"),
        (S.AWAITING_SHIPPING_QUOTE, cancel, "buyer"),
    ],
)
def test_an_order_that_ends_gives_its_stock_back_once(
    session: Session, buyer: Actor, seller: Actor, start: OrderState, end: Act, side: str
) -> None:
    order = make_order(session, buyer, seller, state=start)
    assert reserved(session, order) == (100, 20)

    for _click in range(2):
        end(session, {"buyer": buyer, "seller": seller}[side], order)

    assert reserved(session, order) == (100, 0)
    assert (order.closed_at, order.close_reason in ("Habis.", "Batal.")) == (LATER, True)
    assert sum(moved(session, order, name) for name in (events.ORDER_REJECTED, events.ORDER_CANCELLED)) == 1


@pytest.mark.parametrize("method", PaymentMethod)
@pytest.mark.parametrize(("start", "end", "side"), [(S.PLACED, reject, "seller"), (S.PLACED, cancel, "buyer")])
def test_money_that_is_here_is_owed_back_when_the_order_ends(
    session: Session,
    buyer: Actor,
    seller: Actor,
    start: OrderState,
    end: Act,
    side: str,
    method: PaymentMethod,
) -> None:
    order = make_order(session, buyer, seller, state=start, payment_method=method, paid=True)

    for _click in range(2):
        end(session, {"buyer": buyer, "seller": seller}[side], order)

    refund = session.scalars(select(Refund)).one()
    assert (refund.order_id, refund.amount, order.payment_state) == (order.id, order.total, PaymentState.REFUND_DUE)


def test_an_order_that_was_not_paid_owes_nothing(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller)

    services.cancel(session, buyer, order, now=LATER)

    assert session.scalars(select(Refund)).all() == []
    assert (order.payment_state, order.act_by) == (PaymentState.UNPAID, None)


def test_one_order_less_means_another_card_payment_for_the_rest(session: Session, buyer: Actor, seller: Actor) -> None:
    other = make_seller(session)
    for owner in (seller, other):
        make_rate(session, owner)
    products = [(make_product(session, owner), 20) for owner in (seller, other)]
    group = make_group(session, buyer, products, payment_method=PaymentMethod.CARD)

    services.reject(session, seller, group.orders[0], "Habis.", now=NOW)

    old, new = session.scalars(select(Payment).order_by(Payment.id))
    assert (old.superseded_at, new.superseded_at) == (NOW, None)
    assert (new.amount, new.pay_by) == (group.orders[1].total, old.pay_by)


def test_a_stale_page_changes_nothing(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller)
    seen = order.version
    services.confirm(session, seller, order, version=seen, now=LATER)

    with pytest.raises(Conflict, match="stale"):
        services.cancel(session, seller, order, "Habis.", version=seen, now=LATER)
    services.confirm(session, seller, order, version=seen, now=LATER)

    assert order.state == S.CONFIRMED
    assert services.cancel(session, seller, order, "Habis.", version=order.version, now=LATER).state == S.CANCELLED


def test_a_quote_becomes_a_taxed_line_of_its_own(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller, state=S.AWAITING_SHIPPING_QUOTE)
    assert (order.shipping_cost, order.tax_total, order.total) == (None, 33_000, 333_000)

    quote(session, seller, order, 50_000, now=LATER)

    assert (order.shipping_cost, order.shipping_method, order.shipping_tax) == (50_000, VEHICLE, 5_500)
    assert (order.tax_base, order.tax_total, order.total) == (320_833, 38_500, 388_500)
    assert order.act_by == deadlines.act_by(S.AWAITING_SHIPPING_QUOTE, PaymentState.UNPAID, now=LATER)
    assert session.scalars(select(Payment)).all() == []


def test_accepting_a_quote_places_the_order_and_starts_one_payment(
    session: Session, buyer: Actor, seller: Actor
) -> None:
    order = make_order(session, buyer, seller, state=S.AWAITING_SHIPPING_QUOTE)
    quote(session, seller, order, now=LATER)

    for _click in range(2):
        services.accept_shipping(session, buyer, order, now=LATER)

    payment = session.scalars(select(Payment)).one()
    assert (order.state, payment.amount, order.act_by) == (S.PLACED, order.total, payment.pay_by)
    assert moved(session, order, events.SHIPPING_ACCEPTED) == 1


def test_nothing_is_accepted_before_it_is_quoted(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller, state=S.AWAITING_SHIPPING_QUOTE)

    with pytest.raises(Conflict):
        services.accept_shipping(session, buyer, order, now=LATER)


def test_a_quote_that_was_raised_meanwhile_is_not_accepted_by_accident(
    session: Session, buyer: Actor, seller: Actor
) -> None:
    order = make_order(session, buyer, seller, state=S.AWAITING_SHIPPING_QUOTE)
    quote(session, seller, order, 50_000, now=LATER)
    seen = order.version
    quote(session, seller, order, 90_000, now=LATER)

    with pytest.raises(Conflict, match="stale"):
        services.accept_shipping(session, buyer, order, version=seen, now=LATER)

    assert (order.state, order.shipping_cost) == (S.AWAITING_SHIPPING_QUOTE, 90_000)


def test_the_same_quote_twice_is_one_quote(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller, state=S.AWAITING_SHIPPING_QUOTE)
    seen = order.version

    for _click in range(2):
        draft = QuoteDraft(method=VEHICLE, cost=50_000)
        services.quote_shipping(session, seller, order, draft, version=seen, now=LATER)

    assert moved(session, order, events.SHIPPING_QUOTED) == 1


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"cost": -1}, "cost"),
        ({"cost": 9_999_999_999}, "cost"),
        ({"cost": 2**63}, "cost"),
        ({"method": "pickup"}, "method"),
        ({"method": "drone"}, "method"),
        ({"method": ""}, "method"),
    ],
)
def test_an_impossible_quote_is_refused_beside_its_field(
    session: Session, buyer: Actor, seller: Actor, over: dict[str, Any], field: str
) -> None:
    order = make_order(session, buyer, seller, state=S.AWAITING_SHIPPING_QUOTE)

    with pytest.raises(Invalid) as refusal:
        draft = QuoteDraft(**{"method": VEHICLE, "cost": 50_000, **over})
        services.quote_shipping(session, seller, order, draft, now=LATER)

    assert list(refusal.value.errors) == [field]
    assert order.shipping_cost is None


def test_free_shipping_may_be_quoted(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller, state=S.AWAITING_SHIPPING_QUOTE)

    quote(session, seller, order, 0, now=LATER)
    services.accept_shipping(session, buyer, order, now=LATER)

    assert (order.state, order.total) == (S.PLACED, 333_000)


def test_the_law_of_the_day_of_the_order_taxes_a_later_quote(session: Session, buyer: Actor, seller: Actor) -> None:
    long_ago = NOW.replace(year=2024, month=12, day=30)
    order = make_order(session, buyer, seller, state=S.AWAITING_SHIPPING_QUOTE, now=long_ago)

    quote(session, seller, order, 13_750, now=NOW)

    assert order.shipping_tax == 1_513
    assert order.lines[0].tax_rule == "ppn_11"


def test_every_end_is_an_end(session: Session, buyer: Actor, seller: Actor) -> None:
    for state in sorted(CLOSED):
        order = make_order(session, buyer, seller, state=state)
        assert order.closed_at is not None
