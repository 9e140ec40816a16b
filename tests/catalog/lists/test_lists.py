"""Lists of a buyer's organisation: shared with colleagues, closed to everybody else, safe against double clicks."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.lifecycle import ProductState
from catalog.lists import queries, services
from catalog.lists.models import ListItem, ShoppingList
from catalog.lists.standing import standings
from catalog.models import Product
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from tests.factories import NOW, make_buyer, make_member, make_seller
from tests.factories_catalog import make_product
from tests.queries import count_queries


@pytest.fixture
def buyer(session: Session) -> Actor:
    """Somebody who buys for a retailer."""
    return make_buyer(session)


@pytest.fixture
def product(session: Session) -> Product:
    """Cloth at 15,000 from ten pieces on, 100 in stock."""
    return make_product(session, make_seller(session), name="Sarung Uji")


def items(session: Session, found: ShoppingList) -> list[tuple[int, int, str]]:
    rows = session.scalars(select(ListItem).where(ListItem.list_id == found.id))
    return [(row.product_id, row.quantity, row.note) for row in rows]


def test_what_is_saved_goes_to_the_favourites_once_with_the_smallest_order(
    session: Session, buyer: Actor, product: Product
) -> None:
    first = services.save(session, buyer, product.code, now=NOW)
    second = services.save(session, buyer, product.code.lower(), now=NOW)

    assert first is second
    assert first.is_favourites
    assert items(session, first) == [(product.id, 10, "")]


def test_a_colleague_sees_and_changes_the_same_list(session: Session, buyer: Actor, product: Product) -> None:
    from marketplace.accounts.models import Organisation

    found = services.save(session, buyer, product.code, now=NOW)
    shop = session.get_one(Organisation, buyer.organisation_id)
    colleague = make_member(session, shop, Role.FINANCE)

    services.change_item(session, colleague, found.code, product.code, 40, "untuk Lebaran", now=NOW)

    assert items(session, found) == [(product.id, 40, "untuk Lebaran")]
    assert queries.wanted_of(session, buyer, found.code) == [(product.code, 40)]


def test_a_strangers_list_is_not_there(session: Session, buyer: Actor, product: Product) -> None:
    found = services.save(session, buyer, product.code, now=NOW)
    rival = make_buyer(session)

    for attempt in (
        lambda: queries.own_list(session, rival, found.code),
        lambda: services.rename(session, rival, found.code, "Dicuri"),
        lambda: services.save(session, rival, product.code, found.code, now=NOW),
        lambda: services.change_item(session, rival, found.code, product.code, 1, "", now=NOW),
        lambda: services.remove_item(session, rival, found.code, product.code, now=NOW),
        lambda: queries.wanted_of(session, rival, found.code),
    ):
        with pytest.raises(NotFound):
            attempt()
    services.remove_list(session, rival, found.code)
    services.unsave(session, rival, product.code, now=NOW)
    assert len(items(session, found)) == 1
    assert queries.saved_among(session, rival, [product.id]) == frozenset()


def test_sellers_keep_no_lists_and_unpublished_products_are_not_saved(
    session: Session, buyer: Actor, product: Product
) -> None:
    with pytest.raises(NotAllowed):
        services.save(session, make_seller(session), product.code, now=NOW)
    product.state = ProductState.WITHDRAWN
    session.flush()
    with pytest.raises(NotFound):
        services.save(session, buyer, product.code, now=NOW)


def test_lists_of_one_name_are_one_and_there_is_an_end_to_them(
    session: Session, buyer: Actor, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert services.make_list(session, buyer, " Parsel  Lebaran ", now=NOW) is services.make_list(
        session, buyer, "parsel lebaran", now=NOW
    )
    monkeypatch.setattr(services, "MAX_LISTS", 1)
    monkeypatch.setattr(services, "MAX_ITEMS", 0)
    with pytest.raises(Conflict):
        services.make_list(session, buyer, "Lain", now=NOW)
    with pytest.raises(Conflict):
        services.save(session, buyer, product.code, now=NOW)


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001])
def test_an_odd_amount_is_refused(session: Session, buyer: Actor, product: Product, quantity: int) -> None:
    found = services.save(session, buyer, product.code, now=NOW)

    with pytest.raises(Invalid):
        services.change_item(session, buyer, found.code, product.code, quantity, "", now=NOW)
    with pytest.raises(Invalid):
        services.rename(session, buyer, found.code, "  ")


def test_taking_off_and_deleting_twice_is_harmless(session: Session, buyer: Actor, product: Product) -> None:
    found = services.save(session, buyer, product.code, now=NOW)
    code = found.code

    services.remove_item(session, buyer, code, product.code, now=NOW)
    services.remove_item(session, buyer, code, product.code, now=NOW)
    assert items(session, found) == []
    services.save(session, buyer, product.code, now=NOW)
    session.expire(found)
    services.remove_list(session, buyer, code)
    services.remove_list(session, buyer, code)

    assert session.scalars(select(ListItem)).all() == []


def test_lists_are_found_by_their_name_or_a_product(session: Session, buyer: Actor, product: Product) -> None:
    services.save(session, buyer, product.code, now=NOW)
    services.make_list(session, buyer, "Parsel", now=NOW)

    assert [card.count for card in queries.own_lists(session, buyer, 1).items] == [1, 0]
    assert queries.own_lists(session, buyer, 1, "sarung").total == 1
    assert queries.own_lists(session, buyer, 1, "parsel").total == 1
    assert queries.own_lists(session, buyer, 1, "%").total == 0


def test_what_changed_since_is_said(session: Session, buyer: Actor, product: Product) -> None:
    seller = make_seller(session)
    gone = make_product(session, seller)
    scarce = make_product(session, seller, stock_on_hand=12)
    for wanted in (product, gone, scarce):
        found = services.save(session, buyer, wanted.code, now=NOW)
    services.change_item(session, buyer, found.code, scarce.code, 20, "", now=NOW)
    services.change_item(session, buyer, found.code, product.code, 100, "", now=NOW)
    gone.state = ProductState.WITHDRAWN
    session.flush()

    page = queries.items_of(session, found)
    told = {
        item.product_id: standing
        for item in page.items
        for standing in [standings(session, page.items, jakarta_day(NOW))[item.id]]
    }

    assert (told[product.id].refusal, told[product.id].amount) == ("", 1_350_000)
    assert told[gone.id].refusal
    assert not told[gone.id].is_shown
    assert "12" in str(told[scarce.id].refusal)


def test_a_list_and_the_hearts_of_a_page_take_a_fixed_number_of_queries(
    session: Session, database: Database, buyer: Actor
) -> None:
    seller = make_seller(session)
    products = [make_product(session, seller, photos=1) for _ in range(8)]
    for product in products:
        found = services.save(session, buyer, product.code, now=NOW)
    session.flush()
    session.expunge_all()
    found = queries.own_list(session, buyer, found.code)

    with count_queries(database) as hearts:
        assert len(queries.saved_among(session, buyer, [product.id for product in products])) == 8
    with count_queries(database) as whole:
        page = queries.items_of(session, found)
        standings(session, page.items, jakarta_day(NOW))
        assert [item.product.cooperative.region.path for item in page.items]

    assert len(hearts) == 1
    assert len(whole) <= 8
