"""Gathers what stands beside a scan: the automatic checks, what a correction changed, and the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from certification import checks, events
from certification.changes import Round, compare
from certification.checks import Check, Double, Facts, Same
from certification.desk.coverage import coverage_of
from certification.desk.filed import values_of
from certification.desk.offices import is_in_area
from certification.models import Certificate, Decision, Verdict
from certification.numbers import NumberAnswer, NumberContext, explain
from certification.schemes import scheme
from certification.twins import twins
from marketplace.core.roles import Actor
from marketplace.events import trail

TOLD = (events.CERTIFICATE_SUBMITTED, events.CERTIFICATE_WITHDRAWN)
"""What the holder did with a record, for its history."""


def explained(certificate: Certificate, today: date) -> NumberAnswer | None:
    """Return the filed number taken apart, held against what else is filed; None where there is only a receipt."""
    if not certificate.number:
        return None
    context = NumberContext(
        region_code=certificate.producer.region_code,
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
    )
    return explain(scheme(certificate.scheme).number_scheme, certificate.number, context=context, today=today)


def examine(session: Session, actor: Actor, certificate: Certificate, today: date) -> tuple[Check, ...]:
    """Return the automatic checks of a record, the worst first."""
    row = scheme(certificate.scheme)
    facts = Facts(
        scheme=row,
        number=explained(certificate, today),
        issued_on=certificate.issued_on,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        region=certificate.producer.region_code,
        home=certificate.cooperative.region_code,
        doubles=tuple(_double(session, actor, certificate, twin) for twin in twins(session, certificate)),
        coverage=coverage_of(session, certificate) if row.is_of_goods else None,
    )
    return checks.run(facts, today)


def _double(session: Session, actor: Actor, certificate: Certificate, twin: Certificate) -> Double:
    same = Same.NUMBER if certificate.number and twin.number == certificate.number else Same.SCAN
    code = twin.code if is_in_area(session, actor, twin) else ""
    return Double(same, twin.cooperative.name, twin.producer.name, code)


def last_round(certificate: Certificate, decisions: Sequence[Decision]) -> Round | None:
    """Return what changed since a correction was asked for last; None where none was, or what was filed is unknown.

    ``decisions``: of the certificate, the newest first.
    """
    asked = next((decision for decision in decisions if decision.verdict == Verdict.NEEDS_CORRECTION), None)
    if asked is None or asked.filed is None:
        return None
    sha256 = certificate.file.sha256 if certificate.file is not None else ""
    found = compare(asked.filed, values_of(certificate), asked.fields)
    return Round(changes=found, is_scan_new=sha256 != asked.file_sha256)


@dataclass(frozen=True)
class Moment:
    """One step of a record's life: what its holder did, or what an official decided."""

    at: datetime
    event: str = ""
    decision: Decision | None = None


def history(session: Session, certificate: Certificate, decisions: Sequence[Decision]) -> list[Moment]:
    """Return filings and decisions of a record, the newest first."""
    told = trail.history(session, "certificate", certificate.id, TOLD)
    steps = [Moment(event.occurred_at, event=event.name) for event in told]
    steps += [Moment(decision.decided_at, decision=decision) for decision in reversed(decisions)]
    return sorted(steps, key=lambda step: step.at, reverse=True)
