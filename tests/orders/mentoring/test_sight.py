"""Who sees which cooperative: an official the regency, an assistant the assigned ones, a cooperative itself."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor
from marketplace.files import access
from orders.mentoring import assigning, sight
from orders.mentoring.assigning import AssignmentDraft
from tests.factories import NOW, make_buyer, make_operator, make_seller
from tests.factories_certification import make_file, make_producer
from tests.factories_mentoring import Office, give, make_accompanied, make_office, make_visit

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = jakarta_day(NOW)
SURABAYA = "35.78.09"


@pytest.fixture
def office(session: Session) -> Office:
    """An office of Lamongan."""
    return make_office(session)


def seen(session: Session, actor: Actor, day: date = TODAY) -> set[int]:
    return {row.id for row in session.scalars(sight.cooperatives(session, actor, day=day))}


def test_each_sees_what_is_theirs_and_nobody_else_anything(session: Session, office: Office) -> None:
    mine = make_accompanied(session, office)
    neighbour = make_seller(session)
    far = make_seller(session, region=SURABAYA)

    assert seen(session, office.official) == {mine.organisation_id, neighbour.organisation_id}
    assert seen(session, office.assistant) == {mine.organisation_id}
    assert seen(session, office.other) == set()
    assert seen(session, far) == {far.organisation_id}
    assert seen(session, make_buyer(session)) == seen(session, make_operator(session)) == set()


def test_an_assignment_holds_on_its_first_and_last_day_only(session: Session, office: Office) -> None:
    seller = make_seller(session)
    draft = AssignmentDraft(
        assistant_id=office.assistant.user_id,
        cooperative_ids=[seller.organisation_id or 0],
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 11, 30),
    )
    assigning.assign(session, office.official, draft, now=NOW)

    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
    assert [bool(seen(session, office.assistant, day)) for day in days] == [False, True, True, False]


def test_a_cooperative_that_moves_on_leaves_the_first_assistant(session: Session, office: Office) -> None:
    seller = make_accompanied(session, office)

    give(session, office, seller, to=office.other, since=TODAY)
    give(session, office, seller, to=office.other, since=TODAY)

    assert seen(session, office.assistant) == set()
    assert seen(session, office.assistant, TODAY - timedelta(days=1)) == seen(session, office.other)
    assert len(assigning.running_of(session, office.official, day=TODAY)) == 1


def test_an_assignment_that_is_taken_back_ends_at_once(session: Session, office: Office) -> None:
    make_accompanied(session, office)
    (running,) = assigning.running_of(session, office.official, day=TODAY)

    assigning.end(session, office.official, running.id, now=NOW)
    assigning.end(session, office.official, running.id, now=NOW)

    assert seen(session, office.assistant) == set()
    with pytest.raises(NotFound):
        assigning.end(session, make_office(session).official, running.id, now=NOW)


def test_only_officials_assign_and_only_their_own_people_and_places(session: Session, office: Office) -> None:
    far = make_seller(session, region=SURABAYA)
    own = make_seller(session)

    def draft(assistant: Actor, seller: Actor, **over: date) -> AssignmentDraft:
        days = {"starts_on": TODAY, **over}
        return AssignmentDraft(assistant_id=assistant.user_id, cooperative_ids=[seller.organisation_id or 0], **days)

    with pytest.raises(NotAllowed):
        assigning.assign(session, office.assistant, draft(office.assistant, own), now=NOW)
    for wrong in (
        draft(office.official, own),
        draft(office.assistant, far),
        draft(office.assistant, own, ends_on=TODAY - timedelta(days=1)),
    ):
        with pytest.raises(Invalid):
            assigning.assign(session, office.official, wrong, now=NOW)
    give(session, office, own, since=TODAY + timedelta(days=9))
    with pytest.raises(Conflict, match="promised"):
        assigning.assign(session, office.official, draft(office.other, own), now=NOW)


def test_visits_and_steps_of_others_are_not_there(session: Session, office: Office) -> None:
    seller, neighbour = make_accompanied(session, office), make_seller(session)
    visit = make_visit(session, office.assistant, seller)

    for actor in (office.assistant, office.official, seller):
        assert sight.visit(session, actor, visit.id, day=TODAY).id == visit.id
        assert sight.step(session, actor, visit.steps[0].id, day=TODAY).id == visit.steps[0].id
    for actor in (office.other, neighbour, make_office(session).official, make_buyer(session)):
        with pytest.raises(NotFound):
            sight.visit(session, actor, visit.id, day=TODAY)
        with pytest.raises(NotFound):
            sight.step(session, actor, visit.steps[0].id, day=TODAY)


def test_a_slug_of_another_is_missing(session: Session, office: Office) -> None:
    neighbour = session.get_one(Organisation, make_seller(session).organisation_id)

    with pytest.raises(NotFound):
        sight.cooperative(session, office.assistant, neighbour.slug, day=TODAY)
    assert sight.cooperative(session, office.official, neighbour.slug, day=TODAY) is neighbour


def test_the_picture_of_a_visit_is_seen_by_who_sees_the_visit_and_by_no_colleague(
    session: Session, office: Office
) -> None:
    seller = make_accompanied(session, office)
    visit = make_visit(session, office.assistant, seller)
    file = make_file(session, make_producer(session, seller))
    file.organisation_id = office.assistant.organisation_id or 0  # as the picture of a visit is stored
    visit.file_id = file.id
    session.flush()

    for allowed in (office.assistant, office.official):
        assert access.visible(session, allowed, file.id) is file
    for stranger in (office.other, seller):
        with pytest.raises(NotFound):
            access.visible(session, stranger, file.id)
