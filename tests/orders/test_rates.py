"""The cooperative's own rate table: kept by its people, seen by nobody else's, used at the next checkout."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from marketplace.core.errors import Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor
from marketplace.events import trail
from orders import events, rates
from orders.rates import RateDraft
from orders.shipping import Rate, ShippingMethod
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_orders import make_rate

GOOD: dict[str, Any] = {"method": "courier", "region_prefix": "35.24", "price_per_kg": 5_000, "minimum_kg": 2}


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


def test_a_rate_is_added_changed_and_taken_out(session: Session, seller: Actor) -> None:
    row = rates.save_rate(session, seller, RateDraft(**GOOD), now=NOW)
    rates.save_rate(session, seller, RateDraft(**{**GOOD, "price_per_kg": 6_000}), rate_id=row.id, now=NOW)

    assert [rate.price_per_kg for rate in rates.own_rates(session, seller)] == [6_000]
    rates.remove_rate(session, seller, row.id, now=NOW)

    own = seller.organisation_id or 0
    assert rates.own_rates(session, seller) == []
    assert len(trail.history(session, "organisation", own, [events.RATES_CHANGED])) == 3


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"method": "drone"}, "method"),
        ({"method": ""}, "method"),
        ({"region_prefix": "35.2"}, "region_prefix"),
        ({"region_prefix": "'; --"}, "region_prefix"),
        ({"price_per_kg": -1}, "price_per_kg"),
        ({"price_per_kg": 10_000_000_000}, "price_per_kg"),
        ({"flat_price": -1}, "flat_price"),
        ({"free_from": -1}, "free_from"),
        ({"minimum_kg": 0}, "minimum_kg"),
        ({"minimum_kg": 10_001}, "minimum_kg"),
    ],
)
def test_a_rate_that_makes_no_sense_is_refused_beside_its_field(
    session: Session, seller: Actor, over: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        rates.save_rate(session, seller, RateDraft(**{**GOOD, **over}), now=NOW)

    assert list(refusal.value.errors) == [field]
    assert rates.own_rates(session, seller) == []


def test_a_place_has_one_rate_for_each_method(session: Session, seller: Actor) -> None:
    row = rates.save_rate(session, seller, RateDraft(**GOOD), now=NOW)
    vehicle = RateDraft(method="own_vehicle", region_prefix="35.24", flat_price=50_000)
    rates.save_rate(session, seller, vehicle, now=NOW)

    with pytest.raises(Invalid):
        rates.save_rate(session, seller, RateDraft(**GOOD), now=NOW)
    rates.save_rate(session, seller, RateDraft(**GOOD), rate_id=row.id, now=NOW)
    rates.save_rate(session, make_seller(session), RateDraft(**GOOD), now=NOW)

    assert len(rates.own_rates(session, seller)) == 2


@pytest.mark.parametrize(
    ("method", "kept"),
    [
        ("courier", {"price_per_kg": 5_000, "minimum_kg": 2, "flat_price": 0, "free_from": 1_000}),
        ("own_vehicle", {"price_per_kg": 0, "minimum_kg": 1, "flat_price": 9_000, "free_from": 1_000}),
        ("pickup", {"price_per_kg": 0, "minimum_kg": 1, "flat_price": 0, "free_from": None}),
    ],
)
def test_what_does_not_belong_to_the_method_is_dropped(
    session: Session, seller: Actor, method: str, kept: dict[str, Any]
) -> None:
    draft = RateDraft(**{**GOOD, "method": method, "flat_price": 9_000, "free_from": 1_000})

    row = rates.save_rate(session, seller, draft, now=NOW)

    assert {name: getattr(row, name) for name in kept} == kept


def test_another_cooperative_s_rates_do_not_exist(session: Session, seller: Actor) -> None:
    row = make_rate(session, make_seller(session))

    with pytest.raises(NotFound):
        rates.save_rate(session, seller, RateDraft(**GOOD), rate_id=row.id, now=NOW)
    with pytest.raises(NotFound):
        rates.remove_rate(session, seller, row.id, now=NOW)
    with pytest.raises(NotFound):
        rates.own_rate(session, seller, row.id)


def test_buyers_keep_no_rates(session: Session) -> None:
    with pytest.raises(NotAllowed):
        rates.save_rate(session, make_buyer(session), RateDraft(**GOOD), now=NOW)


def test_the_tables_of_several_cooperatives_come_in_one_go(session: Session, seller: Actor) -> None:
    other, empty = make_seller(session), make_seller(session)
    make_rate(session, seller, region_prefix="35")
    make_rate(session, other, method=ShippingMethod.PICKUP, price_per_kg=0)
    own, others, none = (actor.organisation_id or 0 for actor in (seller, other, empty))

    found = rates.rates_of_all(session, {own, others, none})

    assert found == {
        own: [Rate(method=ShippingMethod.COURIER, region_prefix="35", price_per_kg=10_000)],
        others: [Rate(method=ShippingMethod.PICKUP)],
    }
    assert rates.rates_of_all(session, set()) == {}
