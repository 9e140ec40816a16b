"""Business identification numbers (NIB) of OSS: 13 digits.

The length is from memory (reference/domain.md 2.1), so another one warns; what the digits mean is not documented.
"""

import re
from datetime import date

from certification.numbers.answers import NumberAnswer, NumberContext, Part, Remark, refused
from certification.numbers.reading import compact
from marketplace.core.text import _l

_SCHEME = "nib"
_NUMBER = re.compile(r"(?:NOMOR|NO|NIB|OSS|INDUK|BERUSAHA)*+([0-9]+)", re.ASCII)
_USUAL = 13
_SEEN = range(10, 17)
"""Lengths that are let through, the unusual ones with a warning."""


def read_nib(text: str, context: NumberContext, today: date) -> NumberAnswer:
    """Read a business identification number."""
    found = _NUMBER.fullmatch(compact(text))
    if found is None:
        return refused(_SCHEME, "unreadable", _l("A business identification number (NIB) has 13 digits."))
    digits = found[1]
    count = len(digits)
    if count not in _SEEN:
        return refused(_SCHEME, "wrong_length", _l("The number has %(count)s digits, not 13.", count=count))
    unusual = Remark("unusual_length", _l("The number has %(count)s digits; usual are 13.", count=count))
    return NumberAnswer(
        scheme=_SCHEME,
        normalized=digits,
        parts={"number": Part(digits, _l("Number of the business"))},
        warnings=() if count == _USUAL else (unusual,),
    )
