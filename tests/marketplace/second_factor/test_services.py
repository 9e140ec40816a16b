"""Second factors: set up by a right code, each code once, taken away by oneself or the operator."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace import working
from marketplace.accounts import people
from marketplace.accounts import queries as accounts
from marketplace.accounts.models import User
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor
from marketplace.db import Database
from marketplace.events import trail
from marketplace.notifications.models import Notification, OutgoingMail
from marketplace.second_factor import events, queries, services
from marketplace.second_factor.models import RecoveryCode, SecondFactor
from tests.factories import NOW, make_official, make_operator, make_seller
from tests.marketplace.second_factor.setting_up import KEY, phone_of, switch_on


def check(session: Session, actor: Actor, text: str, *, seconds: int = 0) -> None:
    services.check(session, actor.user_id, text, key=KEY, now=NOW + timedelta(seconds=seconds))


def test_nothing_is_asked_before_the_first_right_code(session: Session) -> None:
    seller = make_seller(session)
    services.begin(session, seller, now=NOW)

    with pytest.raises(Invalid):
        services.confirm(session, seller, "000000", key=KEY, now=NOW - timedelta(days=1))
    check(session, seller, "")

    assert not queries.is_on(session, seller.user_id)
    assert queries.codes_left(session, seller.user_id) == 0


def test_the_first_code_switches_it_on_and_gives_ten_recovery_codes(session: Session) -> None:
    seller = make_seller(session)

    recovery = switch_on(session, seller, now=NOW)

    assert queries.is_on(session, seller.user_id)
    assert len(recovery) == queries.codes_left(session, seller.user_id) == 10
    with pytest.raises(Conflict):
        services.begin(session, seller, now=NOW)
    with pytest.raises(NotFound):
        services.confirm(session, seller, "000000", key=KEY, now=NOW)


def test_the_database_keeps_neither_the_secret_nor_a_recovery_code(session: Session) -> None:
    seller = make_seller(session)
    recovery = switch_on(session, seller, now=NOW)
    row = session.get_one(SecondFactor, seller.user_id)
    kept = " ".join([row.salt, *session.scalars(select(RecoveryCode.code_hash))])

    assert phone_of(session, seller.user_id).secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in recovery)


def test_a_code_by_time_works_once(session: Session) -> None:
    seller = make_seller(session)
    switch_on(session, seller, now=NOW)
    phone = phone_of(session, seller.user_id)

    check(session, seller, phone.at(NOW))

    with pytest.raises(Invalid):
        check(session, seller, phone.at(NOW))
    with pytest.raises(Invalid):
        check(session, seller, phone.at(NOW), seconds=20)
    check(session, seller, phone.at(NOW + timedelta(seconds=30)), seconds=30)


def test_the_code_that_switched_it_on_does_not_open_the_door_too(session: Session) -> None:
    seller = make_seller(session)
    services.begin(session, seller, now=NOW)
    code = phone_of(session, seller.user_id).at(NOW)
    services.confirm(session, seller, code, key=KEY, now=NOW)

    with pytest.raises(Invalid):
        check(session, seller, code)


def test_a_recovery_code_works_once_and_for_its_owner_only(session: Session) -> None:
    seller, other = make_seller(session), make_seller(session)
    mine, theirs = switch_on(session, seller, now=NOW), switch_on(session, other, now=NOW)

    check(session, seller, mine[0].upper().replace("-", " "))

    for text in (mine[0], theirs[1]):
        with pytest.raises(Invalid):
            check(session, seller, text)
    assert queries.codes_left(session, seller.user_id) == 9
    assert trail.history(session, "person", seller.user_id, [events.RECOVERY_USED])[0].data == {"left": 9}


def test_another_key_of_the_site_opens_nothing(session: Session) -> None:
    seller = make_seller(session)
    recovery = switch_on(session, seller, now=NOW)

    for text in (phone_of(session, seller.user_id).at(NOW), recovery[0]):
        with pytest.raises(Invalid):
            services.check(session, seller.user_id, text, key="x" * 32, now=NOW)


def test_new_recovery_codes_make_the_old_ones_void(session: Session) -> None:
    seller = make_seller(session)
    old = switch_on(session, seller, now=NOW)

    new = services.renew_codes(session, seller, key=KEY, now=NOW)

    with pytest.raises(Invalid):
        check(session, seller, old[0])
    check(session, seller, new[0])


def test_switching_off_asks_for_nothing_any_more(session: Session) -> None:
    seller = make_seller(session)
    switch_on(session, seller, now=NOW)

    services.turn_off(session, seller, is_required=False, now=NOW)

    check(session, seller, "")
    assert session.scalars(select(RecoveryCode)).all() == []
    for change in (
        lambda: services.turn_off(session, seller, is_required=False, now=NOW),
        lambda: services.renew_codes(session, seller, key=KEY, now=NOW),
    ):
        with pytest.raises(Conflict):
            change()


def test_it_is_not_switched_off_where_it_is_required(session: Session) -> None:
    official = make_official(session)
    switch_on(session, official, now=NOW)

    with pytest.raises(Conflict):
        services.turn_off(session, official, is_required=True, now=NOW)

    assert queries.is_on(session, official.user_id)


def test_the_operator_takes_it_off_somebody_who_lost_the_phone(app: Flask, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        official, operator = make_official(session), make_operator(session)
        switch_on(session, official, now=NOW)
        user = session.get_one(User, official.user_id)
        token = people.open_session(session, user, user_agent="", now=NOW)
        services.reset_for(session, operator, official.user_id, now=NOW)

    working.turn(app)

    with database.reading() as session:
        assert not queries.is_on(session, official.user_id)
        assert accounts.actor_by_session(session, token, now=NOW) is None
        event = trail.history(session, "person", official.user_id, [events.RESET])[0]
        assert event.actor_user_id == operator.user_id
        told = session.scalars(select(Notification.kind).where(Notification.user_id == official.user_id)).all()
        assert told == ["security_factor_on", "security_factor_reset"]
        mails = session.scalars(select(OutgoingMail.subject).where(OutgoingMail.recipient == user.email)).all()
        assert len(mails) == 2


def test_nobody_but_an_operator_takes_it_off_and_not_their_own(session: Session) -> None:
    official, operator, seller = make_official(session), make_operator(session), make_seller(session)
    switch_on(session, operator, now=NOW)

    with pytest.raises(NotAllowed):
        services.reset_for(session, official, operator.user_id, now=NOW)
    with pytest.raises(NotAllowed):
        services.reset_for(session, operator, operator.user_id, now=NOW)
    with pytest.raises(NotFound):
        services.reset_for(session, operator, 999_999, now=NOW)
    with pytest.raises(Conflict):
        services.reset_for(session, operator, seller.user_id, now=NOW)


def test_a_factor_waits_until_the_address_is_proved(session: Session) -> None:
    actor = replace(make_seller(session), is_verified=False)

    with pytest.raises(Conflict):
        services.begin(session, actor, now=NOW)
