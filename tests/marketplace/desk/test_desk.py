"""The operator's desk: the trail narrows as asked, failed work is tried again, figures are true."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, NotAllowed, NotFound
from marketplace.core.roles import SYSTEM
from marketplace.db import Database
from marketplace.desk import background, storage, trail
from marketplace.desk.trail import TrailFilter
from marketplace.events import trail as events
from marketplace.events.models import Delivery, DeliveryState
from marketplace.events.outbox import MAX_ATTEMPTS, deliver_due
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.models import MailState
from marketplace.notifications.services import mail_to
from tests.conftest import NOW
from tests.factories import make_buyer, make_operator, make_seller
from tests.pages import csrf_token
from tests.queries import count_queries

DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)


@pytest.fixture
def happened(session: Session) -> Session:
    """Give a trail of five events by two people on three days."""
    seller, buyer = make_seller(session, name="KDMP Melati"), make_buyer(session, name="Toko Jaya")
    for name, actor, subject, moment in (
        ("test.listed", seller, 1, NOW - 2 * DAY),
        ("test.placed", buyer, 2, NOW - DAY),
        ("test.placed", buyer, 3, NOW),
        ("test.shipped", seller, 2, NOW),
        ("test.lapsed", SYSTEM, 2, NOW + timedelta(hours=15)),
    ):
        events.record(session, actor, name, "test", subject, now=moment)
    return session


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (TrailFilter(), ["test.lapsed", "test.shipped", "test.placed", "test.placed", "test.listed"]),
        (TrailFilter(name="test.placed"), ["test.placed", "test.placed"]),
        (TrailFilter(name="test.s"), ["test.shipped"]),
        (TrailFilter(who="melati"), ["test.shipped", "test.listed"]),
        (TrailFilter(subject_kind="test", subject_id=2), ["test.lapsed", "test.shipped", "test.placed"]),
        (TrailFilter(first=TODAY, last=TODAY), ["test.shipped", "test.placed"]),
        (TrailFilter(last=TODAY - DAY), ["test.placed", "test.listed"]),
        (TrailFilter(who="%"), []),
    ],
)
def test_the_trail_is_narrowed_as_asked(happened: Session, wanted: TrailFilter, names: list[str]) -> None:
    page = trail.lines(happened, wanted, 1)

    assert [line.event.name for line in page.items] == names
    assert page.total == len(names)


@pytest.mark.parametrize("odd", [{"dari": "kemarin"}, {"dari": "0001-01-01"}, {"tentang": "order:٣"}, {"tentang": ":"}])
def test_what_cannot_be_read_does_not_narrow(odd: dict[str, str]) -> None:
    wanted = trail.read_filter(odd)

    assert (wanted.first, wanted.subject_id) == (None, None)


@subscribe("test_that_fails", "test.to_fail")
def fail(_session: Session, _happening: Happening, _now: object) -> None:
    """Fail always."""
    raise ZeroDivisionError("no way")


@pytest.fixture
def given_up(app: Flask, database: Database) -> int:
    """Give the id of a delivery that was tried to the end."""
    with database.transaction() as session:
        event = events.record(session, SYSTEM, "test.to_fail", "test", 1, now=NOW)
        delivery = session.scalars(select(Delivery).where(Delivery.event_id == event.id)).one()
        delivery.attempts = MAX_ATTEMPTS - 1
    with app.app_context():
        deliver_due(database, now=NOW)
    return delivery.id


def test_a_delivery_that_was_given_up_is_tried_again_once(given_up: int, database: Database) -> None:
    with database.transaction() as session:
        operator = make_operator(session)
        assert background.failures(session) == 1
        background.retry(session, operator, given_up, now=NOW)
        with pytest.raises(Conflict):
            background.retry(session, operator, given_up, now=NOW)

    with database.reading() as session:
        again = session.get_one(Delivery, given_up)
        assert (again.state, again.attempts) == (DeliveryState.PENDING, 0)
        assert background.backlog(session).waiting >= 1


def test_a_mail_that_failed_is_sent_again_once(session: Session) -> None:
    operator = make_operator(session)
    mail = mail_to("a@uji.test", "Halo", "Isi", now=NOW)
    mail.state, mail.attempts = MailState.FAILED, 10
    session.add(mail)
    session.flush()

    background.retry_mail(session, operator, mail.id, now=NOW)
    session.refresh(mail)

    assert (mail.state, mail.attempts) == (MailState.WAITING, 0)
    with pytest.raises(Conflict):
        background.retry_mail(session, operator, mail.id, now=NOW)


def test_only_the_operator_tries_again(session: Session, given_up: int) -> None:
    with pytest.raises(NotAllowed):
        background.retry(session, make_seller(session), given_up, now=NOW)
    with pytest.raises(NotFound):
        background.retry(session, make_operator(session), 999_999, now=NOW)


def test_a_task_that_never_ran_is_late_and_one_that_just_ran_is_not(app: Flask, database: Database) -> None:
    with app.app_context():
        storage.measure(database, NOW)
    with database.reading() as session:
        states = {state.task.name: state for state in background.task_states(session, now=NOW)}

    assert states["measure_storage"].late
    assert len(states) > 5


def test_storage_is_measured(app: Flask, database: Database) -> None:
    app.extensions["public_files"].put(b"x" * 1234, ".webp")
    with app.app_context():
        storage.measure(database, NOW)

    with database.reading() as session:
        found = {row.part: (row.bytes, row.files) for row in storage.measures(session)}
    assert found["photos"] == (1234, 1)
    assert found["private"] == (0, 0)
    assert found["database"][0] > 0


PAGES = ("/pengelola", "/pengelola/jejak", "/pengelola/latar", "/pengelola/penyimpanan", "/pengelola/aturan")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_page_of_the_desk_answers_in_few_queries(
    app: Flask, database: Database, sign_in: Callable[[str], FlaskClient], given_up: int
) -> None:
    with app.test_request_context(), database.transaction() as session:
        make_operator(session, email="operator@uji.test")
        for number in range(60):
            events.record(session, SYSTEM, "test.happened", "test", number, now=NOW, note="<b>tebal</b>")
    browser = sign_in("operator@uji.test")

    for page in PAGES:
        with count_queries(database) as seen:
            answer = browser.get(page)
        assert answer.status_code == 200, page
        assert len(seen) <= 16, (page, len(seen))
        assert "<b>tebal" not in answer.text
    token = csrf_token(browser, "/pengelola/latar")
    assert browser.post(f"/pengelola/latar/{given_up}/ulangi", data={"csrf_token": token}).status_code == 302
    assert browser.post(f"/pengelola/latar/{given_up}/ulangi", data={"csrf_token": token}).status_code == 409
