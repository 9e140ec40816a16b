"""What is said to Meilisearch: settings, documents, filters and queries, as data. Nothing here sends anything.

Attribute names and limits follow Meilisearch's documentation of version 1.x (reference/search.md 3).
"""

from dataclasses import replace
from typing import Any

from catalog.policies.rules import PaperRule, Policy
from catalog.search.engine import CooperativeDocument, ProductDocument
from catalog.search.normalise import words
from catalog.search.query import MAX_DEPTH, SCHEMES, SearchQuery, Sort
from catalog.search.schema import district, rank, regency, region_prefixes, shelf_end, texts
from catalog.search.typing_errors import ONE_ERROR_FROM, TWO_ERRORS_FROM

_COMMON: dict[str, Any] = {
    # "sort" stands first: in its usual fifth place it would only order equally relevant hits.
    "rankingRules": ["sort", "words", "typo", "attribute", "exactness", "rank:desc", "id:asc"],
    "displayedAttributes": ["id", "name", "rest"],
    "stopWords": [],
    "synonyms": {},
    "typoTolerance": {
        "enabled": True,
        "minWordSizeForTypos": {"oneTypo": ONE_ERROR_FROM, "twoTypos": TWO_ERRORS_FROM},
        "disableOnWords": [],
        "disableOnAttributes": [],
        "disableOnNumbers": True,
    },
    "pagination": {"maxTotalHits": MAX_DEPTH},
    "searchCutoffMs": 1500,
}

PRODUCT_SETTINGS: dict[str, Any] = _COMMON | {
    "searchableAttributes": ["name", "rest"],
    "filterableAttributes": [
        *("category", "regency", "district", "region", "cooperative", "price", "days"),
        *("asked", "readiness", "barcode", "orderable"),
    ],
    "sortableAttributes": ["price", "created", "id", "rank"],
    # The documented default of 100 is below the 514 regencies.
    "faceting": {"maxValuesPerFacet": 600},
}

COOPERATIVE_SETTINGS: dict[str, Any] = _COMMON | {
    "searchableAttributes": ["name", "rest"],
    "filterableAttributes": [],
    "sortableAttributes": [],
}

_SORTS: dict[Sort, list[str]] = {
    Sort.RELEVANCE: [],
    Sort.PRICE: ["price:asc", "id:asc"],
    Sort.PRICE_DESC: ["price:desc", "id:asc"],
    Sort.NEWEST: ["created:desc", "id:desc"],
}


def product_form(document: ProductDocument) -> dict[str, Any]:
    """Return a product as Meilisearch keeps it: normalised words, and a pair of days for each scheme."""
    name, rest = texts(document)
    return {
        "id": document.id,
        "name": " ".join(name),
        "rest": " ".join(dict.fromkeys(rest)),
        "category": document.category,
        "regency": regency(document.region),
        "district": district(document.region) or None,
        "region": region_prefixes(document.region),
        "cooperative": document.cooperative_id,
        "price": document.price,
        "created": document.created,
        "rank": rank(document.popularity, orderable=document.orderable),
        "days": {
            scheme: {"from": first, "to": last, "shelf": shelf_end(document, last)}
            for scheme, (first, last) in document.certificate_days.items()
        },
        "asked": sorted(document.asked),
        "readiness": document.readiness,
        "barcode": document.barcode,
        "orderable": document.orderable,
    }


def cooperative_form(document: CooperativeDocument) -> dict[str, Any]:
    """Return a cooperative as Meilisearch keeps it."""
    return {
        "id": document.id,
        "name": " ".join(words(document.name)),
        "rest": " ".join(words(document.region_names)),
        "rank": rank(document.popularity),
    }


def filters(query: SearchQuery, *, without: str = "") -> list[Any]:
    """Return the filter expression: the outer list narrows, an inner one widens."""
    parts: list[Any] = []
    if query.categories and without != "category":
        parts.append([_equals("category", value) for value in sorted(query.categories)])
    if query.regions and without != "region":
        parts.append([_equals("region", value) for value in sorted(query.regions)])
    if query.cooperative is not None:
        parts.append(f"cooperative = {query.cooperative}")
    for scheme in sorted(query.certificates):
        parts += valid(scheme, query.day)
    if query.min_price is not None:
        parts.append(f"price >= {query.min_price}")
    if query.max_price is not None:
        parts.append(f"price <= {query.max_price}")
    return parts + (_wishes(query.policy, query.day) if query.policy is not None else [])


def _wishes(policy: Policy, day: int) -> list[Any]:
    """Return the rules of a buyer's policy, and that the goods can be ordered at all."""
    parts: list[Any] = [_paper(rule, day) for rule in policy.papers]
    if policy.barcode is not None:
        parts.append("barcode = true")
    if policy.readiness:
        parts.append(f"readiness >= {policy.readiness}")
    return [*parts, "orderable = true"]


def _paper(rule: PaperRule, day: int) -> list[str]:
    """Return "one of the papers holds long enough, or the law asks none of them of these goods"."""
    ways = [_all_of(_holds(rule, scheme, day)) for scheme in rule.any_of]
    free = [f"NOT {_equals('asked', scheme)}" for scheme in rule.any_of]
    return ways if rule.everywhere else [*ways, _all_of(free)]


def _holds(rule: PaperRule, scheme: str, day: int) -> list[str]:
    parts = [f"days.{scheme}.to >= {day + rule.days_left}", f"days.{scheme}.from <= {day}"]
    if rule.through_shelf_life:
        parts.append(f"days.{scheme}.shelf >= {day}")
    return parts if rule.everywhere else [*parts, _equals("asked", scheme)]


def _all_of(parts: list[str]) -> str:
    return f"({' AND '.join(parts)})"


def valid(scheme: str, day: int) -> list[str]:
    """Return the filter for what is valid on a day (ordinal): a lapse needs no reindexing."""
    return [f"days.{scheme}.to >= {day}", f"days.{scheme}.from <= {day}"]


def _equals(attribute: str, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{attribute} = "{escaped}"'


def hits_request(index: str, text: str, query: SearchQuery) -> dict[str, Any]:
    """Return the query for one page of ids, with the facets of the narrowed result."""
    request = counts_request(index, text, filters(query), ["category", "regency", "district"])
    return request | {
        "page": query.page,
        "hitsPerPage": query.per_page,
        "attributesToRetrieve": ["id"],
        "sort": _SORTS[query.sort],
    }


def counts_request(index: str, text: str, narrowing: list[Any], facets: list[str]) -> dict[str, Any]:
    """Return a query for counts alone. ``page`` makes Meilisearch count exhaustively, facets included."""
    return {
        "indexUid": index,
        "q": text,
        "filter": narrowing,
        "facets": facets,
        "page": 1,
        "hitsPerPage": 1,
        "attributesToRetrieve": ["id"],
        "matchingStrategy": "all",
    }


def best_request(index: str, text: str, limit: int = 1) -> dict[str, Any]:
    """Return a query for the best hits without filters: ids and words."""
    return {
        "indexUid": index,
        "q": text,
        "limit": limit,
        "attributesToRetrieve": ["id", "name", "rest"],
        "matchingStrategy": "all",
    }


def requests(index: str, text: str, query: SearchQuery) -> dict[str, dict[str, Any]]:
    """Return all queries of one page by what they answer; they are sent together."""
    asked = {"hits": hits_request(index, text, query), "best": best_request(index, text)}
    if query.categories:
        asked["category"] = counts_request(index, text, filters(query, without="category"), ["category"])
    if query.regions:
        asked["region"] = counts_request(index, text, filters(query, without="region"), ["regency"])
        around = replace(query, regions=frozenset(regency(code) for code in query.regions))
        asked["district"] = counts_request(index, text, filters(around), ["district"])
    for scheme in SCHEMES:
        narrowing = filters(query) + valid(scheme, query.day)
        asked[f"certificate {scheme}"] = counts_request(index, text, narrowing, ["category"])
    return asked
