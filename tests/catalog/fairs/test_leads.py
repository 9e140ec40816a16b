"""Contacts: left once and with consent, read by their cooperative alone, answered and erased."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog import events
from catalog.fairs import contacts, leads
from catalog.fairs.leads import LeadDraft, Target
from catalog.fairs.memory import memory_of
from catalog.fairs.models import FairState, Lead
from catalog.lifecycle import ProductState
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor
from marketplace.db import Database
from marketplace.events import outbox, trail
from marketplace.events.models import Event
from marketplace.notifications.models import Notification, OutgoingMail
from tests.factories import NOW, make_buyer, make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_fairs import make_booth, make_fair, make_lead

WORDS = "Saya setuju dihubungi."
DRAFT = LeadDraft(
    name="Rini Astuti",
    organisation_name="Toko Contoh",
    phone="0800-0000-6101",
    message="Berapa harga per karton?",
    consent=WORDS,
    idempotency_key="kunci-uji-0000001",
)


def shop(session: Session, seller: Actor) -> Organisation:
    return session.get_one(Organisation, seller.organisation_id)


def test_a_contact_keeps_the_words_that_were_agreed_to_and_when(session: Session) -> None:
    seller = make_seller(session)
    product = make_product(session, seller)
    booth = make_booth(session, make_fair(session, make_official(session)), seller)

    lead = leads.leave(session, None, Target(shop(session, seller), product, booth), DRAFT, now=NOW)

    assert (lead.consent_text, lead.consent_at) == (WORDS, NOW)
    assert (lead.product_id, lead.booth_id, lead.phone) == (product.id, booth.id, "080000006101")


def test_the_trail_holds_ids_and_nothing_that_was_written(session: Session) -> None:
    seller = make_seller(session)

    lead = leads.leave(session, None, Target(shop(session, seller)), DRAFT, now=NOW)

    (event,) = trail.history(session, "lead", lead.id)
    assert event.name == events.LEAD_LEFT
    assert event.data == {"cooperative": seller.organisation_id, "product": None, "booth": None}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consent": ""}, "consent"),
        ({"phone": "", "email": ""}, "phone"),
        ({"phone": "halo"}, "phone"),
        ({"email": "bukan surel"}, "email"),
        ({"email": "a@b.id\r\nBcc: c@d.id"}, "email"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"organisation_name": "x" * 161}, "organisation_name"),
        ({"message": "x" * 2001}, "message"),
    ],
)
def test_what_cannot_be_used_is_refused_beside_its_field(session: Session, change: dict[str, str], field: str) -> None:
    target = Target(shop(session, make_seller(session)))

    with pytest.raises(Invalid) as caught:
        leads.leave(session, None, target, replace(DRAFT, **change), now=NOW)

    assert field in caught.value.errors
    assert session.scalar(select(func.count(Lead.id))) == 0


def test_a_visitor_hears_of_everything_at_once(session: Session) -> None:
    target = Target(shop(session, make_seller(session)))

    with pytest.raises(Invalid) as caught:
        leads.leave(session, None, target, replace(DRAFT, name="", phone="", consent=""), now=NOW)

    assert set(caught.value.errors) == {"name", "phone", "consent"}


def test_a_double_click_leaves_one_contact(session: Session) -> None:
    target = Target(shop(session, make_seller(session)))

    first, second = (leads.leave(session, None, target, DRAFT, now=NOW) for _ in range(2))

    assert first is second
    assert session.scalar(select(func.count(Event.id)).where(Event.name == events.LEAD_LEFT)) == 1


def test_two_clicks_at_the_same_moment_leave_one_contact(app: Flask, database: Database) -> None:
    with app.app_context(), database.transaction() as session:
        seller_id = make_seller(session).organisation_id
    start, found = threading.Barrier(4), []

    def click() -> None:
        start.wait()
        with app.app_context(), database.transaction() as session:
            target = Target(session.get_one(Organisation, seller_id))
            found.append(leads.leave(session, None, target, DRAFT, now=NOW).id)

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert len(found) == 4
    assert len(set(found)) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count(Event.id)).where(Event.name == events.LEAD_LEFT)) == 1


def test_a_flood_from_one_number_ends(session: Session) -> None:
    sellers = [make_seller(session) for _ in range(leads.MOST_A_DAY + 1)]
    for number, seller in enumerate(sellers[:-1]):
        draft = replace(DRAFT, idempotency_key=f"kunci-uji-{number:07d}")
        leads.leave(session, None, Target(shop(session, seller)), draft, now=NOW)

    last = Target(shop(session, sellers[-1]))
    with pytest.raises(Conflict):
        leads.leave(session, None, last, DRAFT, now=NOW)

    assert leads.leave(session, None, last, DRAFT, now=NOW + timedelta(days=1, seconds=1)).id
    other = replace(DRAFT, phone="", email="rini@uji.test", idempotency_key="kunci-uji-lainnya")
    assert leads.leave(session, None, last, other, now=NOW).id


def test_the_cooperative_is_told_without_a_word_of_the_visitor(app: Flask, database: Database) -> None:
    with app.app_context(), database.transaction() as session:
        seller = make_seller(session, email="penjual@uji.test")
        make_seller(session, email="lain@uji.test")
        product = make_product(session, seller, name="Kain Ikat Parengan")
        leads.leave(session, None, Target(shop(session, seller), product), DRAFT, now=NOW)

    with app.test_request_context("/"):
        outbox.drain(database, now=NOW)

    with database.reading() as session:
        notices, mails = session.scalars(select(Notification)).all(), session.scalars(select(OutgoingMail)).all()
        assert [mail.recipient for mail in mails] == ["penjual@uji.test"]
        assert [notice.url for notice in notices] == ["/kontak-masuk"]
        words = " ".join([*(n.title + n.body for n in notices), *(m.subject + m.text for m in mails)])
        assert "Kain Ikat Parengan" in words
        assert not any(secret in words for secret in ("Rini", "6101", "Toko Contoh", "karton"))


def test_answering_twice_happens_once(session: Session) -> None:
    seller = make_seller(session)
    lead = make_lead(session, seller)

    leads.handle(session, seller, lead, now=NOW)
    leads.handle(session, seller, lead, now=NOW + timedelta(hours=1))

    assert lead.handled_at == NOW
    assert len(trail.history(session, "lead", lead.id)) == 1


def test_erasing_leaves_a_count_and_no_word(session: Session) -> None:
    seller = make_seller(session)
    lead = make_lead(session, seller, email="rini@uji.test")

    leads.erase(session, seller, lead, now=NOW)

    assert [lead.name, lead.organisation_name, lead.phone, lead.email, lead.message] == [""] * 5
    assert lead.erased_at == NOW
    assert contacts.waiting_count(session, seller) == 0
    assert contacts.leads_of(session, seller, 1).total == 1


def test_nobody_else_reads_or_touches_a_contact(session: Session) -> None:
    lead = make_lead(session, make_seller(session))

    for stranger in (make_seller(session), make_official(session), make_buyer(session)):
        with pytest.raises(NotFound):
            contacts.lead_of(session, stranger, lead.id)
        assert contacts.leads_of(session, stranger, 1).items == []
    with pytest.raises(NotFound):
        leads.erase(session, make_seller(session), lead, now=NOW)
    with pytest.raises(NotAllowed):
        leads.handle(session, make_official(session), lead, now=NOW)


def test_a_contact_counts_for_the_booth_of_its_cooperative_only(session: Session) -> None:
    official, seller, other = make_official(session), make_seller(session), make_seller(session)
    fair = make_fair(session, official)
    own, foreign = make_booth(session, fair, seller), make_booth(session, fair, other)
    product = make_product(session, seller)

    def booth_id(code: str, remembered: object = None) -> int | None:
        target = contacts.target_of(
            session, product=product.code, cooperative="", booth=code, remembered=remembered, now=NOW
        )
        return target.booth.id if target.booth else None

    assert booth_id(own.code.lower()) == own.id
    assert booth_id("", memory_of(own.code, NOW)) == own.id
    assert booth_id(foreign.code) is None
    assert booth_id("TIDAKADA") is None
    assert booth_id("", memory_of(own.code, NOW - timedelta(days=31))) is None


def test_a_contact_is_for_something_public(session: Session) -> None:
    seller, official = make_seller(session), make_official(session)
    draft_product = make_product(session, seller, state=ProductState.DRAFT)
    hidden = make_booth(session, make_fair(session, official, state=FairState.DRAFT), seller)
    suspended = shop(session, make_seller(session))
    suspended.state = OrganisationState.SUSPENDED
    session.flush()

    for product, cooperative, booth in (
        ("", "", ""),
        ("TIDAKADA", "", ""),
        (draft_product.code, "", ""),
        ("", "tidak-ada", ""),
        ("", suspended.slug, ""),
        ("", "", hidden.code),
    ):
        with pytest.raises(NotFound):
            contacts.target_of(session, product=product, cooperative=cooperative, booth=booth, remembered=None, now=NOW)
