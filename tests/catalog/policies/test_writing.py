"""Policies and findings as stored: what is read is what was written."""

from datetime import date

from catalog.policies.rules import Fault, Finding, Level, PaperRule, Policy
from catalog.policies.writing import findings_in, findings_out, policy_in, policy_out

PERMIT = PaperRule(any_of=("pirt", "bpom"), days_left=120, through_shelf_life=True, everywhere=True, level=Level.REASON)


def test_a_policy_comes_back_with_its_version() -> None:
    policy = Policy(papers=(PERMIT,), barcode=Level.INFORM, readiness=55, lapse=Level.REASON, version=3)
    assert policy_in(policy_out(policy), 3) == policy


def test_findings_come_back_with_their_reasons() -> None:
    short = Finding(
        code="paper-pirt",
        level=Level.REASON,
        fault=Fault.TOO_SHORT,
        schemes=("pirt",),
        until=date(2027, 1, 9),
        has=30,
        asked=120,
    )
    plain = Finding(code="barcode", level=Level.INFORM, fault=Fault.BARCODE)

    found = findings_in(findings_out((short, plain), {"paper-pirt": "Habis dalam dua minggu."}))

    assert [(row.finding, row.reason) for row in found] == [(short, "Habis dalam dua minggu."), (plain, "")]


def test_lines_of_before_and_words_of_a_later_release_are_left_out() -> None:
    [stored] = findings_out((Finding(code="barcode", level=Level.INFORM, fault=Fault.BARCODE),))
    assert findings_in(None) == ()
    assert findings_in([{**stored, "fault": "kelak"}, {**stored, "level": "kelak"}]) == ()
