"""Where goods stop: a line that waits for the buyer's word is not shipped. Receipt is never stopped."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict
from marketplace.core.text import _l
from orders.models import Order, OrderLine
from orders.touched.standing import touched_of

CODE = "paper_lost"
HELD = _l("Waits for the buyer's word: a certificate of it counts no longer.")


def check_may_leave(session: Session, order: Order, lines: Iterable[OrderLine], *, now: datetime) -> None:
    """Raise ``Conflict("paper_lost")`` on ``line_<id>`` of each line that lost a paper, until the buyer has decided."""
    touched = touched_of(session, [order], now=now)
    held = {f"line_{line.id}": HELD for line in lines if line.id in touched and touched[line.id].is_held}
    if held:
        words = _l("A certificate counts no longer. The buyer says first whether the goods should come all the same.")
        raise Conflict(CODE, words, errors=held)


def check_may_be_paid(session: Session, orders: Iterable[Order], *, now: datetime) -> None:
    """Raise ``Conflict("paper_lost")`` before a card is charged for goods that lost a paper and await a word."""
    if any(row.is_held for row in touched_of(session, list(orders), now=now).values()):
        raise Conflict(
            CODE, _l("A certificate of what you ordered counts no longer. Decide on the order's page first.")
        )
