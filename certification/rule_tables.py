"""The rules of papers as the operator reads them: kinds of papers, duties by date, what is shut out and exempt."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from certification.goods import GoodsClass, Trait
from certification.requirements.questions import QUESTIONS
from certification.requirements.rules import DUTIES, EXCLUSIONS, EXEMPTIONS, NAMES, SUCCESSIONS
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


_TRAITS = {question.trait: question.name for question in QUESTIONS}


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
            _goods(duty.goods, duty.traits),
            _(" or ").join(SCHEMES[code].short_name for code in duty.any_of),
            day(duty.valid_from) or _("always"),
            day(duty.valid_to) or _("open"),
            _("in force") if duty.stands(today) else _("not in force"),
            duty.source,
        )
        for duty in DUTIES
    ]


def _goods(goods: Iterable[GoodsClass], traits: Iterable[Trait] = ()) -> str:
    """Write classes of goods, with what narrows them in brackets."""
    classes = ", ".join(sorted(str(GOODS[each]) for each in goods))
    narrowed = ", ".join(str(_TRAITS[trait]) for trait in traits)
    return f"{classes} ({narrowed})" if narrowed else classes


def _exemptions(_today: date) -> Sequence[Sequence[Any]]:
    lifted = [(NAMES[row.code], _goods(row.goods), row.reason, row.source) for row in EXEMPTIONS]
    older = [
        (
            NAMES[row.newer],
            _goods(row.goods),
            _(
                "Records filed as %(paper)s until %(day)s still count.",
                paper=SCHEMES[row.older].short_name,
                day=day(row.filed_until),
            ),
            row.source,
        )
        for row in SUCCESSIONS
    ]
    return [*lifted, *older]


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
    RuleTable(
        title=_l("What lifts the duty of a paper"),
        about=_l("Goods that are exempt, and older records that still count."),
        columns=(_l("Paper"), _l("Goods"), _l("Reason"), _l("Source")),
        rows=_exemptions,
        position=45,
    ),
)
