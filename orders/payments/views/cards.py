"""To the card provider and back, and the provider's webhook."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import public, require_actor, requires
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, DomainError, Invalid, NotFound, Unavailable
from marketplace.core.text import _l
from marketplace.web.database import database, forget_reading, reading
from orders.payments import cards, queries
from orders.payments.gateway import CardGateway
from orders.payments.webhook import receive
from orders.permissions import FOLLOW_ORDER

blueprint = Blueprint("payments", __name__)

NO_CARDS = _l("Card payment is not set up here. Pay by bank transfer.")
MAX_WEBHOOK = 512 * 1024
"""Bytes; a webhook of ours has a few thousand."""


@blueprint.get("/bayar/<reference>")
@requires(FOLLOW_ORDER)
def pay(reference: str) -> ResponseReturnValue:
    """Go to the provider's page. A link, not a form: ``form-action`` keeps forms on this site."""
    actor = require_actor()
    here = current_app.config["SETTINGS"].site_url + url_for("payments.back", reference=reference)
    try:
        addresses = cards.Addresses(back=here, cancelled=here)
        target = cards.open_session(database(), _gateway(), actor, reference, addresses, now=now())
    except (Conflict, Unavailable, Invalid) as error:
        return _page(reference, error), error.status
    return redirect(target, 303)


@blueprint.get("/bayar/<reference>/kembali")
@requires(FOLLOW_ORDER)
def back(reference: str) -> ResponseReturnValue:
    """Show where a card payment stands. The provider is asked once: that the buyer came back proves nothing."""
    payment = queries.card_payment(reading(), require_actor(), reference)
    if payment.paid_at is None and payment.session_over_at is None:
        try:
            cards.look(database(), _gateway(), payment.id, now=now())
        except (Unavailable, Conflict) as error:
            return _page(reference, error), error.status
    return _page(reference)


@blueprint.post("/payments/stripe")
@public
def webhook() -> ResponseReturnValue:
    """Take a webhook of the card provider; anything but 2xx makes it come again."""
    gateway: CardGateway | None = current_app.extensions["card_gateway"]
    if gateway is None or (request.content_length or 0) > MAX_WEBHOOK:
        raise NotFound()
    receive(database(), gateway, request.get_data(), request.headers.get("Stripe-Signature"), now=now())
    return ""


def _page(reference: str, refusal: DomainError | None = None) -> str:
    """Render how a payment stands, read anew: asking the provider may have changed it."""
    forget_reading()
    payment = queries.card_payment(reading(), require_actor(), reference)
    return render_template(
        "orders/payments/card.html",
        payment=payment,
        refusal=refusal,
        can_pay=cards.is_payable(payment, now()),
        others=[each for each in queries.payments_of_group(reading(), payment.group_id) if each.id != payment.id],
    )


def _gateway() -> CardGateway:
    gateway: CardGateway | None = current_app.extensions["card_gateway"]
    if gateway is None:
        raise Unavailable("payment_unavailable", NO_CARDS)
    return gateway
