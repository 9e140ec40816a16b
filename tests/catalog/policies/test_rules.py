"""Truth tables of a buyer's policy: days at their edges, papers without an end, exempt, declared and held goods."""

from datetime import date, timedelta

import pytest

from catalog.policies.rules import (
    BY_LAW,
    Fault,
    Gap,
    Level,
    PaperRule,
    Policy,
    ProductFacts,
    Span,
    findings,
)

DELIVERY = date(2026, 12, 10)
FOOD = frozenset({"halal", "pirt", "bpom"})
BEGUN = date(2026, 1, 1)
PERMIT = ("pirt", "bpom")


def until(days: int) -> tuple[Span, ...]:
    """One paper in force that ends so many days after delivery."""
    return ((BEGUN, DELIVERY + timedelta(days=days)),)


ENDLESS: tuple[Span, ...] = ((BEGUN, date.max),)


@pytest.mark.parametrize(
    ("spans", "days_left", "fault"),
    [
        (until(0), 0, None),
        (until(-1), 0, Fault.ENDED),
        (until(1), 0, None),
        (until(119), 120, Fault.TOO_SHORT),
        (until(120), 120, None),
        (until(121), 120, None),
        (ENDLESS, 1_825, None),
        (((DELIVERY, date.max),), 0, None),
        (((DELIVERY + timedelta(days=1), date.max),), 0, Fault.NOT_BEGUN),
        ((*until(5), (DELIVERY + timedelta(days=9), date.max)), 30, Fault.TOO_SHORT),
        ((*until(-5), *until(300)), 30, None),
        ((), 0, Fault.MISSING),
    ],
)
def test_days_left_are_counted_from_the_day_of_delivery(
    spans: tuple[Span, ...], days_left: int, fault: Fault | None
) -> None:
    policy = Policy(papers=(PaperRule(any_of=("pirt",), days_left=days_left),))
    found = findings(policy, ProductFacts(asked=FOOD, spans={"pirt": spans}), delivery=DELIVERY)
    assert [row.fault for row in found] == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("spans", "shelf_life", "fault"),
    [
        (until(180), 180, None),
        (until(179), 180, Fault.SHELF_LIFE),
        (until(0), None, None),
        (ENDLESS, 10**9, None),
        (until(10), 10**9, Fault.SHELF_LIFE),
    ],
)
def test_a_paper_may_have_to_outlive_the_goods(
    spans: tuple[Span, ...], shelf_life: int | None, fault: Fault | None
) -> None:
    policy = Policy(papers=(PaperRule(any_of=("pirt",), through_shelf_life=True),))
    facts = ProductFacts(asked=FOOD, spans={"pirt": spans}, shelf_life_days=shelf_life)
    assert [row.fault for row in findings(policy, facts, delivery=DELIVERY)] == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("facts", "everywhere", "fault"),
    [
        # The law asks none of these papers of textiles, nor of goods exempt by their shelf life.
        (ProductFacts(), False, None),
        (ProductFacts(asked=frozenset({"halal"})), False, None),
        (ProductFacts(), True, Fault.MISSING),
        (ProductFacts(spans={"pirt": ENDLESS}), True, None),
        # A paper that the law does not take for these goods answers nothing: frozen food with a P-IRT.
        (ProductFacts(asked=frozenset({"bpom"}), spans={"pirt": ENDLESS}), False, Fault.MISSING),
        (ProductFacts(asked=FOOD, spans={"bpom": ENDLESS}), False, None),
        (ProductFacts(asked=FOOD, on_hold=frozenset({"pirt"})), False, Fault.ON_HOLD),
        (ProductFacts(asked=FOOD, on_hold=frozenset({"pirt"}), spans={"bpom": ENDLESS}), False, None),
    ],
)
def test_a_rule_concerns_the_goods_of_which_the_law_asks_its_papers(
    facts: ProductFacts, everywhere: bool, fault: Fault | None
) -> None:
    policy = Policy(papers=(PaperRule(any_of=PERMIT, everywhere=everywhere),))
    assert [row.fault for row in findings(policy, facts, delivery=DELIVERY)] == ([fault] if fault else [])


def test_of_several_papers_the_nearest_is_spoken_of() -> None:
    policy = Policy(papers=(PaperRule(any_of=PERMIT, days_left=90, level=Level.REASON),))
    facts = ProductFacts(asked=FOOD, spans={"pirt": until(-3), "bpom": until(12)})

    [found] = findings(policy, facts, delivery=DELIVERY)

    assert (found.code, found.level, found.fault) == ("paper-pirt-bpom", Level.REASON, Fault.TOO_SHORT)
    assert (found.schemes, found.until, found.has, found.asked) == (("bpom",), DELIVERY + timedelta(days=12), 12, 90)


def test_goods_declared_not_halal_satisfy_the_law_and_not_a_buyer_who_asks_halal() -> None:
    facts = ProductFacts(asked=FOOD, declared_not_halal=True, spans={"halal": ENDLESS})
    asks = Policy(papers=(PaperRule(any_of=("halal",)),))
    assert [row.fault for row in findings(asks, facts, delivery=DELIVERY)] == [Fault.NOT_HALAL]
    assert findings(BY_LAW, facts, delivery=DELIVERY) == ()


@pytest.mark.parametrize(
    ("level", "codes"),
    [
        (Level.BLOCK, ["paper-pirt-bpom"]),
        (Level.WARN, ["paper-pirt-bpom"]),
        (Level.INFORM, ["paper-pirt-bpom", "law-distribution_permit"]),
    ],
)
def test_the_law_is_told_beside_a_rule_only_where_the_rule_is_quieter(level: Level, codes: list[str]) -> None:
    facts = ProductFacts(asked=FOOD, gaps=(Gap("distribution_permit", PERMIT),))
    policy = Policy(papers=(PaperRule(any_of=PERMIT, level=level),))
    assert [row.code for row in findings(policy, facts, delivery=DELIVERY)] == codes


def test_without_a_policy_a_paper_that_ends_before_delivery_is_warned_of() -> None:
    facts = ProductFacts(asked=FOOD, gaps=(Gap("halal", ("halal",)),))
    assert [(row.code, row.level) for row in findings(BY_LAW, facts, delivery=DELIVERY)] == [("law-halal", Level.WARN)]


@pytest.mark.parametrize(
    ("policy", "facts", "codes"),
    [
        (Policy(barcode=Level.BLOCK), ProductFacts(), ["barcode"]),
        (Policy(barcode=Level.BLOCK), ProductFacts(barcode=True), []),
        (Policy(), ProductFacts(), []),
        (Policy(readiness=70), ProductFacts(readiness=69), ["readiness"]),
        (Policy(readiness=70), ProductFacts(readiness=70), []),
        (Policy(readiness=70), ProductFacts(readiness=None), []),
    ],
)
def test_barcode_and_readiness(policy: Policy, facts: ProductFacts, codes: list[str]) -> None:
    assert [row.code for row in findings(policy, facts, delivery=DELIVERY)] == codes
