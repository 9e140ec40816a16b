"""The shelves: every class of goods has one, an unknown one is refused."""

import pytest

from catalog.categories import CATEGORIES, category
from catalog.taxation import TaxTreatment
from certification.goods import GoodsClass
from marketplace.core.errors import Invalid


def test_every_class_of_goods_has_a_shelf() -> None:
    assert {row.goods for row in CATEGORIES.values()} == set(GoodsClass)


def test_there_are_fifteen_shelves_with_codes_that_fit_the_column() -> None:
    assert len(CATEGORIES) == 15
    assert all(len(code) <= 30 for code in CATEGORIES)


@pytest.mark.parametrize(
    ("code", "treatment"),
    [
        ("staples", TaxTreatment.EXEMPT),
        ("fresh", TaxTreatment.EXEMPT),
        ("snacks", TaxTreatment.STANDARD),
        ("textiles", TaxTreatment.STANDARD),
    ],
)
def test_a_shelf_proposes_how_ppn_looks_at_its_goods(code: str, treatment: TaxTreatment) -> None:
    assert category(code).tax == treatment


@pytest.mark.parametrize("code", ["", "SNACKS", "weapons", "snacks "])
def test_an_unknown_shelf_is_refused_on_the_field_that_asked(code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        category(code, field="shelf")

    assert "shelf" in refusal.value.errors
