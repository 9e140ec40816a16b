"""The rules of papers as the operator reads them: kinds of papers, duties by date, what P-IRT is not given for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from certification.goods import GoodsClass
from certification.requirements.rules import DUTIES, EXCLUSIONS, Duty
from certification.schemes import SCHEMES, Validity
from marketplace.core.text import _l
from marketplace.desk.registers import RuleTable
from marketplace.web.i18n import _, day

GOODS = {
    GoodsClass.PROCESSED_FOOD: _l("processed food"),
    GoodsClass.PROCESSED_FOOD_ANIMAL: _l("processed fish, meat and eggs"),
    GoodsClass.DRINK: _l("drinks"),
    GoodsClass.RAW_MATERIAL: _l("raw materials"),
    GoodsClass.FRESH_PLANT: _l("fresh plants"),
    GoodsClass.FRESH_ANIMAL: _l("fresh fish, meat and eggs"),
    GoodsClass.COSMETIC: _l("cosmetics"),
    GoodsClass.TRADITIONAL_MEDICINE: _l("traditional medicine"),
    GoodsClass.TEXTILE: _l("textiles"),
    GoodsClass.CRAFT: _l("crafts"),
    GoodsClass.HOUSEHOLD: _l("household goods"),
    GoodsClass.FARM_SUPPLY: _l("farm supplies"),
}
"""What the classes of goods are called."""


def in_force(duty: Duty, today: date) -> bool:
    """Tell whether a duty stands on a day."""
    return (duty.valid_from is None or duty.valid_from <= today) and (duty.valid_to is None or today <= duty.valid_to)


def _schemes(_today: date) -> Sequence[Sequence[Any]]:
    return [
        (
            row.short_name,
            row.issuer,
            _("printed end date") if row.validity == Validity.DATED else _("while nothing changes"),
            row.renewal_days,
            row.expiring_days,
            row.source,
        )
        for row in SCHEMES.values()
    ]


def _duties(today: date) -> Sequence[Sequence[Any]]:
    return [
        (
            ", ".join(sorted(str(GOODS[goods]) for goods in duty.goods)),
            _(" or ").join(SCHEMES[code].short_name for code in duty.any_of),
            day(duty.valid_from) or _("always"),
            day(duty.valid_to) or _("open"),
            _("in force") if in_force(duty, today) else _("not in force"),
            duty.source,
        )
        for duty in DUTIES
    ]


def _exclusions(_today: date) -> Sequence[Sequence[Any]]:
    return [(SCHEMES[row.scheme].short_name, row.reason, row.source) for row in EXCLUSIONS]


TABLES = (
    RuleTable(
        title=_l("Kinds of papers"),
        about=_l("Who issues them, how they end, and from how many days before the end they are renewed and marked."),
        columns=(
            _l("Paper"),
            _l("Issuer"),
            _l("Ends"),
            _l("Renewal (days)"),
            _l("Marked (days)"),
            _l("Source"),
        ),
        rows=_schemes,
        position=20,
    ),
    RuleTable(
        title=_l("Papers that goods need"),
        about=_l("Each duty from its first to its last day."),
        columns=(_l("Goods"), _l("One of"), _l("From"), _l("Until"), _l("Today"), _l("Source")),
        rows=_duties,
        position=30,
    ),
    RuleTable(
        title=_l("What a paper is not given for"),
        about=_l("Goods that need another paper."),
        columns=(_l("Paper"), _l("Reason"), _l("Source")),
        rows=_exclusions,
        position=40,
    ),
)
