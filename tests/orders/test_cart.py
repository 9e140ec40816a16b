"""The cart: packs and cartons in, today's prices and problems out, nobody else's lines."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from catalog.models import Availability
from catalog.units import MAX_QUANTITY
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor, OrganisationKind, Role
from marketplace.db import Database
from orders import cart
from orders.lifecycle import OrderState
from orders.models import CartLine
from orders.shipping import ShippingMethod
from tests.factories import NOW, SURABAYA, make_buyer, make_member, make_organisation, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_order, make_rate
from tests.queries import count_queries

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def buyer(session: Session) -> Actor:
    return make_buyer(session)


@pytest.mark.parametrize(
    ("unit", "count", "quantity", "price", "amount"),
    [
        ("base", 10, 10, 15_000, 150_000),
        ("pack", 3, 15, 15_000, 225_000),
        ("carton", 1, 20, 15_000, 300_000),
        ("carton", 5, 100, 13_500, 1_350_000),
    ],
)
def test_packs_and_cartons_become_base_units_at_the_price_of_their_step(
    session: Session, buyer: Actor, seller: Actor, unit: str, count: int, quantity: int, price: int, amount: int
) -> None:
    cart.add(session, buyer, make_product(session, seller).code, unit, count, now=NOW)

    item = cart.contents(session, buyer, now=NOW).groups[0].lines[0]

    assert (item.unit, item.count, item.quantity, item.unit_price, item.amount) == (
        unit,
        count,
        quantity,
        price,
        amount,
    )
    assert item.weight_g == 250 * quantity
    assert item.problems == ()


@pytest.mark.parametrize(
    ("unit", "count", "field"),
    [
        ("base", 0, "count"),
        ("base", -5, "count"),
        ("base", 9, "count"),
        ("pack", 1, "count"),
        ("carton", MAX_QUANTITY, "count"),
        ("base", MAX_QUANTITY + 1, "count"),
        ("base", 2**63, "count"),
        ("base", -(2**63), "count"),
        ("dozen", 10, "unit"),
        ("", 10, "unit"),
    ],
)
def test_an_impossible_amount_is_refused_beside_its_field(
    session: Session, buyer: Actor, seller: Actor, unit: str, count: int, field: str
) -> None:
    product = make_product(session, seller)

    with pytest.raises(Invalid) as refusal:
        cart.add(session, buyer, product.code, unit, count, now=NOW)

    assert list(refusal.value.errors) == [field]
    assert cart.line_count(session, buyer) == 0


def test_what_is_not_packed_in_cartons_is_not_sold_in_cartons(session: Session, buyer: Actor, seller: Actor) -> None:
    product = make_product(session, seller, carton_size=None)

    with pytest.raises(Invalid) as refusal:
        cart.add(session, buyer, product.code, "carton", 1, now=NOW)

    assert list(refusal.value.errors) == ["unit"]


def test_the_same_product_again_is_added_on_top(session: Session, buyer: Actor, seller: Actor) -> None:
    product = make_product(session, seller)
    cart.add(session, buyer, product.code, "carton", 1, now=NOW)

    line = cart.add(session, buyer, product.code, "carton", 2, now=LATER)

    assert (line.unit, line.count, cart.line_count(session, buyer)) == ("carton", 3, 1)


def test_different_units_of_a_product_meet_in_base_units(session: Session, buyer: Actor, seller: Actor) -> None:
    product = make_product(session, seller)
    cart.add(session, buyer, product.code, "carton", 1, now=NOW)

    line = cart.add(session, buyer, product.code, "pack", 2, now=LATER)

    assert (line.unit, line.count) == ("base", 30)


def test_a_double_click_adds_once(session: Session, buyer: Actor, seller: Actor) -> None:
    product = make_product(session, seller)
    for delay in (0, 1):
        cart.add(session, buyer, product.code, "carton", 1, now=NOW + timedelta(seconds=delay))

    assert cart.contents(session, buyer, now=NOW).groups[0].lines[0].count == 1


def test_adding_on_top_cannot_pass_what_is_in_stock(session: Session, buyer: Actor, seller: Actor) -> None:
    product = make_product(session, seller, stock_on_hand=50)
    cart.add(session, buyer, product.code, "base", 30, now=NOW)

    with pytest.raises(Conflict, match="out_of_stock") as refusal:
        cart.add(session, buyer, product.code, "base", 21, now=LATER)

    assert "50 lembar" in str(refusal.value.message)


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"stock_on_hand": 0}, "out_of_stock"),
        ({"category": "snacks"}, "papers_missing"),
    ],
)
def test_what_cannot_be_ordered_does_not_get_into_the_cart(
    session: Session, buyer: Actor, seller: Actor, over: dict[str, Any], code: str
) -> None:
    product = make_product(session, seller, **over)

    with pytest.raises(Conflict, match=code):
        cart.add(session, buyer, product.code, "base", 10, now=NOW)


def test_a_draft_does_not_exist_for_a_buyer(session: Session, buyer: Actor, seller: Actor) -> None:
    product = make_product(session, seller, state="draft")

    for code in (product.code, "TIDAKADA", ""):
        with pytest.raises(NotFound):
            cart.add(session, buyer, code, "base", 10, now=NOW)


def test_only_organisations_that_buy_have_a_cart(session: Session, seller: Actor) -> None:
    product = make_product(session, seller)
    agency = make_organisation(session, kind=OrganisationKind.AGENCY)
    waiting = make_organisation(session, kind=OrganisationKind.RETAILER, state=OrganisationState.PENDING)
    for actor in (seller, make_member(session, agency, Role.BUYER), make_member(session, waiting, Role.BUYER)):
        with pytest.raises(NotAllowed):
            cart.add(session, actor, product.code, "base", 10, now=NOW)


def test_t07_a_cart_belongs_to_one_person_in_one_organisation(session: Session, buyer: Actor, seller: Actor) -> None:
    line = cart.add(session, buyer, make_product(session, seller).code, "base", 10, now=NOW)
    shop = session.get_one(Organisation, buyer.organisation_id)
    colleague, stranger = make_member(session, shop, Role.BUYER), make_buyer(session)
    elsewhere = replace(buyer, organisation_id=stranger.organisation_id)

    for other in (colleague, stranger, elsewhere):
        with pytest.raises(NotFound):
            cart.change(session, other, line.id, "base", 20, now=NOW)
        cart.remove(session, other, line.id)
        assert cart.line_count(session, other) == 0
    assert cart.line_count(session, buyer) == 1


def test_a_line_is_changed_and_taken_out_and_taking_out_twice_is_fine(
    session: Session, buyer: Actor, seller: Actor
) -> None:
    line = cart.add(session, buyer, make_product(session, seller).code, "base", 10, now=NOW)

    assert cart.change(session, buyer, line.id, "pack", 4, now=NOW).count == 4
    with pytest.raises(Invalid):
        cart.change(session, buyer, line.id, "pack", 1, now=NOW)
    for _click in range(2):
        cart.remove(session, buyer, line.id)

    assert cart.contents(session, buyer, now=NOW).groups == ()


def _withdraw(session: Session, line: CartLine) -> None:
    line.product.state = "withdrawn"


def _suspend(session: Session, line: CartLine) -> None:
    line.product.cooperative.state = OrganisationState.SUSPENDED


def _sell_out(session: Session, line: CartLine) -> None:
    line.product.stock_on_hand = 3


def _raise_minimum(session: Session, line: CartLine) -> None:
    line.product.tiers = line.product.tiers[1:]


def _unpack(session: Session, line: CartLine) -> None:
    line.product.pack_size = None


def _need_papers(session: Session, line: CartLine) -> None:
    line.product.category = "snacks"


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (_withdraw, "not_published"),
        (_suspend, "seller_suspended"),
        (_sell_out, "out_of_stock"),
        (_raise_minimum, "below_minimum"),
        (_unpack, "invalid"),
        (_need_papers, "papers_missing"),
    ],
)
def test_what_went_wrong_since_is_said_beside_the_line(
    session: Session, buyer: Actor, seller: Actor, happens: Any, code: str
) -> None:
    line = cart.add(session, buyer, make_product(session, seller).code, "pack", 4, now=NOW)
    session.refresh(line, ["product"])
    happens(session, line)
    session.flush()

    problems = cart.contents(session, buyer, now=NOW).problems

    assert [problem.code for problem in problems] == [code]
    assert str(problems[0].message)


def test_more_than_a_month_makes_is_a_warning_not_a_refusal(session: Session, buyer: Actor, seller: Actor) -> None:
    made: dict[str, Any] = {
        "availability": Availability.MADE_TO_ORDER,
        "lead_time_days": 5,
        "monthly_capacity": 50,
        "stock_on_hand": 0,
    }
    product = make_product(session, seller, **made)
    make_order(session, make_buyer(session), seller, product=product, quantity=30)
    make_order(session, make_buyer(session), seller, product=product, quantity=20, state=OrderState.CANCELLED)
    make_order(session, make_buyer(session), seller, product=product, quantity=20, now=NOW - timedelta(days=24))
    cart.add(session, buyer, product.code, "base", 20, now=NOW)
    assert cart.contents(session, buyer, now=NOW).groups[0].lines[0].warnings == ()

    cart.add(session, buyer, product.code, "base", 10, now=LATER)
    item = cart.contents(session, buyer, now=NOW).groups[0].lines[0]

    assert item.problems == ()
    assert [number for number in ("50 lembar", "30") if number not in str(item.warnings[0])] == []


def test_cooperatives_stand_apart_with_their_own_tax_and_shipping(session: Session, buyer: Actor) -> None:
    pkp, small = make_seller(session, is_pkp=True), make_seller(session)
    make_rate(session, pkp, price_per_kg=8_000)
    make_rate(session, pkp, method=ShippingMethod.PICKUP, price_per_kg=0)
    make_rate(session, small, region_prefix="35.24")
    for owner in (pkp, small, pkp):
        cart.add(session, buyer, make_product(session, owner).code, "base", 10, now=NOW)

    first, second = cart.contents(session, buyer, region=SURABAYA, now=NOW).groups

    assert (first.seller.id, len(first.lines), first.goods_total) == (pkp.organisation_id, 2, 300_000)
    assert (first.tax_total, first.weight_g) == (33_000, 5_000)
    assert [(option.method, option.cost) for option in first.options] == [("courier", 40_000), ("pickup", 0)]
    assert not first.needs_quote
    assert (second.tax_total, second.options, second.needs_quote) == (0, (), True)


def test_a_full_cart_is_read_in_a_fixed_number_of_queries(database: Database, session: Session, buyer: Actor) -> None:
    for _seller in range(3):
        seller = make_seller(session)
        make_rate(session, seller)
        for _product in range(3):
            cart.add(session, buyer, make_product(session, seller, photos=2).code, "base", 10, now=NOW)
    session.expire_all()

    with count_queries(database) as seen:
        contents = cart.contents(session, buyer, region=SURABAYA, now=NOW)
        assert sum(len(group.lines) for group in contents.groups) == 9

    assert len(seen) <= 9, seen


def test_a_cart_has_an_end(session: Session, buyer: Actor, seller: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cart, "MAX_LINES", 1)
    cart.add(session, buyer, make_product(session, seller).code, "base", 10, now=NOW)

    with pytest.raises(DomainError, match="invalid"):
        cart.add(session, buyer, make_product(session, seller).code, "base", 10, now=NOW)
