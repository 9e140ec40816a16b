"""What follows from a lost paper at each step of the way, and with which schemes goods fail."""

import pytest

from catalog.policies.rules import Fault, Finding, Gap, Level
from orders.touched.rules import FOLLOWS, Consequence, Stage, failing, stage_of


@pytest.mark.parametrize(
    ("shipped", "received", "paid", "stage"),
    [
        (0, 0, False, Stage.UNPAID),
        (0, 0, True, Stage.PAID),
        (5, 5, True, Stage.PAID),
        (10, 0, True, Stage.ON_THE_WAY),
        (10, 4, True, Stage.ON_THE_WAY),
        (10, 10, True, Stage.RECEIVED),
    ],
)
def test_a_line_is_as_far_as_what_is_farthest_behind(shipped: int, received: int, paid: bool, stage: Stage) -> None:
    assert stage_of(quantity=10, shipped=shipped, received=received, paid=paid) == stage


def test_r22_blocked_before_payment_held_after_it_and_never_in_the_way_of_receipt() -> None:
    assert {stage: FOLLOWS[stage] for stage in Stage} == {
        Stage.CART: Consequence.BLOCK,
        Stage.UNPAID: Consequence.BLOCK,
        Stage.PAID: Consequence.HOLD,
        Stage.ON_THE_WAY: Consequence.TELL,
        Stage.RECEIVED: Consequence.NOTHING,
    }


def finding(level: Level, fault: Fault = Fault.MISSING) -> Finding:
    return Finding(code="paper-halal", level=level, fault=fault, schemes=("halal",))


@pytest.mark.parametrize(
    ("found", "known", "fails"),
    [
        (finding(Level.INFORM), (), False),
        (finding(Level.WARN), (), True),
        (finding(Level.BLOCK, Fault.ON_HOLD), (), True),
        (finding(Level.BLOCK), ("paper-halal",), False),
        (finding(Level.BLOCK, Fault.TOO_SHORT), (), False),
        (finding(Level.BLOCK, Fault.NOT_HALAL), (), False),
    ],
)
def test_a_policy_fails_where_it_asks_for_attention_and_the_buyer_did_not_know(
    found: Finding, known: tuple[str, ...], fails: bool
) -> None:
    assert failing((), (found,), known) == (frozenset({"halal"}) if fails else frozenset())


def test_the_law_is_asked_anew_whatever_the_buyer_knew() -> None:
    assert failing((Gap("halal", ("halal",)),), (), ("law-halal",)) == {"halal"}
