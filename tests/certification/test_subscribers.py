"""Who is told of what, in the language that each reads."""

import pytest
from flask import Flask
from sqlalchemy import select

from certification import decisions, events, services
from certification.decisions import DecisionDraft, marked_fields
from certification.models import Certificate, Verdict
from certification.queries import certificate
from marketplace.core.roles import SYSTEM, Actor, Role
from marketplace.db import Database
from marketplace.events import outbox, trail
from marketplace.notifications.models import Notification
from tests.factories import NOW, make_member, make_official, make_organisation, make_seller
from tests.factories_certification import make_certificate, make_producer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class World:
    """One cooperative with a manager and an English-reading colleague, one official, one paper."""

    def __init__(self, database: Database) -> None:
        with database.transaction() as session:
            shop = make_organisation(session)
            self.manager = make_member(session, shop, Role.MANAGER)
            self.staff = make_member(session, shop, Role.STAFF, language="en")
            self.official = make_official(session)
            make_seller(session)
            self.paper = make_certificate(session, make_producer(session, self.manager), state="submitted").id


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def told(app: Flask, database: Database) -> dict[int, list[tuple[str, str, str]]]:
    with app.test_request_context("/"):
        outbox.drain(database, now=NOW)
    found: dict[int, list[tuple[str, str, str]]] = {}
    with database.reading() as session:
        for row in session.scalars(select(Notification).order_by(Notification.id)):
            found.setdefault(row.user_id, []).append((row.kind, row.title, row.url))
    return found


def judged(database: Database, official: Actor, paper_id: int, verdict: Verdict) -> Certificate:
    with database.transaction() as session:
        paper = certificate(session, paper_id)
        assert paper.file is not None
        draft = DecisionDraft(
            verdict=verdict,
            version=paper.version,
            file_sha256=paper.file.sha256,
            marks=dict.fromkeys(marked_fields(paper), "match"),
            register="SIHALAL (BPJPH)",
            reason="" if verdict == Verdict.VERIFIED else "Pindaian buram.",
        )
        decisions.decide(session, official, paper, draft, now=NOW)
        return paper


def test_officials_hear_of_what_is_submitted(app: Flask, database: Database, world: World) -> None:
    with database.transaction() as session:
        paper = certificate(session, world.paper)
        services.withdraw(session, world.manager, paper, version=paper.version, now=NOW)
        services.submit(session, world.manager, paper, version=paper.version, now=NOW)
        code = paper.code

    notices = told(app, database)

    assert list(notices) == [world.official.user_id]
    assert notices[world.official.user_id][0][0::2] == ("certificate_submitted", f"/periksa/{code}")


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [
        (Verdict.VERIFIED, "certificate_verified"),
        (Verdict.NEEDS_CORRECTION, "certificate_correction"),
        (Verdict.REJECTED, "certificate_rejected"),
    ],
)
def test_the_cooperative_hears_of_the_decision_each_in_their_language(
    app: Flask, database: Database, world: World, verdict: Verdict, kind: str
) -> None:
    paper = judged(database, world.official, world.paper, verdict)

    notices = told(app, database)

    assert set(notices) == {world.manager.user_id, world.staff.user_id}
    manager, staff = notices[world.manager.user_id][0], notices[world.staff.user_id][0]
    assert manager[0::2] == staff[0::2] == (kind, f"/sertifikat/{paper.code}")
    assert "atas nama" in manager[1]
    assert "Halal of" in staff[1]


def test_the_reason_is_in_the_notice(app: Flask, database: Database, world: World) -> None:
    judged(database, world.official, world.paper, Verdict.REJECTED)
    told(app, database)

    with database.reading() as session:
        assert all("Pindaian buram." in row.body for row in session.scalars(select(Notification)))


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (events.CERTIFICATE_REVOKED, "certificate_revoked"),
        (events.CERTIFICATE_BEGAN, "certificate_began"),
        (events.CERTIFICATE_ENDED, "certificate_ended"),
    ],
)
def test_the_cooperative_hears_of_revoking_beginning_and_ending(
    app: Flask, database: Database, world: World, event: str, kind: str
) -> None:
    with database.transaction() as session:
        trail.record(session, SYSTEM, event, "certificate", world.paper, now=NOW)

    assert {rows[0][0] for rows in told(app, database).values()} == {kind}
