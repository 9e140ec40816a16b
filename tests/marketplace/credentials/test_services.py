"""Passwords forgotten, chosen and changed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts import passwords, people, queries, signing_in, tokens
from marketplace.accounts.models import SignInSession, User
from marketplace.core.errors import Invalid, NotAllowed, NotFound
from marketplace.credentials import events, links, services
from marketplace.credentials.models import LinkKind, OneTimeLink
from marketplace.events.models import Event
from marketplace.notifications.models import OutgoingMail
from tests.factories import NOW, PASSWORD, make_operator, make_seller, make_user
from tests.mails import mails_to, path_in, token_in

NEW = "empat kata tanpa hubungan"


def _choose(session: Session, token: str, password: str = NEW) -> User:
    return services.choose_password(session, token, password, site_name="Etalase Desa", now=NOW)


def _open(session: Session, user: User) -> str:
    return people.open_session(session, user, user_agent="uji", now=NOW)


def _living(session: Session, user: User) -> int:
    statement = select(func.count(SignInSession.id)).where(
        SignInSession.user_id == user.id, SignInSession.ended_at.is_(None)
    )
    return session.scalar(statement) or 0


@pytest.mark.parametrize("login", ["siti@uji.test", "+6281234567890"])
def test_a_link_to_a_new_password_comes_by_mail(session: Session, login: str) -> None:
    user = make_user(session, email="siti@uji.test")
    user.phone_key = "+6281234567890"
    session.flush()

    services.ask_for_reset(session, login, now=NOW)
    _choose(session, token_in(mails_to(session, "siti@uji.test")[0]))

    assert signing_in.check_password(session, "siti@uji.test", NEW) == user
    with pytest.raises(Invalid):
        signing_in.check_password(session, "siti@uji.test", PASSWORD)


def test_t73_the_same_work_is_done_for_an_address_without_account(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_user(session, email="siti@uji.test")
    hashed: list[str] = []
    real = tokens.hash_of

    def note(token: str) -> str:
        hashed.append(token)
        return real(token)

    monkeypatch.setattr(tokens, "hash_of", note)

    there = services.ask_for_reset(session, user.email, now=NOW)
    after_one = len(hashed)
    nobody = services.ask_for_reset(session, "tidak@ada.test", now=NOW)

    assert there is not None
    assert nobody is None
    assert (after_one, len(hashed)) == (1, 2)
    assert session.scalar(select(func.count(OneTimeLink.id))) == 2
    assert mails_to(session, "tidak@ada.test") == []


@pytest.mark.parametrize("end", ["disabled_at", "erased_at"])
def test_t76_a_closed_account_is_not_revived_by_a_reset(session: Session, end: str) -> None:
    user = make_user(session, email="siti@uji.test")
    setattr(user, end, NOW)
    session.flush()

    assert services.ask_for_reset(session, "siti@uji.test", now=NOW) is None
    assert session.scalars(select(OutgoingMail)).all() == []


def test_t75_a_reset_ends_every_sign_in_and_every_other_link(session: Session) -> None:
    user = make_user(session, email="siti@uji.test")
    sign_in = _open(session, user)
    other = links.issue(session, LinkKind.CHANGE_EMAIL, user.id, "pencuri@uji.test", now=NOW)
    services.ask_for_reset(session, user.email, now=NOW)

    _choose(session, token_in(mails_to(session, user.email)[0]))

    assert queries.actor_by_session(session, sign_in, now=NOW) is None
    with pytest.raises(links.DeadLink):
        links.find(session, LinkKind.CHANGE_EMAIL, other, now=NOW)


def test_t76_a_reset_link_is_not_used_twice(session: Session) -> None:
    user = make_user(session)
    services.ask_for_reset(session, user.email, now=NOW)
    token = token_in(mails_to(session, user.email)[0])
    _choose(session, token)

    with pytest.raises(links.DeadLink):
        _choose(session, token, "kalimat lain milik pencuri")

    assert signing_in.check_password(session, user.email, NEW) == user


def test_a_refused_password_does_not_use_the_link_up(session: Session) -> None:
    user = make_user(session)
    services.ask_for_reset(session, user.email, now=NOW)
    token = token_in(mails_to(session, user.email)[0])

    with pytest.raises(Invalid) as caught:
        _choose(session, token, "pendek")

    assert "password" in caught.value.errors
    _choose(session, token)


def test_a_reset_by_mail_proves_the_address_as_well(session: Session) -> None:
    user = make_user(session)
    user.email_verified_at = None
    session.flush()
    services.ask_for_reset(session, user.email, now=NOW)

    _choose(session, token_in(mails_to(session, user.email)[0]))

    assert user.email_verified_at == NOW


def test_the_operator_makes_a_link_that_proves_no_address(session: Session) -> None:
    operator, user = make_operator(session), make_user(session)
    user.email_verified_at = None
    session.flush()

    link = services.reset_link_for(session, operator, user.id, now=NOW)
    _choose(session, link.rpartition("/")[2])

    assert link.startswith("http://127.0.0.1:8123/sandi-baru/")
    assert user.email_verified_at is None
    assert signing_in.check_password(session, user.email, NEW) == user
    names = session.scalars(select(Event.name).where(Event.subject_id == user.id)).all()
    assert events.RESET_LINK_MADE in names


def test_only_the_operator_makes_links_for_others_and_only_for_living_accounts(session: Session) -> None:
    user, gone = make_user(session), make_user(session)
    gone.disabled_at = NOW
    session.flush()

    with pytest.raises(NotAllowed):
        services.reset_link_for(session, make_seller(session), user.id, now=NOW)
    with pytest.raises(NotFound):
        services.reset_link_for(session, make_operator(session), gone.id, now=NOW)


def test_a_changed_password_ends_the_other_sign_ins(session: Session) -> None:
    seller = make_seller(session)
    user = queries.person(session, seller.user_id)
    mine, other = _open(session, user), _open(session, user)

    services.change_password(session, seller, PASSWORD, NEW, site_name="x", keep_token=mine, now=NOW)

    assert queries.actor_by_session(session, mine, now=NOW) is not None
    assert queries.actor_by_session(session, other, now=NOW) is None
    assert passwords.is_right(user.password_hash, NEW)


def test_a_changed_password_revokes_the_api_tokens(session: Session) -> None:
    seller = make_seller(session)
    token = people.make_token(session, seller, "Kasir", can_write=True, now=NOW)
    assert queries.actor_by_token(session, token) is not None

    services.change_password(session, seller, PASSWORD, NEW, site_name="x", keep_token="", now=NOW)

    assert queries.actor_by_token(session, token) is None


def test_without_the_old_password_nothing_changes(session: Session) -> None:
    seller = make_seller(session)
    user = queries.person(session, seller.user_id)
    before = user.password_hash
    _open(session, user)

    with pytest.raises(Invalid) as caught:
        services.change_password(session, seller, "salah sekali ini", NEW, site_name="x", keep_token="", now=NOW)

    assert "old" in caught.value.errors
    assert user.password_hash == before
    assert _living(session, user) == 1


def test_a_password_made_of_ones_own_names_is_refused(session: Session) -> None:
    seller = make_seller(session, name="KDMP Sumber Makmur Jaya")

    with pytest.raises(Invalid) as caught:
        services.change_password(
            session, seller, PASSWORD, "kdmp sumber makmur jaya", site_name="Etalase Desa", keep_token="", now=NOW
        )

    assert caught.value.code == "easy_password"


def test_no_token_is_written_into_an_event(session: Session) -> None:
    user = make_user(session)
    services.ask_for_reset(session, user.email, now=NOW)
    mail = mails_to(session, user.email)[0]
    _choose(session, token_in(mail))

    data = " ".join(str(event.data) for event in session.scalars(select(Event)))

    assert token_in(mail) not in data
    assert path_in(mail).startswith("/sandi-baru/")


def test_a_link_is_dead_after_half_an_hour(session: Session) -> None:
    user = make_user(session)
    services.ask_for_reset(session, user.email, now=NOW - timedelta(minutes=30))

    with pytest.raises(links.DeadLink):
        _choose(session, token_in(mails_to(session, user.email)[0]))


def test_t75_a_reset_ends_every_api_token_too(session: Session) -> None:
    actor = make_seller(session, email="siti@uji.test")
    token = people.make_token(session, actor, "program", can_write=True, now=NOW)
    services.ask_for_reset(session, "siti@uji.test", now=NOW)
    assert queries.actor_by_token(session, token) is not None

    _choose(session, token_in(mails_to(session, "siti@uji.test")[-1]))

    assert queries.actor_by_token(session, token) is None
