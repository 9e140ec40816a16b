"""What every search engine promises: the same tests on the embedded one and on Meilisearch.

Known differences, so none of these is asked here:

- Meilisearch adds typing errors to every word, the embedded engine only to words it does not know, to rare ones beside
  a far more frequent neighbour, and where nothing has all the words. Totals with such words differ.
- Meilisearch forgives the first letter as a second error in words of 9 letters and more; the embedded engine never.
- Among hits of the same tier the embedded engine orders by what can be ordered and popularity; Meilisearch as well, but
  it weighs all words' typing errors before the attribute, and the embedded engine adds up both word by word.
- A half-typed word stands for at most 64 words in the embedded engine; Meilisearch has limits of its own.
- During a rebuild the embedded engine refuses changes; Meilisearch takes them and the swap may hide them.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.search.embedded import EmbeddedEngine
from catalog.search.engine import (
    Change,
    CooperativeDocument,
    Delete,
    OutcomeState,
    SearchEngine,
    SearchUnavailable,
    Upsert,
)
from catalog.search.meilisearch import MeilisearchEngine
from catalog.search.query import Sort, TooDeep
from tests.catalog.search.samples import COOPERATIVES, PRODUCTS, TODAY, product, query
from tests.standins.meilisearch import KEY, MeilisearchServer

_REAL = pytest.mark.skipif(
    "MEILISEARCH_URL" not in os.environ,
    reason="NOT RUN on a real Meilisearch: MEILISEARCH_URL names no server",
)


@pytest.fixture(
    scope="module",
    params=["embedded", "meilisearch stand-in", pytest.param("meilisearch server", marks=_REAL)],
)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    """An engine, used by all tests of this module one after the other."""
    if request.param == "embedded":
        yield EmbeddedEngine(tmp_path_factory.mktemp("index"))
    elif request.param == "meilisearch stand-in":
        with MeilisearchServer() as server:
            yield from _closed(MeilisearchEngine(server.url, KEY, timeout_s=30))
    else:
        key = os.environ.get("MEILISEARCH_API_KEY")
        yield from _closed(MeilisearchEngine(os.environ["MEILISEARCH_URL"], key, prefix="contract-test-"))


def _closed(engine: MeilisearchEngine) -> Iterator[MeilisearchEngine]:
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def filled(made: SearchEngine) -> SearchEngine:
    """The engine with the samples; tests that use it change nothing."""
    made.rebuild(PRODUCTS, COOPERATIVES)
    return made


def put(engine: SearchEngine, *changes: Change) -> None:
    """Apply changes and wait for them."""
    assert engine.wait(engine.apply(changes), 30).state is OutcomeState.APPLIED


def found(engine: SearchEngine, text: str = "", **changes: Any) -> set[int]:
    """Return the ids of a search."""
    return set(engine.search(query(text, **changes)).ids)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("keripik tempe", {1}),
        ("KRIPIK TEMPÉ", {1}),
        ("kripik tmpe", {1}),
        ("telor asin", {3}),
        ("telur asin", {3}),
        ("wingko babt", {4}),
        ("wingko babt 10 biji", {4}),
        ("coklat", {5}),
        ("sambel", {6}),
        ("kacamata", {7}),
        ("kaca mata", {7}),
        ("keripik 250 g", {1}),
        ("keripik ¼ kg", {1}),
        ("batik kaw", {5}),
        ("bandeng lamongan", {8}),
        ("gresik", {2}),
        ("8991234567890", {3}),
        ("2063524010012-28", {3}),
        ("P-IRT No. 206352401001228", {3}),
        ("zzzz", set()),
    ],
)
def test_words_find_what_is_meant(filled: SearchEngine, text: str, ids: set[int]) -> None:
    page = filled.search(query(text))
    assert (set(page.ids), page.total) == (ids, len(ids))


def test_the_name_stands_before_the_rest(filled: SearchEngine) -> None:
    ids = filled.search(query("keripik")).ids
    assert set(ids[:2]) == {1, 2}
    assert ids[2:] == [6]


def test_among_equals_popularity_decides(filled: SearchEngine) -> None:
    assert filled.search(query("lamongan")).ids[0] == 4
    assert filled.search(query()).ids[0] == 4


def test_mended_words_are_told(filled: SearchEngine) -> None:
    assert filled.search(query("wingko babt")).corrected == "wingko babat"
    assert filled.search(query("wingko babat")).corrected is None
    assert filled.search(query("batik kaw")).corrected is None


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        (Sort.PRICE, [2, 1, 6, 8, 4, 3, 7, 5]),
        (Sort.PRICE_DESC, [5, 7, 3, 4, 8, 1, 6, 2]),
        (Sort.NEWEST, [8, 7, 6, 5, 2, 4, 3, 1]),
    ],
)
def test_sorted_lists_are_exact_also_among_equals(filled: SearchEngine, sort: Sort, ids: list[int]) -> None:
    assert filled.search(query(sort=sort)).ids == ids
    pages = [filled.search(query(sort=sort, per_page=3, page=page)) for page in (1, 2, 3, 4)]
    assert [page.ids for page in pages] == [ids[:3], ids[3:6], ids[6:], []]
    assert {page.total for page in pages} == {8}


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        ({"categories": frozenset({"kerajinan", "olahan-ikan"})}, {7, 8}),
        ({"regions": frozenset({"35.25"})}, {2}),
        ({"regions": frozenset({"35"})}, set(range(1, 9))),
        ({"regions": frozenset({"35.2"})}, set()),
        ({"regions": frozenset({"35.25", "35.24.05.1003"})}, set(range(1, 9))),
        ({"cooperative": 2}, {4}),
        ({"min_price": 25_000, "max_price": 90_000}, {3, 4, 7}),
        ({"certificates": frozenset({"halal"})}, {1, 3}),
        ({"certificates": frozenset({"pirt"})}, {5}),
        ({"certificates": frozenset({"halal", "pirt"})}, set()),
        ({"certificates": frozenset({"halal"}), "today": TODAY + timedelta(days=1)}, {1, 5}),
        ({"certificates": frozenset({"pirt"}), "today": TODAY + timedelta(days=1)}, set()),
    ],
)
def test_filters_narrow(filled: SearchEngine, choice: dict[str, Any], ids: set[int]) -> None:
    page = filled.search(query(**choice))
    assert (set(page.ids), page.total) == (ids, len(ids))


def test_facets_count_the_whole_result(filled: SearchEngine) -> None:
    page = filled.search(query(per_page=1))
    assert page.total == 8
    assert page.facets == {
        "category": {"makanan-ringan": 4, "unggas-telur": 1, "fesyen-kain": 1, "kerajinan": 1, "olahan-ikan": 1},
        "region": {"35.24": 7, "35.25": 1},
        "district": {"35.24.05": 7, "35.25.01": 1},
        "certificate": {"halal": 2, "pirt": 1},
    }


@pytest.mark.parametrize("text", ["", "lamongan"])
def test_category_and_region_counts_ignore_their_own_choice(filled: SearchEngine, text: str) -> None:
    free = filled.search(query(text)).facets
    page = filled.search(query(text, categories=frozenset({"makanan-ringan"}), regions=frozenset({"35.24"})))
    assert page.total == 3
    in_region = filled.search(query(text, regions=frozenset({"35.24"})))
    assert page.facets["category"] == in_region.facets["category"]
    assert in_region.facets["region"] == free["region"]
    assert page.facets["certificate"] == {"halal": 1}


def test_districts_are_counted_within_the_regencies_of_the_chosen_regions(filled: SearchEngine) -> None:
    page = filled.search(query(regions=frozenset({"35.24.05.1003"})))
    assert page.facets["district"] == {"35.24.05": 7}


def test_words_are_kept_when_only_the_filters_leave_nothing(filled: SearchEngine) -> None:
    assert filled.search(query("wingko babat", categories=frozenset({"kerajinan"}))).total == 0


@pytest.mark.parametrize(
    ("text", "ids"), [("ke", [1, 2]), ("win", [4]), ("wingok", [4]), ("k", []), ("", []), ("🎉", []), ("zzzz", [])]
)
def test_products_are_suggested_after_two_letters(filled: SearchEngine, text: str, ids: list[int]) -> None:
    assert filled.suggest(text) == ids


@pytest.mark.parametrize(("text", "ids"), [("koperasi", [2, 1]), ("mina b", [2]), ("melti", [1]), ("m", [])])
def test_cooperatives_are_suggested_from_their_own_index(filled: SearchEngine, text: str, ids: list[int]) -> None:
    assert filled.suggest_cooperatives(text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "x" * 2000,
        "kata " * 400,
        "🎉🎉",
        "+ - \" ( ) : * ^ ~ / \\ ' [ ] { } && || !",
        "name:batik AND price:[0 TO *]",
        "'; DROP TABLE products; --",
        'category = "x" OR 1 = 1',
        "سلام عليكم",
        "‮kirper",
        "\x00\x01",
        "9" * 30,
    ],
)
def test_no_text_breaks_a_search(filled: SearchEngine, text: str) -> None:
    page = filled.search(query(text))
    assert page.total >= len(page.ids)
    filled.suggest(text)


def test_values_with_quotes_break_no_filter(filled: SearchEngine) -> None:
    assert filled.search(query(categories=frozenset({'a" OR price > "0', "\\"}))).total == 0


def test_depth_is_limited(filled: SearchEngine) -> None:
    assert filled.search(query(page=50, per_page=24)).ids == []
    with pytest.raises(TooDeep):
        filled.search(query(page=51, per_page=24))


class TestChanges:
    """Each begins with a rebuilt index of two products."""

    @pytest.fixture
    def engine(self, made: SearchEngine) -> Iterator[SearchEngine]:
        made.rebuild([product(1, "Batik"), product(2, "Sarung")], COOPERATIVES[:1])
        yield made
        made.rebuild(PRODUCTS, COOPERATIVES)

    def test_a_document_is_put_changed_and_deleted_in_this_order(self, engine: SearchEngine) -> None:
        put(engine, Upsert(product(3, "Tenun")), Upsert(product(1, "Kebaya")), Delete(2), Delete(99))
        assert (found(engine, "tenun"), found(engine, "kebaya"), found(engine, "batik")) == ({3}, {1}, set())
        put(engine, Upsert(product(3, "Lurik")), Delete(3), Upsert(product(2, "Sarung")), Upsert(product(2, "Songket")))
        assert found(engine) == {1, 2}
        assert found(engine, "songket") == {2}

    def test_doing_it_twice_is_harmless(self, engine: SearchEngine) -> None:
        changes: list[Change] = [Upsert(product(3, "Tenun")), Delete(1)]
        put(engine, *changes)
        put(engine, *changes)
        assert engine.search(query()).total == 2
        assert engine.status().documents == 2

    def test_cooperatives_change_too(self, engine: SearchEngine) -> None:
        renamed = replace(COOPERATIVES[0], name="Koperasi Anggrek")
        fresh = CooperativeDocument(id=5, name="Koperasi Kenanga", region_names="Gresik")
        put(engine, Upsert(renamed), Upsert(fresh), Delete(2))
        assert (engine.suggest_cooperatives("anggrek"), engine.suggest_cooperatives("kenan")) == ([1], [5])
        put(engine, Delete(5, kind="cooperative"))
        assert engine.suggest_cooperatives("kenan") == []
        assert found(engine) == {1}

    def test_a_rebuild_replaces_everything(self, engine: SearchEngine) -> None:
        before = engine.status()
        assert (before.healthy, before.documents, before.cooperatives, before.backlog) == (True, 2, 1, 0)
        outcome = engine.wait(engine.rebuild([product(7, "Lurik")], []), 30)
        assert outcome.state is OutcomeState.APPLIED
        assert (found(engine), engine.status().cooperatives) == ({7}, 0)

    def test_a_rebuild_that_breaks_leaves_the_live_index(self, engine: SearchEngine) -> None:
        def broken() -> Iterator[Any]:
            yield product(8, "Lurik")
            raise RuntimeError

        with pytest.raises(RuntimeError):
            engine.rebuild(broken(), [])
        assert found(engine) == {1, 2}
        put(engine, Upsert(product(9, "Ulos")))
        assert found(engine) == {1, 2, 9}

    def test_no_changes_are_applied_at_once(self, engine: SearchEngine) -> None:
        put(engine)


def test_without_an_index_search_and_changes_are_refused(tmp_path: Path) -> None:
    with MeilisearchServer() as server:
        outside = MeilisearchEngine(server.url, KEY)
        engines: list[SearchEngine] = [EmbeddedEngine(tmp_path / "none"), outside]
        for engine in engines:
            with pytest.raises(SearchUnavailable, match="search_missing"):
                engine.search(query("batik"))
            with pytest.raises(SearchUnavailable, match="search_missing"):
                engine.suggest("batik")
            with pytest.raises(SearchUnavailable, match="search_missing"):
                engine.apply([Delete(1)])
            assert not engine.status().healthy
        outside.close()
