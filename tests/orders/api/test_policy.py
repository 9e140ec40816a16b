"""A buyer's policy in POST /api/v1/orders: reasons by code of a finding, 422 and 409 with code ``policy``."""

from typing import Any

import pytest

from catalog.policies.rules import Level, Policy
from tests.factories_policies import make_policy
from tests.orders.api.conftest import Market, wish

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def body(market: Market, level: Level, **line: Any) -> dict[str, Any]:
    """Return an order of cloth without a barcode, under a policy that asks for one."""
    with market.database.transaction() as session:
        make_policy(session, market.buyer, Policy(barcode=level))
    market.rate()
    sent = wish((market.product().code, 20))
    sent["lines"][0] |= line
    return sent


def test_a_missing_reason_is_named_by_its_line(market: Market) -> None:
    answer = market.program(market.buyer).post("/orders", body(market, Level.REASON))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "policy")
    assert list(answer.get_json()["errors"]) == ["lines.0.reasons.barcode"]


def test_a_reason_lets_the_order_through_and_is_told_with_it(market: Market) -> None:
    program = market.program(market.buyer)
    placed = program.post("/orders", body(market, Level.REASON, reasons={"barcode": "Menyusul."}))
    assert placed.status_code == 201, placed.text

    found = program.get(f"/orders/{placed.get_json()['orders'][0]['number']}").get_json()

    assert found["delivery_by"]
    [line] = found["lines"]
    assert line["policy_version"] == 1
    assert [(row["code"], row["level"], row["reason"]) for row in line["findings"]] == [
        ("barcode", "reason", "Menyusul.")
    ]


def test_what_the_policy_blocks_is_a_conflict(market: Market) -> None:
    answer = market.program(market.buyer).post("/orders", body(market, Level.BLOCK, reasons={"barcode": "Menyusul."}))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "policy")
    assert list(answer.get_json()["errors"]) == ["lines.0.product"]


def test_reasons_that_nobody_asked_for_do_no_harm(market: Market) -> None:
    sent = body(market, Level.INFORM, reasons={"barcode": "Menyusul.", "lain": "x"})
    assert market.program(market.buyer).post("/orders", sent).status_code == 201
