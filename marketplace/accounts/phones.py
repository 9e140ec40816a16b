"""Phone numbers as people write them: read into one form, shown in groups, a key to sign in with, for WhatsApp."""

import re

from marketplace.core.errors import Invalid
from marketplace.core.text import _l

SEPARATORS = re.compile(r"[\s().\-/]+")
DIGITS = re.compile(r"\+?[0-9]{8,15}")


def read_phone(text: str) -> str:
    """Return an Indonesian number as ``081234567890``, a foreign one as ``+6591234567``; raise ``Invalid``."""
    number = SEPARATORS.sub("", text)
    if not DIGITS.fullmatch(number):
        raise Invalid.field("phone", _l("Write a phone number of 8 to 15 digits, for example 0812-3456-7890."))
    if number.startswith(("+62", "62")):
        return "0" + number.removeprefix("+").removeprefix("62").removeprefix("0")
    # Indonesian mobile numbers begin with 8; many people leave out the zero before it.
    return "0" + number if number.startswith("8") else number


def phone_key(text: str) -> str | None:
    """Return the one form ``+6281234567890`` of a number, however it is written.

    None for what is no number, and for one without area code or country, which could be several people's.
    """
    try:
        number = read_phone(text)
    except Invalid:
        return None
    if number.startswith("+"):
        return number
    return "+62" + number[1:] if number.startswith("0") and not number.startswith("00") else None


def grouped(number: str) -> str:
    """Print a number in groups of four, so that it can be read out."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def whatsapp_number(number: str) -> str:
    """Return the number as WhatsApp wants it, ``6281234567890``; empty for an Indonesian landline."""
    if number.startswith("+"):
        return number.removeprefix("+")
    return "62" + number[1:] if number.startswith("08") else ""
