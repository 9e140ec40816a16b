"""Versions of pages, and who agreed to which."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts import people
from marketplace.accounts.people import NewPerson
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.db import Database
from marketplace.events import outbox
from marketplace.privacy import queries, services, shipped
from marketplace.privacy.models import Consent, PageVersion
from marketplace.privacy.periods import ANSWER_HOURS, COMPLAINTS, MAILS, PAPERS_YEARS, SIGN_INS
from marketplace.privacy.services import PageDraft
from marketplace.privacy.slugs import Slug
from tests.factories import NOW, make_buyer, make_operator, make_user

LATER = NOW + timedelta(days=40)
DRAFT = PageDraft(slug=Slug.TERMS, texts={"id": "Baru.", "en": "New."})


@pytest.fixture
def first(session: Session) -> None:
    """Publish the texts that come with the software."""
    services.load_first(session, site_name="Etalase Uji", now=NOW)


def test_the_first_versions_are_published_once(session: Session, first: None) -> None:
    services.load_first(session, site_name="Nama Lain", now=LATER)

    assert session.scalar(select(func.count(PageVersion.id))) == 2 * len(Slug)
    text = queries.version(session, Slug.PRIVACY, "id").text
    assert "Etalase Uji" in text
    assert "{site}" not in text


@pytest.mark.parametrize("language", shipped.LANGUAGES)
def test_the_notice_promises_the_periods_that_the_code_keeps(language: str) -> None:
    text = shipped.text(Slug.PRIVACY, language, "Uji")

    months = "24 bulan" if language == "id" else "24 months"
    days = "hari" if language == "id" else "days"
    assert COMPLAINTS.days == 730
    assert text.count(months) == 2, "contacts and complaints"
    assert f"{MAILS.days} {days}" in text
    assert f"{SIGN_INS.days} {days}" in text
    assert f"{PAPERS_YEARS} " in text
    assert f"3 x {ANSWER_HOURS // 3} " in text


def test_a_new_version_leaves_the_old_one_as_it_was(session: Session, first: None) -> None:
    before = queries.version(session, Slug.TERMS, "en").text

    number = services.publish(session, make_operator(session), DRAFT, seen=1, now=LATER)

    assert number == 2
    assert queries.version(session, Slug.TERMS, "en").text == "New."
    assert queries.version(session, Slug.TERMS, "en", 1).text == before
    assert queries.number_in_force(session, Slug.TERMS, at=LATER - timedelta(seconds=1)) == 1
    with pytest.raises(NotFound):
        queries.version(session, Slug.TERMS, "en", 3)


def test_of_two_who_publish_at_once_the_slower_is_told(session: Session, first: None) -> None:
    operator = make_operator(session)
    services.publish(session, operator, DRAFT, seen=1, now=LATER)

    with pytest.raises(Conflict):
        services.publish(session, operator, replace(DRAFT, texts={"id": "C", "en": "C"}), seen=1, now=LATER)


@pytest.mark.parametrize("texts", [{"id": " ", "en": "x"}, {"id": "x"}, {"id": "x" * 40_001, "en": "x"}])
def test_a_version_needs_both_texts_in_bounds(session: Session, first: None, texts: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        services.publish(session, make_operator(session), replace(DRAFT, texts=texts), seen=1, now=LATER)


def test_a_version_without_a_change_is_none(session: Session, first: None) -> None:
    same = {language: shipped.text(Slug.TERMS, language, "Etalase Uji") for language in shipped.LANGUAGES}

    with pytest.raises(Invalid, match="unchanged"):
        services.publish(session, make_operator(session), replace(DRAFT, texts=same), seen=1, now=LATER)


def test_only_an_operator_publishes(session: Session, first: None) -> None:
    with pytest.raises(NotAllowed):
        services.publish(session, make_buyer(session), DRAFT, seen=1, now=LATER)


def test_people_are_asked_again_only_for_what_changes_something(session: Session, first: None) -> None:
    buyer, operator = make_buyer(session), make_operator(session)
    services.agree(session, buyer, now=NOW)
    services.agree(session, buyer, now=NOW)
    assert session.scalar(select(func.count(Consent.id))) == 2, "terms and notice, each once"
    assert queries.to_agree(session, buyer.user_id) == []

    services.publish(session, operator, replace(DRAFT, is_material=False), seen=1, now=LATER)
    assert queries.to_agree(session, buyer.user_id) == []

    services.publish(session, operator, replace(DRAFT, texts={"id": "Lain.", "en": "Other."}), seen=2, now=LATER)
    assert [(row.slug, row.number) for row in queries.to_agree(session, buyer.user_id)] == [("ketentuan", 3)]

    services.agree(session, buyer, now=LATER)
    assert queries.to_agree(session, buyer.user_id) == []
    assert queries.agreed_counts(session)["ketentuan", 3] == 1


def test_somebody_from_before_the_first_version_is_asked_too(session: Session, first: None) -> None:
    assert {row.slug for row in queries.to_agree(session, make_user(session).id)} == {"ketentuan", "privasi"}


def test_a_new_account_is_recorded_with_what_was_in_force_then(database: Database, session: Session) -> None:
    services.load_first(session, site_name="Uji", now=NOW)
    person = NewPerson(email="baru@uji.test", name="Baru", password="kalimat panjang untuk uji")
    user = people.sign_up(session, person, now=NOW + timedelta(minutes=1))
    services.publish(session, make_operator(session), DRAFT, seen=1, now=LATER)
    session.commit()

    outbox.drain(database, now=LATER)

    with database.reading() as fresh:
        found = [(row.slug, row.number) for row in queries.consents_of(fresh, user.id)]
    assert sorted(found) == [("ketentuan", 1), ("privasi", 1)]
