"""Barcode numbers of GS1: GTIN-8, -12, -13 (EAN-13) and -14, the last digit a check digit.

899 says that GS1 Indonesia issued the number, not where the goods come from (reference/domain.md 2.1).
"""

import re
from collections.abc import Iterator
from datetime import date

from stdnum.ean import calc_check_digit

from certification.numbers.answers import NumberAnswer, NumberContext, Part, Remark, Words, refused
from certification.numbers.reading import compact
from marketplace.core.text import _l

_SCHEME = "gtin"
_NUMBER = re.compile(r"(?:NOMOR|NO|KODE|BARCODE)*+(?:(?:GTIN|EAN|UPC)(?:A|8|12|13|14)??)?([0-9]{12,14}|[0-9]{8})")
_DIGITS = re.compile(r"[A-Z]*([0-9]+)")
_INDONESIA = "899"
_IN_STORE = re.compile("02|04|2")
_IN_STORE_SHORT = re.compile("0|2")
"""Beginnings of numbers that a shop makes for itself (GS1 general specifications, restricted circulation)."""


def read_gtin(text: str, context: NumberContext, today: date) -> NumberAnswer:
    """Read the number under a barcode and check its last digit."""
    found = _NUMBER.fullmatch(compact(text))
    if found is None:
        return _unreadable(text)
    digits = found[1]
    return NumberAnswer(
        scheme=_SCHEME,
        normalized=digits,
        parts=_parts(digits),
        warnings=tuple(_warnings(digits)),
        errors=tuple(_errors(digits)),
    )


def _unreadable(text: str) -> NumberAnswer:
    found = _DIGITS.fullmatch(compact(text))
    if found is None:
        return refused(_SCHEME, "unreadable", _l("A barcode number has digits only, usually 13."))
    count = len(found[1])
    return refused(_SCHEME, "wrong_length", _l("The number has %(count)s digits, not 8, 12, 13 or 14.", count=count))


def _prefix(digits: str) -> str:
    """Return GS1's three leading digits; shorter and longer forms are laid over the 13 digits of EAN-13."""
    return digits[:3] if len(digits) == 8 else digits.zfill(14)[1:4]


def _parts(digits: str) -> dict[str, Part]:
    start = 1 if len(digits) == 14 else 0
    length = 2 if len(digits) == 12 else 3
    parts = {"packaging_level": Part(digits[0], _l("Level of packaging, such as a carton"))} if start else {}
    return parts | {
        "prefix": Part(digits[start : start + length], _issuer(_prefix(digits))),
        "item": Part(digits[start + length : -1], _l("Company and product")),
        "check_digit": Part(digits[-1], _l("Check digit")),
    }


def _issuer(prefix: str) -> Words:
    if prefix == _INDONESIA:
        return _l("Issued by GS1 Indonesia. This does not tell where the goods come from.")
    return _l("Not issued by GS1 Indonesia. This does not tell where the goods come from.")


def _warnings(digits: str) -> Iterator[Remark]:
    prefix = _prefix(digits)
    if (_IN_STORE_SHORT if len(digits) == 8 else _IN_STORE).match(prefix):
        yield Remark("in_store", _l("This number is for use inside one shop. Retail buyers do not accept it."))
    elif prefix != _INDONESIA:
        yield Remark("other_issuer", _l("GS1 Indonesia issues numbers that begin with 899."))


def _errors(digits: str) -> Iterator[Remark]:
    if not digits.strip("0"):
        yield Remark("all_zeros", _l("A number of zeros only belongs to no product."))
    right = calc_check_digit(digits[:-1])
    if right != digits[-1]:
        yield Remark("check_digit", _l("The last digit should be %(digit)s. Compare each digit.", digit=right))
