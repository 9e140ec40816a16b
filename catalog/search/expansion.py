"""From the words of a query to a query of the index: every word required, by its best alternative.

An alternative is the word itself, a word it begins, or a word it was meant to be. Scores are constant by tier, as
BM25 rewards rare wrong words (reference/search.md 2, "Relevance").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import tantivy

from catalog.search.snapshot import WordIndex
from catalog.search.typing_errors import meant_beginnings, meant_words

MOST_PREFIXES = 64
"""Words a half-typed word may stand for at most; the worst query stays bounded."""
ENOUGH_PREFIXES = 8
ENOUGH_DOCUMENTS = 20_000
"""Beyond 8 words, further ones are taken only while they are rare: the work is the number of documents."""
MOST_MEANT = 8
RARE = 5
"""Below this many exact documents a far more frequent neighbour is taken as well."""
FAR_MORE = 50


class Tier(Enum):
    """How a word matched: the score in the name, and in everything else. Gaps are whole numbers, so that popularity
    (below 0.8 % of a score) never lifts a hit over a tier."""

    EXACT = (10.0, 6.0)
    PREFIX = (8.0, 5.0)
    MEANT = (4.0, 2.0)
    MEANT_PREFIX = (3.0, 1.0)


@dataclass(frozen=True)
class Alternatives:
    """Everything one word of the query may match."""

    word: str
    choices: tuple[tuple[str, Tier], ...]

    @property
    def mended(self) -> bool:
        """Whether the word itself leads nowhere and only what was meant does."""
        return bool(self.choices) and all(tier in (Tier.MEANT, Tier.MEANT_PREFIX) for _, tier in self.choices)

    def only(self, choice: str) -> "Alternatives":
        """Return the alternatives narrowed to one."""
        return Alternatives(self.word, tuple(pair for pair in self.choices if pair[0] == choice))


def alternatives(index: WordIndex, word: str, *, half_typed: bool, forgiving: bool) -> Alternatives:
    """Return what a word may match. ``forgiving``: typing errors even where the word is known."""
    frequency = index.frequency(word)
    choices = [(word, Tier.EXACT)] if frequency else []
    if half_typed:
        choices += [(longer, Tier.PREFIX) for longer in _beginnings(index, word)]
    meant: list[tuple[str, Tier]] = []
    if forgiving or not choices:
        meant = _meant(index, word, half_typed=half_typed)
    elif frequency < RARE and len(choices) == 1:
        meant = [pair for pair in _meant(index, word, half_typed=False) if index.frequency(pair[0]) >= FAR_MORE]
    known = {choice for choice, _ in choices}
    return Alternatives(word, tuple(choices + [pair for pair in meant if pair[0] not in known]))


def _beginnings(index: WordIndex, word: str) -> list[str]:
    taken: list[str] = []
    documents = 0
    for longer, frequency in index.beginning_with(word, MOST_PREFIXES):
        documents += frequency
        if len(taken) >= ENOUGH_PREFIXES and documents > ENOUGH_DOCUMENTS:
            break
        if longer != word:
            taken.append(longer)
    return taken


def _meant(index: WordIndex, word: str, *, half_typed: bool) -> list[tuple[str, Tier]]:
    entries = index.entries(word)
    whole = meant_words(word, entries, MOST_MEANT)
    if whole or not half_typed:
        return [(meant, Tier.MEANT) for meant in whole]
    return [(meant, Tier.MEANT_PREFIX) for meant in meant_beginnings(word, entries, MOST_MEANT)]


def all_of(index: WordIndex, words: Sequence[Alternatives], *, name_only: bool = False) -> tantivy.Query:
    """Return the query that requires every word."""
    parts = [(tantivy.Occur.Must, _one_of(index.schema, word, name_only=name_only)) for word in words]
    return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)


def _one_of(schema: tantivy.Schema, word: Alternatives, *, name_only: bool) -> tantivy.Query:
    queries = []
    for choice, tier in word.choices:
        in_name, elsewhere = tier.value
        queries.append(_scored(schema, "name", choice, in_name))
        if not name_only:
            queries.append(_scored(schema, "all", choice, elsewhere))
    if not queries:
        return tantivy.Query.empty_query()
    return queries[0] if len(queries) == 1 else tantivy.Query.disjunction_max_query(queries)


def _scored(schema: tantivy.Schema, column: str, word: str, score: float) -> tantivy.Query:
    return tantivy.Query.const_score_query(tantivy.Query.term_query(schema, column, word, "basic"), score)


@dataclass(frozen=True)
class Wording:
    """The words as they are searched: the query, and its text where something was mended."""

    query: tantivy.Query
    corrected: str | None = None


def wording(index: WordIndex, words: Sequence[str], *, name_only: bool = False) -> Wording | None:
    """Return the query for as many of the words as have hits together; None where not even the first has any."""
    for size in range(len(words), 0, -1):
        for forgiving in (False, True):
            tried = [
                alternatives(index, word, half_typed=place == len(words), forgiving=forgiving)
                for place, word in enumerate(words[:size], start=1)
            ]
            query = all_of(index, tried, name_only=name_only)
            if all(word.choices for word in tried) and index.has_hit(query):
                return Wording(query, _corrected(index, tried, forgiving=forgiving))
    return None


def _corrected(index: WordIndex, tried: list[Alternatives], *, forgiving: bool) -> str | None:
    """Return the words with the first alternatives that have hits together, or None where all stand as typed."""
    chosen = list(tried)
    for place, word in enumerate(tried):
        if word.mended or forgiving:
            chosen[place] = _first_with_hits(index, chosen, place)
    spelt = [word.choices[0][0] if _replaced(word) else word.word for word in chosen]
    return " ".join(spelt) if spelt != [word.word for word in tried] else None


def _replaced(word: Alternatives) -> bool:
    return word.choices[0][1] in (Tier.MEANT, Tier.MEANT_PREFIX)


def _first_with_hits(index: WordIndex, chosen: list[Alternatives], place: int) -> Alternatives:
    for choice, _ in chosen[place].choices:
        narrowed = [*chosen[:place], chosen[place].only(choice), *chosen[place + 1 :]]
        if index.has_hit(all_of(index, narrowed)):
            return narrowed[place]
    return chosen[place]
