"""PPN by dated rules, rounded as Coretax does (vectors: reference of the field, 3.1)."""

from datetime import date

import pytest

from catalog.taxation import RULES, TaxTreatment, rule_on
from orders import tax
from orders.tax import EXEMPT, NOT_PKP, WORDS, LineTax, line_tax, shipping_tax, sum_of

TODAY = date(2026, 11, 24)
STANDARD, FREED = TaxTreatment.STANDARD, TaxTreatment.EXEMPT


@pytest.mark.parametrize(
    ("amount", "base", "ppn"),
    [
        (13_750, 12_604, 1_512),  # 11 % at once would be 1,513
        (999_999, 916_666, 110_000),
        (10_000_000, 9_166_667, 1_100_000),
        (12_500_000, 11_458_333, 1_375_000),
        (0, 0, 0),
        (1, 1, 0),
        (6, 6, 1),  # 5.5 is rounded up, and so is 0.72
    ],
)
def test_the_base_is_rounded_before_the_rate(amount: int, base: int, ppn: int) -> None:
    assert line_tax(amount, STANDARD, True, TODAY) == LineTax(base, ppn, "ppn_12_of_11_12")


@pytest.mark.parametrize(
    ("treatment", "is_pkp", "expected"),
    [
        (STANDARD, True, LineTax(9_166_667, 1_100_000, "ppn_12_of_11_12")),
        (STANDARD, False, LineTax(0, 0, NOT_PKP)),
        (FREED, True, LineTax(0, 0, EXEMPT)),
        (FREED, False, LineTax(0, 0, NOT_PKP)),
    ],
)
def test_only_a_pkp_charges_and_only_on_taxable_goods(treatment: TaxTreatment, is_pkp: bool, expected: LineTax) -> None:
    assert line_tax(10_000_000, treatment, is_pkp, TODAY) == expected


@pytest.mark.parametrize(
    ("day", "code", "ppn_of_13750"),
    [
        (date(2022, 4, 1), "ppn_11", 1_513),
        (date(2024, 12, 31), "ppn_11", 1_513),
        (date(2025, 1, 1), "ppn_12_of_11_12", 1_512),
        (date(2030, 1, 1), "ppn_12_of_11_12", 1_512),
    ],
)
def test_the_rule_of_the_day_counts(day: date, code: str, ppn_of_13750: int) -> None:
    found = line_tax(13_750, STANDARD, True, day)

    assert (found.rule, found.amount) == (code, ppn_of_13750)


def test_a_day_before_every_rule_is_an_error_not_zero() -> None:
    with pytest.raises(LookupError):
        rule_on(date(2022, 3, 31))


def test_every_rule_names_its_law_and_has_words() -> None:
    assert all(rule.source for rule in RULES)
    assert list(RULES) == sorted(RULES, key=lambda rule: rule.first_day)
    assert set(WORDS) == {NOT_PKP, EXEMPT, *(rule.code for rule in RULES)}
    assert all("%%" not in str(words) for words in WORDS.values())


def test_shipping_by_a_pkp_is_taxed_like_goods() -> None:
    assert shipping_tax(13_750, True, TODAY) == LineTax(12_604, 1_512, "ppn_12_of_11_12")
    assert shipping_tax(13_750, False, TODAY).amount == 0


def test_a_sum_adds_what_was_rounded_and_rounds_no_more() -> None:
    lines = [line_tax(13_750, STANDARD, True, TODAY) for _ in range(3)]

    assert sum_of(lines) == tax.TaxSum(3 * 12_604, 3 * 1_512)
    assert sum_of([]) == tax.TaxSum(0, 0)
