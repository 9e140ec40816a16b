"""Stock never goes below what is reserved and moves once for each reference; twenty buyers race for five pieces."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog import events, stock
from catalog.models import Availability, Product, StockMove
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.db import Database
from marketplace.events import trail
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_catalog import make_product

BUYERS, PIECES = 20, 5


def figures(session: Session, product: Product) -> tuple[int, int]:
    session.refresh(product)
    return product.stock_on_hand, product.stock_reserved


def moves(session: Session) -> int:
    return session.scalar(select(func.count(StockMove.id))) or 0


def test_reserved_stock_is_still_there_but_not_free(session: Session) -> None:
    product = make_product(session, make_seller(session), stock_on_hand=10)

    stock.reserve(session, product.id, 7, reference="order_line:1", now=NOW)

    assert figures(session, product) == (10, 7)
    with pytest.raises(Conflict, match="out_of_stock"):
        stock.reserve(session, product.id, 4, reference="order_line:2", now=NOW)
    assert figures(session, product) == (10, 7)


def test_the_last_piece_can_be_reserved(session: Session) -> None:
    product = make_product(session, make_seller(session), stock_on_hand=3)

    stock.reserve(session, product.id, 3, reference="order_line:1", now=NOW)

    assert figures(session, product) == (3, 3)


def test_the_same_reference_reserves_once(session: Session) -> None:
    product = make_product(session, make_seller(session), stock_on_hand=10)

    for _click in range(3):
        stock.reserve(session, product.id, 4, reference="order_line:1", now=NOW)

    assert figures(session, product) == (10, 4)
    assert moves(session) == 1


def test_a_refused_reservation_leaves_no_move_so_it_may_be_tried_again(session: Session) -> None:
    product = make_product(session, make_seller(session), stock_on_hand=1)
    with pytest.raises(Conflict):
        stock.reserve(session, product.id, 2, reference="order_line:1", now=NOW)
    session.execute(update(Product).values(stock_on_hand=5))

    stock.reserve(session, product.id, 2, reference="order_line:1", now=NOW)

    assert figures(session, product) == (5, 2)


def test_goods_made_to_order_have_nothing_to_reserve(session: Session) -> None:
    product = make_product(session, make_seller(session), availability=Availability.MADE_TO_ORDER, stock_on_hand=9)

    with pytest.raises(Conflict):
        stock.reserve(session, product.id, 1, reference="order_line:1", now=NOW)


def test_released_stock_is_free_again_and_only_once(session: Session) -> None:
    product = make_product(session, make_seller(session), stock_on_hand=10)
    stock.reserve(session, product.id, 4, reference="order_line:1", now=NOW)
    stock.reserve(session, product.id, 4, reference="order_line:2", now=NOW)

    for _click in range(2):
        stock.release(session, product.id, 4, reference="order_line:1", now=NOW)

    assert figures(session, product) == (10, 4)


def test_dispatched_stock_is_gone_and_only_once(session: Session) -> None:
    product = make_product(session, make_seller(session), stock_on_hand=10)
    stock.reserve(session, product.id, 6, reference="order_line:1", now=NOW)

    for _click in range(2):
        stock.dispatch(session, product.id, 4, reference="shipment_line:1", now=NOW)

    assert figures(session, product) == (6, 2)


@pytest.mark.parametrize("move", [stock.release, stock.dispatch])
def test_more_than_is_reserved_cannot_leave(session: Session, move: Callable[..., None]) -> None:
    product = make_product(session, make_seller(session), stock_on_hand=10)
    stock.reserve(session, product.id, 3, reference="order_line:1", now=NOW)

    with pytest.raises(Conflict, match="not_reserved"):
        move(session, product.id, 4, reference="x:1", now=NOW)

    assert figures(session, product) == (10, 3)


@pytest.mark.parametrize("quantity", [0, -1, -10_000])
@pytest.mark.parametrize("move", [stock.reserve, stock.release, stock.dispatch])
def test_nothing_and_less_than_nothing_never_move(session: Session, move: Callable[..., None], quantity: int) -> None:
    product = make_product(session, make_seller(session))

    with pytest.raises(ValueError, match="at least one"):
        move(session, product.id, quantity, reference="x:1", now=NOW)


def test_a_count_is_written_down_with_who_counted(session: Session) -> None:
    seller = make_seller(session)
    product = make_product(session, seller, stock_on_hand=10)

    stock.count_stock(session, seller, product, 42, now=NOW, seen=10)

    assert figures(session, product) == (42, 0)
    (event,) = trail.history(session, "product", product.id, [events.STOCK_COUNTED])
    assert event.data == {"code": product.code, "on_hand": 42}
    assert event.actor_user_id == seller.user_id


def test_a_count_cannot_be_below_what_is_reserved(session: Session) -> None:
    seller = make_seller(session)
    product = make_product(session, seller, stock_on_hand=10)
    stock.reserve(session, product.id, 6, reference="order_line:1", now=NOW)

    with pytest.raises(Invalid) as refusal:
        stock.count_stock(session, seller, product, 5, now=NOW)

    assert "6" in str(refusal.value.errors["on_hand"])
    stock.count_stock(session, seller, product, 6, now=NOW)
    assert figures(session, product) == (6, 6)


@pytest.mark.parametrize("on_hand", [-1, -(10**12), 10**9, 2**63])
def test_a_count_out_of_bounds_is_refused(session: Session, on_hand: int) -> None:
    seller = make_seller(session)
    product = make_product(session, seller)

    with pytest.raises(Invalid):
        stock.count_stock(session, seller, product, on_hand, now=NOW)


def test_a_count_begun_before_a_dispatch_is_refused(session: Session) -> None:
    seller = make_seller(session)
    product = make_product(session, seller, stock_on_hand=10)
    stock.reserve(session, product.id, 4, reference="order_line:1", now=NOW)
    stock.dispatch(session, product.id, 4, reference="shipment_line:1", now=NOW)

    with pytest.raises(Conflict, match="stale"):
        stock.count_stock(session, seller, product, 12, now=NOW, seen=10)

    assert figures(session, product) == (6, 0)


def test_counting_twice_the_same_is_one_count(session: Session) -> None:
    seller = make_seller(session)
    product = make_product(session, seller, stock_on_hand=10)

    for _click in range(2):
        stock.count_stock(session, seller, product, 11, now=NOW, seen=10)

    assert len(trail.history(session, "product", product.id, [events.STOCK_COUNTED])) == 1


def test_a_buyer_counts_nothing(session: Session) -> None:
    product = make_product(session, make_seller(session))

    with pytest.raises(NotAllowed):
        stock.count_stock(session, make_buyer(session), product, 1, now=NOW)


def _shelf(database: Database) -> int:
    with database.transaction() as session:
        return make_product(session, make_seller(session), stock_on_hand=PIECES).id


def _all_at_once(buy: Callable[[int], bool]) -> int:
    """Let all buyers begin together; return how many believe that they have a piece."""
    gate = Barrier(BUYERS)

    def buyer(number: int) -> bool:
        gate.wait(30)
        return buy(number)

    with ThreadPoolExecutor(BUYERS) as crowd:
        return sum(crowd.map(buyer, range(BUYERS)))


def test_twenty_buyers_for_five_pieces_get_five(app: object, database: Database) -> None:
    product_id = _shelf(database)

    def buy(number: int) -> bool:
        try:
            with database.transaction() as session:
                stock.reserve(session, product_id, 1, reference=f"order_line:{number}", now=NOW)
        except Conflict:
            return False
        return True

    served = _all_at_once(buy)

    with database.reading() as session:
        product = session.get_one(Product, product_id)
        assert (served, product.stock_on_hand, product.stock_reserved) == (PIECES, PIECES, PIECES)
        assert moves(session) == PIECES


def test_twenty_clicks_on_one_order_reserve_once(app: object, database: Database) -> None:
    product_id = _shelf(database)

    def buy(_number: int) -> bool:
        with database.transaction() as session:
            stock.reserve(session, product_id, 2, reference="order_line:1", now=NOW)
        return True

    assert _all_at_once(buy) == BUYERS

    with database.reading() as session:
        assert session.get_one(Product, product_id).stock_reserved == 2


def test_looking_first_and_taking_then_oversells_which_is_why_it_is_not_done(app: object, database: Database) -> None:
    product_id = _shelf(database)
    looked = Barrier(BUYERS)

    def buy(_number: int) -> bool:
        with database.reading() as session:
            product = session.get_one(Product, product_id)
            free, reserved = product.stock_on_hand - product.stock_reserved, product.stock_reserved
        looked.wait(30)
        if free < 1:
            return False
        with database.transaction() as session:
            session.execute(update(Product).where(Product.id == product_id).values(stock_reserved=reserved + 1))
        return True

    assert _all_at_once(buy) > PIECES
