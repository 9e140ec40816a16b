"""POST /api/v1/orders/{number}/actions/{action}: the buttons of the page, for programs."""

from typing import Any

import pytest

from orders.lifecycle import OrderState
from orders.models import Order
from tests.factories import make_buyer, make_seller
from tests.orders.api.conftest import Market, new_key

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def state(market: Market, number: str) -> str:
    with market.database.reading() as session:
        return str(session.query(Order.state).filter(Order.number == number).scalar())


def test_an_order_goes_its_whole_way(market: Market) -> None:
    number = market.order(paid=True)
    seller, buyer = market.program(market.seller), market.program(market.buyer)
    at = f"/orders/{number}/actions"

    confirmed = seller.post(f"{at}/confirm").get_json()
    part = {"lines": [{"line": 1, "quantity": 5}], "carrier": "JNE", "tracking": "X1"}
    partly = seller.post(f"{at}/ship", part).get_json()
    shipped = seller.post(f"{at}/ship", {"lines": [{"line": 1, "quantity": 15}], "carrier": "JNE"}).get_json()
    some = buyer.post(f"{at}/receive", {"lines": [{"line": 1, "quantity": 5}]}).get_json()
    received = buyer.post(f"{at}/receive", {"lines": [{"line": 1, "quantity": 15}]}).get_json()

    answers = (confirmed, partly, shipped, some, received)
    assert [answer["state"] for answer in answers] == [
        "confirmed", "partly_shipped", "shipped", "partly_received", "received"
    ]  # fmt: skip
    assert [answer["actions"] for answer in answers] == [["ship", "cancel"], ["ship"], [], ["receive"], []]


def test_shipping_is_quoted_and_accepted(market: Market) -> None:
    number = market.order(state=OrderState.AWAITING_SHIPPING_QUOTE)
    at = f"/orders/{number}/actions"

    quoted = market.program(market.seller).post(f"{at}/quote_shipping", {"method": "courier", "cost": 50_000})
    accepted = market.program(market.buyer).post(f"{at}/accept_shipping").get_json()

    assert quoted.get_json()["totals"]["shipping"] == 50_000
    assert accepted["state"] == "placed"
    assert accepted["payment"][0]["amount"] == accepted["total"]


@pytest.mark.parametrize(
    ("who", "action", "ends"), [("seller", "reject", "rejected"), ("buyer", "cancel", "cancelled")]
)
def test_an_order_is_ended_with_a_reason(market: Market, who: str, action: str, ends: str) -> None:
    number = market.order()

    answer = market.program(getattr(market, who)).post(f"/orders/{number}/actions/{action}", {"reason": "Habis."})

    assert (answer.get_json()["state"], answer.get_json()["close_reason"]) == (ends, "Habis.")


def test_a_step_with_a_key_is_taken_once(market: Market) -> None:
    number, key = market.order(state=OrderState.CONFIRMED, paid=True), new_key()
    program, body = market.program(market.seller), {"lines": [{"line": 1, "quantity": 5}], "carrier": "JNE"}

    first = program.post(f"/orders/{number}/actions/ship", body, key=key).get_json()
    again = program.post(f"/orders/{number}/actions/ship", body, key=key).get_json()

    assert first == again
    assert [line["shipped"] for line in again["lines"]] == [5]


def test_an_empty_body_may_be_left_out(market: Market) -> None:
    number = market.order(paid=True)

    answer = market.program(market.seller).post(f"/orders/{number}/actions/confirm", data=b"", content_type=None)

    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"lines": [{"line": 1, "quantity": 21}], "carrier": "JNE"}, "lines.0.quantity"),
        ({"lines": [{"line": 2, "quantity": 1}], "carrier": "JNE"}, "lines.0.line"),
        ({"lines": [{"line": 1, "quantity": 1}, {"line": 1, "quantity": 1}], "carrier": "JNE"}, "lines.1.line"),
        ({"lines": [], "carrier": "JNE"}, "lines"),
        ({"lines": [{"line": 1, "quantity": 1}], "carrier": ""}, "carrier"),
        ({"lines": [{"line": 1, "quantity": 1}], "carrier": "  "}, "carrier"),
        ({"lines": [{"line": 1, "quantity": 1}], "carrier": "JNE", "state": "received"}, "state"),
    ],
)
def test_what_is_wrong_with_a_shipment_is_said_at_its_field(market: Market, body: dict[str, Any], field: str) -> None:
    number = market.order(state=OrderState.CONFIRMED, paid=True)

    answer = market.program(market.seller).post(f"/orders/{number}/actions/ship", body)

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [field])
    assert state(market, number) == "confirmed"


def test_what_the_state_forbids_is_a_conflict(market: Market) -> None:
    number = market.order()
    ship = {"lines": [{"line": 1, "quantity": 1}], "carrier": "JNE"}

    unpaid = market.program(market.seller).post(f"/orders/{number}/actions/ship", ship)
    early = market.program(market.buyer).post(f"/orders/{number}/actions/receive", {"lines": ship["lines"]})
    stale = market.program(market.seller).post(f"/orders/{number}/actions/confirm", {"version": 99})

    assert [answer.status_code for answer in (unpaid, early, stale)] == [409, 409, 409]
    assert (unpaid.get_json()["code"], stale.get_json()["code"]) == ("not_paid", "stale")


@pytest.mark.parametrize("action", ["refund", "confirm_payment", "pay", "ship_part", "lapse", "x" * 300])
def test_t44_there_is_no_action_beside_those_that_are_named(market: Market, action: str) -> None:
    number = market.order()

    assert market.program(market.buyer).post(f"/orders/{number}/actions/{action}").status_code == 404
    assert state(market, number) == "placed"


STEPS: dict[str, dict[str, Any]] = {
    "confirm": {},
    "reject": {"reason": "x"},
    "cancel": {},
    "quote_shipping": {"method": "courier", "cost": 1},
    "accept_shipping": {},
    "ship": {"lines": [{"line": 1, "quantity": 1}], "carrier": "JNE"},
    "receive": {"lines": [{"line": 1, "quantity": 1}]},
}


@pytest.mark.parametrize("action", STEPS)
def test_t21_nobody_but_the_parties_can_take_a_step(market: Market, action: str) -> None:
    number = market.order(paid=True)
    with market.database.transaction() as session:
        strangers = [make_buyer(session), make_seller(session)]
    path = f"/orders/{number}/actions/{action}"

    statuses = {market.program(stranger).post(path, STEPS[action]).status_code for stranger in strangers}
    read_only = [
        market.program(party, can_write=False).post(path, STEPS[action]) for party in (market.buyer, market.seller)
    ]

    assert statuses <= {403, 404}
    assert {answer.status_code for answer in read_only} == {403}
    assert market.client.post(f"/api/v1{path}", json=STEPS[action]).status_code == 401
    assert state(market, number) == "placed"
