"""Booths: one for each cooperative, showing what it has on sale, removed only while nobody came through it."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.fairs import booths, organising
from catalog.fairs.models import Booth, Exhibit
from catalog.lifecycle import ProductState
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import NOW, SURABAYA, make_buyer, make_official, make_operator, make_seller
from tests.factories_catalog import make_product
from tests.factories_fairs import make_booth, make_fair, make_lead


def owner_of(number: int | None) -> int:
    assert number is not None
    return number


def test_a_booth_gets_a_short_code_of_its_own(session: Session) -> None:
    official = make_official(session)
    fair, other = make_fair(session, official), make_fair(session, official)
    shop = owner_of(make_seller(session).organisation_id)

    first = booths.add_booth(session, official, fair, shop, "A1", now=NOW)
    second = booths.add_booth(session, official, other, shop, "A1", now=NOW)

    assert len(first.code) == booths.CODE_LENGTH
    assert first.code != second.code
    assert first.code.isalnum()


def test_a_second_click_adds_no_second_booth(session: Session) -> None:
    official = make_official(session)
    fair, shop = make_fair(session, official), owner_of(make_seller(session).organisation_id)

    first, second = (booths.add_booth(session, official, fair, shop, "A1", now=NOW) for _ in range(2))

    assert first is second
    assert session.scalar(select(func.count(Booth.id))) == 1


def test_a_cooperative_has_one_booth_at_a_fair(session: Session) -> None:
    official = make_official(session)
    fair, shop = make_fair(session, official), owner_of(make_seller(session).organisation_id)
    booths.add_booth(session, official, fair, shop, "A1", now=NOW)

    with pytest.raises(Invalid) as caught:
        booths.add_booth(session, official, fair, shop, "B2", now=NOW)

    assert "cooperative" in caught.value.errors


def test_booths_are_for_active_cooperatives(session: Session) -> None:
    official = make_official(session)
    fair = make_fair(session, official)
    suspended = make_seller(session)
    session.get_one(Organisation, suspended.organisation_id).state = OrganisationState.SUSPENDED
    session.flush()

    for shop in (suspended.organisation_id, make_buyer(session).organisation_id, official.organisation_id, 0, 10**12):
        with pytest.raises(Invalid):
            booths.add_booth(session, official, fair, owner_of(shop), "A1", now=NOW)


def test_an_agency_invites_the_cooperatives_of_its_province(session: Session) -> None:
    official, operator = make_official(session, region="35.24.22"), make_operator(session)
    near, far = make_seller(session, region=SURABAYA), make_seller(session, region="33.01.01")

    of_agency = {c.id for c in organising.candidates(session, make_fair(session, official))}
    of_operator = {c.id for c in organising.candidates(session, make_fair(session, operator))}

    assert near.organisation_id in of_agency
    assert far.organisation_id not in of_agency
    assert {near.organisation_id, far.organisation_id} <= of_operator


def test_a_booth_shows_the_chosen_products_in_order(session: Session) -> None:
    official, seller = make_official(session), make_seller(session)
    first, second, third = (make_product(session, seller) for _ in range(3))
    booth = make_booth(session, make_fair(session, official), seller, products=[first, second])

    wanted = [third.id, first.id, third.id]
    booths.arrange(session, official, booth, "C3", wanted, seen=booths.mark_of(booth), now=NOW)
    session.expire_all()

    assert [exhibit.product_id for exhibit in booth.exhibits] == [third.id, first.id]
    assert booth.label == "C3"
    assert session.scalar(select(func.count(Exhibit.id))) == 2


def test_a_booth_shows_only_what_its_cooperative_has_on_sale(session: Session) -> None:
    official, seller = make_official(session), make_seller(session)
    booth = make_booth(session, make_fair(session, official), seller)
    foreign = make_product(session, make_seller(session))
    draft = make_product(session, seller, state=ProductState.DRAFT)

    for product_id in (foreign.id, draft.id, 0, 10**15):
        with pytest.raises(Invalid) as caught:
            booths.arrange(session, official, booth, "A1", [product_id], seen=booths.mark_of(booth), now=NOW)
        assert "products" in caught.value.errors

    assert booth.exhibits == []


def test_a_product_taken_off_sale_may_stay_on_the_table(session: Session) -> None:
    official, seller = make_official(session), make_seller(session)
    product, other = make_product(session, seller), make_product(session, seller)
    booth = make_booth(session, make_fair(session, official), seller, products=[product])
    product.state = ProductState.WITHDRAWN
    session.flush()

    booths.arrange(session, official, booth, "A1", [other.id, product.id], seen=booths.mark_of(booth), now=NOW)

    assert [exhibit.product_id for exhibit in booth.exhibits] == [other.id, product.id]


def test_nobody_arranges_over_a_colleague(session: Session) -> None:
    official, seller = make_official(session), make_seller(session)
    mine, theirs = make_product(session, seller), make_product(session, seller)
    booth = make_booth(session, make_fair(session, official), seller)
    seen = booths.mark_of(booth)
    booths.arrange(session, official, booth, "A1", [theirs.id], seen=seen, now=NOW)

    with pytest.raises(Conflict):
        booths.arrange(session, official, booth, "A1", [mine.id], seen=seen, now=NOW)

    assert [exhibit.product_id for exhibit in booth.exhibits] == [theirs.id]


def test_a_booth_moves_up_and_stops_at_the_top(session: Session) -> None:
    official = make_official(session)
    fair = make_fair(session, official)
    rows = [make_booth(session, fair, make_seller(session)) for _ in range(3)]

    for _ in range(4):
        booths.move_up(session, official, rows[2], now=NOW)

    assert [booth.id for booth in organising.booths_of(session, fair)] == [rows[2].id, rows[0].id, rows[1].id]


def test_a_booth_is_removed_with_its_table(session: Session) -> None:
    official, seller = make_official(session), make_seller(session)
    booth = make_booth(session, make_fair(session, official), seller, products=[make_product(session, seller)])

    booths.remove_booth(session, official, booth, now=NOW)

    assert session.scalar(select(func.count(Booth.id))) == 0
    assert session.scalar(select(func.count(Exhibit.id))) == 0


def test_a_booth_that_visitors_came_through_stays(session: Session) -> None:
    official, seller = make_official(session), make_seller(session)
    booth = make_booth(session, make_fair(session, official), seller)
    make_lead(session, seller, booth=booth)

    with pytest.raises(Conflict):
        booths.remove_booth(session, official, booth, now=NOW)

    assert session.scalar(select(func.count(Booth.id))) == 1


def test_strangers_touch_no_booth(session: Session) -> None:
    seller = make_seller(session)
    booth = make_booth(session, make_fair(session, make_official(session)), seller)

    with pytest.raises(NotFound):
        booths.remove_booth(session, make_official(session), booth, now=NOW)
    with pytest.raises(NotFound):
        organising.own_booth(session, make_official(session), booth.fair.slug, booth.code)
    with pytest.raises(NotAllowed):
        booths.arrange(session, seller, booth, "A1", [], seen="", now=NOW)


def test_the_organiser_sees_how_many_contacts_and_not_whose(session: Session) -> None:
    official, seller = make_official(session), make_seller(session)
    fair = make_fair(session, official)
    booth = make_booth(session, fair, seller)
    make_lead(session, seller, booth=booth)
    make_lead(session, seller, booth=booth, handled_at=NOW)
    make_lead(session, seller)

    assert organising.figures(session, fair) == {booth.id: organising.Figures(leads=2, handled=1)}
    assert organising.own_fairs(session, official, 1).items[0].leads == 2
