"""Price steps: what a quantity costs, and which steps make no sense."""

import pytest

from catalog.pricing import MAX_TIERS, Tier, below_minimum, check_tiers, unit_price
from marketplace.core.errors import Invalid
from marketplace.core.money import MAX_RUPIAH

STEPS = (Tier(10, 15_000), Tier(100, 13_500), Tier(500, 12_000))


@pytest.mark.parametrize(
    ("quantity", "price"),
    [(10, 15_000), (11, 15_000), (99, 15_000), (100, 13_500), (499, 13_500), (500, 12_000), (1_000_000, 12_000)],
)
def test_a_quantity_costs_what_the_last_step_below_it_says(quantity: int, price: int) -> None:
    assert unit_price(STEPS, quantity) == price


def test_the_order_of_the_steps_does_not_matter() -> None:
    assert unit_price(STEPS[::-1], 100) == 13_500


@pytest.mark.parametrize("quantity", [9, 1, 0, -10])
def test_a_quantity_below_the_first_step_is_refused_naming_the_minimum(quantity: int) -> None:
    with pytest.raises(Invalid) as refusal:
        unit_price(STEPS, quantity)

    assert refusal.value.code == "below_minimum"
    assert "10" in str(refusal.value.errors["count"])


def test_good_steps_come_back_in_order() -> None:
    assert check_tiers(STEPS[::-1], 10) == STEPS


@pytest.mark.parametrize(
    ("tiers", "minimum_order", "says"),
    [
        ((), 1, "at least one"),
        ([Tier(n, 1000 - n) for n in range(1, MAX_TIERS + 2)], 1, "At most 6"),
        ([Tier(1, 0)], 1, "above zero"),
        ([Tier(1, -5_000)], 1, "above zero"),
        ([Tier(1, MAX_RUPIAH + 1)], 1, "above zero"),
        ([Tier(5, 1_000)], 10, "begins at the minimum"),
        ([Tier(20, 1_000)], 10, "begins at the minimum"),
        ([Tier(1, 1_000), Tier(1, 900)], 1, "same amount"),
        ([Tier(1, 1_000), Tier(10, 1_000)], 1, "lower price"),
        ([Tier(1, 1_000), Tier(10, 1_100)], 1, "lower price"),
    ],
)
def test_steps_that_make_no_sense_are_refused(tiers: list[Tier], minimum_order: int, says: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_tiers(tiers, minimum_order)

    assert says in str(refusal.value.errors["tiers"])


def test_as_many_steps_as_allowed_pass() -> None:
    tiers = [Tier(n, 1000 - n) for n in range(1, MAX_TIERS + 1)]

    assert len(check_tiers(tiers, 1)) == MAX_TIERS


def test_the_refusal_of_a_small_amount_names_the_minimum() -> None:
    assert str(below_minimum(24).errors["count"]) == "The minimum order is 24."
