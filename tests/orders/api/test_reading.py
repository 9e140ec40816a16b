"""GET /api/v1/orders and one order: the fields that CONTRACT.md promises, for its two parties only."""

import pytest

from orders.lifecycle import OrderState
from tests.factories import make_buyer, make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_order
from tests.orders.api.conftest import Market
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_both_parties_list_their_own(market: Market) -> None:
    number = market.order(buyer_reference="PO-77")
    with market.database.transaction() as session:
        rival, official = make_buyer(session), make_official(session)

    for actor, found in ((market.buyer, [number]), (market.seller, [number]), (rival, [])):
        answer = market.program(actor).get("/orders").get_json()
        assert [item["number"] for item in answer["items"]] == found
        assert (answer["page"], answer["pages"], answer["per_page"], answer["total"]) == (1, 1, 24, len(found))
    assert market.program(official).get("/orders").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=PO-77", True),
        ("q=KDMP+Penj", True),
        ("q=tidak+ada", False),
        ("state=placed", True),
        ("state=received", False),
        ("state=my_turn", True),
        ("page=2", False),
    ],
)
def test_the_list_is_narrowed(market: Market, query: str, found: bool) -> None:
    market.order(buyer_reference="PO-77")

    assert bool(market.program(market.buyer).get(f"/orders?{query}").get_json()["items"]) == found


@pytest.mark.parametrize("query", ["state=kelapa", "page=0", "per_page=101", "colour=red", "page=x"])
def test_an_odd_filter_is_refused(market: Market, query: str) -> None:
    answer = market.program(market.buyer).get(f"/orders?{query}")

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [query.partition("=")[0]])


def test_the_list_asks_a_fixed_number_of_questions(market: Market) -> None:
    program = market.program(market.buyer)
    for state in (OrderState.PLACED, OrderState.PARTLY_SHIPPED, OrderState.RECEIVED):
        market.order(state=state)
    with count_queries(market.database) as few:
        program.get("/orders")
    for _number in range(7):
        market.order(state=OrderState.SHIPPED)
    with count_queries(market.database) as many:
        items = program.get("/orders").get_json()["items"]

    assert len(items) == 10
    assert len(many) == len(few)


def test_the_list_says_of_each_order_what_the_order_says_itself(market: Market) -> None:
    for state in (OrderState.AWAITING_SHIPPING_QUOTE, OrderState.PLACED, OrderState.PARTLY_SHIPPED):
        market.order(state=state)
    for actor in (market.buyer, market.seller):
        program = market.program(actor)
        items = program.get("/orders").get_json()["items"]

        assert len(items) == 3
        assert items == [program.get(f"/orders/{item['number']}").get_json() for item in items]


def test_an_order_says_what_its_page_says(market: Market) -> None:
    number = market.order(state=OrderState.PARTLY_SHIPPED)

    order = market.program(market.buyer).get(f"/orders/{number.lower()}").get_json()

    assert {
        "state", "payment_state", "lines", "totals", "shipments", "documents", "timeline", "actions"
    } <= set(order)  # fmt: skip
    assert set(order["totals"]) == {"goods", "shipping", "tax", "total"}
    totals = order["totals"]
    assert totals["goods"] + totals["shipping"] + totals["tax"] == totals["total"] == order["total"]
    assert order["lines"][0]["line"] == 1
    assert order["shipments"][0]["lines"] == [{"line": 1, "quantity": 1}]
    assert [paper["kind"] for paper in order["documents"]] == ["invoice", "delivery_note"]
    assert order["actions"] == ["receive"]
    assert order["timeline"][0]["state"] == "done"
    assert order["timeline"][0]["title"] == "Pesanan dibuat"
    assert market.program(market.seller).get(f"/orders/{number}").get_json()["actions"] == ["ship"]


def test_t16_papers_need_the_token_of_a_party(market: Market) -> None:
    number = market.order(state=OrderState.SHIPPED)
    with market.database.transaction() as session:
        rival = make_buyer(session)
    program = market.program(market.seller)

    for paper in program.get(f"/orders/{number}").get_json()["documents"]:
        path = paper["url"].removeprefix("http://localhost/api/v1")
        answer = program.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.data.startswith(b"%PDF")
        assert market.program(rival).get(path).status_code == 404
        assert market.client.get(paper["url"]).status_code == 401
    for missing in ("delivery-note-2", "delivery-note-0", "faktur", "invoice2"):
        assert program.get(f"/orders/{number}/documents/{missing}").status_code == 404


def test_t11_an_order_is_found_by_its_parties_only(market: Market) -> None:
    with market.database.transaction() as session:
        number = make_order(session, make_buyer(session), market.seller).number

    answers = [market.program(market.buyer).get(f"/orders/{name}") for name in (number, "PSN-0000-0000")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].get_json() == answers[1].get_json()


@pytest.mark.parametrize(
    "words", ["PO-RAHASIA", "Sarung Rahasia", "PT Saingan", "KDMP Lain", "PSN", "%", "_", "' OR 1=1 --"]
)
def test_t23_words_of_a_strangers_order_find_nothing_and_count_nothing(market: Market, words: str) -> None:
    with market.database.transaction() as session:
        rival, other = make_buyer(session, name="PT Saingan"), make_seller(session, name="KDMP Lain")
        product = make_product(session, other, name="Sarung Rahasia")
        make_order(session, rival, other, product=product, buyer_reference="PO-RAHASIA")

    for actor in (market.buyer, market.seller):
        answer = market.program(actor).get("/orders", query_string={"q": words}).get_json()
        assert (answer["items"], answer["total"], answer["pages"]) == ([], 0, 1)
