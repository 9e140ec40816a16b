"""Contacts that are erased: in time, by the visitor, on request to an official."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import events
from catalog.fairs import consent, forgetting, retention, withdrawal
from catalog.fairs.models import Lead
from marketplace.core.errors import Invalid, NotAllowed, NotFound
from marketplace.db import Database
from marketplace.events.models import Event
from tests.factories import NOW, make_official, make_seller
from tests.factories_fairs import make_lead


def is_erased(lead: Lead) -> bool:
    """Tell whether nothing that the visitor wrote is left."""
    return lead.erased_at is not None and not any(
        (lead.name, lead.organisation_name, lead.phone, lead.email, lead.message)
    )


def test_a_contact_is_erased_after_24_months_and_still_counted(session: Session) -> None:
    seller = make_seller(session)
    old = make_lead(session, seller, created_at=NOW - consent.KEPT)
    young = make_lead(session, seller, created_at=NOW - consent.KEPT + timedelta(seconds=1))

    assert forgetting.erase_old(session, now=NOW) == 1
    assert forgetting.erase_old(session, now=NOW) == 0

    assert is_erased(old)
    assert (old.cooperative_id, old.consent_text) == (seller.organisation_id, "Saya setuju."), "what was agreed stays"
    assert young.name == "Rini Uji"


def test_the_consent_promises_the_same_period() -> None:
    assert "24 months" in str(consent.consent_to("KDMP"))
    assert consent.KEPT.days == 730


def test_the_regular_task_erases_more_than_fits_in_one_turn(
    database: Database, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    seller = make_seller(session)
    for _ in range(5):
        make_lead(session, seller, created_at=NOW - timedelta(days=800))
    session.commit()

    retention.run(database, NOW)

    with database.reading() as fresh:
        assert all(is_erased(lead) for lead in fresh.scalars(select(Lead)))


def test_a_visitor_withdraws_once_and_for_all(session: Session) -> None:
    lead, other = make_lead(session, make_seller(session)), make_lead(session, make_seller(session))

    forgetting.withdraw(session, lead.id, now=NOW)
    forgetting.withdraw(session, lead.id, now=NOW + timedelta(days=1))

    assert is_erased(lead)
    assert lead.erased_at == NOW
    assert not is_erased(other)
    written = session.scalars(select(Event).where(Event.name == events.LEAD_ERASED)).all()
    assert [(event.subject_id, event.data) for event in written] == [(lead.id, {})]
    with pytest.raises(NotFound):
        forgetting.withdraw(session, 999_999_999, now=NOW)


@pytest.mark.parametrize("text", ["0812-3456-7890", "+62 812 3456 7890", " Rini@Uji.test "])
def test_an_official_erases_what_was_left_with_a_number_or_address(session: Session, text: str) -> None:
    seller, other = make_seller(session), make_seller(session)
    mine = [make_lead(session, owner, phone="081234567890", email="rini@uji.test") for owner in (seller, other)]
    strangers = make_lead(session, seller, phone="081234567899", email="")

    assert forgetting.erase_on_request(session, make_official(session), text, now=NOW) == 2

    assert all(is_erased(lead) for lead in mine)
    assert not is_erased(strangers)


@pytest.mark.parametrize("text", ["", "Rini", "@", "%"])
def test_what_is_neither_number_nor_address_erases_nothing(session: Session, text: str) -> None:
    make_lead(session, make_seller(session), email="")

    with pytest.raises(Invalid) as refused:
        forgetting.erase_on_request(session, make_official(session), text, now=NOW)

    assert "contact" in refused.value.errors


def test_a_cooperative_does_not_erase_at_others(session: Session) -> None:
    with pytest.raises(NotAllowed):
        forgetting.erase_on_request(session, make_seller(session), "081234567890", now=NOW)


@pytest.mark.parametrize("token", ["", "1", "MQ.x", "MTc.AAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_an_address_that_was_not_signed_here_leads_to_nothing(app: Flask, token: str) -> None:
    with app.test_request_context(), pytest.raises(NotFound):
        withdrawal.read_token(token)
