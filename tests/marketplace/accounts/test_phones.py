"""Phone numbers as people write them."""

import pytest

from marketplace.accounts.phones import grouped, phone_key, read_phone, whatsapp_number
from marketplace.core.errors import Invalid


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0812-3456-7890", "081234567890"),
        ("+62 812 3456 7890", "081234567890"),
        ("62812.3456.7890", "081234567890"),
        ("+62 (0)812 3456 7890", "081234567890"),
        ("812 3456 7890", "081234567890"),
        ("(0322) 321-123", "0322321123"),
        ("+65 9123 4567", "+6591234567"),
    ],
)
def test_a_number_is_read_into_one_form(written: str, expected: str) -> None:
    assert read_phone(written) == expected


@pytest.mark.parametrize(
    "written", ["", "0812", "halo", "0812-3456-7890-1234-5678", "++62812345678", "٠٨١٢٣٤٥٦٧٨٩٠", "0812;345678", "-5"]
)
def test_what_is_no_number_is_refused_beside_the_field(written: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_phone(written)

    assert "phone" in caught.value.errors


@pytest.mark.parametrize(
    ("number", "expected"),
    [("081234567890", "6281234567890"), ("0322321123", ""), ("+6591234567", "6591234567"), ("", "")],
)
def test_whatsapp_takes_mobile_numbers_with_the_country(number: str, expected: str) -> None:
    assert whatsapp_number(number) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0812-3456 7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("(0322) 321-123", "+62322321123"),
        ("+65 9123 4567", "+6591234567"),
        ("12345678", None),
        ("0065 9123 4567", None),
        ("siti@uji.test", None),
        ("", None),
    ],
)
def test_one_number_is_one_key_however_it_is_written(written: str, expected: str | None) -> None:
    assert phone_key(written) == expected


def test_a_number_is_shown_in_groups() -> None:
    assert grouped("081234567890") == "0812 3456 7890"
