"""Rate tables: the longest region decides, kilograms are begun, and no rate means asking."""

import pytest

from orders.shipping import Option, Rate, ShippingMethod, billed_kg, needs_quote, options

COURIER, VEHICLE, PICKUP = ShippingMethod.COURIER, ShippingMethod.OWN_VEHICLE, ShippingMethod.PICKUP
KEMANTREN = "35.24.14.2011"
SURABAYA = "35.78.09"

TABLE = (
    Rate(method=COURIER, region_prefix="35", price_per_kg=8_000),
    Rate(method=COURIER, region_prefix="35.24", price_per_kg=5_000, minimum_kg=2),
    Rate(method=COURIER, region_prefix="35.24.14", price_per_kg=3_000),
    Rate(method=VEHICLE, region_prefix="35.24", flat_price=75_000, free_from=2_000_000),
    Rate(method=PICKUP),
)


@pytest.mark.parametrize(
    ("region", "courier"),
    [
        (KEMANTREN, 3_000),
        ("35.24.14", 3_000),
        ("35.24.05.1003", 10_000),
        (SURABAYA, 8_000),
        ("33.74.01", None),
    ],
)
def test_the_longest_region_that_holds_the_place_decides(region: str, courier: int | None) -> None:
    found = {option.method: option.cost for option in options(TABLE, region, 900, 100_000)}

    assert found.get(COURIER) == courier


@pytest.mark.parametrize(
    ("prefix", "region", "reaches"),
    [
        ("", SURABAYA, True),
        ("35", SURABAYA, True),
        ("3", SURABAYA, False),
        ("35.2", KEMANTREN, False),
        ("35.24", "35.24", True),
        ("35.24", "35.2", False),
        ("35.24.14.2011", KEMANTREN, True),
        ("35.24.14.201", KEMANTREN, False),
    ],
)
def test_regions_end_at_dots(prefix: str, region: str, reaches: bool) -> None:
    assert Rate(method=COURIER, region_prefix=prefix).reaches(region) is reaches


@pytest.mark.parametrize(
    ("grams", "minimum", "kilograms"),
    [(0, 1, 1), (1, 1, 1), (1_000, 1, 1), (1_001, 1, 2), (2_500, 5, 5), (5_001, 5, 6), (10**12, 1, 10**9)],
)
def test_every_kilogram_begun_is_billed(grams: int, minimum: int, kilograms: int) -> None:
    assert billed_kg(grams, minimum) == kilograms


@pytest.mark.parametrize(("goods", "cost", "is_free"), [(1_999_999, 75_000, False), (2_000_000, 0, True)])
def test_shipping_is_free_from_the_stated_amount(goods: int, cost: int, is_free: bool) -> None:
    found = next(option for option in options(TABLE, KEMANTREN, 1, goods) if option.method == VEHICLE)

    assert found == Option(VEHICLE, cost, is_free)


def test_what_is_brought_comes_first_and_the_cheapest_before_the_dearer() -> None:
    assert [option.method for option in options(TABLE, "35.24.14", 30_000, 0)] == [VEHICLE, COURIER, PICKUP]
    assert [option.method for option in options(TABLE, "35.24.14", 1_000, 0)] == [COURIER, VEHICLE, PICKUP]


@pytest.mark.parametrize(
    ("rates", "asks"),
    [
        ((), True),
        ((Rate(method=PICKUP),), True),
        ((Rate(method=COURIER, region_prefix="33"),), True),
        ((Rate(method=VEHICLE, flat_price=0),), False),
        (TABLE, False),
    ],
)
def test_where_nobody_brings_the_goods_the_seller_is_asked(rates: tuple[Rate, ...], asks: bool) -> None:
    assert needs_quote(options(rates, SURABAYA, 1_000, 0)) is asks


def test_pick_up_costs_nothing_whatever_is_written() -> None:
    table = [Rate(method=PICKUP, flat_price=9_000, price_per_kg=9_000)]

    assert options(table, SURABAYA, 5_000, 0) == (Option(PICKUP, 0),)
