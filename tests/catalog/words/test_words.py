"""Words of the search: synonyms lead to goods once the index knows them, and what finds nothing is kept."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.search import indexing
from catalog.search.query import SearchQuery
from catalog.words import queries, services
from catalog.words.indexing import sweep, take_in
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor
from marketplace.db import Database
from tests.factories import NOW, make_operator, make_seller
from tests.factories_catalog import make_product
from tests.pages import csrf_token
from tests.queries import count_queries

TODAY = jakarta_day(NOW)


def test_a_pair_is_kept_in_the_words_of_the_index(session: Session) -> None:
    operator = make_operator(session)

    row = services.add_synonym(session, operator, " Camilan ", "Kripik", now=NOW)

    assert (row.word, row.means) == ("camilan", "keripik")
    assert queries.expansions(session) == {"keripik": ("camilan",)}
    assert queries.not_indexed(session) == [row.id]


@pytest.mark.parametrize(
    ("word", "means", "field"),
    [
        ("dua kata", "keripik", "word"),
        ("", "keripik", "word"),
        ("camilan", "+-", "means"),
        ("kripik", "keripik", "means"),
    ],
)
def test_what_is_no_pair_of_words_is_refused(session: Session, word: str, means: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        services.add_synonym(session, make_operator(session), word, means, now=NOW)

    assert list(refusal.value.errors) == [field]


def test_a_pair_is_there_once_and_can_be_taken_back_and_put_in_again(session: Session) -> None:
    operator = make_operator(session)
    row = services.add_synonym(session, operator, "camilan", "keripik", now=NOW)
    with pytest.raises(Conflict):
        services.add_synonym(session, operator, "camilan", "kripik", now=NOW)

    services.remove_synonym(session, operator, row.id, now=NOW)
    assert queries.synonyms(session).items == []
    with pytest.raises(NotFound):
        services.remove_synonym(session, operator, row.id, now=NOW)

    assert services.add_synonym(session, operator, "camilan", "keripik", now=NOW).id == row.id


def test_a_seller_does_not_edit_words(session: Session) -> None:
    with pytest.raises(NotAllowed):
        services.add_synonym(session, make_seller(session), "camilan", "keripik", now=NOW)


MISSES = [
    ("wayang kulit", "wayang kulit"),
    ("WAYANG  Kulit!", "wayang kulit"),
    ("telor asin kampung 08123456789", "telur asin kampung"),
    ("telor 08123456789", None),
    ("081234567890", None),
    ("siti@contoh.id", None),
    ("x", None),
    ("+++", None),
]


@pytest.mark.parametrize(("typed", "kept"), MISSES)
def test_a_search_in_vain_is_kept_without_what_could_be_about_a_person(
    session: Session, typed: str, kept: str | None
) -> None:
    services.note_miss(session, typed, now=NOW)

    assert [miss.words for miss in queries.misses(session, 1).items] == ([kept] if kept else [])


def test_misses_are_counted_and_the_most_frequent_comes_first(session: Session) -> None:
    for words in ("rotan", "wayang", "wayang"):
        services.note_miss(session, words, now=NOW)

    found = queries.misses(session, 1).items

    assert [(miss.words, miss.times) for miss in found] == [("wayang", 2), ("rotan", 1)]


def test_misses_are_forgotten_after_half_a_year(database: Database) -> None:
    with database.transaction() as session:
        services.note_miss(session, "wayang", now=NOW)
        services.note_miss(session, "rotan", now=NOW + timedelta(days=100))

    sweep(database, NOW + timedelta(days=181))

    with database.reading() as session:
        assert [miss.words for miss in queries.misses(session, 1).items] == ["rotan"]


@pytest.fixture
def shop(app: Flask, database: Database) -> Actor:
    """A shop with one product, and the operator."""
    with app.app_context():
        with database.transaction() as session:
            make_product(session, make_seller(session), name="Keripik Tempe")
            operator = make_operator(session, email="operator@uji.test")
        indexing.rebuild(database, TODAY)
    return operator


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """The site's context, as the worker has it."""
    with app.app_context():
        yield


def hits(text: str) -> int:
    """Return how many products the engine finds."""
    return indexing.engine().search(SearchQuery(text=text, today=TODAY)).total


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("context")
def test_the_index_follows_the_synonyms(shop: Actor, database: Database) -> None:
    assert hits("camilan") == 0
    with database.transaction() as session:
        row = services.add_synonym(session, shop, "camilan", "kripik", now=NOW)

    take_in(database, NOW)
    assert hits("camilan") == 1
    assert hits("camilan tempe") == 1
    assert hits("camilan wayang") == hits("camilan")

    with database.transaction() as session:
        assert queries.not_indexed(session) == []
        services.remove_synonym(session, shop, row.id, now=NOW)
    take_in(database, NOW)
    assert hits("camilan") == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("shop")
def test_the_pages_of_words(client: FlaskClient, database: Database, sign_in: Callable[[str], FlaskClient]) -> None:
    client.get("/cari?q=wayang")
    client.get("/api/v1/products?q=wayang")
    client.get("/cari?q=keripik")
    client.get("/cari?q=rotan&category=crafts")
    operator = sign_in("operator@uji.test")

    with count_queries(database) as seen:
        page = operator.get("/pengelola/pencarian-kosong").text
    assert "wayang" in page
    assert "rotan" not in page
    assert len(seen) <= 14

    token = csrf_token(operator, "/pengelola/sinonim?kata=wayang")
    pair = {"csrf_token": token, "word": "wayang", "means": "tempe"}
    assert operator.post("/pengelola/sinonim", data=pair).status_code == 302
    assert operator.post("/pengelola/sinonim", data=pair).status_code == 409
    assert operator.post("/pengelola/sinonim", data={**pair, "word": "dua kata"}).status_code == 422
    operator.post("/pengelola/pencarian-kosong", data={"csrf_token": token, "words": "wayang"})
    assert "wayang" not in operator.get("/pengelola/pencarian-kosong").text
