"""Which words of the index could have been meant: typing errors, measured against the index's own dictionary.

The rules are those both engines share (reference/search.md 4): one error from 4 letters, two from 9, the first letter
stands firm, none in a word with digits. Swapping two neighbours is one error.
"""

from collections.abc import Sequence
from dataclasses import dataclass

ONE_ERROR_FROM = 4
TWO_ERRORS_FROM = 9


@dataclass(frozen=True)
class Entry:
    """A word of the dictionary and in how many documents it stands."""

    word: str
    documents: int
    letters: int
    """One bit for each letter that occurs: a cheap refusal before the exact measure."""


def entry(word: str, documents: int) -> Entry:
    """Return the entry of a word."""
    return Entry(word, documents, _letters(word))


def allowed_errors(word: str) -> int:
    """Return how many errors are forgiven in a word."""
    if len(word) < ONE_ERROR_FROM or any(letter.isdigit() for letter in word):
        return 0
    return 2 if len(word) >= TWO_ERRORS_FROM else 1


def meant_words(word: str, entries: Sequence[Entry], limit: int) -> list[str]:
    """Return the words within the allowed errors, nearest first, then the most frequent, at most ``limit``."""
    most = allowed_errors(word)
    if not most:
        return []
    letters = _letters(word)
    measured = (
        (distance(word, candidate.word, most), -candidate.documents, candidate.word)
        for candidate in entries
        if abs(len(candidate.word) - len(word)) <= most and (candidate.letters ^ letters).bit_count() <= 2 * most
    )
    return [meant for errors, _, meant in sorted(measured) if 0 < errors <= most][:limit]


def meant_beginnings(word: str, entries: Sequence[Entry], limit: int) -> list[str]:
    """Return the words whose beginning is within one error of a half-typed word, the most frequent first."""
    if not allowed_errors(word):
        return []
    half = len(word) // 2
    head, tail = word[:half], word[half:]
    near = (
        candidate
        for candidate in entries
        if len(candidate.word) >= len(word)
        and (candidate.word.startswith(head) or candidate.word.find(tail, half - 1, len(word) + 1) >= 0)
    )
    found = [(-candidate.documents, candidate.word) for candidate in near if _begins(word, candidate.word)]
    return [meant for _, meant in sorted(found)[:limit]]


def _begins(word: str, longer: str) -> bool:
    return any(distance(word, longer[: len(word) + more], 1) <= 1 for more in (0, 1, -1))


def _letters(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 63)
    return mask


def distance(one: str, other: str, most: int) -> int:
    """Return the number of errors between two words, or ``most + 1`` where there are more."""
    if one == other:
        return 0
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        above, row = row, [i]
        for j, facing in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = above
    return min(row[-1], most + 1)
