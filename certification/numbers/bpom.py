"""Numbers of Badan POM: ``MD`` or ``ML`` and 12 (older) or 15 digits for food (reference/domain.md 2.1).

Cosmetics and traditional medicine carry numbers of their own series. While they have no scheme of their own they are
filed as this one, so their numbers are read too, with a warning that they permit no food.
What the single digits mean is not documented in our sources: they are not taken apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from certification.numbers.answers import NumberAnswer, NumberContext, Part, Remark, Words, refused
from certification.numbers.reading import compact
from marketplace.core.text import _l

_SCHEME = "bpom"


@dataclass(frozen=True)
class Series:
    """One series of numbers: how many digits follow the letters, and whether it is for food."""

    meaning: Words
    lengths: tuple[int, ...]
    is_food: bool = False


_COSMETIC, _MEDICINE, _SUPPLEMENT = _l("Cosmetics"), _l("Traditional medicine"), _l("Health supplement")

SERIES = {
    "MD": Series(_l("Food made in Indonesia"), (12, 15), is_food=True),
    "ML": Series(_l("Imported food"), (12, 15), is_food=True),
    **{letters: Series(_COSMETIC, (11,)) for letters in ("NA", "NB", "NC", "ND", "NE")},
    **{letters: Series(_MEDICINE, (9,)) for letters in ("TR", "TI", "TL", "HT", "FF")},
    **{letters: Series(_SUPPLEMENT, (9,)) for letters in ("SD", "SI", "SL")},
}
"""By the letters before the digits."""

_WORDS = "(?:NOMOR|NOTIFIKASI|NO|BPOM|BADANPOM|POM|RI|IZINEDAR|REGISTRASI|REG|PANGAN)*+"
_NUMBER = re.compile(rf"{_WORDS}(?P<letters>{'|'.join(SERIES)})?(?P<digits>[0-9]+)", re.ASCII)


def read_bpom(text: str, context: NumberContext, today: date) -> NumberAnswer:
    """Read the number of a distribution licence."""
    found = _NUMBER.fullmatch(compact(text))
    if found is None:
        return refused(_SCHEME, "unreadable", _l("A BPOM food number is MD or ML followed by 12 or 15 digits."))
    letters, digits = found["letters"], found["digits"]
    if letters is None:
        return refused(_SCHEME, "letters_missing", _l("Type the letters before the digits too, such as MD."))
    series = SERIES[letters]
    if len(digits) not in series.lengths:
        return refused(_SCHEME, "wrong_length", _length_message(letters, series, len(digits)))
    return NumberAnswer(
        scheme=_SCHEME,
        normalized=f"{letters} {digits}" if series.is_food else letters + digits,
        parts={"series": Part(letters, series.meaning), "number": Part(digits, _l("Registration number"))},
        warnings=tuple(_warnings(letters, series)),
    )


def _length_message(letters: str, series: Series, count: int) -> Words:
    if series.is_food:
        return _l("The number has %(count)s digits after %(letters)s, not 12 or 15.", count=count, letters=letters)
    right = series.lengths[0]
    return _l(
        "The number has %(count)s digits after %(letters)s, not %(right)s.", count=count, letters=letters, right=right
    )


def _warnings(letters: str, series: Series) -> Iterator[Remark]:
    if letters == "ML":
        yield Remark("imported", _l("ML is for imported food. Food made in Indonesia has MD."))
    if not series.is_food:
        yield Remark("not_food", _l("This number permits no food: food has MD or ML."))
