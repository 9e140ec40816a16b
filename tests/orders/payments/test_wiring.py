"""Who takes cards on which site, and how its sandbox is started."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.config import Settings, from_environment
from marketplace.core.roles import SYSTEM
from marketplace.db import Database
from marketplace.events import schedule, trail
from marketplace.notifications.models import Notification
from orders import events
from orders.payments import wiring
from orders.payments.stripe import StripeGateway
from tests.factories import NOW, make_operator
from tests.orders.payments.conftest import Checkout

SECRET = "x" * 40


def settings_of(tmp_path: Path, **env: str) -> Settings:
    return from_environment({"SECRET_KEY": SECRET, "MEDIA_DIR": str(tmp_path / "media"), **env})


def test_a_local_site_without_a_key_uses_the_sandbox_beside_it(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, PORT="8200")

    process = wiring.sandbox_of(settings)

    assert isinstance(wiring.gateway_of(settings), StripeGateway)
    assert "--port=8201" in process.arguments
    assert "--webhook-url=http://127.0.0.1:8200/payments/stripe" in process.arguments
    assert f"--state={tmp_path / 'card-sandbox.json'}" in process.arguments


@pytest.mark.parametrize(
    ("host", "expected"), [("0.0.0.0", "127.0.0.1"), ("::", "127.0.0.1"), ("::1", "[::1]"), ("127.0.0.5", "127.0.0.5")]
)
def test_webhooks_of_the_sandbox_reach_the_site_wherever_it_listens(tmp_path: Path, host: str, expected: str) -> None:
    settings = settings_of(tmp_path, HOST=host, PORT="8200", SITE_URL="http://localhost:8200")

    assert f"--webhook-url=http://{expected}:8200/payments/stripe" in wiring.sandbox_of(settings).arguments


def test_two_sites_never_share_the_secret_of_their_sandboxes(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)

    other = replace(settings, secret_key="y" * 40)

    assert wiring.sandbox_of(settings) != wiring.sandbox_of(other)
    assert SECRET not in " ".join(wiring.sandbox_of(settings).arguments)


def test_the_last_port_has_its_sandbox_below(tmp_path: Path) -> None:
    assert "--port=65534" in wiring.sandbox_of(settings_of(tmp_path, PORT="65535")).arguments


def test_a_public_site_without_a_key_takes_no_cards(tmp_path: Path) -> None:
    assert wiring.gateway_of(settings_of(tmp_path, SITE_URL="https://etalase.example.id")) is None


def test_a_site_with_a_key_uses_it_and_no_sandbox(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, STRIPE_SECRET_KEY="sk_live_x", STRIPE_WEBHOOK_SECRET="whsec_x")

    assert not settings.cards_by_sandbox
    assert isinstance(wiring.gateway_of(settings), StripeGateway)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_site_runs_the_sandbox_as_a_process_of_its_own(app: Flask) -> None:
    assert [process.name for process in app.extensions["processes"]].count("sandbox") == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_operators_are_told_of_money_that_does_not_fit(app: Flask, database: Database, checkout: Checkout) -> None:
    from marketplace.events import outbox

    with database.transaction() as session:
        operator = make_operator(session)
        payment = checkout.payments()[0]
        trail.record(
            session, SYSTEM, events.PAYMENT_MISMATCHED, "payment", payment.id, now=NOW, difference="amount", expected=1
        )

    with app.test_request_context("/", base_url="http://127.0.0.1:8123"):
        outbox.drain(database, now=NOW)

    with database.reading() as session:
        [notice] = session.scalars(select(Notification).where(Notification.user_id == operator.user_id))
    assert payment.reference in notice.title


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("has_gateway", [True, False])
def test_the_clock_asks_about_open_payments(app: Flask, checkout: Checkout, has_gateway: bool) -> None:
    checkout.pay(checkout.open())
    app.extensions["card_gateway"] = checkout.gateway if has_gateway else None

    with app.test_request_context("/", base_url="http://127.0.0.1:8123"):
        ran = schedule.run_due(checkout.database, now=checkout.now)

    assert "reconcile_cards" in ran
    assert checkout.states() == (["paid"] * 2 if has_gateway else ["unpaid"] * 2)
