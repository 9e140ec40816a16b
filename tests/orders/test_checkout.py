"""Checkout: one order for each cooperative, all or nothing, once for each key, and everything on it a copy."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.models import Availability, Product
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from marketplace.events import trail
from orders import cart, checkout, deadlines, events, preview
from orders.lifecycle import OrderState
from orders.models import Order, OrderGroup
from orders.payments.lifecycle import PaymentMethod, PaymentState
from orders.payments.models import Payment
from orders.preview import QUOTE
from orders.shipping import ShippingMethod
from tests.factories import NOW, SURABAYA, make_buyer, make_member, make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.factories_orders import make_draft, make_group, make_order, make_rate
from tests.queries import count_queries

COURIER = ShippingMethod.COURIER


@pytest.fixture
def seller(session: Session) -> Actor:
    seller = make_seller(session, is_pkp=True)
    make_rate(session, seller)
    return seller


@pytest.fixture
def buyer(session: Session) -> Actor:
    return make_buyer(session)


def fill(session: Session, buyer: Actor, product: Product, count: int = 1, unit: str = "carton") -> None:
    cart.add(session, buyer, product.code, unit, count, now=NOW)


def by_courier(*sellers: Actor, **over: Any) -> Any:
    return make_draft(**{"shipping": {seller.organisation_id: COURIER for seller in sellers}, **over})


def number_of_orders(session: Session) -> int:
    return session.scalar(select(func.count(Order.id))) or 0


def test_a_cart_over_two_cooperatives_becomes_two_orders(session: Session, buyer: Actor, seller: Actor) -> None:
    other = make_seller(session)
    make_rate(session, other, method=ShippingMethod.OWN_VEHICLE, flat_price=75_000)
    fill(session, buyer, make_product(session, seller))
    fill(session, buyer, make_product(session, other), 5)
    shipping = {seller.organisation_id: COURIER, other.organisation_id: ShippingMethod.OWN_VEHICLE}

    group = checkout.place(session, buyer, make_draft(shipping=shipping, buyer_reference="PO 1"), now=NOW)

    first, second = group.orders
    assert (first.number, second.number) == ("PSN-2611-0001", "PSN-2611-0002")
    assert (first.goods_total, first.shipping_cost, first.tax_total, first.total) == (300_000, 50_000, 38_500, 388_500)
    assert (first.tax_base, first.shipping_tax) == (320_833, 5_500)
    assert (second.goods_total, second.shipping_cost, second.tax_total) == (1_350_000, 75_000, 0)
    assert {order.state for order in group.orders} == {OrderState.PLACED}
    assert {order.buyer_reference for order in group.orders} == {"PO 1"}
    assert cart.line_count(session, buyer) == 0


def test_each_order_by_transfer_has_its_own_payment_and_time(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller)

    payment = session.scalars(select(Payment)).one()

    assert (payment.amount, payment.pay_by) == (order.total, deadlines.pay_by(PaymentMethod.BANK_TRANSFER, NOW))
    assert (order.act_by, order.payment_state) == (payment.pay_by, PaymentState.UNPAID)


def test_one_card_payment_pays_all_orders(session: Session, buyer: Actor, seller: Actor) -> None:
    other = make_seller(session)
    make_rate(session, other)
    products = [(make_product(session, seller), 20), (make_product(session, other), 20)]

    group = make_group(session, buyer, products, payment_method=PaymentMethod.CARD)

    payment = session.scalars(select(Payment)).one()
    assert payment.amount == sum(order.total for order in group.orders)
    assert {order.act_by for order in group.orders} == {NOW + timedelta(hours=1)}


def test_the_order_keeps_what_it_was_when_everything_changes(session: Session, buyer: Actor) -> None:
    seller = make_seller(session, is_pkp=True)
    producer = make_producer(session, seller, name="Bu Sri")
    halal = make_certificate(session, producer, items=("Keripik Tempe",), official=make_official(session))
    pirt = make_certificate(
        session,
        producer,
        scheme="pirt",
        number="2063524019999-30",
        items=("Keripik Tempe",),
        valid_until=date(2030, 12, 31),
        official=make_official(session),
    )
    product = make_product(
        session,
        seller,
        name="Keripik Tempe",
        category="snacks",
        producer=producer,
        certificates=(halal, pirt),
        shelf_life_days=180,
    )
    order = make_order(session, buyer, seller, product=product)

    product.name, product.price, product.weight_g = "Lain", 1, 1
    product.tiers[0].price = 1
    producer.name = "Orang Lain"
    pirt.valid_until = date(2026, 6, 1)
    session.flush()
    session.expire_all()

    [line] = order.lines
    assert (line.product_name, line.producer_name, line.unit_price, line.weight_g) == (
        "Keripik Tempe",
        "Bu Sri",
        15_000,
        250,
    )
    assert (line.tax_base, line.tax_amount, line.tax_rule) == (275_000, 33_000, "ppn_12_of_11_12")
    papers = {paper["scheme"]: paper for paper in line.certificates}
    assert papers["pirt"]["status"] == "verified"
    assert papers["pirt"]["valid_until"] == "2030-12-31"
    assert papers["halal"]["code"] == halal.code


def test_stock_is_set_aside_and_made_to_order_is_not(session: Session, buyer: Actor, seller: Actor) -> None:
    stocked = make_product(session, seller, stock_on_hand=50)
    made = make_product(session, seller, availability=Availability.MADE_TO_ORDER, lead_time_days=7, stock_on_hand=0)

    group = make_group(session, buyer, [(stocked, 20), (made, 30)])

    session.refresh(stocked)
    assert (stocked.stock_on_hand, stocked.stock_reserved, made.stock_reserved) == (50, 20, 0)
    assert [(line.from_stock, line.lead_time_days) for line in group.orders[0].lines] == [(True, None), (False, 7)]


def test_the_same_key_places_once(session: Session, buyer: Actor, seller: Actor) -> None:
    product = make_product(session, seller)
    fill(session, buyer, product)
    draft = by_courier(seller)

    first = checkout.place(session, buyer, draft, now=NOW)
    second = checkout.place(session, buyer, draft, now=NOW)
    fill(session, buyer, product)
    third = checkout.place(session, buyer, draft, now=NOW)

    assert first.id == second.id == third.id
    assert (number_of_orders(session), cart.line_count(session, buyer)) == (1, 1)


def test_a_key_of_another_buyer_says_nothing(session: Session, buyer: Actor, seller: Actor) -> None:
    product = make_product(session, seller)
    stranger = make_buyer(session)
    for actor in (buyer, stranger):
        fill(session, actor, product)
        group = checkout.place(session, actor, by_courier(seller, idempotency_key="dipakai-dua-kali"), now=NOW)
        assert group.buyer_id == actor.organisation_id

    assert number_of_orders(session) == 2


def test_two_tabs_of_one_cart_order_once(session: Session, buyer: Actor, seller: Actor) -> None:
    fill(session, buyer, make_product(session, seller))
    checkout.place(session, buyer, by_courier(seller), now=NOW)

    with pytest.raises(Conflict, match="cart_empty"):
        checkout.place(session, buyer, by_courier(seller), now=NOW)

    assert number_of_orders(session) == 1


def test_a_price_that_changed_since_is_shown_before_it_is_ordered(
    session: Session, buyer: Actor, seller: Actor
) -> None:
    product = make_product(session, seller)
    fill(session, buyer, product)
    seen = preview.preview(session, buyer, region=SURABAYA, now=NOW).total
    product.tiers[0].price = 16_000
    session.flush()

    with pytest.raises(Conflict, match="price_changed") as refusal:
        checkout.place(session, buyer, by_courier(seller, expected_total=seen), now=NOW)
    new = preview.preview(session, buyer, region=SURABAYA, now=NOW).total
    checkout.place(session, buyer, by_courier(seller, expected_total=new), now=NOW)

    assert seen == 388_500
    assert "Rp410.700" in str(refusal.value.message)
    assert number_of_orders(session) == 1


def test_a_rate_that_changed_since_is_a_changed_price_too(session: Session, buyer: Actor, seller: Actor) -> None:
    fill(session, buyer, make_product(session, seller))
    seen = preview.preview(session, buyer, region=SURABAYA, now=NOW).total
    make_rate(session, seller, region_prefix="35.78", price_per_kg=1)

    with pytest.raises(Conflict, match="price_changed"):
        checkout.place(session, buyer, by_courier(seller, expected_total=seen), now=NOW)


@pytest.mark.parametrize("wish", ["", QUOTE])
def test_without_a_rate_the_order_waits_for_a_quote_and_nothing_is_paid(
    session: Session, buyer: Actor, wish: str
) -> None:
    seller = make_seller(session)
    product = make_product(session, seller)
    fill(session, buyer, product)

    [order] = checkout.place(session, buyer, make_draft(shipping={seller.organisation_id: wish}), now=NOW).orders

    session.refresh(product)
    assert (order.state, order.shipping_cost, order.total) == (OrderState.AWAITING_SHIPPING_QUOTE, None, 300_000)
    assert order.act_by == deadlines.act_by(OrderState.AWAITING_SHIPPING_QUOTE, PaymentState.UNPAID, now=NOW)
    assert product.stock_reserved == 20
    assert session.scalars(select(Payment)).all() == []


def test_of_a_mixed_card_checkout_only_what_is_final_is_paid_now(session: Session, buyer: Actor, seller: Actor) -> None:
    far = make_seller(session)
    fill(session, buyer, make_product(session, seller))
    fill(session, buyer, make_product(session, far))

    group = checkout.place(session, buyer, by_courier(seller, payment_method=PaymentMethod.CARD), now=NOW)

    assert [order.state for order in group.orders] == [OrderState.PLACED, OrderState.AWAITING_SHIPPING_QUOTE]
    assert session.scalars(select(Payment)).one().amount == group.orders[0].total


@pytest.mark.parametrize("chosen", ["", QUOTE, "pickup", "own_vehicle", "drone", "courier "])
def test_where_a_rate_fits_one_of_the_offered_ways_must_be_chosen(
    session: Session, buyer: Actor, seller: Actor, chosen: str
) -> None:
    fill(session, buyer, make_product(session, seller))

    with pytest.raises(Invalid) as refusal:
        checkout.place(session, buyer, make_draft(shipping={seller.organisation_id: chosen}), now=NOW)

    assert list(refusal.value.errors) == [f"shipping_{seller.organisation_id}"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ship_to_name", ""),
        ("ship_to_name", "x" * 121),
        ("phone", " \x00 "),
        ("address", "Jl"),
        ("region", ""),
        ("region", "35.24"),
        ("region", "99.99.99"),
        ("payment_method", "cash"),
        ("payment_method", ""),
        ("buyer_reference", "x" * 61),
        ("note", "x" * 2001),
        ("idempotency_key", ""),
        ("idempotency_key", "x" * 81),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(
    session: Session, buyer: Actor, seller: Actor, field: str, value: str
) -> None:
    fill(session, buyer, make_product(session, seller))

    with pytest.raises(Invalid) as refusal:
        checkout.place(session, buyer, by_courier(seller, **{field: value}), now=NOW)

    assert list(refusal.value.errors) == [field]
    assert cart.line_count(session, buyer) == 1


def test_a_line_that_cannot_be_ordered_stops_the_whole_checkout(session: Session, buyer: Actor, seller: Actor) -> None:
    other = make_seller(session)
    make_rate(session, other)
    good, gone = make_product(session, seller), make_product(session, other)
    fill(session, buyer, good)
    fill(session, buyer, gone)
    session.get_one(Organisation, other.organisation_id).state = OrganisationState.SUSPENDED
    session.flush()

    with pytest.raises(Conflict, match="seller_suspended"):
        checkout.place(session, buyer, by_courier(seller, other), now=NOW)

    session.refresh(good)
    assert (number_of_orders(session), good.stock_reserved, cart.line_count(session, buyer)) == (0, 0, 2)


def test_a_paper_that_ended_since_stops_the_checkout(session: Session, buyer: Actor) -> None:
    seller = make_seller(session)
    make_rate(session, seller)
    producer = make_producer(session, seller)
    papers = [
        make_certificate(session, producer, items=("Keripik Tempe",), official=make_official(session)),
        make_certificate(
            session,
            producer,
            scheme="pirt",
            number="2063524019999-26",
            items=("Keripik Tempe",),
            valid_until=date(2026, 11, 24),
            official=make_official(session),
        ),
    ]
    product = make_product(
        session, seller, name="Keripik Tempe", category="snacks", producer=producer, certificates=tuple(papers)
    )
    fill(session, buyer, product)

    with pytest.raises(Conflict, match="papers_missing"):
        checkout.place(session, buyer, by_courier(seller), now=NOW + timedelta(days=1))
    checkout.place(session, buyer, by_courier(seller), now=NOW)

    assert number_of_orders(session) == 1


def test_stock_taken_by_another_since_names_the_product(session: Session, buyer: Actor, seller: Actor) -> None:
    product = make_product(session, seller, stock_on_hand=30)
    fill(session, buyer, product)
    make_group(session, make_buyer(session), [(product, 20)])

    with pytest.raises(Conflict, match="out_of_stock") as refusal:
        checkout.place(session, buyer, by_courier(seller), now=NOW)

    assert "10 lembar" in str(refusal.value.message)
    assert product.name in str(refusal.value.message)


def test_a_sum_beyond_all_measure_is_refused(session: Session, buyer: Actor, seller: Actor) -> None:
    product = make_product(session, seller, tiers=((1, 9_999_999_999),), stock_on_hand=1_000_000)
    fill(session, buyer, product, 1_000_000, "base")

    with pytest.raises(Conflict, match="too_big"):
        checkout.place(session, buyer, by_courier(seller), now=NOW)


def test_a_seller_without_an_account_takes_no_transfer(session: Session, buyer: Actor) -> None:
    seller = make_seller(session, bank_account_number="")
    make_rate(session, seller)
    fill(session, buyer, make_product(session, seller))

    with pytest.raises(Invalid) as refusal:
        checkout.place(session, buyer, by_courier(seller), now=NOW)

    assert list(refusal.value.errors) == ["payment_method"]


def test_a_seller_places_no_order(session: Session, seller: Actor) -> None:
    with pytest.raises(NotAllowed):
        checkout.place(session, seller, make_draft(), now=NOW)
    with pytest.raises(NotAllowed):
        preview.preview(session, seller, region=SURABAYA, now=NOW)


def test_a_colleague_with_the_same_key_gets_the_same_orders(session: Session, buyer: Actor, seller: Actor) -> None:
    product = make_product(session, seller)
    colleague = make_member(session, session.get_one(Organisation, buyer.organisation_id), Role.BUYER)
    fill(session, buyer, product)
    fill(session, colleague, product)
    draft = by_courier(seller)

    groups = {checkout.place(session, actor, draft, now=NOW).id for actor in (buyer, colleague)}

    assert len(groups) == 1
    assert cart.line_count(session, colleague) == 1


def test_placing_is_written_into_the_trail_without_personal_text(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller, note="Titip Pak Slamet", address="Jalan Rahasia 7")

    [event] = trail.history(session, "order", order.id, [events.ORDER_PLACED])

    assert event.data["total"] == order.total
    assert "Rahasia" not in str(event.data) and "Slamet" not in str(event.data)


def test_the_preview_is_what_is_ordered(session: Session, buyer: Actor, seller: Actor) -> None:
    make_rate(session, seller, method=ShippingMethod.PICKUP, price_per_kg=0)
    fill(session, buyer, make_product(session, seller))
    own = seller.organisation_id or 0
    pickup = {own: "pickup"}

    proposed = preview.preview(session, buyer, region=SURABAYA, now=NOW)
    wished = preview.preview(session, buyer, region=SURABAYA, shipping=pickup, now=NOW)
    odd = preview.preview(session, buyer, region=SURABAYA, shipping={own: "drone"}, now=NOW)
    draft = make_draft(shipping=pickup, expected_total=wished.total)
    [order] = checkout.place(session, buyer, draft, now=NOW).orders

    assert (proposed.total, wished.total, odd.total) == (388_500, 333_000, 388_500)
    assert (order.total, order.shipping_method, order.shipping_cost) == (333_000, "pickup", 0)


def test_a_checkout_that_fails_at_its_last_step_leaves_nothing(
    app: object, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        seller, buyer = make_seller(session), make_buyer(session)
        make_rate(session, seller)
        product = make_product(session, seller)
        fill(session, buyer, product)

    def fail(*_args: Any, **_named: Any) -> None:
        raise RuntimeError("the machine died")

    monkeypatch.setattr("orders.checkout.starting.start", fail)
    with pytest.raises(RuntimeError), database.transaction() as session:
        checkout.place(session, buyer, by_courier(seller), now=NOW)

    with database.reading() as session:
        assert (number_of_orders(session), session.scalar(select(func.count(OrderGroup.id)))) == (0, 0)
        assert session.get_one(Product, product.id).stock_reserved == 0
        assert cart.line_count(session, buyer) == 1


def test_a_checkout_asks_the_database_a_bounded_number_of_times(
    database: Database, session: Session, buyer: Actor
) -> None:
    seen_for: dict[int, int] = {}
    for size in (2, 8):
        sellers = [make_seller(session) for _ in range(2)]
        for owner in sellers:
            make_rate(session, owner)
        for number in range(size):
            fill(session, buyer, make_product(session, sellers[number % 2]))
        session.flush()
        session.expire_all()
        with count_queries(database) as seen:
            checkout.place(session, buyer, by_courier(*sellers), now=NOW)
        seen_for[size] = len(seen)

    assert seen_for[8] <= seen_for[2] + 2, seen_for
    assert seen_for[2] <= 35
