"""How payment by card is set up: for the doctor."""

from collections.abc import Iterator
from datetime import datetime
from urllib.error import HTTPError
from urllib.request import urlopen

from flask import Flask

from marketplace.config import Settings
from marketplace.operation.findings import Finding, look, ok

ABOUT = "payment"
STRIPE = "https://api.stripe.com"
PATIENCE_SECONDS = 5


def examine(app: Flask, _now: datetime) -> Iterator[Finding]:
    """Say who takes cards, and see whether they can be reached; bank transfer needs nobody."""
    settings: Settings = app.config["SETTINGS"]
    if settings.cards_by_sandbox:
        yield ok(ABOUT, "bank transfer, and cards by the sandbox of this project")
    elif not settings.stripe_secret_key:
        yield ok(ABOUT, "bank transfer only: STRIPE_SECRET_KEY is not set")
    elif _answers(settings.stripe_api_base or STRIPE):
        yield ok(ABOUT, "bank transfer and Stripe, which can be reached")
    else:
        yield look(ABOUT, "Stripe cannot be reached from here", "Let the firewall pass https to api.stripe.com.")


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=PATIENCE_SECONDS):  # noqa: S310 - the settings allow http and https only
            return True
    except HTTPError:
        return True  # it refuses us without a key, so it is there
    except OSError:
        return False
