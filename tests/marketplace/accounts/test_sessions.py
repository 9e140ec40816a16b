"""Sign-ins: opened by the right password, alive for a while, ended one or all, renewed by proving oneself."""

from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from marketplace.accounts import events, passwords, people, queries, session_rules, sessions, signing_in, tokens
from marketplace.accounts.models import HalfSignIn, Membership, SignInSession, User
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from marketplace.events import trail
from tests.factories import NOW, PASSWORD, make_member, make_official, make_organisation, make_seller, make_user

HOUR = timedelta(hours=1)


def enter(session: Session, login: str = "siti@uji.test", password: str = PASSWORD) -> str:
    user = signing_in.check_password(session, login, password)
    return people.open_session(session, user, user_agent="test", now=NOW)


def test_a_token_tells_who_acts_until_it_is_ended(session: Session) -> None:
    seller = make_seller(session, email="siti@uji.test")
    token = enter(session, "SITI@uji.test ")

    found = queries.actor_by_session(session, token, now=NOW)
    people.sign_out(session, token, now=NOW)

    assert found == seller
    assert queries.actor_by_session(session, token, now=NOW) is None


@pytest.mark.parametrize("login", ["0812-0000-7777", "+62 812 0000 7777", "81200007777"])
def test_a_phone_number_opens_the_account_however_it_is_written(session: Session, login: str) -> None:
    make_user(session, email="siti@uji.test").phone_key = "+6281200007777"
    session.flush()

    assert signing_in.check_password(session, login, PASSWORD).email == "siti@uji.test"
    assert signing_in.login_key(login) == "+6281200007777"


def test_the_database_keeps_no_usable_token(session: Session) -> None:
    make_seller(session, email="siti@uji.test")
    token = enter(session)

    kept = session.scalars(select(SignInSession.token_hash)).one()

    assert token not in kept
    assert queries.actor_by_session(session, kept, now=NOW) is None


@pytest.mark.parametrize(("login", "password"), [("siti@uji.test", "salah"), ("tidak@ada.test", PASSWORD), ("", "")])
def test_a_refusal_does_not_tell_which_part_was_wrong(session: Session, login: str, password: str) -> None:
    make_user(session, email="siti@uji.test")

    with pytest.raises(Invalid) as caught:
        signing_in.check_password(session, login, password)

    assert caught.value.code == "wrong_password"
    assert not caught.value.errors


def test_t73_a_stranger_costs_as_much_time_as_a_member(session: Session) -> None:
    make_user(session, email="siti@uji.test")
    assert passwords.is_right(None, "nobody has this password") is False

    def cost(login: str) -> float:
        before = perf_counter()
        with pytest.raises(Invalid):
            signing_in.check_password(session, login, "salah-sekali-123")
        return perf_counter() - before

    pairs = [(cost("siti@uji.test"), cost("tidak@ada.test")) for _ in range(7)]
    member, stranger = (median(times) for times in zip(*pairs, strict=True))
    # Without the same work the stranger takes less than a twentieth; a busy machine needs some room.
    assert 0.5 < stranger / member < 2


def test_a_sign_in_ends_by_itself(session: Session) -> None:
    make_seller(session, email="siti@uji.test")
    token = enter(session)

    assert queries.actor_by_session(session, token, now=NOW + session_rules.LONG.idle - HOUR) is not None
    assert queries.actor_by_session(session, token, now=NOW + session_rules.LONG.idle) is None


def test_whoever_becomes_an_official_is_held_to_the_short_times_at_once(session: Session) -> None:
    make_seller(session, email="siti@uji.test")
    token = enter(session)
    official = make_official(session)
    user = queries.person_by_email(session, "siti@uji.test")

    people.join(session, official, user.id, official.organisation_id or 0, Role.OFFICIAL, now=NOW)

    assert queries.actor_by_session(session, token, now=NOW + 2 * HOUR) is None


def test_a_sign_in_that_is_used_stays_alive_and_is_noted_now_and_then(session: Session) -> None:
    make_seller(session, email="siti@uji.test")
    token = enter(session)
    row = session.scalars(select(SignInSession)).one()
    row.last_seen_at = NOW - timedelta(minutes=4)
    session.commit()
    database = Database(str(session.get_bind().engine.url.render_as_string(hide_password=False)))

    def seen_after(minutes: int) -> timedelta:
        moment = NOW + timedelta(minutes=minutes)
        with database.reading() as reading:
            found = sessions.living(reading, token, now=moment)
        assert found is not None
        sessions.see(database, found, now=moment)
        with database.reading() as reading:
            return reading.scalars(select(SignInSession.last_seen_at)).one() - NOW

    assert seen_after(0) == timedelta(minutes=-4)
    assert seen_after(2) == timedelta(minutes=2)
    database.close()


def test_a_disabled_person_is_out_at_once_with_every_key(session: Session) -> None:
    seller = make_seller(session, email="siti@uji.test")
    user = queries.person(session, seller.user_id)
    token, api = enter(session), people.make_token(session, seller, "kasir", can_write=True, now=NOW)
    half = signing_in.begin_half(session, user, now=NOW)

    user.disabled_at = NOW
    session.flush()

    assert queries.actor_by_session(session, token, now=NOW) is None
    assert queries.actor_by_token(session, api) is None
    assert signing_in.half_signed_in(session, half, now=NOW) is None
    with pytest.raises(Invalid):
        enter(session)


def test_t28_a_person_acts_for_their_own_organisations_only(session: Session) -> None:
    user = make_user(session, email="siti@uji.test")
    first, second, other = (make_organisation(session) for _ in range(3))
    for organisation in (first, second):
        people.join(session, make_seller(session), user.id, organisation.id, Role.MANAGER, now=NOW)
    token = enter(session)

    people.act_for(session, token, second.id, now=NOW)
    session.flush()

    found = queries.actor_by_session(session, token, now=NOW)
    assert found is not None
    assert found.organisation_id == second.id
    with pytest.raises(NotFound):
        people.act_for(session, token, other.id, now=NOW)


def test_t28_a_membership_that_was_taken_away_opens_nothing_at_the_next_page(session: Session) -> None:
    user = make_user(session, email="siti@uji.test")
    first, second = (make_organisation(session) for _ in range(2))
    for organisation in (first, second):
        people.join(session, make_seller(session), user.id, organisation.id, Role.MANAGER, now=NOW)
    token = enter(session)
    api = people.make_token(session, _actor(session, token), "kasir", can_write=True, now=NOW)

    def acting_after_leaving(organisation_id: int) -> int | None:
        session.execute(delete(Membership).where(Membership.organisation_id == organisation_id))
        session.expire_all()
        return _actor(session, token).organisation_id

    assert _actor(session, token).organisation_id == first.id
    assert acting_after_leaving(first.id) == second.id
    assert queries.actor_by_token(session, api) is None
    assert acting_after_leaving(second.id) is None
    assert _actor(session, token).roles == frozenset()


def _actor(session: Session, token: str) -> Actor:
    found = queries.actor_by_session(session, token, now=NOW)
    assert found is not None
    return found


def test_the_list_holds_ones_own_living_sign_ins(session: Session) -> None:
    seller = make_seller(session, email="siti@uji.test")
    make_member(session, make_organisation(session), Role.MANAGER, email="lain@uji.test")
    kept, ended = enter(session), enter(session)
    enter(session, "lain@uji.test")
    people.sign_out(session, ended, now=NOW)

    found = sessions.list_of(session, seller, now=NOW)

    assert [row.token_hash for row in found] == [tokens.hash_of(kept)]
    assert sessions.list_of(session, seller, now=NOW + session_rules.LONG.absolute) == []


def test_nobody_ends_the_sign_in_of_another(session: Session) -> None:
    make_seller(session, email="siti@uji.test")
    stranger = make_seller(session)
    token = enter(session)
    row = session.scalars(select(SignInSession)).one()

    with pytest.raises(NotFound):
        sessions.end(session, stranger, row.id, now=NOW)

    assert queries.actor_by_session(session, token, now=NOW) is not None


def test_ending_one_sign_in_leaves_the_others(session: Session) -> None:
    seller = make_seller(session, email="siti@uji.test")
    first, second = enter(session), enter(session)
    row = session.scalars(select(SignInSession).order_by(SignInSession.id)).first()
    assert row is not None

    sessions.end(session, seller, row.id, now=NOW)
    sessions.end(session, seller, row.id, now=NOW)
    session.flush()

    assert queries.actor_by_session(session, first, now=NOW) is None
    assert queries.actor_by_session(session, second, now=NOW) is not None
    assert len(trail.history(session, "person", seller.user_id, [events.SIGNED_OUT])) == 1


def test_ending_all_keeps_the_one_that_is_named_and_no_half_sign_in(session: Session) -> None:
    seller = make_seller(session, email="siti@uji.test")
    other = make_seller(session, email="lain@uji.test")
    kept, ended, foreign = enter(session), enter(session), enter(session, "lain@uji.test")
    signing_in.begin_half(session, session.get_one(User, seller.user_id), now=NOW)

    sessions.end_all(session, seller.user_id, now=NOW, keep_token=kept)

    assert _actor(session, kept) == seller
    assert queries.actor_by_session(session, ended, now=NOW) is None
    assert _actor(session, foreign) == other
    assert session.scalars(select(HalfSignIn)).all() == []


def test_proving_oneself_gives_a_new_token_and_kills_the_old_one(session: Session) -> None:
    make_seller(session, email="siti@uji.test")
    old = enter(session)
    later = NOW + HOUR

    new = sessions.prove(session, old, now=later)

    found = sessions.living(session, new, now=later)
    assert found is not None
    assert found.proved_at == later
    assert sessions.living(session, old, now=later) is None
    with pytest.raises(NotFound):
        sessions.prove(session, old, now=later)


def test_a_half_sign_in_ends_after_ten_minutes_and_is_no_session(session: Session) -> None:
    user = make_user(session, email="siti@uji.test")
    half = signing_in.begin_half(session, user, now=NOW)

    assert signing_in.half_signed_in(session, half, now=NOW) == user
    assert queries.actor_by_session(session, half, now=NOW) is None
    assert signing_in.half_signed_in(session, half, now=NOW + signing_in.HALF_LASTS) is None
    signing_in.end_half(session, half)
    assert signing_in.half_signed_in(session, half, now=NOW) is None
