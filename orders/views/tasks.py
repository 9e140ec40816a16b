"""What a cooperative has to do next, as lines of its front page: orders, certificates, products, its own papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from babel.support import LazyProxy
from flask import url_for
from sqlalchemy.orm import Session

from catalog.holds.queries import own_waiting
from catalog.lifecycle import ProductState
from catalog.queries import own_counts
from certification.runway.todo import todo_of
from certification.runway.wording import KINDS, step_of, title_of
from certification.schemes import SCHEMES
from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day
from marketplace.core.money import format_rupiah
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.web.i18n import _, moment, ngettext
from orders import queries
from orders.actions import waits_for_refund
from orders.lifecycle import OrderParty, OrderState
from orders.models import Order
from orders.payments.lifecycle import PaymentState
from orders.rates import own_rates

MOST_ORDERS = 8


@dataclass(frozen=True, kw_only=True)
class Task:
    """One line: what, why, where to do it. ``tone`` is empty, ``wait`` or ``bad``."""

    title: str
    note: str
    url: str
    icon: str
    tone: str = ""


def tasks_of(session: Session, actor: Actor, organisation: Organisation, *, now: datetime) -> list[Task]:
    """Return what waits for a cooperative: orders by their deadline, then papers, then what is missing."""
    urgent = queries.most_urgent(session, actor, OrderParty.SELLER, MOST_ORDERS)
    to_do = [_order_task(order, now) for order in urgent]
    if actor.organisation_suspended:
        return to_do
    return [
        *to_do,
        *_certificate_tasks(session, actor, now),
        *_change_tasks(session, actor),
        *_setup_tasks(session, actor, organisation),
    ]


_Kind = tuple[LazyProxy, str]

_QUOTE: _Kind = (_l("State the shipping cost of %(number)s"), "scale")
_CHECK: _Kind = (_l("Check the transfer for %(number)s"), "banknote")
_REFUND: _Kind = (_l("Send the money of %(number)s back"), "undo-2")
_CONFIRM: _Kind = (_l("Confirm or reject %(number)s"), "clipboard-check")
_SHIP: _Kind = (_l("Ship %(number)s"), "truck")
_SHIP_REST: _Kind = (_l("Ship the rest of %(number)s"), "truck")


def _kind(order: Order) -> _Kind:
    if order.payment_state == PaymentState.PROOF_SENT:
        return _CHECK
    if waits_for_refund(OrderState(order.state), PaymentState(order.payment_state)):
        return _REFUND
    return {
        OrderState.AWAITING_SHIPPING_QUOTE: _QUOTE,
        OrderState.PLACED: _CONFIRM,
        OrderState.PARTLY_SHIPPED: _SHIP_REST,
    }.get(OrderState(order.state), _SHIP)


def _order_task(order: Order, now: datetime) -> Task:
    words, icon = _kind(order)
    turn = queries.who_acts(order)
    late = turn.is_late(now)
    until = ""
    if turn.by is not None:
        until = _("late since %(time)s", time=moment(turn.by)) if late else _("until %(time)s", time=moment(turn.by))
    return Task(
        title=str(words) % {"number": order.number},
        note=" · ".join(part for part in (order.buyer.name, format_rupiah(order.total), until) if part),
        url=url_for("ordering.show", number=order.number),
        icon=icon,
        tone="bad" if late else "",
    )


def _certificate_tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    for task in todo_of(session, actor, jakarta_day(now)):
        words = KINDS[task.kind]
        yield Task(
            title=title_of(task),
            note=f"{task.certificate.producer.name} · {step_of(task)}",
            url=url_for("holder.show", code=task.certificate.code),
            icon=words.icon,
            tone=words.tone,
        )


def _change_tasks(session: Session, actor: Actor) -> Iterator[Task]:
    for hold in own_waiting(session, actor):
        paper = SCHEMES[hold.certificate.scheme].short_name
        yield Task(
            title=_("File the change of %(product)s", product=hold.product.name),
            note=_("%(paper)s is on hold for it until then.", paper=paper),
            url=url_for("changes.show", code=hold.code),
            icon="circle-pause",
            tone="bad",
        )


def _setup_tasks(session: Session, actor: Actor, organisation: Organisation) -> Iterator[Task]:
    if not organisation.bank_account_number:
        yield Task(
            title=_("Add your bank account"),
            note=_("Without it buyers cannot pay you by transfer."),
            url=url_for("bank.show"),
            icon="landmark",
            tone="wait",
        )
    if not own_rates(session, actor):
        yield Task(
            title=_("Write down your shipping rates"),
            note=_("Without rates every order waits until you have stated the cost."),
            url=url_for("rates.index"),
            icon="truck",
        )
    drafts = own_counts(session, actor)[ProductState.DRAFT]
    if drafts:
        yield Task(
            title=ngettext("Finish %(num)s product", "Finish %(num)s products", drafts),
            note=_("Nobody sees them yet."),
            url=url_for("listing.index", state="draft"),
            icon="package",
        )
