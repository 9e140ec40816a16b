"""Numbers whose layout no source settles (reference/domain.md 2.1 and 10): kept as text of a given length.

They are tidied only - capitals, single spaces, no invisible signs - and never taken apart.
"""

import re
from collections.abc import Mapping
from datetime import date

from certification.numbers.answers import Grammar, NumberAnswer, NumberContext, Part, Remark, refused
from certification.numbers.reading import tidy
from marketplace.core.text import _l

_LABEL = re.compile(r"\A[\s.:]*(?:(?:NOMOR|NO)\b[\s.:]*)*")
_SIGNS = re.compile(r"[A-Z0-9 ./\-_()%,:]+", re.ASCII)
_DIGIT = re.compile(r"[0-9]", re.ASCII)


def kept(scheme: str, shortest: int, longest: int) -> Grammar:
    """Return a grammar that keeps a text of ``shortest`` to ``longest`` signs with at least one digit."""

    def read(text: str, context: NumberContext, today: date) -> NumberAnswer:
        return keep(scheme, text, shortest, longest)

    return read


def keep(scheme: str, text: str, shortest: int, longest: int, *warnings: Remark) -> NumberAnswer:
    """Keep one text as it is printed, unrecognised."""
    number = _LABEL.sub("", tidy(text)).rstrip(" .:")
    if not _SIGNS.fullmatch(number) or not _DIGIT.search(number):
        return refused(scheme, "unreadable", _l("Write the number as printed: letters, digits and signs."))
    if not shortest <= len(number) <= longest:
        message = _l(
            "The number has %(count)s signs; between %(shortest)s and %(longest)s are kept.",
            count=len(number),
            shortest=shortest,
            longest=longest,
        )
        return refused(scheme, "wrong_length", message)
    return NumberAnswer(
        scheme=scheme,
        normalized=number,
        parts={"printed": Part(number, _l("As printed"))},
        warnings=warnings,
        is_recognised=False,
    )


KEPT: Mapping[str, Grammar] = {
    "psat": kept("psat", 8, 30),
    "nkv": kept("nkv", 4, 40),
    "tkdn": kept("tkdn", 4, 40),
    "nik_koperasi": kept("nik_koperasi", 6, 30),
    "gs1": kept("gs1", 4, 40),
}
"""Of PSAT the source names the length; for the others the limits are wide, so that no real number is refused."""
