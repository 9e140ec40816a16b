"""Accounts: sign up, roles, tokens that can be revoked."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from marketplace.accounts import people, queries
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import Role
from tests.factories import NOW, make_member, make_organisation, make_seller

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
