"""Revoking by two: who may propose, sign, decline and hold, and what each step leaves behind."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from certification import events
from certification.models import Certificate, Decision
from certification.queries import status_of
from certification.revocation import clock, holding, queries, services
from certification.revocation.models import RevocationProposal
from certification.revocation.services import ProposalDraft
from marketplace.accounts.models import Membership
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, DomainError, Invalid, NotAllowed
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from marketplace.events import trail
from tests.factories import KEMANTREN, NOW, SURABAYA, make_buyer, make_official, make_operator, make_seller
from tests.factories_certification import make_certificate, make_producer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LATER = NOW + timedelta(days=14)


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def paper(session: Session, seller: Actor) -> Certificate:
    return make_certificate(session, make_producer(session, seller), valid_from=None)


@pytest.fixture
def proposer(session: Session) -> Actor:
    return make_official(session, region=KEMANTREN)


@pytest.fixture
def second(session: Session) -> Actor:
    """An official of another office, in another city."""
    return make_official(session, region=SURABAYA)


def draft(paper: Certificate, **change: object) -> ProposalDraft:
    values = {"template": "issuer", "reason": "Penerbit mencabutnya.", "version": paper.version, **change}
    return ProposalDraft(**values)  # type: ignore[arg-type]


def proposed(session: Session, proposer: Actor, paper: Certificate, *, hold: bool = False) -> RevocationProposal:
    return services.propose(session, proposer, paper, draft(paper, hold=hold), now=NOW)


def names(session: Session, paper: Certificate) -> list[str]:
    return [event.name for event in trail.history(session, "certificate", paper.id)]


def shown(paper: Certificate) -> str:
    return status_of(paper, jakarta_day(NOW))


def test_a_proposal_alone_changes_nothing_and_the_second_signature_revokes(
    session: Session, proposer: Actor, second: Actor, paper: Certificate
) -> None:
    proposal = proposed(session, proposer, paper)
    before = (paper.state, shown(paper))

    services.sign(session, second, proposal, version=proposal.version, now=NOW)

    assert before == ("verified", "verified")
    assert (paper.state, paper.reason, shown(paper)) == ("revoked", "Penerbit mencabutnya.", "revoked")
    assert (proposal.state, proposal.proposed_by_id, proposal.closed_by_id) == (
        "signed",
        proposer.user_id,
        second.user_id,
    )
    assert names(session, paper) == [events.REVOCATION_PROPOSED, events.CERTIFICATE_REVOKED]
    decision = session.scalars(select(Decision).where(Decision.verdict == "revoked")).one()
    assert (decision.decided_by_id, decision.reason) == (second.user_id, "Penerbit mencabutnya.")
    assert paper.file is not None
    assert decision.file_sha256 == paper.file.sha256


def test_the_operator_may_be_the_second_person_and_the_first(
    session: Session, seller: Actor, proposer: Actor, paper: Certificate
) -> None:
    operator = make_operator(session)
    other = make_certificate(session, make_producer(session, seller))
    mine = proposed(session, proposer, paper)
    theirs = proposed(session, operator, other)

    services.sign(session, operator, mine, version=mine.version, now=NOW)
    services.sign(session, proposer, theirs, version=theirs.version, now=NOW)

    assert (paper.state, other.state) == ("revoked", "revoked")


def test_nobody_signs_or_declines_their_own_proposal(session: Session, proposer: Actor, paper: Certificate) -> None:
    proposal = proposed(session, proposer, paper)

    presses: tuple[Callable[[], object], ...] = (
        lambda: services.sign(session, proposer, proposal, version=proposal.version, now=NOW),
        lambda: services.decline(session, proposer, proposal, "Salah.", version=proposal.version, now=NOW),
    )
    for refused in presses:
        with pytest.raises(NotAllowed) as error:
            refused()
        assert error.value.code == "same_person"
    assert paper.state == "verified"


def test_people_of_the_holder_neither_propose_nor_sign(
    session: Session, seller: Actor, proposer: Actor, second: Actor, paper: Certificate
) -> None:
    proposal = proposed(session, proposer, paper)
    session.add(
        Membership(
            user_id=second.user_id, organisation_id=seller.organisation_id, role=Role.STAFF.value, created_at=NOW
        )
    )
    session.flush()

    with pytest.raises(NotAllowed):
        services.sign(session, second, proposal, version=proposal.version, now=NOW)
    with pytest.raises(NotAllowed):
        holding.hold(session, second, proposal, now=NOW)
    for actor in (seller, make_buyer(session)):
        with pytest.raises(NotAllowed):
            services.propose(session, actor, paper, draft(paper), now=NOW)
    assert paper.state == "verified"


def test_an_official_of_another_regency_signs_but_does_not_propose(
    session: Session, second: Actor, paper: Certificate
) -> None:
    with pytest.raises(NotAllowed) as refused:
        proposed(session, second, paper)

    assert refused.value.code == "other_regency"


@pytest.mark.parametrize(
    ("change", "error", "code"),
    [
        ({"reason": "  "},        Invalid,  "invalid"),
        ({"template": "whim"},    Invalid,  "invalid"),
        ({"version": 99},         Conflict, "stale"),
    ],
)  # fmt: skip
def test_odd_proposals_are_refused(
    session: Session,
    proposer: Actor,
    paper: Certificate,
    change: dict[str, object],
    error: type[DomainError],
    code: str,
) -> None:
    with pytest.raises(error) as refused:
        services.propose(session, proposer, paper, draft(paper, **change), now=NOW)

    assert refused.value.code == code
    assert session.scalars(select(RevocationProposal)).all() == []


@pytest.mark.parametrize("state", ["submitted", "needs_correction", "rejected", "revoked"])
def test_only_what_is_verified_can_be_revoked(session: Session, seller: Actor, proposer: Actor, state: str) -> None:
    other = make_certificate(session, make_producer(session, seller), state=state)

    with pytest.raises(Conflict):
        proposed(session, proposer, other)


def test_a_double_click_proposes_once_and_a_colleague_is_shown_the_open_one(
    session: Session, proposer: Actor, paper: Certificate
) -> None:
    first = proposed(session, proposer, paper)
    again = proposed(session, proposer, paper)
    with pytest.raises(Conflict) as refused:
        proposed(session, make_official(session, region=KEMANTREN), paper)

    assert first is again
    assert refused.value.code == "already_proposed"
    assert names(session, paper) == [events.REVOCATION_PROPOSED]


def test_signing_twice_is_signing_once(session: Session, proposer: Actor, second: Actor, paper: Certificate) -> None:
    proposal = proposed(session, proposer, paper)
    seen = proposal.version

    for _ in range(2):
        services.sign(session, second, proposal, version=seen, now=NOW)

    assert names(session, paper).count(events.CERTIFICATE_REVOKED) == 1


def test_declining_needs_a_reason_and_leaves_the_paper_as_it_was(
    session: Session, proposer: Actor, second: Actor, paper: Certificate
) -> None:
    proposal = proposed(session, proposer, paper, hold=True)
    with pytest.raises(Invalid):
        services.decline(session, second, proposal, " ", version=proposal.version, now=NOW)

    services.decline(session, second, proposal, "Daftar penerbit sudah benar.", version=proposal.version, now=NOW)

    assert (proposal.state, proposal.closing_reason) == ("declined", "Daftar penerbit sudah benar.")
    assert (paper.state, paper.on_hold, shown(paper)) == ("verified", False, "verified")
    assert names(session, paper)[-2:] == [events.REVOCATION_DECLINED, events.CERTIFICATE_RELEASED]


def test_only_the_proposer_takes_it_back_and_only_while_it_is_open(
    session: Session, proposer: Actor, second: Actor, paper: Certificate
) -> None:
    proposal = proposed(session, proposer, paper)
    with pytest.raises(NotAllowed):
        services.withdraw(session, second, proposal, now=NOW)

    for _ in range(2):
        services.withdraw(session, proposer, proposal, now=NOW)
    with pytest.raises(Conflict):
        services.sign(session, second, proposal, version=proposal.version, now=NOW)

    assert (proposal.state, paper.state) == ("withdrawn", "verified")
    assert names(session, paper) == [events.REVOCATION_PROPOSED, events.REVOCATION_WITHDRAWN]


def test_a_paper_on_hold_counts_for_nothing_until_it_is_released(
    session: Session, proposer: Actor, second: Actor, paper: Certificate
) -> None:
    proposal = proposed(session, proposer, paper)
    for _ in range(2):
        holding.hold(session, second, proposal, now=NOW)
    held = shown(paper)
    for _ in range(2):
        holding.release(session, proposer, proposal, now=NOW)

    assert (held, shown(paper)) == ("on_hold", "verified")
    assert proposal.state == "open"
    assert names(session, paper)[1:] == [events.CERTIFICATE_HELD, events.CERTIFICATE_RELEASED]


def test_who_opened_the_page_before_it_was_put_on_hold_looks_again(
    session: Session, proposer: Actor, second: Actor, paper: Certificate
) -> None:
    proposal = proposed(session, proposer, paper)
    seen = proposal.version
    holding.hold(session, proposer, proposal, now=NOW)

    with pytest.raises(Conflict, match="stale"):
        services.sign(session, second, proposal, version=seen, now=NOW)

    assert paper.state == "verified"


@pytest.mark.parametrize(("late", "state"), [(timedelta(seconds=-1), "open"), (timedelta(), "lapsed")])
def test_a_proposal_lapses_after_fourteen_days_and_the_hold_with_it(
    database: Database, late: timedelta, state: str
) -> None:
    with database.transaction() as session:
        paper = make_certificate(session, make_producer(session, make_seller(session)))
        proposal = proposed(session, make_official(session, region=KEMANTREN), paper, hold=True)
        ids = (paper.id, proposal.id)

    for _ in range(2):
        clock.turn(database, LATER + late)

    with database.reading() as session:
        paper, proposal = session.get_one(Certificate, ids[0]), session.get_one(RevocationProposal, ids[1])
        assert (proposal.state, paper.on_hold, paper.state) == (state, state == "open", "verified")
        assert names(session, paper).count(events.REVOCATION_LAPSED) == (state == "lapsed")


def test_a_proposal_that_is_due_cannot_be_signed_though_the_clock_slept(
    session: Session, proposer: Actor, second: Actor, paper: Certificate
) -> None:
    proposal = proposed(session, proposer, paper)

    with pytest.raises(Conflict) as refused:
        services.sign(session, second, proposal, version=proposal.version, now=LATER)

    assert refused.value.code == "lapsed"
    assert paper.state == "verified"


def test_after_a_lapse_it_can_be_proposed_anew(
    session: Session, proposer: Actor, second: Actor, paper: Certificate
) -> None:
    old = proposed(session, proposer, paper)
    services.lapse(session, old, now=LATER)

    fresh = services.propose(session, proposer, paper, draft(paper), now=LATER)
    services.sign(session, second, fresh, version=fresh.version, now=LATER)

    assert (old.state, fresh.state, paper.state) == ("lapsed", "signed", "revoked")


def test_the_scan_is_open_to_whoever_may_sign_as_long_as_the_proposal_is(
    session: Session, proposer: Actor, second: Actor, paper: Certificate
) -> None:
    assert paper.file_id is not None
    before = queries.may_see_scan(session, second, paper.file_id)
    proposal = proposed(session, proposer, paper)
    during = [queries.may_see_scan(session, who, paper.file_id) for who in (second, make_operator(session))]
    stranger = queries.may_see_scan(session, make_buyer(session), paper.file_id)
    services.withdraw(session, proposer, proposal, now=NOW)

    assert (before, during, stranger) == (False, [True, True], False)
    assert not queries.may_see_scan(session, second, paper.file_id)


@pytest.mark.parametrize("ending", ["withdrawn", "lapsed"])
def test_nobody_holds_a_paper_again_after_a_proposal_of_their_own_came_to_nothing(
    session: Session, proposer: Actor, paper: Certificate, ending: str
) -> None:
    first = proposed(session, proposer, paper, hold=True)
    if ending == "withdrawn":
        services.withdraw(session, proposer, first, now=NOW)
    else:
        services.lapse(session, first, now=LATER)
    assert paper.on_hold is False

    with pytest.raises(Conflict) as refused, session.begin_nested():
        services.propose(session, proposer, paper, draft(paper, hold=True), now=LATER)

    assert refused.value.code == "held_before"
    assert services.propose(session, proposer, paper, draft(paper), now=LATER).held_at is None
