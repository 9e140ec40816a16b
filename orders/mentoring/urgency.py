"""Which cooperative needs help first: a sum of plain weights, each with the words that explain it. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from marketplace.core.text import _l

CASELOAD = (7, 15)
"""Cooperatives that one business assistant minds (reference/domain.md, part 5, sources B1 to B4). Advice, no limit."""

LONG_AGO = 30
"""Days without a visit from which a cooperative is shown as waiting: the report is monthly, so is the visit."""

WEIGHT_NEVER, WEIGHT_LONG_AGO = 40, 25
WEIGHT_OVERDUE, MOST_OVERDUE = 10, 40
WEIGHT_ENDED, MOST_ENDED = 12, 36
WEIGHT_SOON, MOST_SOON = 6, 18
WEIGHT_LEGAL, MOST_LEGAL = 6, 18
WEIGHT_NOTHING_ON_SALE = 8

LEGAL_PAPERS = {"nib": "NIB", "npwp": "NPWP", "nik_koperasi": "NIK koperasi", "ahu": "AHU"}
"""The papers of a cooperative itself; proper names in both languages."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one cooperative on one day."""

    last_visit: date | None
    open_steps: int = 0
    overdue_steps: int = 0
    papers_ended: int = 0
    papers_ending: int = 0
    legal_missing: tuple[str, ...] = ()
    on_sale: int = 0
    open_orders: int = 0
    revenue: int = 0
    """Whole rupiah of goods that buyers received this month."""


@dataclass(frozen=True)
class Reason:
    """One reason to go there: how much it weighs, and its words."""

    weight: int
    words: Any


def days_since(last_visit: date | None, today: date) -> int | None:
    """Return how many days ago the last visit was; None where there was none."""
    return None if last_visit is None else max(0, (today - last_visit).days)


def reasons(facts: Facts, today: date) -> tuple[Reason, ...]:
    """Return why a cooperative needs help, the weightiest first; nothing where all is well."""
    found = [*_visits(facts, today), *_steps(facts), *_papers(facts)]
    if facts.on_sale == 0:
        found.append(Reason(WEIGHT_NOTHING_ON_SALE, _l("Nothing on sale yet")))
    return tuple(sorted(found, key=lambda reason: -reason.weight))


def urgency(facts: Facts, today: date) -> int:
    """Return how urgently a cooperative needs help: 0 is "all is well"."""
    return sum(reason.weight for reason in reasons(facts, today))


def _visits(facts: Facts, today: date) -> list[Reason]:
    days = days_since(facts.last_visit, today)
    if days is None:
        return [Reason(WEIGHT_NEVER, _l("Never visited"))]
    return [Reason(WEIGHT_LONG_AGO, _l("No visit for %(days)s days", days=days))] if days > LONG_AGO else []


def _steps(facts: Facts) -> list[Reason]:
    if not facts.overdue_steps:
        return []
    words = _l("Overdue steps: %(count)s", count=facts.overdue_steps)
    return [Reason(min(WEIGHT_OVERDUE * facts.overdue_steps, MOST_OVERDUE), words)]


def _papers(facts: Facts) -> list[Reason]:
    names = ", ".join(LEGAL_PAPERS[name] for name in facts.legal_missing)
    rows = (
        (facts.papers_ended, WEIGHT_ENDED, MOST_ENDED, _l("Expired papers: %(count)s", count=facts.papers_ended)),
        (facts.papers_ending, WEIGHT_SOON, MOST_SOON, _l("Papers ending soon: %(count)s", count=facts.papers_ending)),
        (len(facts.legal_missing), WEIGHT_LEGAL, MOST_LEGAL, _l("Missing: %(names)s", names=names)),
    )
    return [Reason(min(weight * count, most), words) for count, weight, most, words in rows if count]
