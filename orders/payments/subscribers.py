"""What follows from events of money: cards are refunded, sessions closed, and the provider is asked again."""

from datetime import datetime

from flask import current_app, url_for
from sqlalchemy.orm import Session

from marketplace.accounts import queries as people
from marketplace.accounts.organisations import operator_of_site
from marketplace.core.errors import Unavailable
from marketplace.core.text import _l
from marketplace.db import Database
from marketplace.events.schedule import scheduled
from marketplace.events.subscriptions import Happening, subscribe, subscribe_outside
from marketplace.notifications.services import Notice, notify
from orders import events
from orders.payments import reconciling, refunding
from orders.payments.gateway import CardGateway
from orders.payments.lifecycle import PaymentMethod
from orders.payments.models import Payment, Refund

MISMATCHED = Notice(
    "payment_mismatched",
    _l("Card payment %(reference)s does not fit"),
    _l(
        "The provider says something else than we asked for (%(difference)s). Nothing was marked as paid. Look into it."
    ),
)
REFUND_FAILED = Notice(
    "refund_failed",
    _l("The refund for order %(number)s has failed"),
    _l("The card provider did not send the money back (payment %(reference)s). Try again, or pay it back by transfer."),
)


@subscribe_outside("refund_cards", events.REFUND_DUE)
def refund_card(database: Database, happening: Happening, now: datetime) -> None:
    """Send money back to a card; a transfer is the seller's own step."""
    if happening.data.get("method") == PaymentMethod.CARD:
        refunding.send(database, _gateway(), happening.data["refund"], now=now)


@subscribe_outside("retry_refunds", events.REFUND_RETRIED)
def retry_refund(database: Database, happening: Happening, now: datetime) -> None:
    """Send a refused refund once more."""
    refunding.send(database, _gateway(), happening.data["refund"], now=now)


@subscribe_outside("close_card_sessions", events.PAYMENT_SUPERSEDED)
def close_session(database: Database, happening: Happening, now: datetime) -> None:
    """Close the session of a payment whose orders have changed."""
    reconciling.close_session(database, _gateway(), happening.subject_id, now=now)


@scheduled("reconcile_cards", reconciling.EVERY)
def reconcile(database: Database, now: datetime) -> None:
    """Ask the provider about open sessions and refunds under way."""
    gateway: CardGateway | None = current_app.extensions["card_gateway"]
    if gateway is not None:
        reconciling.reconcile(database, gateway, now=now)


@subscribe("alarm_operators", events.PAYMENT_MISMATCHED, events.REFUND_FAILED)
def alarm(session: Session, happening: Happening, now: datetime) -> None:
    """Tell the operators of money that nobody but a person can put right."""
    if happening.name == events.PAYMENT_MISMATCHED:
        payment, notice = session.get_one(Payment, happening.subject_id), MISMATCHED
        number = payment.allocations[0].order.number
    else:
        refund = session.get_one(Refund, happening.data["refund"])
        payment, notice, number = refund.payment, REFUND_FAILED, refund.order.number
    values = {
        "reference": payment.reference,
        "number": number,
        "difference": happening.data.get("difference", ""),
    }
    operators = people.members(session, operator_of_site(session, now=now).id)
    url = url_for("refunds.index") if notice is REFUND_FAILED else url_for("notices.inbox")
    notify(session, operators, notice, url=url, now=now, values=values)


def _gateway() -> CardGateway:
    gateway: CardGateway | None = current_app.extensions["card_gateway"]
    if gateway is None:
        raise Unavailable("payment_unavailable", "no card gateway is set up")
    return gateway
