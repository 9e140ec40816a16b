"""Levels, rules and findings in words. Lazy: they become the reader's language when they are shown."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import Any

from babel.support import LazyProxy

from catalog.policies.rules import Fault, Finding, Level, PaperRule, Policy
from certification.schemes import SCHEMES
from marketplace.core.looks import Look
from marketplace.core.text import _l, lazy_day

LEVELS = {
    Level.INFORM: Look("info", "info", _l("For information")),
    Level.WARN: Look("wait", "triangle-alert", _l("Warning")),
    Level.REASON: Look("wait", "message-square-text", _l("Needs a reason")),
    Level.BLOCK: Look("bad", "ban", _l("Not allowed by the policy")),
}
"""How a finding looks beside a line."""

CHOICES = {
    Level.INFORM: _l("Inform: only say it"),
    Level.WARN: _l("Warn: say it clearly, ordering goes on"),
    Level.REASON: _l("Ask a reason: ordered only with a written reason"),
    Level.BLOCK: _l("Block: it cannot be ordered"),
}
"""What each level does, where it is chosen."""

Say = Callable[[Finding, Any, Any], LazyProxy]

_SENTENCES: dict[Fault, Say] = {
    Fault.SHELF_LIFE: lambda _found, papers, day: _l(
        "%(papers)s ends on %(day)s, before the goods reach the end of their shelf life.", papers=papers, day=day
    ),
    Fault.TOO_SHORT: lambda found, papers, day: _l(
        "%(papers)s ends on %(day)s: %(has)s days after delivery, the policy asks for %(asked)s.",
        papers=papers,
        day=day,
        has=found.has,
        asked=found.asked,
    ),
    Fault.ENDED: lambda _found, papers, day: _l(
        "%(papers)s ends on %(day)s, before the goods arrive.", papers=papers, day=day
    ),
    Fault.NOT_BEGUN: lambda _found, papers, day: _l(
        "%(papers)s holds only from %(day)s on, after the goods arrive.", papers=papers, day=day
    ),
    Fault.ON_HOLD: lambda _found, papers, _day: _l("%(papers)s is on hold for this product.", papers=papers),
    Fault.NOT_HALAL: lambda _found, _papers, _day: _l('The label says "tidak halal".'),
    Fault.MISSING: lambda _found, papers, _day: _l("No verified certificate %(papers)s covers it.", papers=papers),
    Fault.LAW: lambda _found, papers, _day: _l(
        "The law asks for %(papers)s, and none holds on the day of delivery.", papers=papers
    ),
    Fault.BARCODE: lambda _found, _papers, _day: _l("It has no barcode."),
    Fault.READINESS: lambda found, _papers, _day: _l(
        'Its score "siap ritel" is %(has)s, the policy asks for %(asked)s.', has=found.has, asked=found.asked
    ),
}


def say(finding: Finding) -> LazyProxy:
    """Say in one sentence what a product does not meet."""
    day = lazy_day(finding.until) if finding.until is not None else ""
    return _SENTENCES[finding.fault](finding, paper_names(finding.schemes), day)


def paper_names(schemes: Sequence[str]) -> Any:
    """Name the papers of which one is enough: ``P-IRT or BPOM``."""
    names: list[Any] = [SCHEMES[code].short_name if code in SCHEMES else code for code in schemes]
    return reduce(lambda one, other: _l("%(one)s or %(other)s", one=one, other=other), names) if names else ""


def terms(rule: PaperRule) -> Iterator[LazyProxy]:
    """Give what a paper rule asks beside the paper itself."""
    if rule.days_left:
        yield _l("at least %(days)s days left on the day of delivery", days=rule.days_left)
    else:
        yield _l("valid on the day of delivery")
    if rule.through_shelf_life:
        yield _l("valid to the end of the shelf life")
    if rule.everywhere:
        yield _l("also for goods of which the law asks none of these papers")


def lines(policy: Policy) -> Iterator[tuple[Level, Any, tuple[LazyProxy, ...]]]:
    """Give each rule of a policy as its level, its name, and what it asks: for the summary."""
    for rule in policy.papers:
        yield rule.level, paper_names(rule.any_of), tuple(terms(rule))
    if policy.barcode is not None:
        yield policy.barcode, _l("Barcode"), (_l("the product has a barcode (GTIN)"),)
    if policy.readiness:
        yield policy.readiness_level, _l("Siap ritel"), (_l("a score of at least %(least)s", least=policy.readiness),)
    yield policy.lapse, _l("The law"), (_l("papers that the law requires hold on the day of delivery"),)
