"""How lost papers are said."""

from babel.support import LazyProxy

from certification.status import Status
from marketplace.core.text import _l
from orders.touched.rules import Consequence, Stage

HOW: dict[str, LazyProxy] = {
    Status.REVOKED: _l("is revoked"),
    Status.EXPIRED: _l("has expired"),
    Status.ON_HOLD: _l("is on hold"),
    Status.REJECTED: _l("does not cover the changed product"),
}
"""After "since 24 Nov the halal certificate of …"."""

STAGES: dict[Stage, LazyProxy] = {
    Stage.CART: _l("In a cart"),
    Stage.UNPAID: _l("Ordered, not paid"),
    Stage.PAID: _l("Paid, not shipped"),
    Stage.ON_THE_WAY: _l("On its way"),
    Stage.RECEIVED: _l("Received"),
}

FOLLOWING: dict[Consequence, LazyProxy] = {
    Consequence.BLOCK: _l("Neither paid by card nor shipped until the buyer decides"),
    Consequence.HOLD: _l("Not shipped until the buyer decides"),
    Consequence.TELL: _l("Both parties are told; it is received and invoiced as usual"),
    Consequence.NOTHING: _l("Nothing follows"),
}
