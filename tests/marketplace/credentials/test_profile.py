"""Name, number, language, and another address."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import queries
from marketplace.accounts.models import User
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.credentials import links, profile
from marketplace.credentials.models import LinkKind
from tests.factories import NOW, make_seller, make_user
from tests.mails import mails_to, token_in

NEW = "baru@uji.test"


@pytest.fixture
def seller(session: Session) -> Actor:
    """Make a cooperative's manager."""
    return make_seller(session, email="siti@uji.test")


def _change(session: Session, actor: Actor, phone: str) -> User:
    return profile.change(session, actor, name=" Siti ", phone=phone, language="en", now=NOW)


def test_a_person_signs_in_with_the_number_of_the_profile(session: Session, seller: Actor) -> None:
    user = _change(session, seller, "0812-3456 7890")

    assert (user.name, user.phone, user.language) == ("Siti", "0812-3456 7890", "en")
    for written in ("081234567890", "+62 812 3456 7890", "62812-3456-7890"):
        assert queries.person_by_login(session, written) == user
    assert queries.person_by_login(session, "0899") is None


def test_a_number_belongs_to_whoever_had_it_first(session: Session, seller: Actor) -> None:
    first = make_user(session)
    first.phone_key = "+6281234567890"
    session.flush()

    user = _change(session, seller, "0812 3456 7890")

    assert (user.phone, user.phone_key) == ("0812 3456 7890", None)
    assert queries.person_by_login(session, "081234567890") == first


def test_a_number_that_is_given_up_is_free_again(session: Session, seller: Actor) -> None:
    _change(session, seller, "081234567890")
    user = _change(session, seller, "")

    assert user.phone_key is None
    assert _change(session, make_seller(session), "081234567890").phone_key == "+6281234567890"


@pytest.mark.parametrize(("name", "phone", "field"), [("  ", "", "name"), ("Siti", "halo", "phone")])
def test_what_is_not_usable_is_named(session: Session, seller: Actor, name: str, phone: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        profile.change(session, seller, name=name, phone=phone, language="id", now=NOW)

    assert field in caught.value.errors


def test_t72_an_address_changes_only_after_its_proof_and_the_old_one_is_told(session: Session, seller: Actor) -> None:
    profile.ask_for_address(session, seller, " Baru@Uji.test", now=NOW)
    user = queries.person(session, seller.user_id)
    assert user.email == "siti@uji.test"
    told_before = mails_to(session, "siti@uji.test")

    profile.confirm_address(session, seller, token_in(mails_to(session, NEW)[0]), now=NOW)

    assert user.email == NEW
    assert len(told_before) == 1
    assert NEW in told_before[0].text
    assert len(mails_to(session, "siti@uji.test")) == 2


def test_t72_a_link_in_strange_hands_changes_nothing(session: Session, seller: Actor) -> None:
    profile.ask_for_address(session, seller, NEW, now=NOW)
    stranger = make_seller(session)

    with pytest.raises(links.DeadLink):
        profile.confirm_address(session, stranger, token_in(mails_to(session, NEW)[0]), now=NOW)

    assert queries.person(session, seller.user_id).email == "siti@uji.test"


def test_t73_a_taken_address_is_told_to_its_owner_only(session: Session, seller: Actor) -> None:
    owner = make_user(session, email=NEW)

    mail = profile.ask_for_address(session, seller, NEW, now=NOW)

    assert mails_to(session, NEW) == [mail]
    assert "http" not in mail.text
    assert session.scalars(select(User.email).where(User.id == owner.id)).one() == NEW


def test_an_address_that_was_taken_meanwhile_is_a_conflict(session: Session, seller: Actor) -> None:
    profile.ask_for_address(session, seller, NEW, now=NOW)
    token = token_in(mails_to(session, NEW)[0])
    make_user(session, email=NEW)

    with pytest.raises(Conflict):
        profile.confirm_address(session, seller, token, now=NOW)


def test_links_to_the_old_address_die_with_it(session: Session, seller: Actor) -> None:
    reset = links.issue(session, LinkKind.RESET, seller.user_id, "siti@uji.test", now=NOW)
    profile.change_address_unproved(session, seller, NEW, now=NOW)

    with pytest.raises(links.DeadLink):
        links.find(session, LinkKind.RESET, reset, now=NOW)


def test_ones_own_address_is_no_new_one(session: Session, seller: Actor) -> None:
    with pytest.raises(Invalid):
        profile.ask_for_address(session, seller, "SITI@uji.test", now=NOW)
