"""One state of the embedded index as readers see it: searchers, dictionary, and what is worth remembering."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import tantivy

from catalog.search.query import SCHEMES
from catalog.search.schema import TOKENIZER, last_day
from catalog.search.typing_errors import Entry, entry

Value = TypeVar("Value")

DICTIONARY_SHARE = 100
"""A letter of the dictionary is read anew after a commit only when 100 times its reading time has passed."""
REMEMBERED = 128
"""Facets of this many browsing pages are kept for each state of the index."""


def open_index(path: Path) -> tantivy.Index:
    """Open an index that exists; a file that is cut off is noticed here (ValueError)."""
    index = _cutting_at_blanks(tantivy.Index.open(str(path)))
    index.config_reader("manual")
    index.reload()
    return index


def new_index(path: Path, columns: tantivy.Schema) -> tantivy.Index:
    """Make an empty index in an empty directory."""
    return _cutting_at_blanks(tantivy.Index(columns, str(path)))


def _cutting_at_blanks(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


class Dictionary:
    """The words of one index by their first letter, read when a typing error asks for them."""

    def __init__(self) -> None:
        self._letters: dict[str, tuple[int, float, list[Entry]]] = {}
        self._lock = threading.Lock()

    def entries(self, searcher: tantivy.Searcher, version: int, letter: str) -> list[Entry]:
        """Return the words beginning with a letter; they may lag behind the index by 1 % of their age."""
        with self._lock:
            known = self._letters.get(letter)
            if known and (known[0] == version or time.monotonic() < known[1]):
                return known[2]
            started = time.monotonic()
            entries = [entry(word, count) for word, count in searcher.terms_with_prefix("all", letter)]
            took = time.monotonic() - started
            self._letters[letter] = (version, started + DICTIONARY_SHARE * took, entries)
            return entries


class WordIndex:
    """An index with the columns ``name`` and ``all``: of products, or of cooperatives."""

    def __init__(self, index: tantivy.Index, dictionary: Dictionary, version: int) -> None:
        self.schema = index.schema
        self.searcher = index.searcher()
        self._dictionary = dictionary
        self._version = version

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return int(self.searcher.num_docs)

    def frequency(self, word: str) -> int:
        """Return in how many documents a word stands."""
        return int(self.searcher.doc_freq("all", word))

    def beginning_with(self, start: str, limit: int) -> list[tuple[str, int]]:
        """Return the most frequent words with this beginning, and their frequencies."""
        return [(str(word), int(count)) for word, count in self.searcher.terms_with_prefix("all", start, limit=limit)]

    def entries(self, word: str) -> list[Entry]:
        """Return the part of the dictionary in which a word's typing errors can be mended."""
        return self._dictionary.entries(self.searcher, self._version, word[0])

    def has_hit(self, query: tantivy.Query) -> bool:
        """Return whether anything matches."""
        return bool(self.searcher.search(query, limit=1, count=False).hits)

    def ids(self, query: tantivy.Query, limit: int, **order: Any) -> list[int]:
        """Return ids of the best hits in order; ``offset``, ``order_by_field`` and the like as tantivy has them."""
        hits = self.searcher.search(query, limit=limit, count=False, **order).hits
        values = self.searcher.fast_field_values("id", [address for _, address in hits])
        return [int(value) for value in values if value is not None]


class Snapshot:
    """Products and cooperatives of one generation at one commit."""

    def __init__(self, generation: str, products: WordIndex, cooperatives: WordIndex) -> None:
        self.generation = generation
        self.products = products
        self.cooperatives = cooperatives
        self._remembered: dict[Any, Any] = {}
        self._schemes: tuple[str, ...] | None = None

    def schemes(self) -> tuple[str, ...]:
        """Return the schemes any product here holds or held: the others need no counting."""
        if self._schemes is None:
            exists = tantivy.Query.exists_query
            self._schemes = tuple(scheme for scheme in SCHEMES if self.products.has_hit(exists(last_day(scheme))))
        return self._schemes

    def remember(self, key: Any, compute: Callable[[], Value]) -> Value:
        """Return what was computed for a key in this state of the index."""
        if key in self._remembered:
            return self._remembered[key]  # type: ignore[no-any-return]
        value = compute()
        if len(self._remembered) >= REMEMBERED:
            self._remembered = {}
        self._remembered[key] = value
        return value
