"""The filters of a query and the counts by facet, for the embedded index."""

from collections.abc import Sequence
from typing import Any

import tantivy

from catalog.policies.rules import PaperRule, code_of
from catalog.search.query import SearchQuery
from catalog.search.schema import BARCODE, ORDERABLE, READINESS, first_day, last_day, last_order_day, regency
from catalog.search.snapshot import Snapshot

MOST_VALUES = 1000
"""Buckets of a facet: more than there are categories, and than the 514 regencies."""

Groups = dict[str, tantivy.Query]


def groups(schema: tantivy.Schema, query: SearchQuery) -> Groups:
    """Return the filters by group; category and region are groups of their own, as their counts leave them out."""
    found: Groups = {}
    if query.categories:
        found["category"] = tantivy.Query.term_set_query(schema, "category", sorted(query.categories))
    if query.regions:
        found["region"] = tantivy.Query.term_set_query(schema, "region", sorted(query.regions))
    if query.cooperative is not None:
        found["cooperative"] = tantivy.Query.term_query(schema, "cooperative", query.cooperative, "basic")
    for scheme in sorted(query.certificates):
        found[f"certificate {scheme}"] = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, _between(schema, last_day(scheme), query.day, None)),
                (tantivy.Occur.Must, _between(schema, first_day(scheme), None, query.day)),
            ]
        )
    if query.min_price is not None or query.max_price is not None:
        found["price"] = _between(schema, "price", query.min_price, query.max_price)
    return found | _wishes(schema, query)


def _wishes(schema: tantivy.Schema, query: SearchQuery) -> Groups:
    """Return the rules of a buyer's policy, and that the goods can be ordered at all."""
    policy = query.policy
    if policy is None:
        return {}
    found = {f"policy {code_of(rule)}": _paper(schema, rule, query.day) for rule in policy.papers}
    if policy.barcode is not None:
        found["policy barcode"] = _between(schema, BARCODE, 1, None)
    if policy.readiness:
        found["policy readiness"] = _between(schema, READINESS, policy.readiness, None)
    return found | {"policy orderable": _between(schema, ORDERABLE, 1, None)}


def _paper(schema: tantivy.Schema, rule: PaperRule, day: int) -> tantivy.Query:
    """Build "one of the papers holds long enough, or the law asks none of them of these goods"."""
    ways = [_holds(schema, rule, scheme, day) for scheme in rule.any_of]
    if not rule.everywhere:
        asked = tantivy.Query.term_set_query(schema, "asked", list(rule.any_of))
        free = [(tantivy.Occur.Must, tantivy.Query.all_query()), (tantivy.Occur.MustNot, asked)]
        ways.append(tantivy.Query.boolean_query(free))
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, way) for way in ways])


def _holds(schema: tantivy.Schema, rule: PaperRule, scheme: str, day: int) -> tantivy.Query:
    parts = [
        _between(schema, last_day(scheme), day + rule.days_left, None),
        _between(schema, first_day(scheme), None, day),
    ]
    if rule.through_shelf_life:
        parts.append(_between(schema, last_order_day(scheme), day, None))
    if not rule.everywhere:
        parts.append(tantivy.Query.term_query(schema, "asked", scheme, "basic"))
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])


def _between(schema: tantivy.Schema, column: str, lowest: int | None, highest: int | None) -> tantivy.Query:
    return tantivy.Query.range_query(schema, column, tantivy.FieldType.Integer, lowest, highest)


def narrowed(words: tantivy.Query | None, chosen: Groups, *, without: str = "") -> tantivy.Query:
    """Return the query of the words under all filters but one; filters move no score."""
    parts = [
        (tantivy.Occur.Must, tantivy.Query.const_score_query(part, 0.0))
        for name, part in chosen.items()
        if name != without
    ]
    parts.insert(0, (tantivy.Occur.Must, words or tantivy.Query.all_query()))
    return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)


def count(
    snapshot: Snapshot, words: tantivy.Query | None, chosen: Groups, day: int, around: tantivy.Query | None = None
) -> tuple[int, dict[str, dict[str, int]]]:
    """Return the exact total and the facets of the whole result, each group not narrowed by its own choice.

    ``around``: the regencies whose districts are counted, where a region is chosen.
    """
    asked = _terms("category") | _terms("regency") | _terms("district") | _days(snapshot.schemes(), day)
    answer = snapshot.products.searcher.aggregate(narrowed(words, chosen), asked)
    facets = {
        "category": _counts(answer["category"]),
        "region": _counts(answer["regency"]),
        "district": _counts(answer["district"]),
        "certificate": _valid(answer, snapshot.schemes()),
    }
    total = sum(facets["category"].values())
    for group, column in (("category", "category"), ("region", "regency")):
        if group in chosen:
            wider = narrowed(words, chosen, without=group)
            facets[group] = _counts(snapshot.products.searcher.aggregate(wider, _terms(column))[column])
    if around is not None:
        wider = narrowed(words, chosen | {"region": around})
        facets["district"] = _counts(snapshot.products.searcher.aggregate(wider, _terms("district"))["district"])
    return total, facets


def surroundings(schema: tantivy.Schema, query: SearchQuery) -> tantivy.Query | None:
    """Return the regencies that the chosen regions lie in, whose districts are counted; None where none is chosen."""
    if not query.regions:
        return None
    return tantivy.Query.term_set_query(schema, "region", sorted({regency(code) for code in query.regions}))


def _terms(column: str) -> dict[str, Any]:
    return {column: {"terms": {"field": column, "size": MOST_VALUES}}}


def _days(schemes: Sequence[str], day: int) -> dict[str, Any]:
    """Count, by scheme, what ends today or later, and in it what has begun."""
    return {
        f"valid {scheme}": {
            "range": {"field": last_day(scheme), "ranges": [{"key": "open", "from": day}]},
            "aggs": {"begun": {"range": {"field": first_day(scheme), "ranges": [{"key": "begun", "to": day + 1}]}}},
        }
        for scheme in schemes
    }


def _counts(answer: dict[str, Any]) -> dict[str, int]:
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer["buckets"]}


def _valid(answer: dict[str, Any], schemes: Sequence[str]) -> dict[str, int]:
    counts = {scheme: _bucket(_bucket_of(answer[f"valid {scheme}"], "open"), "begun") for scheme in schemes}
    return {scheme: number for scheme, number in counts.items() if number}


def _bucket_of(answer: dict[str, Any], key: str) -> dict[str, Any]:
    return next((bucket for bucket in answer["buckets"] if bucket["key"] == key), {})


def _bucket(parent: dict[str, Any], key: str) -> int:
    return int(_bucket_of(parent[key], key)["doc_count"]) if parent else 0
