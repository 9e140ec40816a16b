"""Pieces, packs and cartons."""

import pytest

from catalog.units import BASE_UNITS, MAX_QUANTITY, Packing, SellingUnit, in_base_units
from marketplace.core.errors import Invalid

BOTH, CARTON_ONLY, LOOSE = Packing(5, 20), Packing(None, 24), Packing(None, None)
BASE, PACK, CARTON = SellingUnit


@pytest.mark.parametrize(
    ("packing", "unit", "count", "quantity"),
    [
        (BOTH, BASE, 7, 7),
        (BOTH, PACK, 3, 15),
        (BOTH, CARTON, 2, 40),
        (CARTON_ONLY, CARTON, 1, 24),
        (LOOSE, BASE, 1, 1),
        (LOOSE, BASE, MAX_QUANTITY, MAX_QUANTITY),
    ],
)
def test_counts_become_base_units(packing: Packing, unit: SellingUnit, count: int, quantity: int) -> None:
    assert in_base_units(packing, unit, count) == quantity


@pytest.mark.parametrize(("packing", "unit"), [(CARTON_ONLY, PACK), (LOOSE, PACK), (LOOSE, CARTON)])
def test_a_unit_in_which_it_is_not_packed_is_refused(packing: Packing, unit: SellingUnit) -> None:
    with pytest.raises(Invalid) as refusal:
        in_base_units(packing, unit, 1)

    assert "unit" in refusal.value.errors


@pytest.mark.parametrize(("unit", "count"), [(BASE, 0), (BASE, -1), (CARTON, -20), (BASE, MAX_QUANTITY + 1)])
def test_a_count_that_is_none_or_too_big_is_refused(unit: SellingUnit, count: int) -> None:
    with pytest.raises(Invalid) as refusal:
        in_base_units(BOTH, unit, count)

    assert "count" in refusal.value.errors


def test_a_count_that_is_too_big_only_in_cartons_is_refused() -> None:
    with pytest.raises(Invalid):
        in_base_units(BOTH, CARTON, MAX_QUANTITY // 20 + 1)


@pytest.mark.parametrize(
    ("packing", "units"),
    [(BOTH, (CARTON, PACK, BASE)), (CARTON_ONLY, (CARTON, BASE)), (Packing(6, None), (PACK, BASE)), (LOOSE, (BASE,))],
)
def test_units_are_listed_with_the_biggest_first(packing: Packing, units: tuple[SellingUnit, ...]) -> None:
    assert packing.units() == units


def test_base_units_fit_their_column_and_are_named_once() -> None:
    assert all(len(unit) <= 16 for unit in BASE_UNITS)
    assert len(set(BASE_UNITS)) == len(BASE_UNITS)
