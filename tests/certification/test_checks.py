"""Truth tables of the automatic checks: what each finding follows from, and that the worst is said first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from certification.checks import Check, Coverage, Double, Facts, Level, Same, run
from certification.numbers import NumberContext, explain
from certification.schemes import SCHEMES

TODAY = date(2026, 11, 24)
NUMBER = "2023524019999-31"


def facts(**changes: object) -> Facts:
    sound = Facts(
        scheme=SCHEMES["pirt"],
        number=explain("pirt", NUMBER, context=NumberContext(region_code="35.24.14"), today=TODAY),
        issued_on=date(2026, 5, 12),
        valid_from=date(2026, 5, 12),
        valid_until=date(2031, 5, 12),
        region="35.24.14.2011",
        home="35.24.14",
        coverage=Coverage(listed=("Keripik Tempe",), named=("Keripik Tempe",)),
    )
    return replace(sound, **changes)  # type: ignore[arg-type]


def odd(found: tuple[Check, ...]) -> dict[str, Level]:
    return {check.code: check.level for check in found if check.level != Level.GOOD}


def test_a_sound_paper_has_nothing_odd() -> None:
    assert odd(run(facts(), TODAY)) == {}
    assert {check.code for check in run(facts(), TODAY)} == {"number", "double", "days", "place", "scope"}


@pytest.mark.parametrize(
    ("changes", "code", "level"),
    [
        ({"issued_on": None}, "issued_on", Level.BAD),
        ({"issued_on": TODAY + timedelta(days=1), "valid_from": None}, "issued_on", Level.BAD),
        ({"valid_from": date(2026, 5, 11)}, "valid_from", Level.BAD),
        ({"valid_from": TODAY + timedelta(days=1)}, "valid_from", Level.LOOK),
        ({"valid_until": None}, "valid_until", Level.BAD),
        ({"valid_until": date(2026, 5, 11)}, "valid_until", Level.BAD),
        ({"valid_until": TODAY - timedelta(days=1)}, "valid_until", Level.BAD),
        ({"valid_until": TODAY}, "valid_until", Level.LOOK),
        ({"valid_until": date(2031, 5, 13)}, "longest", Level.BAD),
        ({"region": "35.78.09"}, "place", Level.LOOK),
        ({"number": None}, "receipt_only", Level.LOOK),
        ({"number": explain("pirt", "123", today=TODAY)}, "number", Level.BAD),
        ({"doubles": (Double(Same.NUMBER, "KDMP Tetangga", "Pak Kasnawi"),)}, "double", Level.BAD),
        ({"doubles": (Double(Same.SCAN, "KDMP Tetangga", "Pak Kasnawi"),)}, "double", Level.BAD),
        ({"coverage": Coverage()}, "scope", Level.LOOK),
        ({"coverage": Coverage(listed=("Rengginang",), idle=("Keripik Tempe",))}, "scope", Level.LOOK),
    ],
)
def test_each_oddity_is_found(changes: dict[str, object], code: str, level: Level) -> None:
    assert odd(run(facts(**changes), TODAY))[code] == level


def test_a_halal_paper_without_an_end_is_sound() -> None:
    found = run(facts(scheme=SCHEMES["halal"], valid_until=None), TODAY)

    assert not {"valid_until", "longest"} & odd(found).keys()


def test_a_paper_of_the_organisation_covers_no_products() -> None:
    assert "scope" not in {check.code for check in run(facts(coverage=None), TODAY)}


def test_the_worst_is_said_first() -> None:
    found = run(facts(region="35.78.09", doubles=(Double(Same.SCAN, "KDMP Tetangga", "Pak Kasnawi"),)), TODAY)

    assert [check.level for check in found] == sorted((c.level for c in found), key=list(Level).index)
    assert found[0].code == "double"
