"""Plugs payments in: chooses the card gateway, runs the sandbox where it stands in, opens pages and the webhook."""

import hashlib
import hmac

from flask import Flask

from marketplace.config import Settings
from marketplace.core.clock import now
from marketplace.core.text import _l
from marketplace.files.access import allow
from marketplace.operation.findings import add_examination
from marketplace.supervising import Process, add_process
from marketplace.web import navigation
from marketplace.web.navigation import Entry
from orders.payments import closing, health, queries, subscribers
from orders.payments import transfers as rules
from orders.payments.gateway import CardGateway
from orders.payments.stripe import StripeGateway
from orders.payments.views import cards, refunds, transfers
from orders.permissions import CLOSE_REFUND

LISTENERS = (subscribers,)
"""Imported so that its registrations take place."""

REFUNDS = Entry(
    workplace=navigation.OPERATOR,
    label=_l("Refunds"),
    endpoint="refunds.index",
    icon="undo-2",
    position=45,
    permission=CLOSE_REFUND,
    count=lambda session, _actor: queries.troubled_count(session, now()),
)

SANDBOX_KEY = "sk_test_sandbox"
SANDBOX_STATE = "card-sandbox.json"
ANY_ADDRESS = frozenset({"0.0.0.0", "::", "localhost"})  # noqa: S104


def init_app(app: Flask) -> None:
    """Register the gateway (None: no card here), the sandbox's process, the pages and who may see proofs."""
    settings: Settings = app.config["SETTINGS"]
    app.extensions["card_gateway"] = gateway_of(settings)
    if settings.cards_by_sandbox:
        add_process(app, sandbox_of(settings))
    app.register_blueprint(cards.blueprint)
    app.register_blueprint(transfers.blueprint)
    app.register_blueprint(refunds.blueprint)
    app.extensions["csrf"].exempt(cards.webhook)  # it carries the provider's signature instead
    allow(rules.may_see_proof)
    allow(closing.may_see_refund_proof)
    navigation.add(app, REFUNDS)
    add_examination(app, "payment", health.examine)


def gateway_of(settings: Settings) -> CardGateway | None:
    """Return who takes cards: Stripe with the site's key, its sandbox on a local site, or nobody."""
    if settings.cards_by_sandbox:
        return StripeGateway(SANDBOX_KEY, _sandbox_secret(settings), f"http://127.0.0.1:{_sandbox_port(settings)}")
    if not settings.stripe_secret_key:
        return None
    return StripeGateway(settings.stripe_secret_key, settings.stripe_webhook_secret, settings.stripe_api_base or None)


def sandbox_of(settings: Settings) -> Process:
    """Return the sandbox as a process of its own beside the site; its state lies beside the media."""
    host = "127.0.0.1" if settings.host in ANY_ADDRESS else settings.host
    site = f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
    given = {
        "port": str(_sandbox_port(settings)),
        "site-url": settings.site_url,
        "webhook-url": f"{site}/payments/stripe",
        "webhook-secret": _sandbox_secret(settings),
        "state": str(settings.media_dir.parent / SANDBOX_STATE),
    }
    options = [f"--{name}={value}" for name, value in given.items()]
    return Process("sandbox", ("-m", "orders.payments.sandbox", *options))


def _sandbox_port(settings: Settings) -> int:
    """Return the port beside the site's own."""
    return settings.port + 1 if settings.port < 65535 else settings.port - 1


def _sandbox_secret(settings: Settings) -> str:
    """Return what signs the sandbox's webhooks: known to the site and its sandbox, to nobody else."""
    return "whsec_" + hmac.new(settings.secret_key.encode(), b"card sandbox", hashlib.sha256).hexdigest()
