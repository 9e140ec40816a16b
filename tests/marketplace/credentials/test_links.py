"""Links that work once: they end by use, by time, by a newer one, and with their account."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import tokens
from marketplace.accounts.models import User
from marketplace.credentials import links
from marketplace.credentials.models import LinkKind, OneTimeLink
from tests.factories import NOW, make_user

KINDS = list(LinkKind)


def _issue(session: Session, user: User, kind: LinkKind = LinkKind.RESET) -> str:
    return links.issue(session, kind, user.id, user.email, now=NOW)


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_works_once(session: Session, kind: LinkKind) -> None:
    user = make_user(session)
    token = _issue(session, user, kind)

    assert links.use(session, kind, token, now=NOW)[1] == user
    with pytest.raises(links.DeadLink):
        links.use(session, kind, token, now=NOW)


@pytest.mark.parametrize(
    ("kind", "lasts"),
    [
        (LinkKind.RESET, timedelta(minutes=30)),
        (LinkKind.VERIFY_EMAIL, timedelta(days=3)),
        (LinkKind.CHANGE_EMAIL, timedelta(days=1)),
    ],
)
def test_t05_a_link_ends_by_itself(session: Session, kind: LinkKind, lasts: timedelta) -> None:
    token = _issue(session, make_user(session), kind)

    links.find(session, kind, token, now=NOW + lasts - timedelta(seconds=1))
    with pytest.raises(links.DeadLink):
        links.find(session, kind, token, now=NOW + lasts)


def test_a_newer_link_ends_the_older_of_its_kind_only(session: Session) -> None:
    user = make_user(session)
    older, other_kind = _issue(session, user), _issue(session, user, LinkKind.VERIFY_EMAIL)
    colleague = _issue(session, make_user(session))

    newer = _issue(session, user)

    with pytest.raises(links.DeadLink):
        links.find(session, LinkKind.RESET, older, now=NOW)
    assert links.find(session, LinkKind.RESET, newer, now=NOW)
    assert links.find(session, LinkKind.RESET, colleague, now=NOW)
    assert links.find(session, LinkKind.VERIFY_EMAIL, other_kind, now=NOW)


def test_a_link_of_one_kind_opens_nothing_else(session: Session) -> None:
    token = _issue(session, make_user(session), LinkKind.VERIFY_EMAIL)

    with pytest.raises(links.DeadLink):
        links.find(session, LinkKind.RESET, token, now=NOW)


@pytest.mark.parametrize("token", ["", "0", "null", "None", "x" * 31])
def test_t04_what_is_too_short_for_a_token_is_compared_with_nothing(session: Session, token: str) -> None:
    user = make_user(session)
    session.add(
        OneTimeLink(
            kind=LinkKind.RESET,
            user_id=user.id,
            token_hash=tokens.hash_of(token),
            address="",
            created_at=NOW,
            expires_at=NOW + timedelta(days=1),
        )
    )
    session.flush()

    with pytest.raises(links.DeadLink):
        links.find(session, LinkKind.RESET, token, now=NOW)


@pytest.mark.parametrize("end", ["disabled_at", "erased_at"])
def test_the_links_of_a_closed_account_are_dead(session: Session, end: str) -> None:
    user = make_user(session)
    token = _issue(session, user)

    setattr(user, end, NOW)
    session.flush()

    with pytest.raises(links.DeadLink):
        links.find(session, LinkKind.RESET, token, now=NOW)


def test_a_link_that_nobody_got_belongs_to_nobody(session: Session) -> None:
    token = links.issue(session, LinkKind.RESET, None, "tidak@ada.test", now=NOW)

    with pytest.raises(links.DeadLink):
        links.find(session, LinkKind.RESET, token, now=NOW)


def test_the_database_keeps_no_token_and_forgets_old_links(session: Session) -> None:
    token = _issue(session, make_user(session))
    row = session.scalars(select(OneTimeLink)).one()
    assert token not in row.token_hash

    links.sweep(session, now=NOW + timedelta(hours=1))

    assert session.scalars(select(OneTimeLink)).all() == []
