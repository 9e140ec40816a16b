"""POST /api/v1/orders: the answer that CONTRACT.md promises, once for each key, and every refusal."""

from typing import Any

import pytest
from flask import Flask

from marketplace.idempotency.models import KeptAnswer
from orders.models import CartLine, Order, OrderGroup
from tests.factories import SURABAYA, make_buyer, make_seller
from tests.orders.api.conftest import Market, new_key, wish

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def orders_of(market: Market) -> int:
    with market.database.reading() as session:
        return session.query(Order).count()


def test_an_order_for_each_cooperative_is_placed_with_what_to_transfer(market: Market) -> None:
    with market.database.transaction() as session:
        other = make_seller(session, name="KDMP Lain")
    first, second = market.product(stock_on_hand=100), market.product(other, stock_on_hand=100)
    market.rate()
    market.rate(other)

    answer = market.program(market.buyer).post("/orders", wish((first.code, 20), (second.code.lower(), 30)))

    assert answer.status_code == 201, answer.text
    found = answer.get_json()
    assert set(found) == {"group", "orders", "payment"}
    assert [order["cooperative"]["name"] for order in found["orders"]] == ["KDMP Penjual", "KDMP Lain"]
    assert {order["state"] for order in found["orders"]} == {"placed"}
    assert {order["payment_state"] for order in found["orders"]} == {"unpaid"}
    assert set(found["orders"][0]) == {"number", "cooperative", "state", "payment_state", "total"}
    assert [row["order"] for row in found["payment"]] == [order["number"] for order in found["orders"]]
    assert [row["amount"] for row in found["payment"]] == [order["total"] for order in found["orders"]]
    assert set(found["payment"][0]) == {"order", "amount", "reference", "account", "pay_by"}
    assert found["payment"][0]["account"]["number"] == "9999000111"


def test_a_card_pays_the_whole_group_at_one_address(market: Market) -> None:
    product = market.product()
    market.rate()

    found = market.program(market.buyer).post("/orders", wish((product.code, 20), payment_method="card")).get_json()

    assert set(found["payment"]) == {"method", "amount", "pay_by", "url"}
    assert found["payment"]["method"] == "card"
    assert found["payment"]["amount"] == found["orders"][0]["total"]
    assert found["payment"]["url"].startswith("http://localhost/bayar/BYR-")


def test_without_a_card_provider_a_card_is_refused(market: Market, app: Flask) -> None:
    app.extensions["card_gateway"] = None

    answer = market.program(market.buyer).post("/orders", wish((market.product().code, 20), payment_method="card"))

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["payment_method"])


def test_where_no_rate_reaches_the_seller_is_asked_first(market: Market) -> None:
    found = market.program(market.buyer).post("/orders", wish((market.product().code, 20))).get_json()

    assert found["orders"][0]["state"] == "awaiting_shipping_quote"
    assert found["payment"] is None


def test_the_way_to_ship_is_the_one_that_the_page_proposes(market: Market) -> None:
    market.rate(price_per_kg=9_000)
    market.rate(method="own_vehicle", price_per_kg=0, flat_price=1)

    number = market.program(market.buyer).post("/orders", wish((market.product().code, 20))).get_json()["orders"][0]

    with market.database.reading() as session:
        order = session.query(Order).filter(Order.number == number["number"]).one()
    assert (order.shipping_method, order.shipping_cost) == ("own_vehicle", 1)


def test_the_cart_of_the_person_stays_as_it_is(market: Market, app: Flask) -> None:
    from marketplace.core.clock import now
    from orders import cart

    kept, ordered = market.product(), market.product()
    market.rate()
    with app.app_context(), market.database.transaction() as session:
        cart.add(session, market.buyer, kept.code, "base", 20, now=now())

    assert market.program(market.buyer).post("/orders", wish((ordered.code, 20))).status_code == 201

    with market.database.reading() as session:
        assert [line.product_id for line in session.query(CartLine)] == [kept.id]


def test_the_same_key_with_the_same_body_gets_the_same_answer(market: Market) -> None:
    product, key, program = market.product(), new_key(), market.program(market.buyer)
    market.rate()

    first = program.post("/orders", wish((product.code, 20)), key=key)
    again = program.post("/orders", wish((product.code, 20)), key=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    assert orders_of(market) == 1


def test_the_same_key_with_another_body_is_refused(market: Market) -> None:
    product, key, program = market.product(), new_key(), market.program(market.buyer)
    market.rate()
    program.post("/orders", wish((product.code, 20)), key=key)

    answer = program.post("/orders", wish((product.code, 21)), key=key)

    assert (answer.status_code, answer.get_json()["code"]) == (422, "idempotency_mismatch")
    assert orders_of(market) == 1


def test_a_refusal_does_not_use_a_key_up(market: Market) -> None:
    product, key, program = market.product(), new_key(), market.program(market.buyer)
    market.rate()

    assert program.post("/orders", wish((product.code, 1)), key=key).status_code == 422
    assert program.post("/orders", wish((product.code, 20)), key=key).status_code == 201


def test_keys_belong_to_an_organisation(market: Market) -> None:
    from tests.factories import make_buyer

    product, key = market.product(), new_key()
    market.rate()
    with market.database.transaction() as session:
        neighbour = make_buyer(session)

    one = market.program(market.buyer).post("/orders", wish((product.code, 20)), key=key).get_json()
    other = market.program(neighbour).post("/orders", wish((product.code, 20)), key=key).get_json()

    assert one["group"] != other["group"]
    with market.database.reading() as session:
        assert session.query(KeptAnswer).count() == session.query(OrderGroup).count() == 2


EXTRA = ({"price": 1}, {"paid": True}, {"tax_rate": 0}, {"shipping_price": 0}, {"expected_total": 1})


@pytest.mark.parametrize("extra", EXTRA)
def test_t49_a_field_that_is_not_the_buyer_s_to_say_is_refused(market: Market, extra: dict[str, Any]) -> None:
    answer = market.program(market.buyer).post("/orders", wish((market.product().code, 20), **extra))

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, list(extra))
    assert orders_of(market) == 0


def test_t48_a_price_on_a_line_is_refused(market: Market) -> None:
    body = wish((market.product().code, 20))
    body["lines"][0]["price"] = 1

    answer = market.program(market.buyer).post("/orders", body)

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["lines.0.price"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [{"product": "TIDAK-ADA", "quantity": 20}]}, "lines.0.product"),
        ({"lines": [{"product": "ADA", "quantity": 0}]}, "lines.0.quantity"),
        ({"lines": [{"product": "ADA", "quantity": "20"}]}, "lines.0.quantity"),
        ({"lines": [{"product": "ADA", "quantity": True}]}, "lines.0.quantity"),
        ({"lines": [{"product": "ADA", "quantity": 20.5}]}, "lines.0.quantity"),
        ({"lines": [{"product": "ADA", "quantity": 3}]}, "lines.0.quantity"),
        ({"lines": [{"product": "ADA", "quantity": 20}, {"product": "ada", "quantity": 20}]}, "lines.1.product"),
        ({"payment_method": "term"}, "payment_method"),
        ({"buyer_reference": "x" * 61}, "buyer_reference"),
        ({"ship_to": {"name": "G", "phone": "0800000", "address": "Jalan", "region": SURABAYA}}, "ship_to.name"),
        ({"ship_to": {"name": "Gudang", "phone": "0800000", "address": "Jalan", "region": "35"}}, "ship_to.region"),
        (
            {"ship_to": {"name": "Gudang", "phone": "0800000", "address": "Jalan", "region": "99.99.99"}},
            "ship_to.region",
        ),
        ({"ship_to": {"name": "  ", "phone": "0800000", "address": "Jalan", "region": SURABAYA}}, "ship_to.name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(market: Market, change: dict[str, Any], field: str) -> None:
    market.product(code="ADA")
    market.rate()

    answer = market.program(market.buyer).post("/orders", wish(("ADA", 20)) | change)

    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    assert list(answer.get_json()["errors"]) == [field]
    assert orders_of(market) == 0


def test_too_little_in_stock_is_a_conflict_that_names_the_line(market: Market) -> None:
    first, second = market.product(stock_on_hand=100), market.product(stock_on_hand=15)
    market.rate()

    answer = market.program(market.buyer).post("/orders", wish((first.code, 20), (second.code, 20)))

    assert (answer.status_code, answer.get_json()["code"]) == (409, "out_of_stock")
    assert list(answer.get_json()["errors"]) == ["lines.1.quantity"]


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"[" * 100_000, "application/json", 400),
        (b'{"lines": ' + b"9" * 5_000 + b"}", "application/json", 400),
        (b"lines=1", "application/x-www-form-urlencoded", 415),
        (b"lines", "text/plain", 415),
    ],
)
def test_a_body_that_is_none_is_refused(market: Market, data: bytes, content_type: str, status: int) -> None:
    answer = market.program(market.buyer).post("/orders", data=data, content_type=content_type)

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json"), answer.text


def test_who_may_not_order_is_told_so(market: Market) -> None:
    body = wish((market.product().code, 20))
    market.rate()

    assert market.client.post("/api/v1/orders", json=body).status_code == 401
    read_only = market.program(market.buyer, can_write=False).post("/orders", body)
    assert (read_only.status_code, read_only.get_json()["code"]) == (403, "read_only")
    assert market.program(market.seller).post("/orders", body).status_code == 403
    assert orders_of(market) == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", "Ini wajib diisi."), ("en-GB,en;q=0.9", "This is needed."), ("fr", "Ini wajib diisi.")],
)
def test_refusals_are_said_in_the_language_that_is_asked_for(market: Market, language: str, words: str) -> None:
    program = market.program(market.buyer, language=language)

    answer = program.post("/orders", {"lines": [{"product": "X", "quantity": 1}]})

    assert answer.get_json()["errors"]["ship_to"] == words


@pytest.mark.parametrize(
    "name", ["buyer_id", "organisation_id", "placed_by_id", "ship_to_id", "group_id", "ship_to.id", "lines.order_id"]
)
def test_t01_t12_an_order_that_names_ids_of_others_is_refused_and_echoes_nothing(market: Market, name: str) -> None:
    product = market.product()
    market.rate()
    with market.database.transaction() as session:
        rival = make_buyer(session, name="PT Saingan Rahasia")
    body = wish((product.code, 20))
    place, _, field = name.rpartition(".")
    inner = {"": body, "ship_to": body["ship_to"], "lines": body["lines"][0]}[place]
    inner[field] = rival.organisation_id

    answer = market.program(market.buyer).post("/orders", body)

    assert answer.status_code == 422
    assert "Saingan" not in answer.text
    assert orders_of(market) == 0
