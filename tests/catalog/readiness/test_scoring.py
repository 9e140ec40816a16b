"""The score of readiness: truth tables of points, bands and the cheapest step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from catalog.policies.rules import Level, PaperRule, Policy
from catalog.readiness.answers import Band, Check, Readiness
from catalog.readiness.demand import asking
from catalog.readiness.facts import Barcode, LabelPart, Mend, PaperFact, ReadinessFacts
from catalog.readiness.grouping import bands, grouped
from catalog.readiness.scoring import readiness
from catalog.readiness.weights import WEIGHTINGS
from certification.goods import GoodsClass

DAY = date(2026, 11, 24)


def paper(code: str, **over: Any) -> PaperFact:
    values = {"code": code, "name": code, "verified": True, "reason": "missing", "task": "obtain", "days": 30, **over}
    return PaperFact(**values)


NIB, NPWP, HALAL = paper("nib", days=3), paper("npwp", days=3), paper("halal")
PERMIT = paper("distribution_permit", valid_until=DAY + timedelta(days=900), days=14)
WHOLE = ReadinessFacts(
    day=DAY,
    goods=GoodsClass.PROCESSED_FOOD,
    papers=(NIB, NPWP, HALAL, PERMIT),
    barcode=Barcode.SELLABLE,
    label=frozenset(LabelPart),
    shelf_life_days=180,
    monthly_capacity=1_000,
    minimum_order=100,
    carton_size=24,
    weight_g=250,
    price_steps=2,
    photos=1,
)
BARE = ReadinessFacts(
    day=DAY,
    goods=GoodsClass.PROCESSED_FOOD,
    papers=tuple(replace(row, verified=False) for row in WHOLE.papers),
    minimum_order=100,
)


def codes(checks: Sequence[Check]) -> list[str]:
    return [check.code for check in checks]


def test_the_points_of_food_make_a_hundred() -> None:
    for row in WEIGHTINGS:
        assert sum(points for code, points in row.points.items() if code != "sni") == 100
        assert row.source


def test_everything_there_is_a_hundred_and_nothing_is_none() -> None:
    assert (readiness(WHOLE).score, readiness(WHOLE).missing, readiness(WHOLE).next_step) == (100, (), None)
    assert readiness(BARE).score == 0


@pytest.mark.parametrize(
    ("change", "score", "missing"),
    [
        ({"barcode": Barcode.NONE}, 90, "barcode"),
        ({"barcode": Barcode.IN_STORE}, 90, "barcode"),
        ({"label": frozenset(LabelPart) - {LabelPart.INGREDIENTS}}, 98, "label"),
        ({"label": frozenset()}, 90, "label"),
        ({"shelf_life_days": None}, 92, "shelf_life"),
        ({"shelf_life_days": 89}, 92, "shelf_life"),
        ({"shelf_life_days": 90}, 100, None),
        ({"monthly_capacity": None}, 93, "capacity"),
        ({"monthly_capacity": 99}, 93, "capacity"),
        ({"monthly_capacity": 100}, 100, None),
        ({"carton_size": None, "weight_g": 0}, 93, "carton"),
        ({"carton_size": None}, 96, "carton"),
        ({"weight_g": 0}, 96, "carton"),
        ({"price_steps": 1}, 96, "prices"),
        ({"photos": 0}, 96, "photos"),
        ({"papers": (replace(NIB, verified=False), NPWP, HALAL, PERMIT)}, 92, "nib"),
        ({"papers": (NIB, NPWP, replace(HALAL, verified=False), PERMIT)}, 85, "halal"),
        ({"papers": (NIB, NPWP, HALAL, replace(PERMIT, verified=False))}, 80, "distribution_permit"),
    ],
)
def test_each_gap_costs_its_points(change: dict[str, Any], score: int, missing: str | None) -> None:
    found = readiness(replace(WHOLE, **change))

    assert found.score == score
    assert codes(found.missing) == ([missing] if missing else [])
    assert all(check.missing and check.task for check in found.missing)


@pytest.mark.parametrize(("days", "earned"), [(-1, 0), (0, 10), (1, 10), (180, 10), (181, 20), (None, 20)])
def test_a_licence_that_ends_within_six_months_counts_half(days: int | None, earned: int) -> None:
    until = None if days is None else DAY + timedelta(days=days)
    ending = replace(PERMIT, valid_until=until, verified=days != -1)

    found = readiness(replace(WHOLE, papers=(NIB, NPWP, HALAL, ending)))

    assert next(check.earned for check in found.checks if check.code == "distribution_permit") == earned


@pytest.mark.parametrize(
    ("goods", "asked"),
    [
        (GoodsClass.PROCESSED_FOOD, {"barcode", "shelf_life"}),
        (GoodsClass.COSMETIC, {"barcode", "shelf_life"}),
        (GoodsClass.FRESH_PLANT, {"barcode"}),
        (GoodsClass.TEXTILE, {"barcode"}),
        (GoodsClass.FRESH_ANIMAL, set()),
        (GoodsClass.RAW_MATERIAL, set()),
    ],
)
def test_goods_are_asked_only_what_applies_to_them(goods: GoodsClass, asked: set[str]) -> None:
    found = readiness(replace(BARE, goods=goods, papers=()))

    assert {check.code for check in found.checks} & {"barcode", "shelf_life"} == asked
    assert {"label", "carton", "capacity", "prices", "photos"} <= {check.code for check in found.checks}


def test_cloth_without_any_certificate_can_be_wholly_ready() -> None:
    cloth = replace(
        WHOLE,
        goods=GoodsClass.TEXTILE,
        papers=(NIB, NPWP),
        label=frozenset({LabelPart.MAKER, LabelPart.PACKAGING}),
        shelf_life_days=None,
    )

    assert readiness(cloth).score == 100


@pytest.mark.parametrize(
    ("lost", "band"),
    [
        (("barcode",), Band.READY),  # 90
        (("distribution_permit",), Band.NEARLY),  # 80
        (("halal", "distribution_permit", "barcode"), Band.NEARLY),  # 55
        (("halal", "distribution_permit", "barcode", "label"), Band.GROWING),  # 45
    ],
)
def test_bands_follow_the_design(lost: tuple[str, ...], band: Band) -> None:
    facts = replace(
        WHOLE,
        papers=tuple(replace(row, verified=row.code not in lost) for row in WHOLE.papers),
        barcode=Barcode.NONE if "barcode" in lost else Barcode.SELLABLE,
        label=frozenset() if "label" in lost else frozenset(LabelPart),
    )

    assert readiness(facts).band == band


@pytest.mark.parametrize(
    ("points", "band"), [(100, Band.READY), (85, Band.READY), (84, Band.NEARLY), (50, Band.NEARLY), (49, Band.GROWING)]
)
def test_bands_begin_exactly_at_their_score(points: int, band: Band) -> None:
    checks = (
        Check(code="a", name="a", points=points, earned=points, mend=Mend.PACKING),
        Check(code="b", name="b", points=100 - points, earned=0, mend=Mend.PACKING),
    )

    assert Readiness(checks, WEIGHTINGS[0]).band == band


def test_the_cheapest_step_has_the_fewest_days_then_the_most_points() -> None:
    steps = codes(readiness(BARE).missing)

    assert steps[0] == "label"  # 0 days, 10 points
    assert steps[1] == "shelf_life"  # 0 days, 8 points: nobody has stated it
    assert steps.index("nib") < steps.index("npwp") < steps.index("barcode") < steps.index("distribution_permit")
    assert steps[-1] == "halal"  # 30 days


def test_what_waits_for_an_office_is_last_and_never_the_next_step() -> None:
    waiting = replace(NIB, verified=False, days=0, waits=True)

    found = readiness(replace(WHOLE, papers=(waiting, NPWP, HALAL, PERMIT), barcode=Barcode.NONE))

    assert codes(found.missing) == ["barcode", "nib"]
    assert found.next_step is not None
    assert found.next_step.code == "barcode"
    assert readiness(replace(WHOLE, papers=(waiting, NPWP, HALAL, PERMIT))).next_step is None


def test_a_step_says_what_it_unlocks() -> None:
    permit = replace(PERMIT, verified=False, blocks_orders=True)
    found = readiness(replace(WHOLE, papers=(NIB, NPWP, HALAL, permit), barcode=Barcode.NONE))
    by_code = {check.code: check for check in found.missing}

    assert found.score == 70
    assert found.gain_of(by_code["distribution_permit"]) == 20
    assert found.new_band(by_code["distribution_permit"]) == Band.READY
    assert found.new_band(by_code["barcode"]) is None
    assert found.opens_orders(by_code["distribution_permit"])
    assert not found.opens_orders(by_code["barcode"])


def test_one_of_two_missing_papers_alone_opens_no_orders() -> None:
    lacking = tuple(replace(row, verified=False, blocks_orders=True) for row in (HALAL, PERMIT))

    found = readiness(replace(WHOLE, papers=(NIB, NPWP, *lacking)))

    assert not any(found.opens_orders(check) for check in found.missing)


def test_gaps_of_several_products_are_put_together_by_step() -> None:
    scored = [
        ("Keripik", readiness(replace(WHOLE, barcode=Barcode.NONE, photos=0))),
        ("Abon", readiness(replace(WHOLE, barcode=Barcode.NONE))),
        ("Kopi", readiness(WHOLE)),
    ]

    groups = grouped(scored)

    assert [(group.first.code, [row.product for row in group.products], group.gain) for group in groups] == [
        ("photos", ["Keripik"], 4),
        ("barcode", ["Keripik", "Abon"], 20),
    ]
    assert bands(scored) == {Band.READY: 3, Band.NEARLY: 0, Band.GROWING: 0}


def test_a_gap_of_minutes_and_one_of_weeks_are_two_steps() -> None:
    unstated, short = (readiness(replace(WHOLE, shelf_life_days=days)) for days in (None, 6))

    groups = grouped([("Draf", unstated), ("Jumbrek", short)])

    assert [(group.first.code, group.first.days, len(group.products)) for group in groups] == [
        ("shelf_life", 0, 1),
        ("shelf_life", 60, 1),
    ]


def test_buyers_are_counted_who_ask_for_it_or_whose_score_would_be_reached() -> None:
    permit = replace(PERMIT, verified=False, schemes=("pirt", "bpom"))
    found = readiness(replace(WHOLE, papers=(NIB, NPWP, HALAL, permit), barcode=Barcode.NONE))  # 70
    by_code = {check.code: check for check in found.missing}
    policies = (
        Policy(),
        Policy(papers=(PaperRule(any_of=("pirt",)),)),
        Policy(papers=(PaperRule(any_of=("halal",)),)),
        Policy(barcode=Level.WARN),
        Policy(readiness=85),
        Policy(readiness=95),
    )

    assert asking(policies, found, by_code["distribution_permit"]) == 2  # its rule, and 90 reaches 85
    assert asking(policies, found, by_code["barcode"]) == 1  # 80 reaches nothing
