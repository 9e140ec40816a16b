"""Addresses become queries, or refusals that name the parameter."""

from typing import Any

import pytest

from catalog.search.query import SearchQuery, Sort, TooDeep, parse_query
from marketplace.core.errors import Invalid
from tests.catalog.search.samples import TODAY


def parse(**args: list[str]) -> SearchQuery:
    """Read a query on a site with two categories."""
    return parse_query(args, today=TODAY, known_categories={"kerajinan", "fesyen-kain"})


def test_nothing_asked_is_the_first_page_of_everything() -> None:
    assert parse() == SearchQuery(today=TODAY)
    assert parse(q=[" "], category=[""], min_price=[""], page=[""], sort=[""]) == SearchQuery(today=TODAY)


@pytest.mark.parametrize(
    ("args", "values"),
    [
        ({"q": [" batik "]}, {"text": "batik"}),
        ({"q": ["x" * 2000]}, {"text": "x" * 200}),
        ({"category": ["kerajinan", "fesyen-kain"]}, {"categories": frozenset({"kerajinan", "fesyen-kain"})}),
        ({"region": ["35.24", "35.24.05.1003"]}, {"regions": frozenset({"35.24", "35.24.05.1003"})}),
        ({"certificate": ["halal", "pirt"]}, {"certificates": frozenset({"halal", "pirt"})}),
        ({"min_price": ["15000"], "max_price": ["1.250.000"]}, {"min_price": 15_000, "max_price": 1_250_000}),
        ({"sort": ["-price"]}, {"sort": Sort.PRICE_DESC}),
        ({"page": ["12"], "per_page": ["100"]}, {"page": 12, "per_page": 100}),
    ],
)
def test_good_values_are_read(args: dict[str, list[str]], values: dict[str, Any]) -> None:
    assert parse(**args) == SearchQuery(**({"today": TODAY} | values))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("category", "mobil"),
        ("certificate", "sertifikat"),
        ("region", "Lamongan"),
        ("region", "35.2"),
        ("region", "35.24."),
        ("min_price", "-1"),
        ("max_price", "1.5"),
        ("max_price", "9" * 40),
        ("sort", "name"),
        ("sort", "price; DROP TABLE products"),
        ("sort", "(SELECT 1)"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "dua"),
        ("page", "²"),
        ("per_page", "101"),
    ],
)
def test_t69_bad_values_are_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse(**{name: [value]})
    assert (list(refusal.value.errors), refusal.value.status) == ([name], 422)


def test_a_price_range_upside_down_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        parse(min_price=["20000"], max_price=["10000"])
    assert list(refusal.value.errors) == ["max_price"]


@pytest.mark.parametrize(("page", "per_page"), [("51", "24"), ("13", "100"), ("1000000000", "24")])
def test_pages_beyond_1200_hits_are_too_deep(page: str, per_page: str) -> None:
    with pytest.raises(TooDeep) as refusal:
        parse(page=[page], per_page=[per_page])
    assert (refusal.value.status, refusal.value.code) == (400, "too_deep")


def test_the_last_page_within_1200_hits_is_read() -> None:
    assert parse(page=["50"]).offset == 1176
