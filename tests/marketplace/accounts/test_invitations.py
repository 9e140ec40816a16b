"""Invitations: a link that works once, in time, for one address, and gives one role in one organisation."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import invitations, members, people, queries, suspension
from marketplace.accounts.models import Membership, User
from marketplace.accounts.people import NewPerson
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor, OrganisationKind, Role
from marketplace.notifications.models import OutgoingMail
from tests.factories import NOW, make_member, make_operator, make_organisation, make_seller, make_user

LINK = re.compile(r"^(\S+)/undangan/([\w-]+)$", re.MULTILINE)
ADDRESS = "tamu@uji.test"


def link(session: Session, email: str = ADDRESS) -> tuple[str, str]:
    """Return site and token of the last link that was mailed to an address."""
    mails = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == email).order_by(OutgoingMail.id))
    found = LINK.search([mail.text for mail in mails][-1])
    assert found
    return found.group(1), found.group(2)


def invited(session: Session, manager: Actor, email: str = ADDRESS, role: Role = Role.STAFF) -> str:
    """Invite somebody and return the token of the link."""
    invitations.invite(session, manager, email, role, now=NOW)
    return link(session, email)[1]


def somebody(session: Session, email: str = ADDRESS) -> Actor:
    """Make a person without organisation."""
    return people.actor_of(make_user(session, email=email), [], None)


def roles_of(session: Session, user_id: int) -> set[tuple[int, str]]:
    """Return organisation and role of every membership of a person."""
    found = session.scalars(select(Membership).where(Membership.user_id == user_id))
    return {(membership.organisation_id, membership.role) for membership in found}


def test_an_invited_person_joins_in_that_role_and_no_other(session: Session) -> None:
    manager, guest = make_seller(session), somebody(session)
    token = invited(session, manager)

    invitations.accept(session, guest, token, now=NOW)

    assert roles_of(session, guest.user_id) == {(manager.organisation_id, "staff")}


def test_t71_a_host_header_never_reaches_an_invitation(session: Session) -> None:
    manager = make_seller(session)
    invitations.invite(session, manager, ADDRESS, Role.STAFF, now=NOW)

    assert link(session)[0] == "http://127.0.0.1:8123"


def test_somebody_new_gets_a_proved_account_with_the_invited_address(session: Session) -> None:
    manager = make_seller(session)
    token = invited(session, manager)
    person = NewPerson(email="lain@uji.test", name="Tamu", password="kuda kapal hujan meja")

    user = invitations.accept_as_new(session, token, person, now=NOW)

    assert (user.email, user.email_verified_at) == (ADDRESS, NOW)
    assert roles_of(session, user.id) == {(manager.organisation_id, "staff")}


def test_t76_an_invitation_is_used_once(session: Session) -> None:
    manager, guest = make_seller(session), somebody(session)
    token = invited(session, manager)
    invitations.accept(session, guest, token, now=NOW)
    members.remove(session, manager, guest.user_id, now=NOW)

    with pytest.raises(NotFound):
        invitations.accept(session, guest, token, now=NOW)

    assert roles_of(session, guest.user_id) == set()


def test_an_invitation_ends_after_72_hours(session: Session) -> None:
    token = invited(session, make_seller(session))
    guest = somebody(session)

    assert invitations.behind(session, token, now=NOW + timedelta(hours=72) - timedelta(seconds=1))
    with pytest.raises(NotFound):
        invitations.accept(session, guest, token, now=NOW + timedelta(hours=72))


def test_a_withdrawn_invitation_is_dead(session: Session) -> None:
    manager = make_seller(session)
    token = invited(session, manager)

    invitation = invitations.open_ones(session, manager)[0]

    for _ in range(2):  # a second click is harmless
        invitations.withdraw(session, manager, invitation.id, now=NOW)

    with pytest.raises(NotFound):
        invitations.behind(session, token, now=NOW)
    assert invitations.open_ones(session, manager) == []


def test_only_the_newest_link_works(session: Session) -> None:
    manager = make_seller(session)
    old = invited(session, manager)
    later = NOW + timedelta(hours=80)

    invitations.send_again(session, manager, invitations.open_ones(session, manager)[0].id, now=later)

    assert invitations.behind(session, link(session)[1], now=later + timedelta(hours=71))
    with pytest.raises(NotFound):
        invitations.behind(session, old, now=NOW)


def test_an_ended_invitation_is_neither_sent_again_nor_withdrawn_twice(session: Session) -> None:
    manager, guest = make_seller(session), somebody(session)
    invitation = invitations.invite(session, manager, ADDRESS, Role.STAFF, now=NOW)
    invitations.accept(session, guest, link(session)[1], now=NOW)
    session.refresh(invitation)

    for action in (invitations.send_again, invitations.withdraw):
        with pytest.raises(Conflict):
            action(session, manager, invitation.id, now=NOW)


def test_an_invitation_is_for_one_address_only(session: Session) -> None:
    token = invited(session, make_seller(session))
    stranger = somebody(session, "orang@uji.test")

    with pytest.raises(NotAllowed):
        invitations.accept(session, stranger, token, now=NOW)

    assert roles_of(session, stranger.user_id) == set()


def test_a_link_dies_with_the_rights_of_its_sender(session: Session) -> None:
    manager = make_seller(session)
    other = make_member(session, queries.organisation(session, manager.organisation_id), Role.MANAGER)
    token = invited(session, other)

    members.remove(session, manager, other.user_id, now=NOW)

    with pytest.raises(NotFound):
        invitations.behind(session, token, now=NOW)


def test_nobody_joins_a_suspended_organisation(session: Session) -> None:
    manager, guest = make_seller(session), somebody(session)
    token = invited(session, manager)
    organisation = queries.organisation(session, manager.organisation_id)
    suspension.suspend(session, make_operator(session), organisation, "Periksa dulu.", now=NOW)

    with pytest.raises(Conflict):
        invitations.accept(session, guest, token, now=NOW)


def test_a_second_click_is_one_invitation_and_a_second_wish_is_refused(session: Session) -> None:
    manager = make_seller(session)
    first = invitations.invite(session, manager, ADDRESS, Role.STAFF, now=NOW)

    assert invitations.invite(session, manager, " TAMU@uji.test ", Role.STAFF, now=NOW) is first
    with pytest.raises(Invalid) as caught:
        invitations.invite(session, manager, ADDRESS, Role.STAFF, now=NOW + timedelta(minutes=1))

    assert "email" in caught.value.errors
    assert len(session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == ADDRESS)).all()) == 1


@pytest.mark.parametrize(
    ("email", "role", "field"),
    [
        ("bukan alamat", "staff", "email"),
        (ADDRESS, "operator", "role"),
        (ADDRESS, "official", "role"),
        (ADDRESS, "buyer", "role"),
        (ADDRESS, "", "role"),
    ],
)
def test_a_role_of_another_kind_of_organisation_is_refused(session: Session, email: str, role: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        invitations.invite(session, make_seller(session), email, role, now=NOW)

    assert field in caught.value.errors


def test_who_holds_the_role_is_not_invited_to_it(session: Session) -> None:
    manager = make_seller(session, email="pengurus@uji.test")

    with pytest.raises(Invalid):
        invitations.invite(session, manager, "pengurus@uji.test", Role.MANAGER, now=NOW)


@pytest.mark.parametrize("role", [Role.STAFF, Role.RECEIVER, Role.FINANCE, Role.REQUESTER])
def test_only_those_who_manage_invite(session: Session, role: Role) -> None:
    kind = OrganisationKind.COOPERATIVE if role == Role.STAFF else OrganisationKind.STATE_COMPANY
    member = make_member(session, make_organisation(session, kind=kind), role)

    with pytest.raises(NotAllowed):
        invitations.invite(session, member, ADDRESS, role, now=NOW)


def test_another_organisations_invitation_is_not_there(session: Session) -> None:
    manager, stranger = make_seller(session), make_seller(session)
    invitation = invitations.invite(session, manager, ADDRESS, Role.STAFF, now=NOW)

    for action in (invitations.send_again, invitations.withdraw):
        with pytest.raises(NotFound):
            action(session, stranger, invitation.id, now=NOW)

    assert invitations.behind(session, link(session)[1], now=NOW).id == invitation.id


@pytest.mark.parametrize("token", ["", "x", "null", "a" * 5000])
def test_an_odd_token_opens_nothing(session: Session, token: str) -> None:
    invited(session, make_seller(session))

    with pytest.raises(NotFound):
        invitations.behind(session, token, now=NOW)


def test_joining_makes_no_second_account(session: Session) -> None:
    token = invited(session, make_seller(session))
    make_user(session, email=ADDRESS)
    person = NewPerson(email=ADDRESS, name="Tamu", password="kuda kapal hujan meja")

    with pytest.raises(Invalid):
        invitations.accept_as_new(session, token, person, now=NOW)

    assert len(session.scalars(select(User).where(User.email == ADDRESS)).all()) == 1


def test_nobody_invites_themselves_into_another_role(session: Session) -> None:
    manager = make_seller(session, email="pengurus@uji.test")

    with pytest.raises(Invalid) as refusal:
        invitations.invite(session, manager, "Pengurus@uji.test", Role.STAFF, now=NOW)

    assert list(refusal.value.errors) == ["email"]


def test_an_invitation_to_another_address_is_not_redeemed_by_who_sent_it(session: Session) -> None:
    manager = make_seller(session)
    token = invited(session, manager)
    queries.person(session, manager.user_id).email = ADDRESS

    with pytest.raises(NotAllowed):
        invitations.accept(session, manager, token, now=NOW)
