"""What a lost paper means for a line, by how far its order has come. Pure.

The table is that of reference/reliability.md (test case 22): blocked before payment; held after it, with word to the
buyer and the official; and what has left is only told of, so that it can be received and invoiced (peers.md 7).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.policies.rules import WEIGHT, Fault, Finding, Gap, Level
from certification.status import Status

LOST = frozenset({Status.REVOKED, Status.EXPIRED, Status.ON_HOLD, Status.REJECTED})
"""How a paper stands that counted once; *rejected*: an official said that it does not cover the changed product."""


@dataclass(frozen=True, kw_only=True)
class Lost:
    """One paper that a product stood on and that counts for it no longer."""

    certificate_id: int
    code: str
    """Of the certificate, for its proof ``/s/CODE``."""
    scheme: str
    number: str
    holder: str
    status: Status
    since: date
    """First day (Jakarta) on which it did not count."""


class Stage(StrEnum):
    """How far goods have come on their way to the buyer."""

    CART = "cart"
    UNPAID = "unpaid"
    PAID = "paid"
    ON_THE_WAY = "on_the_way"
    RECEIVED = "received"


class Consequence(StrEnum):
    """What follows where their paper is lost."""

    BLOCK = "block"
    """Neither ordered nor paid by card until the buyer has decided."""
    HOLD = "hold"
    """Not shipped until the buyer has decided."""
    TELL = "tell"
    """Told of, and never in the way of receipt and invoice."""
    NOTHING = "nothing"


FOLLOWS: dict[Stage, Consequence] = {
    Stage.CART: Consequence.BLOCK,
    Stage.UNPAID: Consequence.BLOCK,
    Stage.PAID: Consequence.HOLD,
    Stage.ON_THE_WAY: Consequence.TELL,
    Stage.RECEIVED: Consequence.NOTHING,
}
DECIDED = frozenset({Consequence.BLOCK, Consequence.HOLD})
"""Lifted by the buyer's word "send it all the same"."""

_OF_PAPERS = frozenset({Fault.ENDED, Fault.ON_HOLD, Fault.MISSING, Fault.LAW})
"""Faults that the loss of a paper brings about; the others have other causes."""


def stage_of(*, quantity: int, shipped: int, received: int, paid: bool) -> Stage:
    """Return how far an order line has come: by what of it is farthest behind. Amounts in base units."""
    if shipped < quantity:
        return Stage.PAID if paid else Stage.UNPAID
    return Stage.ON_THE_WAY if received < quantity else Stage.RECEIVED


def failing(gaps: Iterable[Gap], found: Iterable[Finding], known: Collection[str] = ()) -> frozenset[str]:
    """Return the schemes with which goods fail the law, or a rule of the buyer's policy that asks for attention.

    ``known``: codes of findings with which the buyer ordered all the same; the law is asked anew each time.
    """
    schemes = {scheme for gap in gaps for scheme in gap.schemes}
    for finding in found:
        loud = WEIGHT[finding.level] >= WEIGHT[Level.WARN]
        if loud and finding.fault in _OF_PAPERS and finding.code not in known:
            schemes.update(finding.schemes)
    return frozenset(schemes)
