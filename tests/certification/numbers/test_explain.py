"""The door to all grammars: any text gets an answer, quickly; an unknown scheme is not found."""

import json
import random
import sys
import time
from datetime import date

import pytest

from certification.numbers import GRAMMARS, NumberContext, explain
from certification.schemes import SCHEMES
from marketplace.core.errors import NotFound

TODAY = date(2026, 11, 24)

ODD = (
    "None", "null", "undefined", "NaN", "0", "-1", "1e9", "0x1F", "\x00", "\x00" * 50, "\x1b[31m", "\ud800", "\udfff1",
    "🙂", "👩‍👩‍👧‍👦" * 8, "ＩＤ", "ⅯⅮ 123", "½⅓", "²³¹", "①②③", "𝟙𝟚𝟛", "๑๒๓", "١٢٣", "一二三", "ß", "ıd123", "İD35",
    "K\u030a", "ﷺ", "ﷺ" * 100, "\u202e12345", "\u2066ID", "a\u0300" * 40, "%s%d%n", "%(count)s", "{0}", "{{7*7}}",
    "<script>alert(1)</script>", "'; DROP TABLE certificates;--", "../../etc/passwd", "\\", "\\d+", "(((((", "[[[",
    "*" * 119, "NO" * 60, "PIRT" * 30, "SPPIRT" * 20, "PIRTSP" * 20, "BPOM" * 30, "BPOMRI" * 20, "LPPOMMUI" * 15,
    "GTIN" * 30, "EAN13" * 24, "HALAL" * 24, "NOMORNO" * 17, "1" * 120, "1" * 121, "1" * 10_000, " " * 10_000,
    "🙂" * 10_000, "ID" + "9" * 10_000, "\n".join("12345"), "P-IRT\u0000No", "ID3511000999999052６",
    "\u3000", "\u00ad" * 30, "\ufeff",
)  # fmt: skip


def made_up(count: int) -> list[str]:
    """Make strings that look almost like numbers, the same ones at every run."""
    dice = random.Random(20261124)
    alphabet = "0123456789" * 4 + "IDMLPRTNOAS -./" + "０９٣\u200b–\x00é🙂"
    return ["".join(dice.choices(alphabet, k=dice.randrange(1, 40))) for _ in range(count)]


@pytest.mark.parametrize("scheme", GRAMMARS)
def test_any_text_gets_an_answer(scheme: str) -> None:
    context = NumberContext(region_code="35.24", packaging="2", food_type="02", issued_on=TODAY, valid_until=TODAY)

    for text in (*ODD, *made_up(300)):
        for known in (None, context):
            answer = explain(scheme, text, context=known, today=TODAY)
            remarks = (*answer.warnings, *answer.errors)

            assert answer.scheme == scheme
            assert answer.valid is not bool(answer.errors)
            assert answer.normalized.isascii()
            assert len(answer.normalized) <= 60
            assert all(str(remark.message) for remark in remarks)
            assert json.dumps([[part.code, str(part.meaning)] for part in answer.parts.values()])


@pytest.mark.parametrize("scheme", GRAMMARS)
def test_no_text_takes_long(scheme: str) -> None:
    begun = time.process_time()

    for text in ODD:
        explain(scheme, text, today=TODAY)

    assert time.process_time() - begun < 2, "a grammar tries its words in exponentially many ways"


@pytest.mark.parametrize("scheme", GRAMMARS)
def test_a_normal_form_reads_as_itself(scheme: str) -> None:
    for text in made_up(300):
        first = explain(scheme, text, today=TODAY)
        if first.valid:
            assert explain(scheme, first.normalized, today=TODAY).normalized == first.normalized


@pytest.mark.parametrize("scheme", GRAMMARS)
def test_a_text_longer_than_any_number_is_refused_unread(scheme: str) -> None:
    answer = explain(scheme, "9" * sys.getrecursionlimit() * 100, today=TODAY)

    assert [error.code for error in answer.errors] == ["too_long"]


@pytest.mark.parametrize("scheme", ["organic", "", "HALAL", "ktp"])
def test_an_unknown_scheme_is_not_found(scheme: str) -> None:
    with pytest.raises(NotFound):
        explain(scheme, "ID35110009999990526", today=TODAY)


def test_every_certificate_scheme_has_a_grammar() -> None:
    assert set(SCHEMES) - set(GRAMMARS) == {"gs1"}
    assert set(GRAMMARS) - set(SCHEMES) == {"gtin"}
    assert explain("gs1", "Anggota 8999999", today=TODAY).valid
