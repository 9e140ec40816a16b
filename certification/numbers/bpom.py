"""Numbers of Badan POM: letters that name the series, then digits (reference/domain.md 2.1).

Food has ``MD`` or ``ML`` and 12 (older) or 15 digits, cosmetics ``NA`` to ``NE`` and 11, traditional medicine and
supplements two letters and 9. A number filed under the wrong kind of paper is read all the same, with a warning that
names the right one: before the kinds were told apart, all were filed as ``bpom``.
What the single digits mean is not documented in our sources: they are not taken apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from certification.numbers.answers import NumberAnswer, NumberContext, Part, Remark, Words, refused
from certification.numbers.reading import compact
from marketplace.core.text import _l

FOOD, COSMETIC, TRADITIONAL = "bpom", "cosmetic", "traditional"


@dataclass(frozen=True)
class Series:
    """One series of numbers: whose it is, and how many digits follow the letters."""

    scheme: str
    meaning: Words
    lengths: tuple[int, ...]


_COSMETIC = Series(COSMETIC, _l("Cosmetics"), (11,))
_MEDICINE = Series(TRADITIONAL, _l("Traditional medicine"), (9,))
_SUPPLEMENT = Series(TRADITIONAL, _l("Health supplement"), (9,))

SERIES = {
    "MD": Series(FOOD, _l("Food made in Indonesia"), (12, 15)),
    "ML": Series(FOOD, _l("Imported food"), (12, 15)),
    **dict.fromkeys(("NA", "NB", "NC", "ND", "NE"), _COSMETIC),
    **dict.fromkeys(("TR", "TI", "TL", "HT", "FF"), _MEDICINE),
    **dict.fromkeys(("SD", "SI", "SL"), _SUPPLEMENT),
}
"""By the letters before the digits."""

_FORMS: dict[str, Words] = {
    FOOD: _l("A BPOM food number is MD or ML followed by 12 or 15 digits."),
    COSMETIC: _l("A number of cosmetics is NA, NB, NC, ND or NE followed by 11 digits."),
    TRADITIONAL: _l("A number of traditional medicine is two letters such as TR or SD followed by 9 digits."),
}
_LETTERS: dict[str, Words] = {
    FOOD: _l("Type the letters before the digits too, such as MD."),
    COSMETIC: _l("Type the letters before the digits too, such as NA."),
    TRADITIONAL: _l("Type the letters before the digits too, such as TR."),
}
_ELSEWHERE: dict[str, Words] = {
    FOOD: _l("This number is for food: file it as a BPOM licence for food (MD, ML)."),
    COSMETIC: _l("This number is for cosmetics and permits nothing else: file it as a notification of cosmetics."),
    TRADITIONAL: _l(
        "This number is for traditional medicine or supplements and permits nothing else: file it as one of those."
    ),
}
"""Said of a number that stands under another kind of paper, by the kind where it belongs."""

_WORDS = (
    "(?:NOMOR|NOTIFIKASI|NO|BPOM|BADANPOM|POM|RI|IZINEDAR|REGISTRASI|REG|PANGAN|KOSMETIKA|KOSMETIK"
    "|OBATTRADISIONAL|JAMU|SUPLEMENKESEHATAN|SUPLEMEN)*+"
)
_NUMBER = re.compile(rf"{_WORDS}(?P<letters>{'|'.join(SERIES)})?(?P<digits>[0-9]+)", re.ASCII)


def read_bpom(text: str, context: NumberContext, today: date) -> NumberAnswer:
    """Read the number of a distribution licence for food."""
    return _read(FOOD, text)


def read_cosmetic(text: str, context: NumberContext, today: date) -> NumberAnswer:
    """Read the number of a notification of cosmetics."""
    return _read(COSMETIC, text)


def read_traditional(text: str, context: NumberContext, today: date) -> NumberAnswer:
    """Read the number of traditional medicine (jamu) or of a health supplement."""
    return _read(TRADITIONAL, text)


def _read(scheme: str, text: str) -> NumberAnswer:
    found = _NUMBER.fullmatch(compact(text))
    if found is None:
        return refused(scheme, "unreadable", _FORMS[scheme])
    letters, digits = found["letters"], found["digits"]
    if letters is None:
        return refused(scheme, "letters_missing", _LETTERS[scheme])
    series = SERIES[letters]
    if len(digits) not in series.lengths:
        return refused(scheme, "wrong_length", _length_message(letters, series, len(digits)))
    return NumberAnswer(
        scheme=scheme,
        normalized=f"{letters} {digits}" if series.scheme == FOOD else letters + digits,
        parts={"series": Part(letters, series.meaning), "number": Part(digits, _l("Registration number"))},
        warnings=tuple(_warnings(scheme, letters, series)),
    )


def _length_message(letters: str, series: Series, count: int) -> Words:
    if series.scheme == FOOD:
        return _l("The number has %(count)s digits after %(letters)s, not 12 or 15.", count=count, letters=letters)
    right = series.lengths[0]
    return _l(
        "The number has %(count)s digits after %(letters)s, not %(right)s.", count=count, letters=letters, right=right
    )


def _warnings(scheme: str, letters: str, series: Series) -> Iterator[Remark]:
    if letters == "ML":
        yield Remark("imported", _l("ML is for imported food. Food made in Indonesia has MD."))
    if series.scheme != scheme:
        yield Remark("other_scheme", _ELSEWHERE[series.scheme])
