"""Members: roles and leaving, within one organisation only, and never without somebody who manages."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import members, people, queries
from marketplace.accounts.models import ApiToken, Membership, User
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor, OrganisationKind, Role
from tests.factories import NOW, make_member, make_organisation, make_seller


def colleague(session: Session, manager: Actor, role: Role = Role.STAFF, **person: str) -> Actor:
    """Add somebody to the organisation of a manager."""
    return make_member(session, queries.organisation(session, manager.organisation_id), role, **person)


def roles_of(session: Session, actor: Actor) -> set[str]:
    """Return the roles that a person holds in the actor's organisation now."""
    held = select(Membership.role).where(
        Membership.user_id == actor.user_id, Membership.organisation_id == actor.organisation_id
    )
    return set(session.scalars(held))


def test_a_manager_changes_what_a_colleague_may_do(session: Session) -> None:
    manager = make_seller(session)
    staff = colleague(session, manager)

    members.set_roles(session, manager, staff.user_id, ["manager", "staff"], now=NOW)
    assert roles_of(session, staff) == {"manager", "staff"}

    members.set_roles(session, manager, staff.user_id, ["manager"], now=NOW)
    assert roles_of(session, staff) == {"manager"}


@pytest.mark.parametrize("roles", [[], ["official"], ["staff", "operator"], ["buyer"], ["x"]])
def test_roles_of_another_kind_are_refused(session: Session, roles: list[str]) -> None:
    manager = make_seller(session)
    staff = colleague(session, manager)

    with pytest.raises(Invalid):
        members.set_roles(session, manager, staff.user_id, roles, now=NOW)

    assert roles_of(session, staff) == {"staff"}


def test_nobody_gives_themselves_more(session: Session) -> None:
    company = make_organisation(session, kind=OrganisationKind.STATE_COMPANY)
    approver = make_member(session, company, Role.APPROVER)

    with pytest.raises(NotAllowed):
        members.set_roles(session, approver, approver.user_id, ["approver", "finance"], now=NOW)


def test_the_last_who_manages_is_neither_removed_nor_demoted(session: Session) -> None:
    manager = make_seller(session)
    colleague(session, manager)

    with pytest.raises(Conflict):
        members.remove(session, manager, manager.user_id, now=NOW)

    other = colleague(session, manager, Role.MANAGER)
    members.set_roles(session, manager, other.user_id, ["staff"], now=NOW)
    with pytest.raises(Conflict):
        members.remove(session, manager, manager.user_id, now=NOW)
    assert roles_of(session, manager) == {"manager"}


def test_a_disabled_manager_does_not_count_as_one(session: Session) -> None:
    manager = make_seller(session)
    other = colleague(session, manager, Role.MANAGER)
    queries.person(session, other.user_id).disabled_at = NOW
    session.flush()

    with pytest.raises(Conflict):
        members.remove(session, manager, manager.user_id, now=NOW)


def test_anybody_but_the_last_manager_may_leave(session: Session) -> None:
    manager = make_seller(session)
    staff = colleague(session, manager)

    members.remove(session, staff, staff.user_id, now=NOW)

    assert roles_of(session, staff) == set()


@pytest.mark.parametrize("role", [Role.REQUESTER, Role.FINANCE, Role.RECEIVER])
def test_a_role_that_does_not_manage_touches_nobody_else(session: Session, role: Role) -> None:
    company = make_organisation(session, kind=OrganisationKind.STATE_COMPANY)
    buyer, member = make_member(session, company, Role.BUYER), make_member(session, company, role)

    with pytest.raises(NotAllowed):
        members.set_roles(session, member, buyer.user_id, ["receiver"], now=NOW)
    with pytest.raises(NotAllowed):
        members.remove(session, member, buyer.user_id, now=NOW)


def test_t20_people_of_other_organisations_are_not_there(session: Session) -> None:
    manager, stranger = make_seller(session), make_seller(session)

    with pytest.raises(NotFound):
        members.set_roles(session, manager, stranger.user_id, ["staff"], now=NOW)
    with pytest.raises(NotFound):
        members.remove(session, manager, stranger.user_id, now=NOW)
    with pytest.raises(NotFound):
        members.member(session, manager.organisation_id, stranger.user_id)

    assert roles_of(session, stranger) == {"manager"}


def test_t20_removing_somebody_leaves_the_account_and_their_other_organisations_alone(session: Session) -> None:
    manager, elsewhere = make_seller(session), make_seller(session)
    staff = colleague(session, manager)
    people.join(session, elsewhere, staff.user_id, elsewhere.organisation_id or 0, Role.STAFF, now=NOW)
    before = session.execute(select(User.email, User.password_hash, User.disabled_at).where(User.id == staff.user_id))
    row = before.one()

    members.remove(session, manager, staff.user_id, now=NOW)

    after = session.execute(select(User.email, User.password_hash, User.disabled_at).where(User.id == staff.user_id))
    assert after.one() == row
    left = session.scalars(select(Membership.organisation_id).where(Membership.user_id == staff.user_id)).all()
    assert left == [elsewhere.organisation_id]


def test_t28_a_removed_member_falls_back_and_their_token_is_dead(session: Session) -> None:
    manager, elsewhere = make_seller(session), make_seller(session)
    staff = colleague(session, manager)
    people.join(session, elsewhere, staff.user_id, elsewhere.organisation_id or 0, Role.STAFF, now=NOW)
    cookie = people.open_session(session, queries.person(session, staff.user_id), user_agent="uji", now=NOW)
    token = people.make_token(session, staff, "kasir", can_write=True, now=NOW)

    members.remove(session, manager, staff.user_id, now=NOW)

    found = queries.actor_by_session(session, cookie, now=NOW)
    assert found is not None
    assert found.organisation_id == elsewhere.organisation_id
    assert queries.actor_by_token(session, token) is None
    assert session.scalars(select(ApiToken.revoked_at)).one() == NOW
    with pytest.raises(NotFound):
        people.act_for(session, cookie, manager.organisation_id or 0, now=NOW)


def test_t28_without_another_organisation_nothing_is_left(session: Session) -> None:
    manager = make_seller(session)
    staff = colleague(session, manager)
    cookie = people.open_session(session, queries.person(session, staff.user_id), user_agent="uji", now=NOW)

    members.remove(session, manager, staff.user_id, now=NOW)

    found = queries.actor_by_session(session, cookie, now=NOW)
    assert found is not None
    assert (found.organisation_id, found.roles) == (None, frozenset())


def test_t28_somebody_who_comes_back_does_not_find_the_old_token_alive(session: Session) -> None:
    manager = make_seller(session)
    staff = colleague(session, manager)
    token = people.make_token(session, staff, "kasir", can_write=True, now=NOW)

    members.remove(session, manager, staff.user_id, now=NOW)
    people.join(session, manager, staff.user_id, manager.organisation_id or 0, Role.STAFF, now=NOW)

    assert queries.actor_by_token(session, token) is None


def test_the_list_tells_when_somebody_was_last_seen_here_not_elsewhere(session: Session) -> None:
    manager = make_seller(session)
    elsewhere = make_member(session, make_organisation(session), Role.MANAGER, name="Zulaikha")
    people.open_session(session, queries.person(session, elsewhere.user_id), user_agent="uji", now=NOW)
    people.join(session, manager, elsewhere.user_id, manager.organisation_id or 0, Role.STAFF, now=NOW)
    people.open_session(session, queries.person(session, manager.user_id), user_agent="uji", now=NOW)

    page = members.listed(session, manager.organisation_id or 0, 1)

    assert [(m.user.id, m.last_seen_at) for m in page.items] == [(manager.user_id, NOW), (elsewhere.user_id, None)]
