"""The rules of papers as the operator reads them: kinds of papers, duties by date, what is shut out and exempt."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from certification.goods import GoodsClass, Trait
from certification.requirements.questions import QUESTIONS
from certification.requirements.rules import DUTIES, EXCLUSIONS, EXEMPTIONS, NAMES, SUCCESSIONS
from certification.schemes import SCHEMES, Scheme, Subject, Validity
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


_ENDS = {
    Validity.DATED: _l("on the printed day"),
    Validity.CONDITIONAL: _l("when ingredients or process change"),
    Validity.OPEN: _l("when the business ends"),
}


def _schemes(subject: Subject, today: date) -> Sequence[Sequence[Any]]:
    return [
        (
            row.name,
            row.issuer,
            _ENDS[row.validity],
            _longest(row),
            "" if row.renewal_days is None else row.renewal_days,
            row.expiring_days if row.has_end_date or row.validity == Validity.CONDITIONAL else "",
            row.register_name or _("none known"),
            _source(row),
        )
        for row in SCHEMES.values()
        if row.subject == subject
    ]


def _longest(row: Scheme) -> str:
    if row.max_validity_years is None:
        return ""
    if row.is_limit_confirmed:
        return str(row.max_validity_years)
    return str(_("%(years)s (not confirmed)", years=row.max_validity_years))


def _source(row: Scheme) -> str:
    days = [text for text in (row.valid_from and day(row.valid_from), row.valid_to and day(row.valid_to)) if text]
    return f"{row.source} ({' – '.join(days)})" if days else row.source


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


_COLUMNS = (
    _l("Paper"),
    _l("Issuer"),
    _l("Ends"),
    _l("Longest (years)"),
    _l("Renewal (days)"),
    _l("Marked (days)"),
    _l("Public register"),
    _l("Source"),
)

TABLES = (
    RuleTable(
        title=_l("Papers of goods"),
        about=_l("Who issues them, how they end, and from how many days before the end they are renewed and marked."),
        columns=_COLUMNS,
        rows=partial(_schemes, Subject.GOODS),
        position=20,
    ),
    RuleTable(
        title=_l("Papers of the cooperative itself"),
        about=_l("They name no products. The tax number is never public."),
        columns=_COLUMNS,
        rows=partial(_schemes, Subject.ORGANISATION),
        position=25,
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
