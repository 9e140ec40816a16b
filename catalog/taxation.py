"""How PPN looks at a product: what the seller states, and the rates by date. A change of law is a new row."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from marketplace.core.text import _l


class TaxTreatment(StrEnum):
    """Treatment of goods under PPN."""

    STANDARD = "standard"
    """Taxable goods (UU PPN art. 4)."""
    EXEMPT = "exempt"
    """Goods freed from PPN: rice, corn, eggs, vegetables, fruit ... (PP 49/2022)."""


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


RULE_WORDS = {
    "ppn_11": _l("PPN 11% of the price"),
    "ppn_12_of_11_12": _l("PPN 11% of the price (12% on a base of 11/12)"),
}
"""How each rule is said to people, the same on a product, an order and its papers."""


def rule_on(day: date) -> Rule:
    """Return the rule in force on a day in Jakarta; raise ``LookupError`` before the first."""
    for rule in reversed(RULES):
        if rule.first_day <= day:
            return rule
    raise LookupError(f"no PPN rule is kept for {day}")


def effective_percent(treatment: TaxTreatment, seller_is_pkp: bool, day: date) -> float:
    """Return how many percent of a price before PPN are added on a day; 0 where none is charged.

    For showing only: an order rounds base and tax at each line (``orders.tax.line_tax``).
    """
    if not seller_is_pkp or treatment == TaxTreatment.EXEMPT:
        return 0.0
    rule = rule_on(day)
    return float(Fraction(rule.percent * rule.base_numerator, rule.base_denominator))
