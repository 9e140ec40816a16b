"""Suspending an organisation: the operator's word, never on one's own, and what its people keep."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import people, queries, standing, suspension
from marketplace.accounts.models import OrganisationState
from marketplace.accounts.permissions import CHANGE_BANK, EDIT_PROFILE, MANAGE_MEMBERS, USE_API
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import Actor, OrganisationKind, Role
from marketplace.db import Database
from marketplace.events import outbox
from marketplace.notifications.models import Notification
from tests.factories import (
    NOW,
    make_buyer,
    make_member,
    make_official,
    make_operator,
    make_organisation,
    make_seller,
)

REASON = "Foto produk bukan milik sendiri."


def again(session: Session, actor: Actor) -> Actor:
    """Return the same person as the next request sees them."""
    user = queries.person(session, actor.user_id)
    return people.actor_of(user, people.memberships_of(session, user.id), actor.organisation_id)


def test_the_operator_suspends_with_a_reason_and_resumes(session: Session) -> None:
    seller, operator = make_seller(session), make_operator(session)
    organisation = queries.organisation(session, seller.organisation_id)

    suspension.suspend(session, operator, organisation, f" {REASON} ", now=NOW)
    lasting = suspension.current(session, organisation.id)
    assert organisation.state == OrganisationState.SUSPENDED
    assert lasting is not None
    assert lasting.reason == REASON

    suspension.resume(session, operator, organisation, now=NOW)
    assert organisation.state == OrganisationState.ACTIVE
    assert suspension.current(session, organisation.id) is None
    assert [past.reason for past in suspension.all_of(session, organisation.id)] == [REASON]


def test_nobody_but_the_operator_suspends(session: Session) -> None:
    organisation = make_organisation(session)

    for stranger in (make_seller(session), make_buyer(session), make_official(session)):
        with pytest.raises(NotAllowed):
            suspension.suspend(session, stranger, organisation, REASON, now=NOW)


def test_nobody_suspends_their_own_organisation_or_the_operators(session: Session) -> None:
    operator = make_operator(session)
    own, site = make_organisation(session), queries.organisation(session, operator.organisation_id)
    people.join(session, operator, operator.user_id, own.id, Role.MANAGER, now=NOW)

    for organisation in (own, site):
        with pytest.raises(NotAllowed):
            suspension.suspend(session, operator, organisation, REASON, now=NOW)


@pytest.mark.parametrize("state", [s for s in OrganisationState if s != OrganisationState.ACTIVE])
def test_only_what_trades_can_be_suspended(session: Session, state: OrganisationState) -> None:
    organisation = make_organisation(session, state=state)

    with pytest.raises(Conflict):
        suspension.suspend(session, make_operator(session), organisation, REASON, now=NOW)


@pytest.mark.parametrize("state", [s for s in OrganisationState if s != OrganisationState.SUSPENDED])
def test_only_what_is_suspended_can_be_resumed(session: Session, state: OrganisationState) -> None:
    organisation = make_organisation(session, state=state)

    with pytest.raises(Conflict):
        suspension.resume(session, make_operator(session), organisation, now=NOW)


def test_a_reason_is_needed(session: Session) -> None:
    with pytest.raises(Invalid) as caught:
        suspension.suspend(session, make_operator(session), make_organisation(session), " \n ", now=NOW)

    assert "reason" in caught.value.errors


def test_its_people_lose_what_does_not_survive_and_are_told_why_they_are_refused(session: Session) -> None:
    seller = make_seller(session)
    organisation = queries.organisation(session, seller.organisation_id)
    suspension.suspend(session, make_operator(session), organisation, REASON, now=NOW)
    suspended = again(session, seller)

    assert (suspended.organisation_active, suspended.organisation_suspended) == (False, True)
    for lost in (EDIT_PROFILE, MANAGE_MEMBERS, CHANGE_BANK, USE_API):
        with pytest.raises(NotAllowed) as caught:
            suspended.check(lost)
        assert caught.value.code == "suspended"


@pytest.mark.parametrize("state", [OrganisationState.PENDING, OrganisationState.REFUSED])
def test_nothing_survives_for_an_organisation_that_was_never_approved(
    session: Session, state: OrganisationState
) -> None:
    waiting = make_member(session, make_organisation(session, state=state), Role.MANAGER)

    assert not waiting.organisation_suspended
    with pytest.raises(NotAllowed) as caught:
        waiting.check(EDIT_PROFILE)
    assert caught.value.code == "not_allowed"


def test_all_its_people_are_told_the_reason(app: Flask, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        company = make_organisation(session, kind=OrganisationKind.STATE_COMPANY, name="PT Uji")
        members = [make_member(session, company, role) for role in (Role.REQUESTER, Role.RECEIVER)]
        suspension.suspend(session, make_operator(session), company, REASON, now=NOW)

    with app.test_request_context():
        outbox.drain(database, now=NOW)

    with database.reading() as session:
        told = session.execute(select(Notification.user_id, Notification.body)).all()
    assert {user_id for user_id, _body in told} == {member.user_id for member in members}
    assert all(REASON in body for _user_id, body in told)


def test_a_disabled_person_is_out_of_every_browser_and_program(session: Session) -> None:
    seller, operator = make_seller(session), make_operator(session)
    cookie = people.open_session(session, queries.person(session, seller.user_id), user_agent="uji", now=NOW)
    token = people.make_token(session, seller, "kasir", can_write=True, now=NOW)

    for _ in range(2):  # a second click is harmless
        standing.disable(session, operator, seller.user_id, now=NOW)

    assert queries.actor_by_session(session, cookie, now=NOW) is None
    assert queries.actor_by_token(session, token) is None

    standing.enable(session, operator, seller.user_id, now=NOW)
    assert queries.actor_by_session(session, cookie, now=NOW) is None


def test_nobody_disables_themselves_and_only_the_operator_others(session: Session) -> None:
    operator, seller = make_operator(session), make_seller(session)

    with pytest.raises(NotAllowed):
        standing.disable(session, operator, operator.user_id, now=NOW)
    for stranger in (seller, make_official(session)):
        with pytest.raises(NotAllowed):
            standing.disable(session, stranger, operator.user_id, now=NOW)
