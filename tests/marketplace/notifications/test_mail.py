"""Mails by choice, mails that come back, and what a mail looks like."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.adapters.mail import Mail, MailFailed
from marketplace.core.text import _l
from marketplace.db import Database
from marketplace.events import trail
from marketplace.notifications import bounces, choices, events, mailing
from marketplace.notifications.groups import CHOOSABLE, Group
from marketplace.notifications.letters import WIDTH, Letter, written
from marketplace.notifications.models import MailState, Notification, OutgoingMail
from marketplace.notifications.services import Notice, letter_to, mail_to, notify
from tests.factories import NOW, make_buyer, make_operator, make_user
from tests.queries import count_queries

SHIPPED = Notice("order_shipped", _l("Order %(number)s: goods on their way"), _l("%(number)s was shipped."))
BANK = Notice("security_bank", _l("Security"), _l("Security"))
ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def told(session: Session, people: list[User], notice: Notice = SHIPPED) -> tuple[set[int], set[str]]:
    """Tell people and return who has a notice, and to which addresses mails go."""
    notify(session, people, notice, url="/pesanan/PSN-1", now=NOW, values={"number": "PSN-1"})
    session.flush()
    mails = session.scalars(select(OutgoingMail.recipient))
    return set(session.scalars(select(Notification.user_id))), set(mails)


def test_the_notice_comes_always_and_the_mail_by_choice(session: Session) -> None:
    keen, calm = make_user(session), make_user(session)
    choices.stop(session, calm.id, Group.ORDERS, now=NOW)
    choices.stop(session, calm.id, Group.ORDERS, now=NOW)

    assert told(session, [keen, calm]) == ({keen.id, calm.id}, {keen.email})
    assert len(trail.history(session, "person", calm.id, [events.MAIL_STOPPED])) == 1
    choices.resume(session, calm.id, Group.ORDERS, now=NOW)
    assert told(session, [calm])[1] == {keen.email, calm.email}


def test_mails_of_security_are_always_sent(session: Session) -> None:
    person = make_user(session)
    for group in Group:
        choices.stop(session, person.id, group, now=NOW)
    bounces.note(session, person.email, "recipient refused: 550", now=NOW)

    assert told(session, [person], BANK)[1] == {person.email}
    mail = session.scalars(select(OutgoingMail)).one()
    assert mail.unsubscribe_url == ""
    assert choices.stopped_groups(session, person.id) == set(CHOOSABLE)


@ONE_ENGINE
def test_choices_of_all_people_take_one_query(app: Flask, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        people = [make_user(session) for _each in range(5)]
        with count_queries(database) as seen:
            notify(session, people, SHIPPED, url="/pesanan", now=NOW, values={"number": "PSN-1"})

    assert len(seen) == 1


def test_returned_mail_silences_an_address_until_it_is_verified_again(session: Session) -> None:
    person, admin = make_user(session), make_operator(session)
    bounces.note(session, person.email, "recipient refused: 550", now=NOW + timedelta(hours=1))
    later = NOW + timedelta(days=2)

    assert choices.mailed(session, {person.id}, Group.ORDERS, now=later) == set()
    assert bounces.bounce_of(session, person.id, now=later) is not None
    assert [found.id for found, _bounce in bounces.returned(session, admin, page=1, now=later).items] == [person.id]
    assert choices.mailed(session, {person.id}, Group.ORDERS, now=NOW + timedelta(days=40)) == {person.id}
    person.email_verified_at = NOW + timedelta(days=1)
    session.flush()
    assert choices.mailed(session, {person.id}, Group.ORDERS, now=later) == {person.id}
    assert bounces.bounce_of(session, person.id, now=later) is None


class Refusing:
    """A mail server that refuses everybody, in one way."""

    def __init__(self, fault: MailFailed) -> None:
        self.fault, self.sent = fault, []  # type: tuple[MailFailed, list[Mail]]

    def send(self, mail: Mail) -> None:
        """Keep what was to be sent, and refuse it."""
        self.sent.append(mail)
        raise self.fault


@ONE_ENGINE
@pytest.mark.parametrize(
    ("fault", "noted"),
    [
        (MailFailed("recipient refused: 550", permanent=True, is_returned=True), True),
        (MailFailed("reply 550", permanent=True), False),
        (MailFailed("busy", permanent=False), False),
    ],
)
def test_only_a_refusal_of_the_address_counts_as_returned(
    app: Flask, database: Database, fault: MailFailed, noted: bool
) -> None:
    with app.test_request_context(), database.transaction() as session:
        person = make_buyer(session)
        user = session.get_one(User, person.user_id)
        user.email_verified_at = None
        session.add(mail_to(user.email, "Uji", "Uji", now=NOW))
    app.extensions["mailer"] = Refusing(fault)

    with app.test_request_context():
        mailing.send_due(database, NOW)

    with database.reading() as session:
        assert (bounces.bounce_of(session, person.user_id, now=NOW) is not None) is noted
        state = session.scalars(select(OutgoingMail.state)).one()
        assert (state == MailState.FAILED) is fault.permanent


LETTER = Letter(
    name="Siti\r\nUji",
    body="KDMP Kemantren mengirim barang. Hitung barangnya saat tiba, lalu konfirmasi penerimaannya.\n\nTerima kasih.",
    site_name="Etalase Desa",
    link="https://etalase.example/pesanan/" + "PSN-" * 20,
    why="Anda menerima surel ini karena punya akun.",
    stop_link="https://etalase.example/berhenti/abc",
)


@ONE_ENGINE
@pytest.mark.parametrize(("language", "greeting"), [("id", "Yth. Siti Uji,"), ("en", "Dear Siti Uji,")])
def test_a_mail_reads_as_text_in_the_language_of_its_reader(app: Flask, language: str, greeting: str) -> None:
    with app.test_request_context(), force_locale(language):
        text = written(LETTER)

    lines = text.splitlines()
    assert lines[0] == greeting
    assert all(len(line) <= WIDTH for line in lines if "://" not in line)
    assert LETTER.link in lines, "an address stays whole"
    assert lines.index("-- ") < lines.index(LETTER.stop_link)


@ONE_ENGINE
def test_a_mail_without_ways_out_names_none(app: Flask) -> None:
    with app.test_request_context(), force_locale("id"):
        text = written(replace(LETTER, stop_link="", choices_link=""))

    assert "berhenti" not in text.lower()


def test_a_letter_with_a_secret_is_in_the_same_layout(session: Session) -> None:
    person = make_user(session, language="en")

    mail = letter_to(person, "Your new password", "Press the link.", url="/sandi-baru/abc", now=NOW)

    assert mail.text.startswith("Dear Siti Uji,\n\nPress the link.\n\n")
    assert "http://127.0.0.1:8123/sandi-baru/abc\n" in mail.text
    assert mail.unsubscribe_url == ""
