"""What may happen to a hold: filed by the seller, decided by an official, lifted when the change is undone."""

from enum import StrEnum

from marketplace.core.lifecycle import Lifecycle


class HoldState(StrEnum):
    """Where a hold stands."""

    OPEN = "open"
    """The product has changed; the seller has not filed it yet."""
    FILED = "filed"
    """An official looks at it."""
    CONFIRMED = "confirmed"
    """The changed product stays within the paper."""
    REFUSED = "refused"
    """It does not: the product needs a new paper, or its old recipe back."""
    LIFTED = "lifted"
    """The change was undone."""
    PARKED = "parked"
    """The product does not stand on the paper at the moment; kept so that taking it off and on hides no change."""


class HoldAction(StrEnum):
    """What can be done with a hold."""

    FILE = "file"
    CHANGE_AGAIN = "change_again"
    CONFIRM = "confirm"
    REFUSE = "refuse"
    LIFT = "lift"
    PARK = "park"
    TAKE_UP = "take_up"


class HoldParty(StrEnum):
    """Who does it."""

    SELLER = "seller"
    OFFICIAL = "official"


_S, _A, _P = HoldState, HoldAction, HoldParty

HOLD: Lifecycle[HoldState, HoldAction, HoldParty] = Lifecycle.of(
    "hold",
    (
        (_S.OPEN, _A.FILE, _S.FILED, _P.SELLER),
        (_S.OPEN, _A.CHANGE_AGAIN, _S.OPEN, _P.SELLER),
        (_S.FILED, _A.CHANGE_AGAIN, _S.OPEN, _P.SELLER),
        (_S.REFUSED, _A.CHANGE_AGAIN, _S.OPEN, _P.SELLER),
        (_S.FILED, _A.CONFIRM, _S.CONFIRMED, _P.OFFICIAL),
        (_S.FILED, _A.REFUSE, _S.REFUSED, _P.OFFICIAL),
        (_S.OPEN, _A.LIFT, _S.LIFTED, _P.SELLER),
        (_S.FILED, _A.LIFT, _S.LIFTED, _P.SELLER),
        (_S.REFUSED, _A.LIFT, _S.LIFTED, _P.SELLER),
        (_S.PARKED, _A.LIFT, _S.LIFTED, _P.SELLER),
        (_S.OPEN, _A.PARK, _S.PARKED, _P.SELLER),
        (_S.FILED, _A.PARK, _S.PARKED, _P.SELLER),
        (_S.PARKED, _A.TAKE_UP, _S.OPEN, _P.SELLER),
    ),
)

LIVE = frozenset({HoldState.OPEN, HoldState.FILED, HoldState.REFUSED, HoldState.PARKED})
"""Not over: at most one for each product and paper."""
WAITING = frozenset({HoldState.OPEN, HoldState.FILED, HoldState.REFUSED})
"""Keeps the badge away now."""
