"""Texts become the same words on both sides of the search."""

import pytest

from catalog.search.normalise import number_words, query_words, words
from catalog.search.spelling import COMPOUNDS, UNITS, VARIANTS
from catalog.search.typing_errors import allowed_errors, distance, entry, meant_beginnings, meant_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kripik TEMPÉ", "keripik tempe"),
        ("krupuk telor coklat sambel", "kerupuk telur cokelat sambal"),
        ("kaca mata", "kacamata"),
        ("oleh-oleh", "oleholeh"),
        ("jum'at", "jumat"),
        ("250gr", "250g"),
        ("250 g", "250g"),
        ("¼ kg", "250g"),
        ("1/4 kilo", "250g"),
        ("1½ liter", "1500ml"),
        ("0,5 kg", "500g"),
        ("1.000 gram", "1000g"),
        ("2 ons", "200g"),
        ("2,5 m", "250cm"),
        ("1/0 kg", "1 0 kg"),
        ("isi 10 biji", "isi 10 biji"),
        ("ukuran L", "ukuran l"),
        ("a_b+c", "a b c"),
        ("🎉 ()", ""),
    ],
)
def test_words_of_a_text(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("899 1234 567890", ["8991234567890"]),
        ("MD 123456789012", ["123456789012"]),
        ("P-IRT 2063524010012-28", ["206352401001228"]),
        ("batik batik", ["batik"]),
        (" ".join(f"kata{number}" for number in range(20)), [f"kata{number}" for number in range(10)]),
        ("x" * 2000, ["x" * 40]),
    ],
)
def test_words_of_a_query(text: str, expected: list[str]) -> None:
    assert query_words(text) == expected


def test_numbers_are_found_by_their_digits_and_their_words() -> None:
    assert number_words(["P-IRT 2063524010012-28", "LSPr-003"])[0] == "206352401001228"
    assert "lspr" in number_words(["P-IRT 2063524010012-28", "LSPr-003"])


def test_the_spelling_table_never_leads_on_or_back() -> None:
    assert not set(VARIANTS) & set(VARIANTS.values())
    assert all(words(word) == [word] for word in VARIANTS.values())
    assert all(len(words(variant)) == 1 for variant in VARIANTS)
    assert not set(COMPOUNDS.values()) & set(VARIANTS)
    assert {unit for unit, _ in UNITS.values()} == {"g", "ml", "cm"}


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [("tmpe", "tempe", 1), ("wingok", "wingko", 1), ("batik", "batik", 0), ("batik", "tabik", 2), ("abc", "xyz", 3)],
)
def test_errors_between_words(one: str, other: str, errors: int) -> None:
    assert distance(one, other, 2) == errors
    assert distance(other, one, 2) == errors


@pytest.mark.parametrize(
    ("word", "errors"), [("ubi", 0), ("tmpe", 1), ("kerajian", 1), ("kerajinan", 2), ("250grm", 0)]
)
def test_errors_forgiven(word: str, errors: int) -> None:
    assert allowed_errors(word) == errors


def test_nearer_words_come_first_then_frequent_ones() -> None:
    dictionary = [entry("babat", 3), entry("babad", 9), entry("bobot", 50), entry("tempe", 4)]
    assert meant_words("babt", [entry("babat", 3), entry("babut", 9)], 5) == ["babut", "babat"]
    assert meant_words("tmpe", dictionary, 5) == ["tempe"]
    assert meant_words("babat", dictionary, 5) == ["babad"]
    assert meant_beginnings("tmep", [entry("tempeh", 2), entry("tempat", 5)], 5) == []
    assert meant_beginnings("wigk", [entry("wingko", 2)], 5) == ["wingko"]
