"""Random strings of all kinds through every grammar: an answer each time, and never an exception."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.numbers import GRAMMARS, NumberContext, explain, identify
from tests.bench.numbers import WRITTEN

TODAY = date(2026, 11, 24)
KNOWN = NumberContext(region_code="35.24", packaging="2", food_type="02", issued_on=TODAY, valid_until=TODAY)
WORDS = ("P-IRT", "BPOM RI", "MD", "ML", "NA", "TR", "ID", "KH", "No.", "SNI", "AHU", "IDM", "NPWP", "NIB", "TAHUN")
MILLION = 1_000_000

near = st.lists(
    st.one_of(st.sampled_from(WORDS), st.text("0123456789", min_size=1, max_size=17), st.sampled_from(" .-/:")),
    max_size=6,
).map("".join)
"""Texts that look almost like numbers."""


def check(text: str) -> None:
    """Explain a text by every grammar, and hold what must be true of any answer."""
    for scheme in GRAMMARS:
        answer = explain(scheme, text, context=KNOWN, today=TODAY)
        assert answer.scheme == scheme
        assert answer.valid is not bool(answer.errors)
        assert answer.valid is bool(answer.normalized) or answer.errors
        assert answer.normalized.isascii()
        assert len(answer.normalized) <= 60
        if answer.valid:
            again = explain(scheme, answer.normalized, today=TODAY)
            assert (again.valid, again.normalized) == (True, answer.normalized)


@settings(max_examples=200, deadline=None)
@given(st.one_of(near, st.text(max_size=130)))
def test_any_string_gets_an_answer_that_reads_as_itself(text: str) -> None:
    check(text)


@settings(max_examples=100, deadline=None)
@given(near)
def test_only_grammars_that_can_read_it_are_named_the_recognised_first(text: str) -> None:
    found = identify(text, today=TODAY)

    assert all(answer.valid for answer in found)
    assert [answer.is_recognised for answer in found] == sorted((a.is_recognised for a in found), reverse=True)


@pytest.mark.stress
def test_a_million_strings_of_all_kinds_get_an_answer(full_size: bool) -> None:
    dice = random.Random(20261124)
    alphabets = (
        "0123456789",
        "0123456789 .-/",
        "0123456789IDMLPRTNOAKHSUG -./:",
        "0123456789０９٣๑\u200b\u00ad–—\x00é🙂ßﬀＩＤ",
        "".join(map(chr, range(1, 0x250))),
    )
    for _ in range(MILLION if full_size else 1000):
        kind = dice.randrange(4)
        if kind == 0:  # a real form with a few signs changed
            signs = list(dice.choice(WRITTEN))
            for _ in range(dice.randrange(4)):
                signs[dice.randrange(len(signs))] = dice.choice(dice.choice(alphabets))
            text = "".join(signs)
        elif kind == 1:
            text = dice.choice(WORDS) + "".join(dice.choices(alphabets[dice.randrange(3)], k=dice.randrange(1, 20)))
        else:
            text = "".join(dice.choices(dice.choice(alphabets), k=dice.randrange(0, 125)))
        check(text)
