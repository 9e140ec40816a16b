"""The catalogue's rules as the operator reads them: shelves, and PPN by date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from catalog.categories import CATEGORIES
from catalog.taxation import RULES, Rule, TaxTreatment, rule_on
from certification.goods import GoodsFacts
from certification.requirements import requirements_for
from certification.rule_tables import GOODS
from certification.schemes import SCHEMES
from marketplace.core.text import _l
from marketplace.desk.registers import RuleTable
from marketplace.web.i18n import _, day

TREATMENTS = {TaxTreatment.STANDARD: _l("with PPN"), TaxTreatment.EXEMPT: _l("freed from PPN")}


def _categories(today: date) -> Sequence[Sequence[Any]]:
    rows = []
    for category in CATEGORIES.values():
        needed = requirements_for(GoodsFacts(goods=category.goods), today)
        papers = "; ".join(_(" or ").join(SCHEMES[code].short_name for code in row.any_of) for row in needed)
        rows.append((category.name, GOODS[category.goods], papers or _("none"), TREATMENTS[category.tax]))
    return rows


def _ppn(today: date) -> Sequence[Sequence[Any]]:
    return [
        (
            f"{rule.percent} %",
            _base(rule),
            day(rule.first_day),
            _("in force") if rule == rule_on(today) else _("replaced") if rule.first_day <= today else _("to come"),
            rule.source,
        )
        for rule in RULES
    ]


def _base(rule: Rule) -> str:
    if rule.base_numerator == rule.base_denominator:
        return str(_("the price"))
    return str(_("%(part)s of the price", part=f"{rule.base_numerator}/{rule.base_denominator}"))


TABLES = (
    RuleTable(
        title=_l("PPN"),
        about=_l("Rate and base by date; sellers who are not PKP charge none."),
        columns=(_l("Rate"), _l("Base"), _l("From"), _l("Today"), _l("Source")),
        rows=_ppn,
        position=5,
    ),
    RuleTable(
        title=_l("Categories"),
        about=_l("The shelves of the shop, what the law sees in them, and what they need today."),
        columns=(_l("Category"), _l("Goods"), _l("Papers needed"), _l("A new product starts")),
        rows=_categories,
        position=10,
    ),
)
