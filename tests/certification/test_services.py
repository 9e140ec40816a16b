"""The holder's side: steps, sending, taking back; on both databases."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from certification import services
from certification.events import CERTIFICATE_SUBMITTED, CERTIFICATE_WITHDRAWN
from certification.filing import Identity
from certification.models import Certificate, Producer
from certification.queries import certificate_of
from certification.schemes import ORGANISATION_SCHEMES, SCHEMES
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor
from marketplace.events import trail
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_certification import make_certificate, make_file, make_producer, number_for

PIRT = Identity(number="P-IRT 2023524019999-31", issued_on=date(2026, 5, 12), valid_until=date(2031, 5, 12))


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def producer(session: Session, seller: Actor) -> Producer:
    return make_producer(session, seller)


@pytest.fixture
def draft(session: Session, seller: Actor, producer: Producer) -> Certificate:
    return services.draft_certificate(session, seller, producer.id, "pirt", now=NOW)


def filled(session: Session, seller: Actor, draft: Certificate) -> Certificate:
    services.save_identity(session, seller, draft, PIRT, version=draft.version, now=NOW)
    services.save_items(session, seller, draft, ["Keripik Ikan"], version=draft.version)
    file = make_file(session, draft.producer)
    services.attach_scan(session, seller, draft, file, version=draft.version)
    return draft


def names(session: Session, certificate: Certificate) -> list[str]:
    return [event.name for event in trail.history(session, "certificate", certificate.id)]


def test_a_draft_is_filled_step_by_step_and_sent(session: Session, seller: Actor, draft: Certificate) -> None:
    filled(session, seller, draft)

    services.submit(session, seller, draft, version=draft.version, now=NOW)

    assert (draft.state, draft.submitted_at, draft.number) == ("submitted", NOW, "2023524019999-31")
    assert names(session, draft) == [CERTIFICATE_SUBMITTED]


def test_sending_twice_is_sending_once(session: Session, seller: Actor, draft: Certificate) -> None:
    filled(session, seller, draft)
    seen = draft.version

    for _ in range(2):
        services.submit(session, seller, draft, version=seen, now=NOW)

    assert names(session, draft) == [CERTIFICATE_SUBMITTED]


def test_an_incomplete_draft_is_not_sent(session: Session, seller: Actor, draft: Certificate) -> None:
    with pytest.raises(Invalid) as refused:
        services.submit(session, seller, draft, version=draft.version, now=NOW)

    assert set(refused.value.errors) == {"nomor", "produk", "pindaian"}
    assert draft.state == "draft"


def test_an_application_is_sent_with_its_receipt_alone(session: Session, seller: Actor, draft: Certificate) -> None:
    services.save_identity(
        session, seller, draft, Identity(application_receipt="STTD-9999-7"), version=draft.version, now=NOW
    )
    services.save_items(session, seller, draft, ["Keripik Ikan"], version=draft.version)
    services.attach_scan(session, seller, draft, make_file(session, draft.producer), version=draft.version)

    services.submit(session, seller, draft, version=draft.version, now=NOW)

    assert (draft.state, draft.number, draft.application_receipt) == ("submitted", "", "STTD-9999-7")


def test_a_submitted_record_is_taken_back_and_changed(session: Session, seller: Actor, producer: Producer) -> None:
    certificate = make_certificate(session, producer, scheme="pirt", state="submitted")

    with pytest.raises(Conflict) as refused:
        services.save_identity(session, seller, certificate, PIRT, version=certificate.version, now=NOW)
    services.withdraw(session, seller, certificate, version=certificate.version, now=NOW)
    services.save_identity(session, seller, certificate, PIRT, version=certificate.version, now=NOW)

    assert refused.value.code == "not_editable"
    assert (certificate.state, certificate.submitted_at) == ("draft", None)
    assert names(session, certificate) == [CERTIFICATE_WITHDRAWN]


@pytest.mark.parametrize("state", ["verified", "rejected", "revoked"])
def test_decided_records_are_neither_changed_nor_taken_back(
    session: Session, seller: Actor, producer: Producer, state: str
) -> None:
    certificate = make_certificate(session, producer, state=state)
    version = certificate.version

    with pytest.raises(Conflict):
        services.save_items(session, seller, certificate, ["Lain"], version=version)
    with pytest.raises(Conflict):
        services.withdraw(session, seller, certificate, version=version, now=NOW)
    with pytest.raises(Conflict):
        services.submit(session, seller, certificate, version=version, now=NOW)

    assert certificate.state == state


def test_a_record_sent_back_is_corrected_and_sent_again(session: Session, seller: Actor, producer: Producer) -> None:
    certificate = make_certificate(session, producer, scheme="pirt", state="needs_correction")

    services.save_items(session, seller, certificate, ["Keripik Tempe", "Baru"], version=certificate.version)
    services.submit(session, seller, certificate, version=certificate.version, now=NOW)

    assert certificate.state == "submitted"


def test_every_step_refuses_a_stale_form(session: Session, seller: Actor, draft: Certificate) -> None:
    old = draft.version
    services.save_items(session, seller, draft, ["Keripik"], version=old)

    with pytest.raises(Conflict, match="stale"):
        services.save_items(session, seller, draft, ["Lain"], version=old)
    with pytest.raises(Conflict, match="stale"):
        services.save_identity(session, seller, draft, PIRT, version=old, now=NOW)
    with pytest.raises(Conflict, match="stale"):
        services.attach_scan(session, seller, draft, make_file(session, draft.producer), version=old)

    assert [item.name for item in draft.items] == ["Keripik"]


def test_a_name_that_stays_keeps_its_row(session: Session, seller: Actor, draft: Certificate) -> None:
    services.save_items(session, seller, draft, ["Abon", "Petis", "Terasi"], version=draft.version)
    rows = {item.name: item.id for item in draft.items}

    services.save_items(session, seller, draft, ["terasi", "Kerupuk", "Abon"], version=draft.version)
    session.expire(draft)

    assert [item.name for item in draft.items] == ["terasi", "Kerupuk", "Abon"]
    assert (draft.items[0].id, draft.items[2].id) == (rows["Terasi"], rows["Abon"])


def test_another_cooperatives_file_cannot_be_attached(session: Session, seller: Actor, draft: Certificate) -> None:
    foreign = make_file(session, make_producer(session, make_seller(session)))

    with pytest.raises(Invalid) as refused:
        services.attach_scan(session, seller, draft, foreign, version=draft.version)

    assert "scan" in refused.value.errors


def test_another_cooperatives_producer_and_certificate_do_not_exist(
    session: Session, producer: Producer, draft: Certificate
) -> None:
    stranger = make_seller(session)

    with pytest.raises(NotFound):
        services.draft_certificate(session, stranger, producer.id, "pirt", now=NOW)
    with pytest.raises(NotFound):
        certificate_of(session, stranger, draft.code)


def test_unknown_schemes_and_buyers_are_refused(session: Session, seller: Actor, producer: Producer) -> None:
    with pytest.raises(NotFound):
        services.draft_certificate(session, seller, producer.id, "organic", now=NOW)
    with pytest.raises(NotAllowed):
        services.draft_certificate(session, make_buyer(session), producer.id, "pirt", now=NOW)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scheme", ORGANISATION_SCHEMES)
def test_a_paper_of_the_organisation_is_the_cooperatives_own_and_names_no_products(
    session: Session, seller: Actor, producer: Producer, scheme: str
) -> None:
    draft = services.draft_certificate(session, seller, producer.id, scheme, now=NOW)
    issued, until = date(2026, 5, 12), date(2027, 5, 12) if SCHEMES[scheme].has_end_date else None
    identity = Identity(number=number_for(scheme, 1), issued_on=issued, valid_until=until)

    with pytest.raises(Invalid) as refused:
        services.save_items(session, seller, draft, ["Keripik Ikan"], version=draft.version)
    services.save_identity(session, seller, draft, identity, version=draft.version, now=NOW)
    services.attach_scan(session, seller, draft, make_file(session, draft.producer), version=draft.version)
    services.submit(session, seller, draft, version=draft.version, now=NOW)

    assert set(refused.value.errors) == {"items"}
    assert (draft.producer.kind, draft.state, draft.items) == ("cooperative", "submitted", [])
