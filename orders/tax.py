"""PPN of one line: the dated rule of the day on the amount, rounded once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from catalog.taxation import RULE_WORDS, TaxTreatment, rule_on
from marketplace.core.money import Rupiah, round_half_up
from marketplace.core.text import _l

NOT_PKP = "not_pkp"
"""Sellers that are not registered for PPN charge none and issue no tax invoice (UU PPN art. 3A, 14)."""
EXEMPT = "exempt"
"""Goods freed from PPN (UU PPN art. 16B; PP 49/2022)."""

WORDS = {
    NOT_PKP: _l("No PPN: the seller is not a PKP"),
    EXEMPT: _l("Freed from PPN"),
    **RULE_WORDS,
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
