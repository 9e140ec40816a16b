"""What the Meilisearch adapter says, and what it does when the server does not answer as hoped."""

from collections.abc import Iterator
from typing import Any

import pytest

from catalog.search import meilisearch_form as form
from catalog.search.engine import Change, Delete, OutcomeState, SearchUnavailable, Upsert
from catalog.search.meilisearch import MeilisearchEngine
from tests.catalog.search.samples import COOPERATIVES, PRODUCTS, product, query
from tests.standins.meilisearch import KEY, MeilisearchServer


@pytest.fixture
def server() -> Iterator[MeilisearchServer]:
    with MeilisearchServer() as server:
        yield server


@pytest.fixture
def engine(server: MeilisearchServer) -> Iterator[MeilisearchEngine]:
    engine = MeilisearchEngine(server.url, KEY)
    engine.rebuild(PRODUCTS, COOPERATIVES)
    yield engine
    engine.close()


def test_all_settings_are_given_and_the_second_index_is_gone(
    engine: MeilisearchEngine, server: MeilisearchServer
) -> None:
    assert set(server.state.indexes) == {"products", "cooperatives"}
    held = server.state.indexes["products"].settings
    assert {name: held[name] for name in form.PRODUCT_SETTINGS} == form.PRODUCT_SETTINGS
    assert held["rankingRules"][0] == "sort"
    assert held["faceting"]["maxValuesPerFacet"] > 514
    assert held["pagination"]["maxTotalHits"] >= 1200


def test_a_page_is_one_call_on_a_kept_connection(engine: MeilisearchEngine, server: MeilisearchServer) -> None:
    engine.search(query("batik"))
    server.state.requests.clear()
    before = server.state.connections
    for _ in range(5):
        engine.search(query("batik"))
    assert server.state.requests == [("POST", "/multi-search")] * 5
    assert server.state.connections == before


def test_neighbours_travel_together_in_their_order(engine: MeilisearchEngine, server: MeilisearchServer) -> None:
    changes: list[Change] = [
        Upsert(product(20, "Ulos")),
        Upsert(product(21, "Ulos")),
        Delete(20),
        Delete(1),
        Upsert(product(20, "Ulos")),
    ]
    receipt = engine.apply(changes)
    assert len(receipt.tasks) == 3
    assert set(engine.search(query("ulos")).ids) == {20, 21}


def test_a_task_that_does_not_end_is_pending(engine: MeilisearchEngine, server: MeilisearchServer) -> None:
    server.state.hold_tasks = True
    receipt = engine.apply([Delete(1)])
    assert engine.wait(receipt, 0).state is OutcomeState.PENDING
    assert engine.status().backlog == 1


def test_a_task_that_fails_tells_why(engine: MeilisearchEngine, server: MeilisearchServer) -> None:
    server.state.fail_tasks = True
    outcome = engine.wait(engine.apply([Delete(1)]), 5)
    assert (outcome.state, outcome.code) == (OutcomeState.FAILED, "no_space_left_on_device")
    with pytest.raises(SearchUnavailable, match="search_rebuild_failed"):
        engine.rebuild(PRODUCTS, COOPERATIVES)
    assert engine.search(query("batik")).ids == [5]


def test_a_wrong_key_and_a_dead_server_are_unavailable(server: MeilisearchServer) -> None:
    for url, key in ((server.url, "wrong"), (server.url, None), ("http://127.0.0.1:9", KEY), ("nonsense", KEY)):
        engine = MeilisearchEngine(url, key, timeout_s=1)
        with pytest.raises(SearchUnavailable):
            engine.search(query("batik"))
        assert not engine.status().healthy
        engine.close()


def test_the_stand_in_refuses_what_the_documented_api_refuses(engine: MeilisearchEngine) -> None:
    good = form.best_request("products", "batik")
    wrongs: tuple[dict[str, Any], ...] = (
        {"filtre": []},
        {"facets": ["price_x"]},
        {"sort": ["name:asc"]},
        {"filter": ["name = x"]},
    )
    for wrong in wrongs:
        with pytest.raises(SearchUnavailable):
            engine._server.ask({"one": good | wrong})
