"""What goods need: by class, storage, shelf life, traits, maker and day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from certification.goods import GoodsClass, GoodsFacts, MakerScale, Storage, Trait
from certification.requirements import HALAL, PERMIT, Requirement, requirements_for
from certification.requirements.rules import DUTIES, EXCLUSIONS, EXEMPTIONS
from certification.schemes import SCHEMES

TODAY = date(2026, 11, 24)
DRY_FOOD = GoodsFacts(goods=GoodsClass.PROCESSED_FOOD, shelf_life_days=180)


def permit(facts: GoodsFacts, day: date = TODAY) -> Requirement:
    return next(found for found in requirements_for(facts, day) if found.code == PERMIT)


def short(requirements: tuple[Requirement, ...]) -> str:
    """Write requirements as "halal pirt|bpom", exempt ones in brackets."""
    words = ("|".join(found.any_of) if found.exempt_reason is None else "(exempt)" for found in requirements)
    return " ".join(words)


@pytest.mark.parametrize(
    ("goods",                 "storage", "days", "needs"),
    [
        ("processed_food",        "ambient", 180,  "halal pirt|bpom"),
        ("processed_food",        "ambient", None, "halal pirt|bpom"),
        ("processed_food",        "ambient", 8,    "halal pirt|bpom"),
        ("processed_food",        "ambient", 7,    "halal (exempt)"),
        ("processed_food",        "ambient", 2,    "halal (exempt)"),
        ("processed_food",        "ambient", 0,    "halal (exempt)"),
        ("processed_food",        "chilled", 60,   "halal bpom"),
        ("processed_food",        "chilled", 7,    "halal (exempt)"),
        ("processed_food",        "frozen",  365,  "halal bpom"),
        ("processed_food_animal", "ambient", 180,  "halal pirt|bpom"),
        ("processed_food_animal", "ambient", 5,    "halal (exempt)"),
        ("processed_food_animal", "chilled", 30,   "halal bpom"),
        ("processed_food_animal", "frozen",  365,  "halal bpom"),
        ("processed_food_animal", "frozen",  None, "halal bpom"),
        ("drink",                 "ambient", 180,  "halal pirt|bpom"),
        ("drink",                 "chilled", 14,   "halal bpom"),
        ("drink",                 "chilled", 3,    "halal (exempt)"),
        ("cosmetic",              "ambient", 720,  "halal bpom"),
        ("cosmetic",              "ambient", 5,    "halal bpom"),
        ("traditional_medicine",  "ambient", 365,  "halal bpom"),
        ("traditional_medicine",  "chilled", 7,    "halal bpom"),
        ("raw_material",          "ambient", None, ""),
        ("fresh_plant",           "ambient", 180,  ""),
        ("fresh_animal",          "chilled", 3,    ""),
        ("textile",               "ambient", None, ""),
        ("craft",                 "ambient", None, ""),
        ("household",             "ambient", None, ""),
        ("farm_supply",           "ambient", 365,  ""),
    ],
)  # fmt: skip
def test_goods_need_papers_by_class_storage_and_shelf_life(
    goods: str, storage: str, days: int | None, needs: str
) -> None:
    facts = GoodsFacts(goods=GoodsClass(goods), storage=Storage(storage), shelf_life_days=days)

    assert short(requirements_for(facts, TODAY)) == needs


@pytest.mark.parametrize(
    ("maker",        "day",              "needs"),
    [
        ("micro_small",  date(2024, 10, 17), "pirt|bpom"),
        ("micro_small",  date(2024, 10, 18), "pirt|bpom"),
        ("micro_small",  date(2026, 10, 17), "pirt|bpom"),
        ("micro_small",  date(2026, 10, 18), "halal pirt|bpom"),
        ("micro_small",  date(2030, 1, 1),   "halal pirt|bpom"),
        ("medium_large", date(2024, 10, 17), "pirt|bpom"),
        ("medium_large", date(2024, 10, 18), "halal pirt|bpom"),
        ("medium_large", date(2026, 10, 18), "halal pirt|bpom"),
    ],
)  # fmt: skip
def test_the_halal_duty_began_by_stages(maker: str, day: date, needs: str) -> None:
    assert short(requirements_for(replace(DRY_FOOD, maker=MakerScale(maker)), day)) == needs


@pytest.mark.parametrize("trait", Trait)
def test_every_trait_shuts_out_the_home_industry_certificate(trait: Trait) -> None:
    found = permit(replace(DRY_FOOD, traits=frozenset({trait})))

    assert found.any_of == ("bpom",)
    assert "P-IRT is not given" in str(found.excluded("pirt"))
    assert found.excluded("bpom") is None


def test_a_permit_that_is_not_needed_says_why() -> None:
    assert "7 days or less" in str(permit(replace(DRY_FOOD, shelf_life_days=2)).exempt_reason)


def test_only_halal_can_be_answered_by_a_statement() -> None:
    found = requirements_for(DRY_FOOD, TODAY)

    assert {requirement.code: requirement.declarable for requirement in found} == {HALAL: True, PERMIT: False}


def test_no_goods_are_asked_twice_for_the_same() -> None:
    days = [date(2020, 1, 1), date(2024, 10, 18), TODAY, TODAY + timedelta(days=3650)]

    for goods in GoodsClass:
        for maker in MakerScale:
            for day in days:
                codes = [found.code for found in requirements_for(GoodsFacts(goods=goods, maker=maker), day)]
                assert len(codes) == len(set(codes))


def test_every_requirement_keeps_at_least_one_scheme() -> None:
    for goods in GoodsClass:
        for storage in Storage:
            facts = GoodsFacts(goods=goods, storage=storage, traits=frozenset(Trait))
            assert all(found.any_of for found in requirements_for(facts, TODAY))


def test_every_row_names_known_schemes_and_its_source() -> None:
    named = {scheme for duty in DUTIES for scheme in duty.any_of} | {row.scheme for row in EXCLUSIONS}

    assert named <= set(SCHEMES)
    assert all(row.source for row in (*DUTIES, *EXCLUSIONS, *EXEMPTIONS))
