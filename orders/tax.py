"""PPN by dated rules: which rate on which base, rounded once at the line. A change of law is a new row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from catalog.taxation import TaxTreatment
from marketplace.core.money import Rupiah, round_half_up
from marketplace.core.text import _l

NOT_PKP = "not_pkp"
"""Sellers that are not registered for PPN charge none and issue no tax invoice (UU PPN art. 3A, 14)."""
EXEMPT = "exempt"
"""Goods freed from PPN (UU PPN art. 16B; PP 49/2022)."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How PPN is reckoned from its first day on: ``percent`` of ``base_numerator / base_denominator`` of the amount."""

    code: str
    first_day: date
    percent: int
    base_numerator: int = 1
    base_denominator: int = 1
    source: str


RULES = (
    Rule(code="ppn_11", first_day=date(2022, 4, 1), percent=11, source="UU 7/2021 (HPP) art. 7 (1) a"),
    # 12 % stays for luxury goods, which are not sold here; for all others the base became 11/12 of the price.
    Rule(
        code="ppn_12_of_11_12",
        first_day=date(2025, 1, 1),
        percent=12,
        base_numerator=11,
        base_denominator=12,
        source="UU 7/2021 (HPP) art. 7 (1) b; PMK 131/2024 art. 3",
    ),
)
"""In the order of their first days; each is in force until the next begins."""

WORDS = {
    NOT_PKP: _l("No PPN: the seller is not a PKP"),
    EXEMPT: _l("Freed from PPN"),
    "ppn_11": _l("PPN 11%"),
    "ppn_12_of_11_12": _l("PPN 12%, base 11/12"),
}
"""How a line is taxed, for people; the keys are what ``OrderLine.tax_rule`` holds."""


@dataclass(frozen=True)
class LineTax:
    """PPN of one line in whole rupiah: its base (DPP) and the tax; both 0 where none is charged."""

    base: Rupiah
    amount: Rupiah
    rule: str


@dataclass(frozen=True)
class TaxSum:
    """Base and tax of several lines: the sum of what was rounded at each."""

    base: Rupiah
    amount: Rupiah


def rule_on(day: date) -> Rule:
    """Return the rule in force on a day in Jakarta; raise ``LookupError`` before the first."""
    for rule in reversed(RULES):
        if rule.first_day <= day:
            return rule
    raise LookupError(f"no PPN rule is kept for {day}")


def line_tax(amount: Rupiah, treatment: TaxTreatment, seller_is_pkp: bool, day: date) -> LineTax:
    """Return the PPN on an amount before tax.

    The base is rounded to whole rupiah before the rate is applied, as Coretax does: 13,750 has the base 12,604
    and the tax 1,512, where 11 % at once would be 1,513.
    """
    if not seller_is_pkp:
        return LineTax(0, 0, NOT_PKP)
    if treatment == TaxTreatment.EXEMPT:
        return LineTax(0, 0, EXEMPT)
    rule = rule_on(day)
    base = round_half_up(amount * rule.base_numerator, rule.base_denominator)
    return LineTax(base, round_half_up(base * rule.percent, 100), rule.code)


def shipping_tax(cost: Rupiah, seller_is_pkp: bool, day: date) -> LineTax:
    """Return the PPN on what a seller charges for shipping: it is part of the price (UU PPN art. 1 no. 18)."""
    return line_tax(cost, TaxTreatment.STANDARD, seller_is_pkp, day)


def sum_of(taxes: Iterable[LineTax]) -> TaxSum:
    """Return the sum of lines that were each rounded before."""
    listed = list(taxes)
    return TaxSum(sum(tax.base for tax in listed), sum(tax.amount for tax in listed))
