"""What a pasted text can be: the most fitting kind first."""

from datetime import date

import pytest

from certification.numbers import identify

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text",                                 "recognised"),
    [
        ("P-IRT No. 2023524019999-31",           ["pirt"]),
        ("2023524019999-31",                     ["pirt", "npwp", "nib", "halal"]),
        ("ID35110009999990526",                  ["halal"]),
        ("No. ID 3511 0009 9999 90526",          ["halal"]),
        ("8993524000019",                        ["gtin", "nib"]),
        ("9999000012345",                        ["nib"]),
        ("04030021380616",                       ["halal", "nib"]),
        ("BPOM RI MD 243513999900131",           ["bpom", "cosmetic", "traditional"]),
        ("NA18171234567",                        ["cosmetic", "bpom", "traditional"]),
        ("POM TR 123456789",                     ["traditional", "bpom", "cosmetic"]),
        ("01.312.166.0-091.000",                 ["npwp", "pirt", "nib", "halal"]),
        ("SNI 3553:2015",                        ["sni"]),
        ("IDM000123456",                         ["trademark"]),
        ("AHU-0012345.AH.01.29.TAHUN 2025",      ["ahu"]),
        ("RPHU-3524-001",                        []),
        ("halo",                                 []),
        ("",                                     []),
        ("9" * 200,                              []),
    ],
)  # fmt: skip
def test_the_kind_that_fits_best_comes_first(text: str, recognised: list[str]) -> None:
    assert [answer.scheme for answer in identify(text, today=TODAY) if answer.is_recognised] == recognised


@pytest.mark.parametrize(("text", "scheme"), [("NKV RPHU-3524-001", "nkv"), ("PSAT-PDUK 3524-00012", "psat")])
def test_a_text_that_names_its_kind_is_taken_at_its_word(text: str, scheme: str) -> None:
    assert identify(text, today=TODAY)[0].scheme == scheme


def test_what_is_only_kept_as_text_comes_after_what_is_recognised() -> None:
    found = [answer.is_recognised for answer in identify("8993524000019", today=TODAY)]

    assert found == sorted(found, reverse=True)
    assert not found[-1]
