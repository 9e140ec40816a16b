"""AHU, trademarks, SNI: the usual form is taken apart, another one is kept as printed with a warning."""

from datetime import date

import pytest

from certification.numbers import explain

TODAY = date(2026, 11, 24)
AHU = "AHU-0012345.AH.01.29.TAHUN 2025"


@pytest.mark.parametrize(
    "written",
    [
        "AHU-0012345.AH.01.29.TAHUN 2025", "ahu-0012345.ah.01.29.tahun 2025", "AHU 0012345 AH 01 29 TAHUN 2025",
        "AHU-0012345.AH.01.29.Tahun 2025", "AHU-0012345.AH.01.29.TAHUN2025",
        "AHU - 0012345 . AH . 01 . 29 . Tahun 2025",
        "No. AHU-0012345.AH.01.29.TAHUN 2025", "Nomor: AHU-0012345.AH.01.29.Tahun 2025",
        "SK Menkumham AHU-0012345.AH.01.29.Tahun 2025", "SK Menteri Hukum RI No. AHU-0012345.AH.01.29.Tahun 2025",
        "AHU–0012345.AH.01.29.TAHUN 2025", "ＡＨＵ－００１２３４５．ＡＨ．０１．２９．ＴＡＨＵＮ　２０２５",
        "AHU-0012345.AH.01.29.TAHUN\u00a02025", "\u200bAHU-0012345.AH.01.29.TAHUN 2025",
        "AHU/0012345/AH/01/29/TAHUN 2025",
    ],
)  # fmt: skip
def test_every_written_form_of_a_decision_becomes_one_number(written: str) -> None:
    answer = explain("ahu", written, today=TODAY)

    assert (answer.normalized, answer.warnings) == (AHU, ())
    assert [part.code for part in answer.parts.values()] == ["0012345", "AH.01.29", "2025"]


@pytest.mark.parametrize(
    ("scheme",    "written",                             "normal",                             "warnings"),
    [
        ("ahu",       "AHU-0012345.AH.01.26.TAHUN 2027",     "AHU-0012345.AH.01.26.TAHUN 2027",    ["future"]),
        ("ahu",       "AHU-0012345.AH.01.30.TAHUN 2025",     "AHU-0012345.AH.01.30.TAHUN 2025",    ["unusual_form"]),
        ("ahu",       "AHU-12345.AH.01.26.TAHUN 2025",       "AHU-12345.AH.01.26.TAHUN 2025",      ["unusual_form"]),
        ("ahu",       "No. 518/BH/XVI.7/2010",               "518/BH/XVI.7/2010",                  ["unusual_form"]),
        ("trademark", "IDM000123456",                        "IDM000123456",                       []),
        ("trademark", "idm 000 123 456",                     "IDM000123456",                       []),
        ("trademark", "IDM-000123456",                       "IDM000123456",                       []),
        ("trademark", "Nomor Pendaftaran: IDM000123456",     "IDM000123456",                       []),
        ("trademark", "Sertifikat Merek No. IDM000123456",   "IDM000123456",                       []),
        ("trademark", "ＩＤＭ０００１２３４５６",              "IDM000123456",                       []),
        ("trademark", "DID2023012345",                       "DID2023012345",                      ["unusual_form"]),
        ("trademark", "IDM00012345",                         "IDM00012345",                        ["unusual_form"]),
        ("sni",       "SNI 3553:2015",                       "SNI 3553:2015",                      []),
        ("sni",       "sni 3553 : 2015",                     "SNI 3553:2015",                      []),
        ("sni",       "SNI. 3553-2015",                      "SNI 3553:2015",                      []),
        ("sni",       "SNI35532015",                         "SNI 3553:2015",                      []),
        ("sni",       "SPPT-SNI 3553:2015",                  "SNI 3553:2015",                      []),
        ("sni",       "No. SNI 3553:2015",                   "SNI 3553:2015",                      []),
        ("sni",       "SNI 8664-1:2018",                     "SNI 8664-1:2018",                    []),
        ("sni",       "SNI 01-3553-2006",                    "SNI 01-3553-2006",                   []),
        ("sni",       "SNI 01–3553–2006",                    "SNI 01-3553-2006",                   []),
        ("sni",       "SNI ISO 9001:2015",                   "SNI ISO 9001:2015",                  []),
        ("sni",       "SNI 3553:2015, LSPR-001-IDN",         "SNI 3553:2015 LSPR-001-IDN",         []),
        ("sni",       "SNI 3553:2030",                       "SNI 3553:2030",                      ["future"]),
        ("sni",       "SNI 3553",                            "SNI 3553",                           ["unusual_form"]),
        ("sni",       "LSPR 123/2025",                       "LSPR 123/2025",                      ["unusual_form"]),
    ],
)  # fmt: skip
def test_the_usual_form_is_read_and_another_one_kept(
    scheme: str, written: str, normal: str, warnings: list[str]
) -> None:
    answer = explain(scheme, written, today=TODAY)

    assert answer.valid
    assert answer.normalized == normal
    assert [warning.code for warning in answer.warnings] == warnings
    assert answer.is_recognised is ("unusual_form" not in warnings)


@pytest.mark.parametrize("scheme", ["ahu", "trademark", "sni"])
@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("", "empty"),
        ("12", "wrong_length"),
        ("x1" * 40, "wrong_length"),
        ("belum", "unreadable"),
        ("a1<b>", "unreadable"),
    ],
)
def test_what_is_no_number_at_all_is_refused(scheme: str, written: str, error: str) -> None:
    assert [found.code for found in explain(scheme, written, today=TODAY).errors] == [error]
