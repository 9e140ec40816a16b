"""Halal certificate of BPJPH: ``ID`` and 17 digits.

The first two are the province's code, the last four month and year of registration: both inferred from numbers in
circulation (reference/domain.md 2.1), so what does not fit them warns and never refuses.
"""

import re
from collections.abc import Iterator
from datetime import date

from certification.numbers.answers import NumberAnswer, NumberContext, Part, Remark, Words, refused
from certification.numbers.reading import compact
from certification.numbers.regions import region_name
from marketplace.core.text import _l

_SCHEME = "halal"
_WORDS = "(?:NOMOR|NO|SERTIFIKAT|HALAL|BPJPH|LPPOM|MUI|SH)*+"
_NUMBER = re.compile(rf"{_WORDS}(?P<kind>ID|KH)?(?P<digits>[0-9]+)", re.ASCII)
_USUAL = 17
_SEEN = range(15, 19)
"""Lengths that are let through with a warning."""
_MUI = 14
"""Length of LPPOM MUI's own numbers, from before BPJPH issued certificates."""
_DECREE = range(8, 21)

MONTHS = (
    _l("January"),
    _l("February"),
    _l("March"),
    _l("April"),
    _l("May"),
    _l("June"),
    _l("July"),
    _l("August"),
    _l("September"),
    _l("October"),
    _l("November"),
    _l("December"),
)


def read_halal(text: str, context: NumberContext, today: date) -> NumberAnswer:
    """Read the number of a halal certificate; the older MUI number and the decree's (KH) are told apart."""
    found = _NUMBER.fullmatch(compact(text))
    if found is None:
        return refused(_SCHEME, "unreadable", _l("A halal certificate number is ID followed by 17 digits."))
    digits = found["digits"]
    if found["kind"] == "KH" and len(digits) in _DECREE:
        return _other("KH" + digits, "decree_number", _DECREE_NUMBER)
    if found["kind"] != "ID" and len(digits) == _MUI:
        return _other(digits, "mui_number", _MUI_NUMBER)
    if found["kind"] == "KH" or len(digits) not in _SEEN:
        return refused(_SCHEME, "wrong_length", _l("The number has %(count)s digits, not 17.", count=len(digits)))
    return NumberAnswer(
        scheme=_SCHEME,
        normalized="ID" + digits,
        parts=_parts(digits),
        warnings=tuple(_warnings(digits, context, today)),
    )


_DECREE_NUMBER = _l("This is the number of the halal decree (KH). The certificate's own number begins with ID.")
_MUI_NUMBER = _l("This is an older MUI number. Since BPJPH issues the certificates, their number begins with ID.")


def _other(number: str, code: str, message: Words) -> NumberAnswer:
    return NumberAnswer(
        scheme=_SCHEME,
        normalized=number,
        parts={"number": Part(number.removeprefix("KH"), _l("Running number"))},
        warnings=(Remark(code, message),),
    )


def _parts(digits: str) -> dict[str, Part]:
    province = Part(digits[:2], region_name(digits[:2]) or _l("Unknown province"))
    if len(digits) != _USUAL:
        return {"province": province, "number": Part(digits[2:], _l("Running number"))}
    month, year = digits[13:15], digits[15:]
    return {
        "province": province,
        "number": Part(digits[2:13], _l("Running number")),
        "month": Part(month, MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else _l("Unknown month")),
        "year": Part(year, f"20{year}"),
    }


def _warnings(digits: str, context: NumberContext, today: date) -> Iterator[Remark]:
    if region_name(digits[:2]) is None:
        yield Remark("unknown_province", _l("No province has the code %(code)s.", code=digits[:2]))
    elif context.region_code and context.region_code[:2] != digits[:2]:
        yield Remark("region_differs", _l("The province in the number is not the producer's."))
    if len(digits) != _USUAL:
        yield Remark("unusual_length", _l("The number has %(count)s digits; usual are 17.", count=len(digits)))
        return
    month, year = int(digits[13:15]), 2000 + int(digits[15:])
    if not 1 <= month <= 12:
        yield Remark("unusual_month", _l("The digits %(digits)s are no month and year.", digits=digits[13:]))
    elif (year, month) > (today.year, today.month):
        yield Remark("future", _l("The month and year in the number lie in the future."))
    elif context.issued_on and (year, month) > (context.issued_on.year, context.issued_on.month):
        yield Remark("issue_differs", _l("The number was registered after the date of issue given here."))
