"""Accounts: sign up, sign in and out, sessions that die, tokens that can be revoked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import passwords, people, queries, session_rules
from marketplace.accounts.models import SignInSession
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import Role
from tests.factories import NOW, PASSWORD, make_member, make_organisation, make_seller, make_user

GOOD = people.NewPerson(email=" Siti@Contoh.ID ", name="Siti", password="kalimat yang panjang")


def test_an_address_is_kept_in_lower_case(session: Session) -> None:
    assert people.sign_up(session, GOOD, now=NOW).email == "siti@contoh.id"


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("email", {"email": "siti"}),
        ("email", {"email": "siti@contoh"}),
        ("email", {"email": "a b@contoh.id"}),
        ("email", {"email": "x" * 250 + "@a.id"}),
        ("password", {"password": "pendek"}),
        ("password", {"password": "x" * 257}),
        ("name", {"name": "   "}),
    ],
)
def test_a_bad_field_is_named(session: Session, field: str, change: dict[str, str]) -> None:
    with pytest.raises(Invalid) as caught:
        people.sign_up(session, replace(GOOD, **change), now=NOW)  # type: ignore[arg-type]

    assert field in caught.value.errors


def test_an_address_belongs_to_one_person(session: Session) -> None:
    people.sign_up(session, GOOD, now=NOW)

    with pytest.raises(Invalid) as caught:
        people.sign_up(session, GOOD, now=NOW)

    assert "email" in caught.value.errors


def test_a_session_token_tells_who_acts_until_it_is_ended(session: Session) -> None:
    seller = make_seller(session, email="siti@uji.test")
    token = people.sign_in(session, "SITI@uji.test ", PASSWORD, user_agent="test", now=NOW)

    found = queries.actor_by_session(session, token, now=NOW)
    people.sign_out(session, token, now=NOW)

    assert found == seller
    assert queries.actor_by_session(session, token, now=NOW) is None


def test_the_database_keeps_no_usable_token(session: Session) -> None:
    make_seller(session, email="siti@uji.test")
    token = people.sign_in(session, "siti@uji.test", PASSWORD, user_agent="test", now=NOW)

    kept = session.scalars(select(SignInSession.token_hash)).one()

    assert token not in kept
    assert queries.actor_by_session(session, kept, now=NOW) is None


def test_a_session_ends_by_itself(session: Session) -> None:
    make_seller(session, email="siti@uji.test")
    token = people.sign_in(session, "siti@uji.test", PASSWORD, user_agent="test", now=NOW)

    later = NOW + session_rules.LONG.idle

    assert queries.actor_by_session(session, token, now=later) is None


def test_a_disabled_person_is_out_at_once(session: Session) -> None:
    user = make_user(session, email="siti@uji.test")
    token = people.sign_in(session, "siti@uji.test", PASSWORD, user_agent="test", now=NOW)

    user.disabled_at = NOW
    session.flush()

    assert queries.actor_by_session(session, token, now=NOW) is None
    with pytest.raises(Invalid):
        people.sign_in(session, "siti@uji.test", PASSWORD, user_agent="test", now=NOW)


@pytest.mark.parametrize(("email", "password"), [("siti@uji.test", "salah"), ("tidak@ada.test", PASSWORD), ("", "")])
def test_a_refusal_does_not_tell_which_part_was_wrong(session: Session, email: str, password: str) -> None:
    make_user(session, email="siti@uji.test")

    with pytest.raises(Invalid) as caught:
        people.sign_in(session, email, password, user_agent="test", now=NOW)

    assert caught.value.code == "wrong_password"
    assert not caught.value.errors


def test_a_stranger_costs_as_much_time_as_a_member() -> None:
    assert passwords.is_right(None, "nobody has this password") is False


def test_a_person_acts_for_one_of_several_organisations(session: Session) -> None:
    user = make_user(session, email="siti@uji.test")
    first, second, other = (make_organisation(session) for _ in range(3))
    for organisation in (first, second):
        people.join(session, make_seller(session), user.id, organisation.id, Role.MANAGER, now=NOW)
    token = people.sign_in(session, "siti@uji.test", PASSWORD, user_agent="test", now=NOW)

    people.act_for(session, token, second.id, now=NOW)
    session.flush()

    found = queries.actor_by_session(session, token, now=NOW)
    assert found is not None
    assert found.organisation_id == second.id
    with pytest.raises(NotFound):
        people.act_for(session, token, other.id, now=NOW)


def test_a_role_is_held_once(session: Session) -> None:
    organisation = make_organisation(session)
    manager = make_member(session, organisation, Role.MANAGER)

    with pytest.raises(Conflict):
        people.join(session, manager, manager.user_id, organisation.id, Role.MANAGER, now=NOW)


def test_a_token_works_until_it_is_revoked(session: Session) -> None:
    seller = make_seller(session)
    token = people.make_token(session, seller, "kasir", can_write=False, now=NOW)
    found = queries.actor_by_token(session, token)
    assert found == replace(seller, can_write=False)

    row = queries.tokens_of(session, seller)[0]
    people.revoke_token(session, seller, row.id, now=NOW)
    session.flush()

    assert queries.actor_by_token(session, token) is None
    assert queries.tokens_of(session, seller) == []


def test_nobody_revokes_another_ones_token(session: Session) -> None:
    seller, stranger = make_seller(session), make_seller(session)
    people.make_token(session, seller, "kasir", can_write=False, now=NOW)
    row = queries.tokens_of(session, seller)[0]

    with pytest.raises(NotFound):
        people.revoke_token(session, stranger, row.id, now=NOW)


@pytest.mark.parametrize("token", ["", " ", "null", "ed_", "x" * 5000])
def test_odd_tokens_open_nothing(session: Session, token: str) -> None:
    make_seller(session)

    assert queries.actor_by_token(session, token) is None
    assert queries.actor_by_session(session, token, now=NOW) is None
