"""Lifecycles: what the table does not name is refused."""

from enum import StrEnum

import pytest

from marketplace.core.errors import Conflict
from marketplace.core.lifecycle import Lifecycle


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


class Act(StrEnum):
    SWITCH = "switch"
    DROP = "drop"


class Hand(StrEnum):
    OWNER = "owner"
    CAT = "cat"


LAMP: Lifecycle[Lamp, Act, Hand] = Lifecycle.of(
    "lamp",
    [
        (Lamp.OFF, Act.SWITCH, Lamp.ON, Hand.OWNER),
        (Lamp.ON, Act.SWITCH, Lamp.OFF, Hand.OWNER),
        (Lamp.ON, Act.DROP, Lamp.BROKEN, Hand.CAT),
    ],
)


def test_every_state_action_and_party_is_a_row_or_a_conflict() -> None:
    allowed = {(row.source, row.action, row.party): row.target for row in LAMP.rows}
    for state in Lamp:
        for action in Act:
            for party in Hand:
                if (state, action, party) in allowed:
                    assert LAMP.next(state, action, party) == allowed[state, action, party]
                else:
                    with pytest.raises(Conflict):
                        LAMP.next(state, action, party)


def test_buttons_come_from_the_same_table() -> None:
    assert LAMP.actions(Lamp.ON, Hand.OWNER) == (Act.SWITCH,)
    assert LAMP.actions(Lamp.BROKEN, Hand.OWNER) == ()
    assert LAMP.is_final(Lamp.BROKEN)


def test_a_table_with_two_answers_to_one_question_is_refused() -> None:
    rows = [(Lamp.OFF, Act.SWITCH, Lamp.ON, Hand.OWNER), (Lamp.OFF, Act.SWITCH, Lamp.BROKEN, Hand.OWNER)]

    with pytest.raises(ValueError, match="two rows"):
        Lifecycle.of("lamp", rows)
