"""What goods need: by class, storage, shelf life, traits, maker and day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from certification.goods import GoodsClass, GoodsFacts, MakerScale, Storage, Trait
from certification.requirements import HALAL, PERMIT, Requirement, requirements_for
from certification.requirements.rules import DUTIES, EXCLUSIONS, EXEMPTIONS, NAMES, SUCCESSIONS
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
        ("cosmetic",              "ambient", 720,  "halal cosmetic"),
        ("cosmetic",              "ambient", 5,    "halal cosmetic"),
        ("traditional_medicine",  "ambient", 365,  "halal traditional"),
        ("traditional_medicine",  "chilled", 7,    "halal traditional"),
        ("raw_material",          "ambient", None, ""),
        ("fresh_plant",           "ambient", 180,  "psat"),
        ("fresh_plant",           "ambient", None, "psat"),
        ("fresh_plant",           "ambient", 7,    "psat"),
        ("fresh_plant",           "chilled", 6,    "(exempt)"),
        ("fresh_animal",          "chilled", 3,    "nkv"),
        ("fresh_animal",          "frozen",  None, "nkv"),
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


@pytest.mark.parametrize(
    ("goods",          "traits",                     "needs"),
    [
        ("processed_food", "",                           "halal pirt|bpom"),
        ("processed_food", "mandatory_sni",              "halal bpom sni"),
        ("processed_food", "claim dairy",                "halal bpom"),
        ("processed_food", "honey",                      "halal pirt|bpom|nkv"),
        ("processed_food", "honey claim",                "halal bpom|nkv"),
        ("processed_food", "for_processing",             "halal (exempt)"),
        ("fresh_plant",    "wrapped_at_sale",            "(exempt)"),
        ("fresh_plant",    "for_processing",             "(exempt)"),
        ("fresh_animal",   "fishery",                    "(exempt)"),
        ("fresh_animal",   "slaughtered",                "halal nkv"),
        ("raw_material",   "mandatory_sni",              "sni"),
        ("household",      "mandatory_sni",              "sni"),
        ("textile",        "mandatory_sni",              "sni"),
        ("craft",          "mandatory_sni",              "sni"),
        ("farm_supply",    "mandatory_sni",              "sni"),
        ("cosmetic",       "mandatory_sni",              "halal cosmetic"),
        ("craft",          "claim dairy honey imported", ""),
    ],
)  # fmt: skip
def test_traits_change_what_is_needed(goods: str, traits: str, needs: str) -> None:
    facts = GoodsFacts(goods=GoodsClass(goods), traits=frozenset(map(Trait, traits.split())))

    assert short(requirements_for(facts, TODAY)) == needs


@pytest.mark.parametrize(
    "trait",
    sorted(set(Trait) - {Trait.HONEY, Trait.FISHERY, Trait.SLAUGHTERED, Trait.WRAPPED_AT_SALE, Trait.FOR_PROCESSING}),
)
def test_what_is_not_made_simply_at_home_shuts_out_the_home_industry_certificate(trait: Trait) -> None:
    found = permit(replace(DRY_FOOD, traits=frozenset({trait})))

    assert found.any_of == ("bpom",)
    assert "P-IRT is not given" in str(found.excluded("pirt"))
    assert found.excluded("bpom") is None


def test_a_permit_that_is_not_needed_says_why() -> None:
    assert "7 days or less" in str(permit(replace(DRY_FOOD, shelf_life_days=2)).exempt_reason)


def test_only_halal_can_be_answered_by_a_statement() -> None:
    found = requirements_for(DRY_FOOD, TODAY)

    assert {requirement.code: requirement.declarable for requirement in found} == {HALAL: True, PERMIT: False}


@pytest.mark.parametrize(
    ("maker", "issuer"),
    [("micro_small", "Dinas Pangan kabupaten"), ("medium_large", "OKKPD provinsi")],
)
def test_who_issues_a_psat_depends_on_the_size_of_the_maker(maker: str, issuer: str) -> None:
    (needed,) = requirements_for(GoodsFacts(goods=GoodsClass.FRESH_PLANT, maker=MakerScale(maker)), TODAY)

    assert needed.issuer_of("psat").startswith(issuer)


@pytest.mark.parametrize(
    ("goods",                "filed",            "counts"),
    [
        ("cosmetic",             None,               True),
        ("cosmetic",             date(2026, 12, 31), True),
        ("cosmetic",             date(2027, 1, 1),   False),
        ("traditional_medicine", date(2026, 3, 1),   True),
        ("traditional_medicine", date(2027, 3, 1),   False),
        ("fresh_plant",          None,               False),
    ],
)  # fmt: skip
def test_records_of_the_older_scheme_count_where_they_were_filed_in_its_time(
    goods: str, filed: date | None, counts: bool
) -> None:
    needed = requirements_for(GoodsFacts(goods=GoodsClass(goods)), TODAY)[-1]

    assert needed.answers("bpom", filed) is counts


def test_no_goods_are_asked_twice_for_the_same() -> None:
    days = [date(2020, 1, 1), date(2024, 10, 18), TODAY, TODAY + timedelta(days=3650)]

    for goods in GoodsClass:
        for maker in MakerScale:
            for day in days:
                for traits in (frozenset[Trait](), frozenset(Trait)):
                    facts = GoodsFacts(goods=goods, maker=maker, traits=traits)
                    codes = [found.code for found in requirements_for(facts, day)]
                    assert len(codes) == len(set(codes))


def test_every_requirement_keeps_at_least_one_scheme() -> None:
    for goods in GoodsClass:
        for storage in Storage:
            facts = GoodsFacts(goods=goods, storage=storage, traits=frozenset(Trait))
            assert all(found.any_of for found in requirements_for(facts, TODAY))


def test_every_row_names_known_schemes_and_its_source() -> None:
    named = {scheme for duty in DUTIES for scheme in duty.any_of} | {row.scheme for row in EXCLUSIONS}

    assert named <= set(SCHEMES)
    assert {row.older for row in SUCCESSIONS} | {row.newer for row in SUCCESSIONS} <= set(SCHEMES)
    assert {duty.code for duty in DUTIES} == set(NAMES)
    assert all(row.source for row in (*DUTIES, *EXCLUSIONS, *EXEMPTIONS, *SUCCESSIONS))
