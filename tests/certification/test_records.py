"""A record's past: kept scans, renewals, papers that have come, drafts that may go."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from certification import drafts, events, issuing, renewing, scans, services
from certification.decisions import DecisionDraft, decide, marked_fields, revoke
from certification.filing import Identity
from certification.issuing import IssuedPaper
from certification.models import Certificate, CertificateScan, Producer, Verdict
from certification.queries import lock, official_may_see, shown_of, status_of
from certification.schemes import scheme
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.events import trail
from marketplace.files.models import StoredFile
from tests.factories import KEMANTREN, NOW, make_official, make_seller
from tests.factories_certification import make_certificate, make_file, make_producer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TODAY = jakarta_day(NOW)
IN_TEN_DAYS = TODAY + timedelta(days=10)
PIRT = Identity(number="P-IRT 2023524019999-31", issued_on=date(2026, 5, 12), valid_until=date(2031, 5, 12))


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def producer(session: Session, seller: Actor) -> Producer:
    return make_producer(session, seller)


@pytest.fixture
def official(session: Session) -> Actor:
    return make_official(session, region=KEMANTREN)


def verify(session: Session, official: Actor, paper: Certificate) -> None:
    assert paper.file is not None
    draft = DecisionDraft(
        verdict=Verdict.VERIFIED,
        version=paper.version,
        file_sha256=paper.file.sha256,
        marks=dict.fromkeys(marked_fields(paper), "match"),
        register=scheme(paper.scheme).register_name,
    )
    decide(session, official, paper, draft, now=NOW)


def sent_renewal(session: Session, seller: Actor, old: Certificate, **change: object) -> Certificate:
    fresh = renewing.renew(session, seller, old, now=NOW)
    for name, value in {"number": "2023524029999-31", "issued_on": PIRT.issued_on, "issuer": "PTSP", **change}.items():
        setattr(fresh, name, value)
    fresh.valid_from = fresh.valid_from or fresh.issued_on
    fresh.valid_until = date(2031, 5, 12)
    services.put_scan(session, fresh, make_file(session, old.producer))
    services.submit(session, seller, fresh, version=fresh.version, now=NOW)
    return fresh


def test_a_replaced_scan_keeps_the_old_one_with_its_submission(
    session: Session, seller: Actor, producer: Producer, official: Actor
) -> None:
    paper = make_certificate(session, producer, scheme="pirt", state="submitted")
    first = paper.file
    services.withdraw(session, seller, paper, version=paper.version, now=NOW)
    unseen, second = make_file(session, producer), make_file(session, producer)
    services.attach_scan(session, seller, paper, unseen, version=paper.version)
    services.attach_scan(session, seller, paper, second, version=paper.version)
    services.submit(session, seller, paper, version=paper.version, now=NOW)

    kept = scans.scans_of(session, paper)

    assert [row.file for row in kept] == [second, unseen, first]
    assert [row.sha256 for row in kept] == [row.file.sha256 for row in kept]
    assert [row.submission for row in kept] == [1, None, None]
    assert [row.file for row in scans.scans_of(session, paper, sent_only=True)] == [second]
    assert [official_may_see(session, official, file.id) for file in (second, unseen)] == [True, False]


def test_the_scan_of_a_submission_stays_visible_to_officials_after_a_correction(
    session: Session, seller: Actor, producer: Producer, official: Actor
) -> None:
    paper = make_certificate(session, producer, scheme="pirt", state="draft")
    assert paper.file is not None
    first, second = paper.file, make_file(session, producer)
    services.submit(session, seller, paper, version=paper.version, now=NOW)
    paper.state = "needs_correction"
    services.attach_scan(session, seller, paper, second, version=paper.version)
    services.submit(session, seller, paper, version=paper.version, now=NOW)

    kept = scans.scans_of(session, paper, sent_only=True)

    assert [(row.file_id, row.submission) for row in kept] == [(second.id, 2), (first.id, 1)]
    assert official_may_see(session, official, first.id)


def test_a_renewal_is_a_record_of_its_own_and_the_old_one_counts_until_it_is_verified(
    session: Session, seller: Actor, producer: Producer, official: Actor
) -> None:
    old = make_certificate(session, producer, scheme="pirt", items=("Abon", "Petis"))
    fresh = sent_renewal(session, seller, old)
    before = status_of(old, TODAY)

    verify(session, official, fresh)

    assert [item.name for item in fresh.items] == ["Abon", "Petis"]
    assert (before, status_of(old, TODAY), shown_of(old, TODAY)) == ("verified", "expired", "replaced")
    assert (old.state, old.replaced_from, status_of(fresh, TODAY)) == ("verified", TODAY, "verified")
    assert renewing.chain_of(session, old) == renewing.chain_of(session, fresh) == [old, fresh]
    assert events.CERTIFICATE_REPLACED in [e.name for e in trail.history(session, "certificate", old.id)]


def test_a_renewal_that_begins_later_replaces_only_then_and_not_at_all_once_revoked(
    session: Session, seller: Actor, producer: Producer, official: Actor
) -> None:
    old = make_certificate(session, producer, scheme="pirt")
    fresh = sent_renewal(session, seller, old, valid_from=IN_TEN_DAYS)
    verify(session, official, fresh)
    days = [status_of(old, IN_TEN_DAYS - timedelta(days=1)), status_of(old, IN_TEN_DAYS)]
    outward, said = status_of(fresh, TODAY), shown_of(fresh, TODAY)

    lock(session, fresh)
    revoke(session, make_official(session), fresh, "Dicabut.", proposed_by_id=official.user_id, now=NOW)

    assert (days, outward, said) == (["verified", "expired"], "on_hold", "not_yet_valid")
    assert (old.replaced_from, status_of(old, IN_TEN_DAYS)) == (None, "verified")


def test_renewing_twice_is_one_renewal_until_it_is_rejected(
    session: Session, seller: Actor, producer: Producer
) -> None:
    old = make_certificate(session, producer, scheme="pirt")
    first = renewing.renew(session, seller, old, now=NOW)
    again = renewing.renew(session, seller, old, now=NOW)
    first.state = "rejected"
    session.flush()
    second = renewing.renew(session, seller, old, now=NOW)

    assert first is again
    assert second.renews_id == old.id
    assert second is not first


@pytest.mark.parametrize("state", ["draft", "submitted", "needs_correction"])
def test_what_is_still_open_is_changed_itself(session: Session, seller: Actor, producer: Producer, state: str) -> None:
    with pytest.raises(Conflict, match="not_renewable"):
        renewing.renew(session, seller, make_certificate(session, producer, state=state), now=NOW)


def applied(session: Session, producer: Producer) -> Certificate:
    return make_certificate(
        session,
        producer,
        scheme="pirt",
        state="submitted",
        number="",
        application_receipt="STTD-9999-1",
        issued_on=None,
        valid_from=None,
        valid_until=None,
    )


def test_an_application_gets_its_number_without_leaving_the_desk(
    session: Session, seller: Actor, producer: Producer
) -> None:
    paper = applied(session, producer)
    file = make_file(session, producer)
    later = NOW + timedelta(days=3)

    come = IssuedPaper(identity=PIRT, items=["Keripik Tempe", "Abon"], file=file)
    issuing.add_number(session, seller, paper, come, version=paper.version, now=later)

    assert (paper.state, paper.number, paper.submitted_at) == ("submitted", "2023524019999-31", later)
    assert (paper.application_receipt, paper.file) == ("STTD-9999-1", file)
    assert [item.name for item in paper.items] == ["Keripik Tempe", "Abon"]
    assert [e.name for e in trail.history(session, "certificate", paper.id)] == [events.CERTIFICATE_SUBMITTED]
    assert [row.submission for row in scans.scans_of(session, paper)] == [1, None]


def test_every_gap_of_a_paper_that_has_come_is_named_at_once(
    session: Session, seller: Actor, producer: Producer
) -> None:
    paper = applied(session, producer)

    with pytest.raises(Invalid) as refused:
        come = IssuedPaper(identity=Identity(number="12"), items=[], file=None)
        issuing.add_number(session, seller, paper, come, version=paper.version, now=NOW)

    assert {"number", "issued_on", "items", "scan"} <= set(refused.value.errors)
    assert (paper.state, paper.number) == ("submitted", "")


def test_a_paper_that_an_official_decided_on_meanwhile_gets_no_number(
    session: Session, seller: Actor, producer: Producer
) -> None:
    paper = applied(session, producer)
    come = IssuedPaper(identity=PIRT, items=["Abon"], file=make_file(session, producer))
    with pytest.raises(Conflict, match="stale"):
        issuing.add_number(session, seller, paper, come, version=paper.version - 1, now=NOW)
    paper.state = "rejected"

    with pytest.raises(Conflict, match="wrong_state"):
        issuing.add_number(session, seller, paper, come, version=paper.version, now=NOW)


def test_a_draft_that_was_never_sent_goes_with_its_scans(session: Session, seller: Actor, producer: Producer) -> None:
    draft = services.draft_certificate(session, seller, producer.id, "pirt", now=NOW)
    files = [make_file(session, producer) for _ in range(2)]
    for file in files:
        services.attach_scan(session, seller, draft, file, version=draft.version)
    services.save_items(session, seller, draft, ["Abon"], version=draft.version)
    wanted = {name for file in files for name in (file.stored_name, *file.pages)}

    names = drafts.discard(session, seller, draft, version=draft.version, now=NOW)

    assert set(names) == wanted
    for table in (Certificate, CertificateScan, StoredFile):
        assert session.scalars(select(table)).all() == []
    assert [e.name for e in trail.history(session, "producer", producer.id)] == [events.DRAFT_DISCARDED]


@pytest.mark.parametrize("state", ["submitted", "needs_correction", "verified", "rejected", "revoked"])
def test_what_was_sent_is_kept(session: Session, seller: Actor, producer: Producer, state: str) -> None:
    paper = make_certificate(session, producer, scheme="pirt", state=state)

    with pytest.raises(Conflict, match="was_sent"):
        drafts.discard(session, seller, paper, version=paper.version, now=NOW)


def test_a_record_that_was_taken_back_is_kept_too(session: Session, seller: Actor, producer: Producer) -> None:
    paper = make_certificate(session, producer, scheme="pirt", state="draft")
    services.submit(session, seller, paper, version=paper.version, now=NOW)
    services.withdraw(session, seller, paper, version=paper.version, now=NOW)

    with pytest.raises(Conflict, match="was_sent"):
        drafts.discard(session, seller, paper, version=paper.version, now=NOW)
