"""What a seller's answers change: for each trait the paper that falls away, is lifted or is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from certification.goods import GoodsFacts, Trait
from certification.numbers.answers import Words
from certification.requirements.demands import Requirement, requirements_for
from certification.requirements.questions import Question, asked
from certification.requirements.rules import NAMES
from certification.schemes import SCHEMES
from marketplace.core.text import _l


@dataclass(frozen=True)
class Effect:
    """What one answer changes."""

    question: Question
    words: Words


def effects_of(facts: GoodsFacts, day: date) -> tuple[Effect, ...]:
    """Return what the traits of goods change on a day in Jakarta, in the order of the questions."""
    return tuple(
        Effect(question, words)
        for question in asked(facts.goods)
        if question.trait in facts.traits
        for words in _changes(facts, question.trait, day)
    )


def _changes(facts: GoodsFacts, trait: Trait, day: date) -> Iterator[Words]:
    """Hold the goods with this trait alone against the same goods without any."""
    bare = {row.code: row for row in requirements_for(replace(facts, traits=frozenset()), day)}
    for row in requirements_for(replace(facts, traits=frozenset({trait})), day):
        before = bare.get(row.code)
        if before is None:
            yield _l("Because of this it needs: %(paper)s.", paper=NAMES[row.code])
        elif row.exempt_reason is None:
            yield from _other_papers(before, row)
        elif before.exempt_reason is None:
            yield row.exempt_reason


def _other_papers(before: Requirement, row: Requirement) -> Iterator[Words]:
    lost = next((scheme for scheme in before.any_of if scheme not in row.any_of), None)
    if lost is not None:
        yield _l(
            "This may not be %(lost)s. %(reason)s It needs %(left)s.",
            lost=SCHEMES[lost].short_name,
            reason=row.excluded(lost) or "",
            left=_names(row.any_of),
        )
    more = tuple(scheme for scheme in row.any_of if scheme not in before.any_of)
    if more:
        yield _l("It may have %(paper)s instead.", paper=_names(more))


def _names(schemes: tuple[str, ...]) -> str:
    return " / ".join(SCHEMES[scheme].short_name for scheme in schemes)
