"""Making an account and proving its address."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts import organisations, passwords, people
from marketplace.accounts.models import User
from marketplace.accounts.permissions import EDIT_PROFILE
from marketplace.core.errors import Conflict, NotAllowed
from marketplace.core.roles import OrganisationKind, Role
from marketplace.credentials import links, verifying
from tests.factories import NOW, SURABAYA, make_member, make_organisation, make_user
from tests.mails import mails_to, path_in, token_in

PERSON = people.NewPerson(email="baru@uji.test", name="Siti Baru", password="kalimat pendek saya")


def _user(session: Session) -> User:
    return session.scalars(select(User).where(User.email == PERSON.email)).one()


def test_a_new_account_gets_a_mail_and_its_link_proves_the_address(session: Session) -> None:
    verifying.sign_up(session, PERSON, now=NOW)
    mail = mails_to(session, PERSON.email)[0]
    assert _user(session).email_verified_at is None

    verifying.verify(session, token_in(mail), now=NOW)

    assert path_in(mail).startswith("/verifikasi/")
    assert _user(session).email_verified_at == NOW


def test_t27_a_taken_address_is_answered_alike_and_changes_nothing(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = make_user(session, email=PERSON.email, name="Pemilik")
    before = owner.password_hash
    hashed: list[str] = []
    real = passwords.hash_password

    def note(word: str) -> str:
        hashed.append(word)
        return real(word)

    monkeypatch.setattr(passwords, "hash_password", note)

    mail = verifying.sign_up(session, PERSON, now=NOW)
    verifying.sign_up(session, replace(PERSON, email="lain@uji.test"), now=NOW)

    assert len(hashed) == 2, "a hash is computed whether or not the address is taken"
    assert (owner.password_hash, owner.name) == (before, "Pemilik")
    assert session.scalar(select(func.count(User.id))) == 2
    assert mail.recipient == PERSON.email
    assert path_in(mail) == "/masuk"


def test_t27_whoever_registers_last_before_the_proof_may_prove_with_the_password_of_that_time(
    session: Session,
) -> None:
    verifying.sign_up(session, PERSON, now=NOW)
    verifying.sign_up(session, replace(PERSON, password="kalimat panjang yang lain"), now=NOW)

    first, second = mails_to(session, PERSON.email)

    assert passwords.is_right(_user(session).password_hash, "kalimat panjang yang lain")
    with pytest.raises(links.DeadLink):
        verifying.verify(session, token_in(first), now=NOW)
    assert verifying.verify(session, token_in(second), now=NOW) == _user(session)


def test_t72_a_link_to_an_address_that_was_changed_proves_nothing(session: Session) -> None:
    verifying.sign_up(session, PERSON, now=NOW)
    _user(session).email = "lain@uji.test"
    session.flush()

    with pytest.raises(links.DeadLink):
        verifying.verify(session, token_in(mails_to(session, PERSON.email)[0]), now=NOW)


def test_until_the_proof_a_person_registers_but_holds_no_permission(session: Session) -> None:
    verifying.sign_up(session, PERSON, now=NOW)
    user = _user(session)
    stranger = people.actor_of(user, [], None)
    found = organisations.register(
        session, stranger, OrganisationKind.RETAILER, organisations.Registration(name="Toko", region=SURABAYA), now=NOW
    )
    found.state = "active"
    session.flush()

    unproved = people.actor_of(user, people.memberships_of(session, user.id), found.id)
    with pytest.raises(NotAllowed) as caught:
        unproved.check(EDIT_PROFILE)
    verifying.verify(session, token_in(mails_to(session, PERSON.email)[0]), now=NOW)

    assert caught.value.code == "unverified"
    assert people.actor_of(user, people.memberships_of(session, user.id), found.id).can(EDIT_PROFILE)


def test_a_proved_address_is_not_asked_again(session: Session) -> None:
    member = make_member(session, make_organisation(session), Role.MANAGER)

    with pytest.raises(Conflict):
        verifying.send_again(session, member, now=NOW)


def test_the_link_lets_in_only_somebody_who_never_was(session: Session) -> None:
    verifying.sign_up(session, PERSON, now=NOW)
    user = _user(session)
    assert verifying.was_never_in(session, user)

    people.open_session(session, user, user_agent="uji", now=NOW)

    assert not verifying.was_never_in(session, user)
