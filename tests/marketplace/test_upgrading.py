"""The way up from the previous release's database: what people had there works on, on both engines."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, insert, inspect, select
from sqlalchemy.engine import Connection

from marketplace import migrating
from marketplace.accounts import passwords
from marketplace.accounts.models import User
from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.core.roles import SYSTEM
from marketplace.db import WRITES, Base, Database
from marketplace.events import chain, trail
from marketplace.events.models import Event
from marketplace.operation import loading
from tests.factories import NOW, PASSWORD
from tests.pages import post

THEN = datetime(2026, 8, 17, 2, 30, 15, 123456, tzinfo=UTC)
RELEASED = "0001"


@pytest.fixture
def old(database_url: str) -> Database:
    """A database as the previous release left it: people, an organisation, events and what they caused."""
    database = Database(database_url)
    with database.engine.execution_options(**{WRITES: True}).connect() as connection:
        loading.empty(connection, Base.metadata.tables)
        connection.commit()
    migrating.upgrade(database, RELEASED)
    with database.engine.execution_options(**{WRITES: True}).connect() as connection:
        fill(connection)
        connection.commit()
    return database


def fill(connection: Connection) -> None:
    """Write rows as that release knew them."""
    tables = MetaData()
    tables.reflect(connection)

    def put(name: str, *rows: dict[str, Any]) -> None:
        connection.execute(insert(tables.tables[name]), list(rows))

    put("regions", {"code": "35", "name": "Jawa Timur", "level": 1, "path": "Jawa Timur"})
    person = {"phone": "0812", "language": "id", "is_demo": False, "created_at": THEN}
    put(
        "users",
        {**person, "email": "lama@uji.test", "name": "Bu Lama", "password_hash": hashed()},
        {**person, "email": "dua@uji.test", "name": "Pak Dua", "password_hash": "!"},
    )
    organisation = {"kind": "cooperative", "state": "active", "region_code": "35", "address": "", "phone": ""}
    texts = dict.fromkeys(("about", "nib", "npwp", "nik_koperasi", "ahu", "decision_reason"), "")
    bank = dict.fromkeys(("bank_name", "bank_account_number", "bank_account_holder"), "")
    made = {"name": "KDMP Lama", "slug": "kdmp-lama", "code": "KDMPLAMA", "created_at": THEN}
    put("organisations", {**organisation, **texts, **bank, **made, "is_pkp": False, "version": 1})
    put("memberships", {"user_id": 1, "organisation_id": 1, "role": "manager", "created_at": THEN})
    event = {"subject_kind": "organisation", "subject_id": 1, "actor_user_id": 1, "occurred_at": THEN}
    put(
        "events",
        {**event, "name": "organisation.registered", "data": {"state": "pending", "half": 0.5}},
        {**event, "name": "organisation.approved", "data": {}},
    )


def hashed() -> str:
    """Return the hash of the tests' password."""
    return passwords.hash_password(PASSWORD)


def test_people_and_events_of_the_previous_release_work_on(old: Database, settings: Settings) -> None:
    migrating.upgrade(old)
    old.close()
    app: Flask = create_app(settings)
    browser = app.test_client()

    entered = post(browser, "/masuk", {"email": "lama@uji.test", "password": PASSWORD})

    assert entered.status_code == 302, entered.text
    assert "KDMP Lama" in browser.get("/akun").text
    database: Database = app.extensions["database"]
    with database.reading() as session:
        assert set(session.scalars(select(User.email_verified_at))) == {THEN}
        sealed = session.scalars(select(Event).where(Event.id <= 2).order_by(Event.position)).all()
        assert [(event.position, event.data.get("half")) for event in sealed] == [(1, 0.5), (2, None)]
        assert chain.first_break(session) is None
    with app.test_request_context(), database.transaction() as session:
        trail.record(session, SYSTEM, "test.happened", "test", 1, now=NOW)
    with database.reading() as session:
        assert chain.first_break(session) is None
        assert chain.head(session).length >= 3
        there = inspect(session.connection()).get_table_names()
        assert set(Base.metadata.tables) <= set(there)
    database.close()
