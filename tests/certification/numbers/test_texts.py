"""Numbers without a settled form: kept as text of a given length, tidied and never taken apart."""

from datetime import date

import pytest

from certification.numbers import explain

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("scheme",       "written",                      "kept"),
    [
        ("psat",         "PSAT-PDUK 3524-00012",         "PSAT-PDUK 3524-00012"),
        ("psat",         "  psat-pduk   3524-00012\n",   "PSAT-PDUK 3524-00012"),
        ("psat",         "No. PSAT-PDUK 3524-00012",     "PSAT-PDUK 3524-00012"),
        ("psat",         "Nomor: PSAT–PDUK 3524–00012",  "PSAT-PDUK 3524-00012"),
        ("psat",         "12345678",                     "12345678"),
        ("nkv",          "rphu-3524-001",                "RPHU-3524-001"),
        ("nkv",          "ＲＰＨＵ－３５２４－００１",     "RPHU-3524-001"),
        ("nkv",          "RPHU\u200b-3524-001",          "RPHU-3524-001"),
        ("tkdn",         "1234/SJ-IND.8/TKDN/5/2026",    "1234/SJ-IND.8/TKDN/5/2026"),
        ("tkdn",         "40,5% - 1234",                 "40,5% - 1234"),
        ("tkdn",         "12/NO.34/2026",                "12/NO.34/2026"),
        ("tkdn",         ": No. Nomor 1234/2026.",       "1234/2026"),
        ("nik_koperasi", "3524 0100 20001",              "3524 0100 20001"),
        ("gs1",          "8999999",                      "8999999"),
    ],
)  # fmt: skip
def test_a_text_is_kept_as_printed(scheme: str, written: str, kept: str) -> None:
    answer = explain(scheme, written, today=TODAY)

    assert (answer.valid, answer.normalized, answer.is_recognised) == (True, kept, False)
    assert [part.code for part in answer.parts.values()] == [kept]


@pytest.mark.parametrize(
    ("scheme",       "written",       "error"),
    [
        ("psat",         "1234567",       "wrong_length"),
        ("psat",         "1" * 31,        "wrong_length"),
        ("nkv",          "123",           "wrong_length"),
        ("tkdn",         "1" * 41,        "wrong_length"),
        ("nik_koperasi", "12345",         "wrong_length"),
        ("nkv",          "belum ada",     "unreadable"),
        ("nkv",          "RPHU <1234>",   "unreadable"),
        ("psat",         "PSAT 一二三 1234", "unreadable"),
        ("gs1",          "",              "empty"),
        ("tkdn",         "1" * 121,       "too_long"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(scheme: str, written: str, error: str) -> None:
    assert [found.code for found in explain(scheme, written, today=TODAY).errors] == [error]
