"""The doctor says what is wrong, how to mend it, and by its exit code that something is."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from marketplace.adapters.mail import SmtpMailer
from marketplace.config import Settings, from_environment
from marketplace.core.clock import now
from marketplace.core.roles import SYSTEM
from marketplace.db import Database
from marketplace.events import chain, subscriptions, trail
from marketplace.events.models import ChainHead, Delivery, DeliveryState, ScheduledRun
from marketplace.notifications.models import MailState
from marketplace.notifications.services import mail_to
from marketplace.operation import cli
from marketplace.operation.checks import place
from marketplace.operation.checks import settings as settings_check
from marketplace.operation.findings import Verdict
from tests.factories import NOW

ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PUBLIC = {
    "SITE_URL": "https://etalase.example.id",
    "SECRET_KEY": "s" * 32,
    "DATABASE_URL": "postgresql://u@h/n",
    "TRUSTED_PROXIES": "127.0.0.1",
}


@pytest.mark.parametrize(
    ("env", "verdict", "word"),
    [
        ({}, Verdict.OK, "this machine only"),
        (PUBLIC, Verdict.OK, "public"),
        ({"HOST": "0.0.0.0"}, Verdict.WRONG, "HOST"),
        ({**PUBLIC, "HOST": "0.0.0.0"}, Verdict.OK, "public"),
        ({**PUBLIC, "SITE_URL": "http://etalase.example.id"}, Verdict.WRONG, "SITE_URL"),
        ({**PUBLIC, "TRUSTED_PROXIES": "0.0.0.0/0"}, Verdict.WRONG, "TRUSTED_PROXIES"),
        ({**PUBLIC, "TRUSTED_PROXIES": ""}, Verdict.LOOK, "TRUSTED_PROXIES"),
        ({**PUBLIC, "DATABASE_URL": ""}, Verdict.LOOK, "SQLite"),
        ({**PUBLIC, "STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRET": "w"}, Verdict.LOOK, "test key"),
        ({**PUBLIC, "SMTP_URL": "smtp://u:p@mail.id:587"}, Verdict.WRONG, "readable"),
        ({**PUBLIC, "SMTP_URL": "smtp://u:p@mail.id:587?starttls=1"}, Verdict.OK, "public"),
        ({**PUBLIC, "REQUIRE_MFA": "0"}, Verdict.LOOK, "REQUIRE_MFA"),
        ({"TRUSTED_PROXY": "127.0.0.1"}, Verdict.LOOK, "TRUSTED_PROXIES"),
        ({"HOSTNAME": "x", "PORTS": "1", "PORT": "80"}, Verdict.OK, "this machine only"),
    ],
)
def test_settings_that_let_in_more_than_meant_are_named(env: dict[str, str], verdict: Verdict, word: str) -> None:
    (found,) = settings_check.examine(from_environment(env), env)

    assert found.verdict == verdict
    assert word in found.line()


def run(app: Flask, *arguments: str) -> Result:
    """Call the doctor."""
    result = app.test_cli_runner().invoke(cli.doctor, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def of(result: Result, about: str) -> str:
    """Return what was said about one part."""
    return "\n".join(line for line in result.output.splitlines() if line[14:].startswith(f"{about} "))


@pytest.fixture
def well(app: Flask, database: Database) -> Flask:
    """A site whose index is built and whose worker runs."""
    app.test_cli_runner().invoke(args=["reindex"])
    with database.transaction() as session:
        session.add(ScheduledRun(name="send_mails", last_run_at=now()))
    return app


def test_a_well_site_has_nothing_wrong(well: Flask) -> None:
    result = run(well)

    assert result.exit_code == 0, result.output
    assert {line[:13].strip() for line in result.output.splitlines()} == {"ok"}
    for about in ("settings", "database", "worker", "outbox", "mails", "chain", "search", "payment", "mail", "disk"):
        assert of(result, about)


@ONE_ENGINE
def test_what_does_not_go_on_is_wrong(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "_register", {})
    subscriptions.subscribe("test", "test.happened")(lambda *_: None)
    with app.test_request_context(), database.transaction() as session:
        session.add(ScheduledRun(name="send_mails", last_run_at=now() - timedelta(hours=1), last_error="kaputt"))
        for state in (DeliveryState.FAILED, DeliveryState.PENDING):
            event = trail.record(session, SYSTEM, "test.happened", "test", 1, now=NOW)
            session.query(Delivery).filter_by(event_id=event.id).update({"state": state})
        session.add(mail_to("siapa@uji.test", "x", "x", now=NOW))
        refused = mail_to("siapa@uji.test", "x", "x", now=NOW)
        refused.state = MailState.FAILED
        session.add(refused)
    app.extensions["mailer"] = SmtpMailer("smtp://127.0.0.1:1", "x@uji.test")

    result = run(app)

    assert result.exit_code == 1
    assert of(result, "worker").count("\n") == 1
    assert "kaputt" in of(result, "worker")
    assert "1 deliveries were given up" in of(result, "outbox")
    assert "1 deliveries wait, the oldest since 2026-11-24 03:00" in of(result, "outbox")
    assert "1 were refused for good, 1 wait" in of(result, "mails")
    assert "smtp://127.0.0.1:1" in of(result, "mail")
    assert of(result, "search").startswith("wrong")


@ONE_ENGINE
def test_a_database_of_another_revision_or_none_is_named(app: Flask, database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    old = run(app)
    app.extensions["database"] = Database("postgresql://nobody@127.0.0.1:1/none")
    gone = run(app)

    assert (old.exit_code, gone.exit_code) == (1, 1)
    assert "revision 0001, the code needs" in of(old, "database")
    assert "db upgrade" in old.output
    assert "does not answer" in of(gone, "database")
    assert of(gone, "disk")


def test_a_full_disk_and_a_closed_folder_are_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = replace(
        from_environment({}), media_dir=tmp_path / "m", search_index_dir=tmp_path, mail_dir=tmp_path / "v" / "mail"
    )
    usage = shutil.disk_usage(tmp_path)
    for free, verdict in ((place.EMPTY_BYTES - 1, "wrong"), (place.LOW_BYTES - 1, "look at this")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: usage._replace(free=free))
        assert {finding.verdict for finding in place.disks(given)} == {verdict}
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert all("cannot be written to" in finding.seen for finding in place.disks(given))


def write(database: Database, amount: int) -> None:
    """Write events."""
    with database.transaction() as session:
        for _ in range(amount):
            trail.record(session, SYSTEM, "test.happened", "test", 1, now=NOW)


def rewrite_the_end(session: Session) -> None:
    """Cut two events off and let the chain end before them, as somebody would who knows how it is made."""
    session.execute(text("DELETE FROM events WHERE position > 2"))
    end = session.get_one(ChainHead, 1)
    last = chain.hash_at(session, 2)
    end.length, end.hash = 2, str(last)


TAMPERING: dict[str, tuple[Callable[[Session], object], str]] = {
    "changed": (lambda s: s.execute(text("UPDATE events SET subject_id = 2 WHERE position = 2")), "(place 2)"),
    "deleted": (lambda s: s.execute(text("DELETE FROM events WHERE position = 2")), "(place 3)"),
    "tail cut": (lambda s: s.execute(text("DELETE FROM events WHERE position = 4")), "4 events were written, 3 are"),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_the_first_bad_row_is_named(app: Flask, database: Database, how: str) -> None:
    tamper, named = TAMPERING[how]
    write(database, 4)
    with database.transaction() as session:
        without_guard(session)
        tamper(session)

    result = run(app)

    assert result.exit_code == 1
    assert named in of(result, "chain")


def test_a_mailed_head_shows_a_tail_that_was_cut_with_skill(well: Flask, database: Database) -> None:
    write(database, 3)
    with database.reading() as session:
        early = str(chain.head(session))
    write(database, 1)
    with database.reading() as session:
        late = str(chain.head(session))
    assert run(well, "--head", early).exit_code == run(well, "--head", f" {late.upper()}\n").exit_code == 0

    with database.transaction() as session:
        without_guard(session)
        rewrite_the_end(session)

    assert of(run(well), "chain").startswith("ok")
    assert "event 4 was there when the mail was written; now 2 are" in of(run(well, "--head", late), "chain")
    assert "event 2 is not the one" in of(run(well, "--head", f"2:{'0' * 64}"), "chain")
    assert "is no head" in of(run(well, "--head", "halo"), "chain")


def without_guard(session: Session) -> None:
    """Do as a superuser of the database can: take the triggers away."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("DROP TRIGGER events_sealed ON events"))
    else:
        session.execute(text("DROP TRIGGER events_sealed_update"))
        session.execute(text("DROP TRIGGER events_sealed_delete"))
