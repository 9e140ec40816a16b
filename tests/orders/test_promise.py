"""The promised day: working days of making, then the road; weekends and holidays are left out."""

from datetime import date

import pytest

from orders.promise import days_on_the_road, delivery_by
from orders.shipping import ShippingMethod

TUESDAY = date(2026, 11, 24)
LAMONGAN, BABAT, SURABAYA, JAKARTA, DENPASAR, MAKASSAR = "35.24.05", "35.24.08", "35.78", "31.71", "51.71", "73.71"
COURIER = ShippingMethod.COURIER


@pytest.mark.parametrize(
    ("method", "destination", "days"),
    [
        (COURIER, BABAT, 1),
        (COURIER, SURABAYA, 2),
        (COURIER, JAKARTA, 4),
        (COURIER, DENPASAR, 4),
        (COURIER, MAKASSAR, 9),
        (None, MAKASSAR, 9),
        (ShippingMethod.OWN_VEHICLE, SURABAYA, 1),
        (ShippingMethod.PICKUP, MAKASSAR, 0),
        (COURIER, "", 9),
    ],
)
def test_the_road_is_reckoned_by_how_far_it_is(method: ShippingMethod | None, destination: str, days: int) -> None:
    assert days_on_the_road(method, LAMONGAN, destination) == days


@pytest.mark.parametrize(
    ("leads", "method", "by"),
    [
        ([None], ShippingMethod.PICKUP, date(2026, 11, 26)),
        ([None], COURIER, date(2026, 11, 30)),  # leaves on Thursday, two days end on a Saturday
        ([None, 5], ShippingMethod.PICKUP, date(2026, 12, 1)),
        ([0], ShippingMethod.PICKUP, TUESDAY),
        ([], ShippingMethod.PICKUP, date(2026, 11, 26)),
        ([23], ShippingMethod.PICKUP, date(2026, 12, 29)),  # Christmas and its joint leave are no working days
    ],
)
def test_the_slowest_line_decides_and_goods_arrive_on_a_working_day(
    leads: list[int | None], method: ShippingMethod, by: date
) -> None:
    assert delivery_by(TUESDAY, leads, method, LAMONGAN, SURABAYA) == by


def test_an_absurd_lead_time_still_gives_a_day() -> None:
    assert delivery_by(TUESDAY, [10**9], COURIER, LAMONGAN, SURABAYA).year < 2045
