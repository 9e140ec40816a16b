"""People with and without a second factor, and time that passes for a sign-in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from marketplace.accounts.models import SignInSession
from marketplace.core.clock import now
from marketplace.db import Database
from tests.factories import PASSWORD, make_seller
from tests.marketplace.second_factor.setting_up import phone_of, switch_on
from tests.pages import post

SignIn = Callable[[str], FlaskClient]


@dataclass(frozen=True)
class Protected:
    """A person whose factor is on: address, app on the phone, and codes on paper."""

    email: str
    user_id: int
    phone: pyotp.TOTP
    recovery: list[str]


@pytest.fixture
def seller(database: Database) -> Protected:
    """Make a cooperative's manager with a second factor."""
    with database.transaction() as session:
        actor = make_seller(session, email="siti@uji.test", name="KDMP Melati")
        recovery = switch_on(session, actor)
        return Protected("siti@uji.test", actor.user_id, phone_of(session, actor.user_id), recovery)


@pytest.fixture
def past_password(client: FlaskClient, seller: Protected) -> FlaskClient:
    """Give the browser in which the seller's password was right."""
    answer = post(client, "/masuk", {"email": seller.email, "password": PASSWORD, "lanjut": "/akun"})
    assert (answer.status_code, answer.location) == (302, "/masuk/kode?lanjut=/akun")
    return client


@pytest.fixture
def age_sign_ins(database: Database) -> Callable[[timedelta], None]:
    """Return a function that lets time pass for all sign-ins: since they were proved and seen."""

    def age(passed: timedelta) -> None:
        moment = now() - passed
        with database.transaction() as session:
            _move(session, proved_at=moment, last_seen_at=moment)

    return age


def _move(session: Session, **values: object) -> None:
    session.execute(update(SignInSession).values(**values))
