"""Visits and agreed steps: written once, mended for a week, ticked by who promised."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import Actor
from marketplace.events.trail import history
from orders.mentoring import agreeing, events, visits
from orders.mentoring.models import Step, Visit
from orders.mentoring.words import StepOwner, StepState
from tests.factories import NOW
from tests.factories_mentoring import Office, make_accompanied, make_office, make_visit, step, visit_draft

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = jakarta_day(NOW)


@pytest.fixture
def office(session: Session) -> Office:
    """An office of Lamongan."""
    return make_office(session)


@pytest.fixture
def seller(session: Session, office: Office) -> Actor:
    """The manager of an accompanied cooperative."""
    return make_accompanied(session, office)


def test_a_form_that_is_sent_twice_is_one_visit(session: Session, office: Office, seller: Actor) -> None:
    first = make_visit(session, office.assistant, seller, key="kunci-yang-sama-01")
    second = make_visit(session, office.assistant, seller, key="kunci-yang-sama-01")

    assert first is second
    assert session.scalar(select(func.count(Visit.id))) == 1
    assert session.scalar(select(func.count(Step.id))) == 1
    assert [row.name for row in history(session, "visit", first.id)] == [events.VISIT_LOGGED]


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"day": TODAY + timedelta(days=1)}, "day"),
        ({"day": date(2016, 11, 24)}, "day"),
        ({"topics": ()}, "topics"),
        ({"topics": ("apa saja",)}, "topics"),
        ({"mode": "surat"}, "mode"),
        ({"people": -1}, "people"),
        ({"people": 1_001}, "people"),
        ({"notes": "x" * 4_001}, "notes"),
        ({"steps": (step(due=-1),)}, "steps-0-due_on"),
        ({"steps": (step(text=""), step(due=9_999))}, "steps-1-due_on"),
        ({"steps": (step(owner="siapa"),)}, "steps-0-owner"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    session: Session, office: Office, seller: Actor, over: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        make_visit(session, office.assistant, seller, **over)

    assert list(refused.value.errors) == [field]


def test_a_visit_is_mended_for_seven_days_by_its_author(session: Session, office: Office, seller: Actor) -> None:
    visit = make_visit(session, office.assistant, seller)
    last = NOW + visits.MENDABLE_FOR - timedelta(seconds=1)
    kept = visit.steps[0]

    visits.mend(
        session,
        office.assistant,
        visit,
        visit_draft(notes="Lebih lengkap", steps=(step(text="Urus NIB lewat OSS"),)),
        seen=visit.version,
        now=last,
    )

    assert visit.notes == "Lebih lengkap"
    assert [(row.text, row.state) for row in visit.steps] == [
        ("Urus NIB", StepState.DROPPED),
        ("Urus NIB lewat OSS", StepState.OPEN),
    ]
    assert kept.closed_by_id == office.assistant.user_id
    with pytest.raises(Conflict, match="frozen"):
        visits.mend(
            session, office.assistant, visit, visit_draft(), seen=visit.version, now=last + timedelta(seconds=1)
        )
    with pytest.raises(NotAllowed):
        visits.mend(session, office.official, visit, visit_draft(), seen=visit.version, now=NOW)


def test_a_version_that_was_not_seen_is_a_conflict(session: Session, office: Office, seller: Actor) -> None:
    visit = make_visit(session, office.assistant, seller)

    with pytest.raises(Conflict, match="stale"):
        visits.mend(session, office.assistant, visit, visit_draft(), seen=visit.version + 1, now=NOW)


def test_a_frozen_visit_takes_further_notes_once(session: Session, office: Office, seller: Actor) -> None:
    visit = make_visit(session, office.assistant, seller)
    later = NOW + timedelta(days=30)

    for _click in range(2):
        visits.add_note(session, office.official, visit, "Angka hadir keliru: 5 orang.", now=later)

    assert [note.text for note in visit.further] == ["Angka hadir keliru: 5 orang."]
    with pytest.raises(Invalid):
        visits.add_note(session, office.assistant, visit, "  ", now=later)


@pytest.mark.parametrize("owner", list(StepOwner))
def test_the_cooperative_ticks_its_own_promises_only(
    session: Session, office: Office, seller: Actor, owner: StepOwner
) -> None:
    promise = make_visit(session, office.assistant, seller, steps=(step(owner=owner),)).steps[0]

    if owner != StepOwner.COOPERATIVE:
        with pytest.raises(NotAllowed):
            agreeing.tick(session, seller, promise, now=NOW)
        assert promise.state == StepState.OPEN
    for _click in range(2):
        actor = seller if owner == StepOwner.COOPERATIVE else office.assistant
        agreeing.tick(session, actor, promise, now=NOW)

    assert promise.state == StepState.DONE
    assert [row.name for row in history(session, "mentoring_step", promise.id)] == [events.STEP_DONE]


def test_a_step_is_taken_back_given_up_and_opened_again(session: Session, office: Office, seller: Actor) -> None:
    promise = make_visit(session, office.assistant, seller).steps[0]

    agreeing.tick(session, seller, promise, now=NOW)
    agreeing.reopen(session, seller, promise, now=NOW)
    assert (promise.state, promise.closed_at) == (StepState.OPEN, None)

    with pytest.raises(NotAllowed):
        agreeing.drop(session, seller, promise, now=NOW)
    agreeing.drop(session, office.official, promise, now=NOW)
    with pytest.raises(NotAllowed):
        agreeing.reopen(session, seller, promise, now=NOW)
    agreeing.reopen(session, office.official, promise, now=NOW)
    assert promise.state == StepState.OPEN


def test_both_sides_comment_and_the_same_words_twice_are_one(session: Session, office: Office, seller: Actor) -> None:
    promise = make_visit(session, office.assistant, seller).steps[0]

    for actor in (seller, seller, office.assistant):
        agreeing.comment(session, actor, promise, "Minggu depan", now=NOW)

    assert [note.author_id for note in promise.comments] == [seller.user_id, office.assistant.user_id]


@pytest.mark.parametrize(("due", "late"), [(0, False), (1, True)])
def test_a_step_is_overdue_the_day_after(session: Session, office: Office, seller: Actor, due: int, late: bool) -> None:
    promise = make_visit(session, office.assistant, seller, steps=(step(due=0),)).steps[0]

    assert agreeing.is_overdue(promise, NOW + timedelta(days=due)) is late
