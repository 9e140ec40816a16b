"""What one product needs on one day: the duties that ask for it, less what shuts out or lifts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from certification.goods import GoodsFacts
from certification.numbers.answers import Words
from certification.requirements.clauses import Duty, Exclusion, Succession
from certification.requirements.rules import DUTIES, EXCLUSIONS, EXEMPTIONS, SUCCESSIONS
from certification.schemes import SCHEMES


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What one product needs on one day: one of ``any_of``, unless exempt."""

    code: str
    any_of: tuple[str, ...]
    """Scheme codes that answer it, the easiest to obtain first."""
    source: str
    declarable: bool
    exempt_reason: Words | None
    exclusions: tuple[Exclusion, ...]
    """Why a scheme that answers it for other goods does not do so here."""
    issuer: str = ""
    """Who issues the first of ``any_of`` to this maker, where that depends on the maker."""
    successions: tuple[Succession, ...] = ()
    """Older schemes whose records still answer it."""

    def excluded(self, scheme: str) -> Words | None:
        """Return why a scheme does not count here, or None."""
        return next((row.reason for row in self.exclusions if row.scheme == scheme), None)

    def answers(self, scheme: str, filed_on: date | None = None) -> bool:
        """Tell whether a paper of a scheme, filed on a day in Jakarta, can answer it; None: filed long ago."""
        if scheme in self.any_of:
            return True
        return any(row.older == scheme and (filed_on or row.filed_until) <= row.filed_until for row in self.successions)

    def issuer_of(self, scheme: str) -> str:
        """Return who issues a paper of a scheme to this maker."""
        return self.issuer if self.issuer and scheme == self.any_of[0] else SCHEMES[scheme].issuer


def requirements_for(facts: GoodsFacts, day: date) -> tuple[Requirement, ...]:
    """Return what goods need on a day in Jakarta, in the order of the table; empty where nothing is required."""
    return tuple(_required(duty, facts) for duty in _duties(facts, day))


def _duties(facts: GoodsFacts, day: date) -> Iterator[Duty]:
    return (duty for duty in DUTIES if duty.stands(day) and duty.asks(facts))


def _required(duty: Duty, facts: GoodsFacts) -> Requirement:
    excluded = tuple(row for row in EXCLUSIONS if row.scheme in duty.any_of and row.applies(facts))
    shut_out = {row.scheme for row in excluded}
    exemption = next((row for row in EXEMPTIONS if row.code == duty.code and row.applies(facts)), None)
    return Requirement(
        code=duty.code,
        any_of=tuple(scheme for scheme in duty.any_of if scheme not in shut_out),
        source=duty.source,
        declarable=duty.declarable,
        exempt_reason=None if exemption is None else exemption.reason,
        exclusions=excluded,
        issuer=duty.issuer,
        successions=tuple(row for row in SUCCESSIONS if row.newer in duty.any_of and facts.goods in row.goods),
    )
