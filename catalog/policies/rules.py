"""A buyer's policy held against one product on the day it is to arrive: a table of rules in, findings out. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

HALAL = "halal"

Span = tuple[date, date]
"""First and last day on which a verified paper counts; ``date.max`` where it has no end."""


class Level(StrEnum):
    """What follows where a rule is not met, the lightest first (reference/peers.md 4, "warn vs prevent")."""

    INFORM = "inform"
    WARN = "warn"
    REASON = "reason"
    """Ordered only with a reason, which stays on the line."""
    BLOCK = "block"


WEIGHT = {level: weight for weight, level in enumerate(Level)}
FILTERING = frozenset({Level.WARN, Level.REASON, Level.BLOCK})
"""Rules of these levels also narrow the buyer's searches."""


@dataclass(frozen=True, kw_only=True)
class PaperRule:
    """One of these schemes must be verified on the day of delivery, and still hold for so many days after it."""

    any_of: tuple[str, ...]
    days_left: int = 0
    through_shelf_life: bool = False
    """Whether the paper must hold until the goods delivered that day have reached the end of their shelf life."""
    everywhere: bool = False
    """Whether goods of which the law asks none of these papers must have one too."""
    level: Level = Level.WARN


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What a buyer asks. The law holds beside it: without any rule, required papers must hold on delivery."""

    papers: tuple[PaperRule, ...] = ()
    barcode: Level | None = None
    """None: goods without a barcode are welcome."""
    readiness: int = 0
    """Least score "siap ritel" (0 to 100); 0 asks nothing."""
    readiness_level: Level = Level.INFORM
    lapse: Level = Level.WARN
    """Where a paper that the law requires does not hold on the day of delivery."""
    version: int = 0
    """0: nobody made one, the law alone."""


BY_LAW = Policy()
"""In force until a buyer makes a policy. What is missing on the day of ordering is refused apart from it."""


@dataclass(frozen=True)
class Gap:
    """A requirement of law that nothing answers on the day of delivery."""

    code: str
    schemes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProductFacts:
    """What the rules need to know of one product."""

    asked: frozenset[str] = frozenset()
    """Schemes with which these goods can answer the law; none of a requirement that they are exempt from."""
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """By scheme, of the papers that name the product and are not on hold."""
    on_hold: frozenset[str] = frozenset()
    declared_not_halal: bool = False
    shelf_life_days: int | None = None
    """None where there is none or nobody has stated it: nothing is asked beyond the day of delivery."""
    barcode: bool = False
    readiness: int | None = None
    """None where it is not reckoned: then nothing is found of it."""
    gaps: tuple[Gap, ...] = ()


class Fault(StrEnum):
    """Why a rule is not met. Of several papers the one nearest to meeting it is spoken of: the first here."""

    SHELF_LIFE = "shelf_life"
    TOO_SHORT = "too_short"
    ENDED = "ended"
    NOT_BEGUN = "not_begun"
    ON_HOLD = "on_hold"
    NOT_HALAL = "not_halal"
    MISSING = "missing"
    LAW = "law"
    BARCODE = "barcode"
    READINESS = "readiness"


_NEAREST = {fault: place for place, fault in enumerate(Fault)}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One rule that a product does not meet. ``words``: see ``catalog.policies.wording``."""

    code: str
    """Of the rule, stable: ``paper-pirt-bpom``, ``law-halal``, ``barcode``, ``readiness``."""
    level: Level
    fault: Fault
    schemes: tuple[str, ...] = ()
    """What would meet the rule; the paper that is spoken of alone where there is one."""
    until: date | None = None
    """Its last valid day (its first one where it has not begun)."""
    has: int = 0
    """Days it holds after delivery, or the score."""
    asked: int = 0
    """Days or score that the rule asks."""


def findings(policy: Policy, facts: ProductFacts, *, delivery: date) -> tuple[Finding, ...]:
    """Return what a product does not meet on the day of delivery (Jakarta), in the order of the rules."""
    found = [finding for rule in policy.papers if (finding := _paper(rule, facts, delivery)) is not None]
    found += _by_law(policy, facts, found)
    if policy.barcode is not None and not facts.barcode:
        found.append(Finding(code="barcode", level=policy.barcode, fault=Fault.BARCODE))
    if facts.readiness is not None and facts.readiness < policy.readiness:
        found.append(
            Finding(
                code="readiness",
                level=policy.readiness_level,
                fault=Fault.READINESS,
                has=facts.readiness,
                asked=policy.readiness,
            )
        )
    return tuple(found)


def filtering(policy: Policy) -> Policy | None:
    """Return a policy with those rules alone that narrow a search; None where none does."""
    barcode = policy.barcode if policy.barcode in FILTERING else None
    papers = tuple(rule for rule in policy.papers if rule.level in FILTERING)
    readiness = policy.readiness if policy.readiness_level in FILTERING else 0
    if not (papers or barcode or readiness):
        return None
    return replace(policy, papers=papers, barcode=barcode, readiness=readiness)


def code_of(rule: PaperRule) -> str:
    """Return the stable code of a paper rule."""
    return "-".join(("paper", *rule.any_of))


def _by_law(policy: Policy, facts: ProductFacts, found: Sequence[Finding]) -> list[Finding]:
    """Return the gaps of law, those left out of which a rule of the buyer speaks already, as loudly at least."""
    loud = [finding for finding in found if WEIGHT[finding.level] >= WEIGHT[policy.lapse]]
    told = {scheme for finding in loud for scheme in finding.schemes}
    return [
        Finding(code=f"law-{gap.code}", level=policy.lapse, fault=Fault.LAW, schemes=gap.schemes)
        for gap in facts.gaps
        if not told & set(gap.schemes)
    ]


def _paper(rule: PaperRule, facts: ProductFacts, delivery: date) -> Finding | None:
    answering = rule.any_of if rule.everywhere else tuple(code for code in rule.any_of if code in facts.asked)
    faults = [fault for scheme in answering for fault in _faults(rule, scheme, facts, delivery)]
    if not faults or None in faults:
        return None
    return min((fault for fault in faults if fault is not None), key=lambda found: _NEAREST[found.fault])


def _faults(rule: PaperRule, scheme: str, facts: ProductFacts, delivery: date) -> Iterator[Finding | None]:
    """Give for each paper of a scheme what is wrong with it, None where it meets the rule."""
    if scheme == HALAL and facts.declared_not_halal:
        yield _finding(rule, Fault.NOT_HALAL, (scheme,))
        return
    spans = facts.spans.get(scheme, ())
    for span in spans:
        yield _of_span(rule, scheme, span, facts.shelf_life_days or 0, delivery)
    if not spans:
        held = scheme in facts.on_hold
        yield _finding(rule, Fault.ON_HOLD if held else Fault.MISSING, (scheme,) if held else rule.any_of)


def _of_span(rule: PaperRule, scheme: str, span: Span, shelf_life: int, delivery: date) -> Finding | None:
    first, last = span
    left = (last - delivery).days  # the last valid day counts: 0 left on it
    asked = max(rule.days_left, shelf_life if rule.through_shelf_life else 0)
    if delivery < first:
        return _finding(rule, Fault.NOT_BEGUN, (scheme,), until=first)
    if last == date.max:
        return None
    if left < 0:
        return _finding(rule, Fault.ENDED, (scheme,), until=last)
    if left < rule.days_left:
        return _finding(rule, Fault.TOO_SHORT, (scheme,), until=last, has=left, asked=rule.days_left)
    if left < asked:
        return _finding(rule, Fault.SHELF_LIFE, (scheme,), until=last, has=left, asked=asked)
    return None


def _finding(
    rule: PaperRule, fault: Fault, schemes: tuple[str, ...], *, until: date | None = None, has: int = 0, asked: int = 0
) -> Finding:
    return Finding(
        code=code_of(rule), level=rule.level, fault=fault, schemes=schemes, until=until, has=has, asked=asked
    )
