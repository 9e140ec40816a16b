"""Which changes of a product a halal paper feels."""

from dataclasses import replace

import pytest

from catalog.holds.composition import Change, Composition, added_and_gone, changes, materials

BEFORE = Composition(name="Keripik Tempe 150 g", ingredients="Tempe kedelai, tepung beras, garam 2%", maker_id=1)


@pytest.mark.parametrize(
    "ingredients",
    [
        "Tempe kedelai, tepung beras, garam 2%",
        "tempe  kedelai , TEPUNG BERAS; garam",
        "Garam, tempe kedelai, tepung beras",
        "Tempe kedelai (tepung beras), garam 3 %.",
        "Tempe kedelai, tepung beras dan garam",
        "Tempe kedelai\ntepung beras\ngaram",
        "Tempe kedélai, tepung beras, garam, garam",
    ],
)
def test_spaces_case_punctuation_amounts_and_order_are_no_change(ingredients: str) -> None:
    assert changes(BEFORE, replace(BEFORE, ingredients=ingredients)) == ()


@pytest.mark.parametrize(
    ("ingredients", "added", "gone"),
    [
        ("Tempe kedelai, tepung beras, garam, MSG", ["msg"], []),
        ("Tempe kedelai, tepung beras", [], ["garam"]),
        ("Tempe kedelai, tepung terigu, garam", ["tepung terigu"], ["tepung beras"]),
        ("", [], ["garam", "tempe kedelai", "tepung beras"]),
    ],
)
def test_one_ingredient_more_less_or_another_is_a_change(ingredients: str, added: list[str], gone: list[str]) -> None:
    assert changes(BEFORE, replace(BEFORE, ingredients=ingredients)) == (Change.INGREDIENTS,)
    assert added_and_gone(BEFORE.ingredients, ingredients) == (added, gone)


def test_ingredients_stated_for_the_first_time_are_no_change() -> None:
    assert changes(replace(BEFORE, ingredients=" . "), BEFORE) == ()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("KRIPIK TEMPE 250 g", ()),
        ("Keripik Tempe", ()),
        ("Keripik Tempe Pedas 150 g", (Change.NAME,)),
        ("Keripik Tahu 150 g", (Change.NAME,)),
    ],
)
def test_another_variant_is_a_change_and_another_spelling_or_size_is_none(name: str, found: tuple[Change, ...]) -> None:
    assert changes(BEFORE, replace(BEFORE, name=name)) == found


def test_another_maker_is_a_change_whatever_they_are_called() -> None:
    assert changes(BEFORE, replace(BEFORE, maker_name="Ibu Baru")) == ()
    assert changes(BEFORE, replace(BEFORE, maker_id=2)) == (Change.MAKER,)


def test_what_is_kept_is_read_again() -> None:
    assert Composition.read(BEFORE.kept()) == BEFORE
    assert materials("E471, E 471") == {"e471", "e 471"}
