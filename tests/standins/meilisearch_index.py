"""What an index of the Meilisearch stand-in does with documents: search, filters, facets, order, as documented."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.standins.meilisearch_filters import holds

DEFAULTS: dict[str, Any] = {
    "rankingRules": ["words", "typo", "proximity", "attribute", "sort", "exactness"],
    "searchableAttributes": ["*"],
    "displayedAttributes": ["*"],
    "filterableAttributes": [],
    "sortableAttributes": [],
    "stopWords": [],
    "synonyms": {},
    "typoTolerance": {
        "enabled": True,
        "minWordSizeForTypos": {"oneTypo": 5, "twoTypos": 9},
        "disableOnWords": [],
        "disableOnAttributes": [],
        "disableOnNumbers": False,
    },
    "pagination": {"maxTotalHits": 1000},
    "faceting": {"maxValuesPerFacet": 100},
    "searchCutoffMs": None,
}
SEARCH_KEYS = {
    "indexUid",
    "q",
    "filter",
    "facets",
    "page",
    "hitsPerPage",
    "limit",
    "offset",
    "sort",
    "attributesToRetrieve",
    "attributesToSearchOn",
    "matchingStrategy",
}
_RULES = {"words", "typo", "proximity", "attribute", "attributeRank", "wordPosition", "sort", "exactness"}
_CONDITION = re.compile(r"""([\w.]+)\s*(!=|>=|<=|=|>|<)\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']+))""")
_WORD = re.compile(r"[^\W_]+")


class Refused(Exception):
    """A request the server would answer with an error."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass
class StandInIndex:
    """Documents by primary key, and the settings they are searched with."""

    primary_key: str = "id"
    settings: dict[str, Any] = field(default_factory=lambda: dict(DEFAULTS))
    documents: dict[Any, dict[str, Any]] = field(default_factory=dict)

    def change_settings(self, changes: dict[str, Any]) -> None:
        unknown = set(changes) - set(DEFAULTS)
        if unknown:
            raise Refused(400, "bad_request", f"Unknown field `{min(unknown)}`")
        for rule in changes.get("rankingRules", []):
            if rule not in _RULES and not re.fullmatch(r"\w+:(asc|desc)", rule):
                raise Refused(400, "invalid_settings_ranking_rules", f"`{rule}` ranking rule is invalid")
        self.settings |= changes

    def search(self, asked: dict[str, Any]) -> dict[str, Any]:
        self._check(asked)
        ranked = self._ranked(asked)
        answer: dict[str, Any] = {"query": asked.get("q", ""), "processingTimeMs": 0}
        most = self.settings["pagination"]["maxTotalHits"]
        if "page" in asked or "hitsPerPage" in asked:
            page, size = asked.get("page", 1), asked.get("hitsPerPage", 20)
            reachable = ranked[:most]
            hits = reachable[(page - 1) * size : page * size] if page else []
            pages = -(-len(reachable) // size) if size else 0
            answer |= {"page": page, "hitsPerPage": size, "totalHits": len(reachable), "totalPages": pages}
        else:
            offset, limit = asked.get("offset", 0), asked.get("limit", 20)
            hits = ranked[:most][offset : offset + limit]
            answer |= {"offset": offset, "limit": limit, "estimatedTotalHits": len(ranked)}
        answer["hits"] = [self._shown(hit, asked) for hit in hits]
        if asked.get("facets"):
            answer["facetDistribution"] = {name: self._distribution(ranked, name) for name in asked["facets"]}
            answer["facetStats"] = {}
        return answer

    def _check(self, asked: dict[str, Any]) -> None:
        unknown = set(asked) - SEARCH_KEYS
        if unknown:
            raise Refused(400, "bad_request", f"Unknown field `{min(unknown)}`")
        if asked.get("matchingStrategy", "last") not in ("last", "all", "frequency"):
            raise Refused(400, "invalid_search_matching_strategy", "Unknown value")
        for name in asked.get("facets") or []:
            if name not in self.settings["filterableAttributes"]:
                raise Refused(400, "invalid_search_facets", f"Attribute `{name}` is not filterable")
        for rule in asked.get("sort") or []:
            if rule.partition(":")[0] not in self.settings["sortableAttributes"]:
                raise Refused(400, "invalid_search_sort", f"Attribute `{rule}` is not sortable")

    def _ranked(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        searched = asked.get("attributesToSearchOn") or self.settings["searchableAttributes"]
        words = _WORD.findall(asked.get("q") or "")[:10]
        found = []
        for document in self.documents.values():
            relevance = self._relevance(document, words, searched)
            if relevance is not None and self._passes(document, asked.get("filter") or []):
                found.append((relevance, document))
        for rule in reversed(self.settings["rankingRules"]):
            self._order(found, rule, asked.get("sort") or [])
        return [document for _, document in found]

    def _order(self, found: list[tuple[dict[str, int], dict[str, Any]]], rule: str, sort: list[str]) -> None:
        if rule == "sort":
            for part in reversed(sort):
                self._order(found, part, [])
        elif ":" in rule:
            name, _, direction = rule.partition(":")
            found.sort(key=lambda pair: pair[1].get(name, 0), reverse=direction == "desc")
        else:
            found.sort(key=lambda pair: pair[0].get(rule, 0))

    def _relevance(self, document: dict[str, Any], words: list[str], searched: list[str]) -> dict[str, int] | None:
        sums = {"typo": 0, "attribute": 0, "exactness": 0}
        for place, word in enumerate(words):
            best: tuple[int, int, int] | None = None
            for attribute, name in enumerate(searched):
                for token in _WORD.findall(str(document.get(name, ""))):
                    typos = self._typos(word, token, last=place == len(words) - 1)
                    if typos is not None:
                        match = (typos, attribute, int(token != word))
                        best = min(best, match) if best else match
            if best is None:
                return None
            for rule, value in zip(sums, best, strict=True):
                sums[rule] += value
        return sums

    def _typos(self, word: str, token: str, *, last: bool) -> int | None:
        if word == token or (last and token.startswith(word)):
            return 0
        tolerance = self.settings["typoTolerance"]
        sizes = tolerance["minWordSizeForTypos"]
        most = (len(word) >= sizes["oneTypo"]) + (len(word) >= sizes["twoTypos"])
        if tolerance["disableOnNumbers"] and any(letter.isdigit() for letter in word):
            most = 0
        compared = [token, *(token[: len(word) + more] for more in (-1, 0, 1) if last)]
        least = min(_errors(word, other) + (word[:1] != other[:1]) for other in compared)
        return least if least <= most else None

    def _passes(self, document: dict[str, Any], narrowing: Any) -> bool:
        parts = narrowing if isinstance(narrowing, list) else [narrowing]
        return all(
            any(
                holds(choice, lambda condition: self._holds(document, condition))
                for choice in (part if isinstance(part, list) else [part])
            )
            for part in parts
        )

    def _holds(self, document: dict[str, Any], condition: str) -> bool:
        match = _CONDITION.fullmatch(condition.strip())
        if match is None:
            raise Refused(400, "invalid_search_filter", f"Was expecting an operation, found `{condition}`")
        name, operator = match[1], match[2]
        if not any(name == known or name.startswith(f"{known}.") for known in self.settings["filterableAttributes"]):
            raise Refused(400, "invalid_search_filter", f"Attribute `{name}` is not filterable.")
        value = next(part for part in match.groups()[2:] if part is not None)
        held: Any = document
        for key in name.split("."):
            held = held.get(key) if isinstance(held, dict) else None
        return any(_compare(one, operator, value) for one in (held if isinstance(held, list) else [held]))

    def _distribution(self, documents: list[dict[str, Any]], name: str) -> dict[str, int]:
        counts: dict[str, int] = {}
        for document in documents:
            value = document.get(name)
            for one in value if isinstance(value, list) else [value]:
                counts[str(one)] = counts.get(str(one), 0) + 1
        return dict(sorted(counts.items())[: self.settings["faceting"]["maxValuesPerFacet"]])

    def _shown(self, document: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
        wanted = asked.get("attributesToRetrieve", ["*"])
        shown = self.settings["displayedAttributes"]
        return {
            name: value
            for name, value in document.items()
            if ("*" in wanted or name in wanted) and ("*" in shown or name in shown)
        }


def _compare(held: Any, operator: str, value: str) -> bool:
    if held is None:
        return operator == "!="
    if operator in ("=", "!="):
        return (str(held).lower() == value.lower()) is (operator == "=")
    if not isinstance(held, int | float):
        return False
    number = float(value)
    return {">": held > number, ">=": held >= number, "<": held < number, "<=": held <= number}[operator]


def _errors(one: str, other: str) -> int:
    """Damerau-Levenshtein by the textbook: a full table, neighbours swapped are one error."""
    table = [[i + j if i * j == 0 else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            same = one[i - 1] == other[j - 1]
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (not same))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]
