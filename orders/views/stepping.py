"""Taking one step of an order from its page or from a page of its own; refusals show the order as it stands now."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from marketplace.accounts.access import require_actor
from marketplace.core.errors import Conflict, DomainError, Invalid
from marketplace.core.text import _l
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.pages import done
from orders import queries
from orders.forms import StepForm
from orders.lifecycle import OrderAction
from orders.models import Order
from orders.views.order_page import order_page

Step = Callable[[Session, Order], object]

GONE = _l("This is not possible any more: the order has moved on. Look at it again.")


def by_button(number: str, step: Step, message: str) -> ResponseReturnValue:
    """Take a step that has no page of its own."""
    refused = _take(number, step)
    if refused is not None:
        return order_page(number, refused), refused.status
    done(message)
    return redirect(url_for("ordering.show", number=number))


def by_form(
    number: str, action: OrderAction, form: StepForm, step: Step, template: str, message: str, **context: Any
) -> ResponseReturnValue:
    """Show the page of a step and take it. What was typed stays, also where the order has changed meanwhile."""
    refused = None
    if form.validate_on_submit():
        refused = _take(number, step)
        if refused is None:
            done(message)
            return redirect(url_for("ordering.show", number=number))
        form.refuse(refused)
    forget_reading()
    order = queries.order_of(reading(), require_actor(), number)
    if action not in queries.actions_of(require_actor(), order):
        return order_page(number, refused or Conflict("wrong_state", GONE)), Conflict.status
    form.version.data = order.version
    return render_template(template, order=order, form=form, **context), refused.status if refused else status_of(form)


def _take(number: str, step: Step) -> DomainError | None:
    """Take a step in one transaction and return what speaks against it."""
    try:
        with transaction() as session:
            step(session, queries.order_of(session, require_actor(), number))
    except (Invalid, Conflict) as error:
        return error
    return None
