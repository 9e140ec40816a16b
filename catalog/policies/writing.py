"""Policies and findings as plain values for JSON, and back. What cannot be read any more is left out, never guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.policies.rules import Fault, Finding, Level, PaperRule, Policy


@dataclass(frozen=True)
class Noted:
    """A finding with the reason that the buyer gave, empty where none was asked."""

    finding: Finding
    reason: str = ""


def policy_out(policy: Policy) -> dict[str, Any]:
    """Return the rules of a policy as they are stored."""
    return {
        "papers": [
            {
                "any_of": list(rule.any_of),
                "days_left": rule.days_left,
                "through_shelf_life": rule.through_shelf_life,
                "everywhere": rule.everywhere,
                "level": rule.level.value,
            }
            for rule in policy.papers
        ],
        "barcode": policy.barcode.value if policy.barcode is not None else None,
        "readiness": policy.readiness,
        "readiness_level": policy.readiness_level.value,
        "lapse": policy.lapse.value,
    }


def policy_in(stored: Mapping[str, Any], version: int) -> Policy:
    """Read the rules of a stored version."""
    barcode = stored.get("barcode")
    return Policy(
        papers=tuple(
            PaperRule(
                any_of=tuple(row["any_of"]),
                days_left=row["days_left"],
                through_shelf_life=row["through_shelf_life"],
                everywhere=row["everywhere"],
                level=Level(row["level"]),
            )
            for row in stored["papers"]
        ),
        barcode=Level(barcode) if barcode else None,
        readiness=stored["readiness"],
        readiness_level=Level(stored["readiness_level"]),
        lapse=Level(stored["lapse"]),
        version=version,
    )


def findings_out(findings: Iterable[Finding], reasons: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Return findings as they are kept on a line. ``reasons``: code of a finding to what the buyer wrote."""
    return [
        {
            "code": finding.code,
            "level": finding.level.value,
            "fault": finding.fault.value,
            "schemes": list(finding.schemes),
            "until": finding.until.isoformat() if finding.until is not None else None,
            "has": finding.has,
            "asked": finding.asked,
            "reason": (reasons or {}).get(finding.code, ""),
        }
        for finding in findings
    ]


def findings_in(stored: Iterable[Mapping[str, Any]] | None) -> tuple[Noted, ...]:
    """Read findings that were kept; a fault or level of a later release is left out."""
    return tuple(
        Noted(_finding(row), row.get("reason", ""))
        for row in stored or ()
        if row["fault"] in set(Fault) and row["level"] in set(Level)
    )


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(
        code=row["code"],
        level=Level(row["level"]),
        fault=Fault(row["fault"]),
        schemes=tuple(row["schemes"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        has=row["has"],
        asked=row["asked"],
    )
