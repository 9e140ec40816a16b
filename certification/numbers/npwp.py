"""Tax numbers (NPWP): 15 digits in the older form, 16 since 2024: the older one with a 0 before it.

Layout and check digit as python-stdnum has them (reference/domain.md 2.1). A number of 16 digits that begins
otherwise is the identity number (NIK) of a person: it is named as such and never taken apart, since it tells the day
and place of birth.
"""

import re
from datetime import date

from stdnum import luhn

from certification.numbers.answers import NumberAnswer, NumberContext, Part, Remark, refused
from certification.numbers.reading import compact
from marketplace.core.text import _l

_SCHEME = "npwp"
_NUMBER = re.compile(r"(?:NOMOR|NO|NPWP|POKOK|WAJIB|PAJAK)*+([0-9]+)", re.ASCII)
_OLD, _NEW = 15, 16
_CHECKED = 10
"""Digits of the long form that the check digit closes."""

_PERSON = Remark(
    "nik", _l("This looks like the identity number (NIK) of a person. Write the tax number of the cooperative itself.")
)
_CHECK_DIGIT = Remark("check_digit", _l("The check digit does not fit. Compare each digit with the paper."))


def read_npwp(text: str, context: NumberContext, today: date) -> NumberAnswer:
    """Read a tax number; its 15 digits are kept as 16."""
    found = _NUMBER.fullmatch(compact(text))
    if found is None:
        return refused(_SCHEME, "unreadable", _l("A tax number (NPWP) has digits only: 15 in the older form, or 16."))
    digits = found[1]
    if len(digits) not in (_OLD, _NEW):
        return refused(_SCHEME, "wrong_length", _l("The number has %(count)s digits, not 15 or 16.", count=len(digits)))
    digits = digits.zfill(_NEW)
    if not digits.startswith("0"):
        return NumberAnswer(scheme=_SCHEME, normalized=digits, warnings=(_PERSON,))
    return NumberAnswer(
        scheme=_SCHEME,
        normalized=digits,
        parts={
            "number": Part(digits[: _CHECKED - 1], _l("Number of the taxpayer")),
            "check_digit": Part(digits[_CHECKED - 1], _l("Check digit")),
            "tax_office": Part(digits[_CHECKED:13], _l("Code of the tax office")),
            "branch": Part(digits[13:], _l("Head office") if digits[13:] == "000" else _l("Branch")),
        },
        warnings=() if luhn.is_valid(digits[:_CHECKED]) else (_CHECK_DIGIT,),
    )
