"""How far goods may go by the level of their NKV."""

import pytest

from certification.requirements.reach import ABROAD, refusal_to_ship

LAMONGAN, SURABAYA, JAKARTA = "35.24.13", "35.78", "31.71.01.1001"


@pytest.mark.parametrize(
    ("scheme", "grade", "to",     "refused"),
    [
        ("nkv",    "I",     LAMONGAN, ""),
        ("nkv",    "I",     JAKARTA,  ""),
        ("nkv",    "I",     ABROAD,   ""),
        ("nkv",    "II",    SURABAYA, ""),
        ("nkv",    "II",    JAKARTA,  ""),
        ("nkv",    "II",    ABROAD,   "abroad"),
        ("nkv",    "III",   LAMONGAN, ""),
        ("nkv",    "III",   SURABAYA, ""),
        ("nkv",    "III",   JAKARTA,  "another province"),
        ("nkv",    "III",   ABROAD,   "another province"),
        ("nkv",    "",      JAKARTA,  ""),
        ("halal",  "III",   JAKARTA,  ""),
        ("psat",   "",      ABROAD,   ""),
    ],
)  # fmt: skip
def test_level_three_stays_in_the_province_and_level_two_in_the_country(
    scheme: str, grade: str, to: str, refused: str
) -> None:
    found = refusal_to_ship(scheme, grade, LAMONGAN, to)

    assert (found is not None) is bool(refused)
    assert refused in str(found or "")


def test_codes_that_begin_alike_are_not_one_province() -> None:
    assert refusal_to_ship("nkv", "III", "3.1", "35.24") is not None
