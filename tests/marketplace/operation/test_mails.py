"""Mails of this room: the test mail, and the daily one with the head of the chain."""

import pytest
from flask import Flask
from sqlalchemy import delete, select

from marketplace.adapters.mail import Mail, MailFailed, SmtpMailer
from marketplace.core.roles import SYSTEM
from marketplace.db import Database
from marketplace.events import chain, trail
from marketplace.notifications.models import OutgoingMail
from marketplace.operation import cli, heads
from tests.factories import NOW, make_operator, make_seller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_operators_alone_get_the_head_in_their_language(app: Flask, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        make_seller(session)
        make_operator(session, email="satu@uji.test")
        make_operator(session, email="two@uji.test")
        session.execute(delete(OutgoingMail))
        session.connection().exec_driver_sql("UPDATE users SET language = 'en' WHERE email = 'two@uji.test'")
        trail.record(session, SYSTEM, "test.happened", "test", 1, now=NOW)
    with database.reading() as session:
        head = str(chain.head(session))

    with app.test_request_context():
        heads.mail_head(database, NOW)

    with database.reading() as session:
        mails = {mail.recipient: mail for mail in session.scalars(select(OutgoingMail))}
    assert set(mails) == {"satu@uji.test", "two@uji.test"}
    assert all(head in mail.text.splitlines() for mail in mails.values())
    assert "Simpan e-mail ini" in mails["satu@uji.test"].text
    assert "Keep this mail" in mails["two@uji.test"].text
    assert "doctor --head" in mails["two@uji.test"].text


def test_the_test_mail_is_sent_at_once(app: Flask) -> None:
    result = app.test_cli_runner().invoke(cli.mail, ["test", "siapa@uji.test"])

    (letter,) = app.config["SETTINGS"].mail_dir.glob("*.eml")
    assert "siapa@uji.test" in letter.read_text()
    assert (result.exit_code, "SMTP_URL is not set" in result.output) == (0, True)


@pytest.mark.parametrize("permanent", [True, False])
def test_a_refusal_is_told_in_the_servers_words(app: Flask, monkeypatch: pytest.MonkeyPatch, permanent: bool) -> None:
    def refuse(_self: SmtpMailer, _mail: Mail) -> None:
        raise MailFailed("reply 550 5.1.1 no such box", permanent=permanent)

    monkeypatch.setattr(SmtpMailer, "send", refuse)
    app.extensions["mailer"] = SmtpMailer("smtp://mail.uji.test", "x@uji.test")

    result = app.test_cli_runner().invoke(cli.mail, ["test", "siapa@uji.test"])

    assert result.exit_code == 1
    assert "550 5.1.1 no such box" in str(result.output)
    assert ("will not help" in result.output) == permanent
