"""Texts to words: the same for what is indexed and for what is asked."""

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction

from catalog.search.spelling import COMPOUNDS, UNITS, VARIANTS

MAX_WORDS = 10
"""Words of a query that are searched for; Meilisearch reads ten as well (reference/search.md 3)."""
MAX_LETTERS = 40
"""Letters of a word that are kept."""

_VULGAR = {"¼": " 1/4", "½": " 1/2", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3"}
_APOSTROPHES = re.compile(r"(?<=\w)['’‘`´](?=\w)")
_WORD = re.compile(r"[^\W_]+")
_MEASURE = re.compile(
    r"(?<![\w.,/])(?:(?P<whole>\d{1,4}) )?(?P<top>\d{1,4})/(?P<bottom>\d{1,3})\s*(?P<unit_a>[a-z]+)\b"
    r"|(?<![\w.,/])(?P<number>\d{1,3}(?:\.\d{3})+|\d{1,6}(?:[.,]\d{1,3})?)\s*(?P<unit_b>[a-z]+)\b"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_SEPARATORS = re.compile(r"[\s./-]+")
_NUMBER = re.compile(r"[a-z]{0,8}(\d{8,20})")
"""A barcode or a certificate number with the letters people put before it (MD, P-IRT, ID, No.)."""


def fold(text: str) -> str:
    """Return the text in lower case and without accents; fractions spelt out ("¼" becomes "1/4")."""
    for sign, spelt in _VULGAR.items():
        text = text.replace(sign, spelt)
    plain = unicodedata.normalize("NFKD", text.lower())
    return _APOSTROPHES.sub("", "".join(letter for letter in plain if not unicodedata.combining(letter)))


def words(text: str) -> list[str]:
    """Return the words of a text in the forms of the index: spelling pairs, compounds and measures united."""
    found = [VARIANTS.get(word, word)[:MAX_LETTERS] for word in _WORD.findall(_MEASURE.sub(_measure, fold(text)))]
    return list(_compounded(found))


def query_words(text: str) -> list[str]:
    """Return the words of a query, at most MAX_WORDS, each once; a lone number becomes its digits."""
    number = number_word(text)
    if number:
        return [number]
    return list(dict.fromkeys(words(text)))[:MAX_WORDS]


def number_word(text: str) -> str | None:
    """Return the digits if the whole text is one barcode or certificate number of at least 8 digits."""
    match = _NUMBER.fullmatch(_SEPARATORS.sub("", fold(text)))
    return match[1] if match else None


def number_words(numbers: Iterable[str]) -> list[str]:
    """Return what barcodes and certificate numbers are found by: their digits in one word, and their words."""
    found: list[str] = []
    for number in numbers:
        compact = number_word(number)
        found += [compact] if compact else []
        found += words(number)
    return list(dict.fromkeys(found))


def _measure(match: re.Match[str]) -> str:
    unit = UNITS.get(match["unit_a"] or match["unit_b"])
    if unit is None:
        return match[0]
    amount = _amount(match)
    if amount is None:
        return match[0]
    amount *= unit[1]
    return f" {amount.numerator}{unit[0]} " if amount.denominator == 1 else match[0]


def _amount(match: re.Match[str]) -> Fraction | None:
    """Return the number before a unit; a dot before three digits groups thousands, as Indonesians write."""
    if match["number"]:
        number = match["number"]
        plain = number.replace(".", "") if _THOUSANDS.fullmatch(number) else number.replace(",", ".")
        return Fraction(plain)
    if int(match["bottom"]) == 0:
        return None
    return int(match["whole"] or 0) + Fraction(int(match["top"]), int(match["bottom"]))


def _compounded(found: list[str]) -> Iterable[str]:
    position = 0
    while position < len(found):
        joined = COMPOUNDS.get((found[position], found[position + 1])) if position + 1 < len(found) else None
        yield joined or found[position]
        position += 2 if joined else 1
