"""The rules of revoking by two: states of a proposal, reasons to choose from, who may sign, when it lapses."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from babel.support import LazyProxy

from marketplace.core.lifecycle import Lifecycle
from marketplace.core.text import _l

LAPSE_AFTER = timedelta(days=14)
"""A proposal that nobody signs ends by itself, and with it a hold: nobody alone keeps a paper out of force for long.

A rule of this site, not of a law.
"""


class ProposalState(StrEnum):
    """How a proposal stands; all but the first are final."""

    OPEN = "open"
    SIGNED = "signed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class ProposalAction(StrEnum):
    """What ends a proposal."""

    SIGN = "sign"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


class Side(StrEnum):
    """Who acts on a proposal: whoever made it, any second person with the right, or the calendar."""

    PROPOSER = "proposer"
    SECOND = "second"
    CLOCK = "clock"


_S, _A, _P = ProposalState, ProposalAction, Side

PROPOSAL: Lifecycle[ProposalState, ProposalAction, Side] = Lifecycle.of(
    "revocation_proposal",
    (
        (_S.OPEN, _A.SIGN, _S.SIGNED, _P.SECOND),
        (_S.OPEN, _A.DECLINE, _S.DECLINED, _P.SECOND),
        (_S.OPEN, _A.WITHDRAW, _S.WITHDRAWN, _P.PROPOSER),
        (_S.OPEN, _A.LAPSE, _S.LAPSED, _P.CLOCK),
    ),
)


@dataclass(frozen=True)
class Reason:
    """A reason that can be chosen; ``text`` is what the holder reads where the official writes nothing."""

    name: LazyProxy
    text: LazyProxy | str


REASONS: dict[str, Reason] = {
    "issuer": Reason(
        _l("The issuer has withdrawn it"),
        _l("The issuer has withdrawn this certificate."),
    ),
    "register": Reason(
        _l("It is gone from the public register"),
        _l("The number is no longer in the public register of the issuer."),
    ),
    "changed": Reason(
        _l("Ingredients, process or place have changed"),
        _l("What is made now is not what the certificate was issued for: ingredients, process or place have changed."),
    ),
    "false": Reason(
        _l("The scan or the data are not genuine"),
        _l("The scan or the filed data do not agree with the issuer's own record."),
    ),
    "mistake": Reason(
        _l("It was verified by mistake"),
        _l("It was verified by mistake: the paper does not prove what it was verified for."),
    ),
    "other": Reason(_l("Another reason"), ""),
}


def lapses_at(proposed_at: datetime) -> datetime:
    """Return the moment from which a proposal can no longer be signed."""
    return proposed_at + LAPSE_AFTER


def side_of(user_id: int, proposed_by_id: int) -> Side:
    """Return as whom a person acts on a proposal."""
    return Side.PROPOSER if user_id == proposed_by_id else Side.SECOND
