"""Many at once, on both engines: the last stock, running numbers, one cart, one key, cancelling against paying."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.models import Product, StockMove
from marketplace.accounts.models import Organisation
from marketplace.accounts.organisations import operator_of_site
from marketplace.core.errors import Conflict, DomainError
from marketplace.core.roles import Actor
from marketplace.core.working_days import deadline
from marketplace.db import Database
from orders import cart, checkout, counters, lapsing, services
from orders.lifecycle import OrderState
from orders.models import CartLine, Order, OrderGroup
from orders.numbering import Series
from orders.payments import transfers
from orders.payments.lifecycle import PaymentState
from orders.payments.models import Payment, Refund
from orders.shipping import ShippingMethod
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_draft, make_order, make_rate

pytestmark = pytest.mark.stress

EACH = 10
"""Base units each buyer wants; it is the minimum order too."""
PORTIONS = 3
"""How many buyers can be served."""


@pytest.fixture
def crowd(full_size: bool) -> int:
    """How many act at once."""
    return 100 if full_size else 12


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Let all begin together; return what each answered, or the refusal it got."""
    gate = Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> Any:
        gate.wait(60)
        try:
            return act()
        except DomainError as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def refusals(answers: Sequence[Any]) -> list[str]:
    return [answer.code for answer in answers if isinstance(answer, DomainError)]


def shop(database: Database, buyers: int, products: int = 1) -> tuple[Actor, list[Actor], list[int]]:
    """Make a seller with so many products, and buyers who have all of them in their carts."""
    with database.transaction() as session:
        operator_of_site(session, now=NOW)
        seller = make_seller(session)
        make_rate(session, seller)
        shelf = [make_product(session, seller, stock_on_hand=EACH * PORTIONS) for _ in range(products)]
        people = [make_buyer(session) for _ in range(buyers)]
        for number, buyer in enumerate(people):
            for product in shelf if number % 2 else reversed(shelf):
                cart.add(session, buyer, product.code, "base", EACH, now=NOW)
        return seller, people, [product.id for product in shelf]


def ordering(database: Database, seller: Actor, buyer: Actor, **draft: Any) -> Callable[[], int]:
    own = seller.organisation_id or 0
    filled = make_draft(**{"shipping": {own: ShippingMethod.COURIER}, **draft})

    def order() -> int:
        with database.transaction() as session:
            return checkout.place(session, buyer, filled, now=NOW).id

    return order


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_last_stock_goes_to_as_many_as_there_is(app: object, database: Database, crowd: int) -> None:
    seller, buyers, [product_id] = shop(database, crowd)

    answers = at_once([ordering(database, seller, buyer) for buyer in buyers])

    with database.reading() as session:
        product = session.get_one(Product, product_id)
        numbers = session.scalars(select(Order.number).order_by(Order.number)).all()
        assert (product.stock_on_hand, product.stock_reserved) == (EACH * PORTIONS, EACH * PORTIONS)
        assert numbers == [f"PSN-2611-{n:04d}" for n in range(1, PORTIONS + 1)]
        assert (count(session, OrderGroup), count(session, Payment)) == (PORTIONS, PORTIONS)
        assert count(session, CartLine) == crowd - PORTIONS
    assert refusals(answers) == ["out_of_stock"] * (crowd - PORTIONS)


def test_without_the_conditional_update_more_is_sold_than_there_is(
    app: object, database: Database, crowd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: it shows that the test above can fail."""
    seller, buyers, [product_id] = shop(database, crowd)
    looked = Barrier(crowd)

    def believe(session: Session, product: int, quantity: int, **_named: Any) -> None:
        session.execute(update(Product).where(Product.id == product).values(stock_reserved=quantity))

    monkeypatch.setattr("orders.reserving.stock.reserve", believe)
    monkeypatch.setattr("orders.basket.check_in_stock", lambda _product, _quantity: None)

    def look_then_order(buyer: Actor) -> Callable[[], int]:
        order = ordering(database, seller, buyer)

        def act() -> int:
            with database.reading() as session:
                product = session.get_one(Product, product_id)
                enough = product.stock_on_hand - product.stock_reserved >= EACH
            looked.wait(60)
            if not enough:
                raise Conflict("out_of_stock")
            return order()

        return act

    at_once([look_then_order(buyer) for buyer in buyers])

    with database.reading() as session:
        assert count(session, Order) > PORTIONS


def test_carts_that_share_products_in_opposite_order_do_not_wait_in_a_circle(
    app: object, database: Database, crowd: int
) -> None:
    seller, buyers, product_ids = shop(database, crowd, products=4)

    answers = at_once([ordering(database, seller, buyer) for buyer in buyers])

    assert set(refusals(answers)) == {"out_of_stock"}
    with database.reading() as session:
        reserved = session.scalars(select(Product.stock_reserved).where(Product.id.in_(product_ids))).all()
        assert (count(session, Order), list(reserved)) == (PORTIONS, [EACH * PORTIONS] * 4)


def test_one_form_sent_many_times_is_one_order(app: object, database: Database, crowd: int) -> None:
    seller, [buyer], [product_id] = shop(database, 1)
    order = ordering(database, seller, buyer)

    answers = at_once([order] * crowd)

    assert len(set(answers)) == 1
    with database.reading() as session:
        assert (count(session, Order), session.get_one(Product, product_id).stock_reserved) == (1, EACH)


def test_many_tabs_of_one_cart_are_one_order(app: object, database: Database, crowd: int) -> None:
    seller, [buyer], _products = shop(database, 1)

    answers = at_once([ordering(database, seller, buyer) for _tab in range(crowd)])

    assert refusals(answers) == ["cart_empty"] * (crowd - 1)
    with database.reading() as session:
        assert count(session, Order) == 1


def test_many_clicks_into_the_cart_are_one_line(app: object, database: Database, crowd: int) -> None:
    with database.transaction() as session:
        buyer = make_buyer(session)
        product = make_product(session, make_seller(session))

    def add() -> int:
        with database.transaction() as session:
            return cart.add(session, buyer, product.code, "carton", 1, now=NOW).id

    assert len(set(at_once([add] * crowd))) == 1
    with database.reading() as session:
        assert session.scalars(select(CartLine.count)).all() == [1]


def test_papers_numbered_at_once_get_different_numbers_without_gaps(
    app: object, database: Database, crowd: int
) -> None:
    with database.transaction() as session:
        seller = session.get_one(Organisation, make_seller(session).organisation_id)

    def number() -> str:
        with database.transaction() as session:
            return counters.next_paper(session, Series.INVOICE, seller, now=NOW)[0]

    given = at_once([number] * crowd)

    assert sorted(given) == [f"{n:03d}/INV/{seller.code}/XI/2026" for n in range(1, crowd + 1)]


def placed(database: Database, **over: Any) -> tuple[Actor, Actor, Order]:
    with database.transaction() as session:
        buyer, seller = make_buyer(session), make_seller(session)
        return buyer, seller, make_order(session, buyer, seller, **over)


def act_on(database: Database, order: Order, act: Callable[..., Any], *given: Any, **named: Any) -> Callable[[], Any]:
    def begin() -> Any:
        with database.transaction() as session:
            actor, *rest = given
            return act(session, actor, session.get_one(Order, order.id), *rest, now=NOW, **named)

    return begin


def outcome(database: Database, order: Order) -> tuple[str, str, int, int, int]:
    """State, payment state, reserved stock, releases, refunds."""
    with database.reading() as session:
        found = session.get_one(Order, order.id)
        product = session.get_one(Product, found.lines[0].product_id)
        released = session.scalars(select(StockMove.id).where(StockMove.kind == "release")).all()
        return found.state, found.payment_state, product.stock_reserved, len(released), count(session, Refund)


@pytest.mark.parametrize("_round", range(3))
def test_cancelling_against_the_arriving_money_always_owes_it_back(
    app: object, database: Database, _round: int
) -> None:
    buyer, seller, order = placed(database)

    answers = at_once(
        [
            act_on(database, order, services.cancel, buyer),
            act_on(database, order, transfers.confirm_transfer, seller),
            act_on(database, order, services.cancel, buyer),
        ]
    )

    assert refusals(answers) == []
    assert outcome(database, order) == (OrderState.CANCELLED, PaymentState.REFUND_DUE, 0, 1, 1)


@pytest.mark.parametrize("_round", range(3))
def test_of_confirming_and_cancelling_at_once_one_wins(app: object, database: Database, _round: int) -> None:
    buyer, seller, order = placed(database)

    answers = at_once(
        [
            act_on(database, order, services.cancel, buyer),
            act_on(database, order, services.confirm, seller),
        ]
    )

    assert refusals(answers) == ["wrong_state"]
    assert outcome(database, order) in (
        (OrderState.CANCELLED, PaymentState.UNPAID, 0, 1, 0),
        (OrderState.CONFIRMED, PaymentState.UNPAID, 20, 0, 0),
    )


@pytest.mark.parametrize("_round", range(3))
def test_money_that_meets_the_clock_pays_the_order_or_goes_back(app: object, database: Database, _round: int) -> None:
    _buyer, seller, order = placed(database)
    too_late = deadline(NOW, 4)

    answers = at_once(
        [
            act_on(database, order, transfers.confirm_transfer, seller),
            lambda: lapsing.lapse_due(database, too_late),
            lambda: lapsing.lapse_due(database, too_late),
        ]
    )

    assert refusals(answers) == []
    assert outcome(database, order) in (
        (OrderState.PLACED, PaymentState.PAID, 20, 0, 0),
        (OrderState.LAPSED, PaymentState.REFUND_DUE, 0, 1, 1),
    )
