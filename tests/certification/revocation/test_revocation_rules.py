"""Revoking by two: states, sides and the day on which a proposal lapses."""

from datetime import timedelta

import pytest

from certification.revocation.rules import PROPOSAL, REASONS, ProposalState, Side, lapses_at, side_of
from tests.factories import NOW


@pytest.mark.parametrize(
    ("state",     "proposer",   "second",        "clock"),
    [
        ("open",      "withdraw",   "sign decline",  "lapse"),
        ("signed",    "",           "",              ""),
        ("declined",  "",           "",              ""),
        ("withdrawn", "",           "",              ""),
        ("lapsed",    "",           "",              ""),
    ],
)  # fmt: skip
def test_each_side_has_its_actions_in_each_state(state: str, proposer: str, second: str, clock: str) -> None:
    found = [" ".join(PROPOSAL.actions(ProposalState(state), side)) for side in Side]

    assert found == [proposer, second, clock]


def test_nobody_is_their_own_second_person() -> None:
    assert side_of(7, 7) == Side.PROPOSER
    assert side_of(8, 7) == Side.SECOND


def test_a_proposal_stands_for_fourteen_days() -> None:
    assert lapses_at(NOW) == NOW + timedelta(days=14)


def test_only_the_free_reason_brings_no_sentence() -> None:
    assert [code for code, reason in REASONS.items() if not str(reason.text)] == ["other"]
    assert max(map(len, REASONS)) <= 24
