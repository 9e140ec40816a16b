"""Numbers whose usual form is known from memory only (reference/domain.md 2.1): AHU, trademarks, SNI.

The usual form is taken apart; anything else is kept as it is printed, with a warning.
"""

import re
from datetime import date

from certification.numbers.answers import NumberAnswer, NumberContext, Part, Remark
from certification.numbers.reading import compact, tidy
from certification.numbers.texts import keep
from marketplace.core.text import _l

SHORTEST, LONGEST_KEPT = 4, 60
_LONGEST_SNI = 56
"""Leaves room for the signs that the usual form puts between the parts."""

_AHU = re.compile(
    r"(?:NOMOR|NO|SK|KEPUTUSAN|MENTERI|MENKUMHAM|HUKUM|DAN|HAM|RI)*+"
    r"AHU(?P<number>[0-9]{7})AH01(?P<kind>26|28|29)TAHUN(?P<year>20[0-9]{2})"
)
_TRADEMARK = re.compile(r"(?:NOMOR|NO|MEREK|PENDAFTARAN|SERTIFIKAT|REG|DJKI)*+IDM([0-9]{9})")
_SNI = re.compile(
    r"(?:(?:NOMOR|NO|SERTIFIKAT|SPPT)[ .:-]*)*+SNI[ .:-]*"
    r"(?P<standard>(?:(?:ISO|IEC)[/ -]?)*[0-9]{2,5}(?:[.-][0-9]{1,4}){0,2}?)"
    r"(?P<mark> ?[:-] ?| )?(?P<year>(?:19|20)[0-9]{2})(?![0-9])[ ,;/-]*(?P<detail>.*)"
)
_OLD_STANDARD = re.compile(r"[0-9]{2}-")
"""Standards before 2007 begin with the number of their field and put a dash before the year."""


def read_ahu(text: str, context: NumberContext, today: date) -> NumberAnswer:
    """Read the number of the decision on a legal entity."""
    found = _AHU.fullmatch(compact(text))
    if found is None:
        unusual = Remark("unusual_form", _l("Usual is AHU-0000000.AH.01.26.TAHUN 2025. Compare it with the paper."))
        return keep("ahu", text, SHORTEST, LONGEST_KEPT, unusual)
    number, kind, year = found.groups()
    future = Remark("future", _l("The year in the number lies in the future."))
    return NumberAnswer(
        scheme="ahu",
        normalized=f"AHU-{number}.AH.01.{kind}.TAHUN {year}",
        parts={
            "number": Part(number, _l("Running number")),
            "series": Part(f"AH.01.{kind}", _l("Kind of decision")),
            "year": Part(year, year),
        },
        warnings=(future,) if int(year) > today.year else (),
    )


def read_trademark(text: str, context: NumberContext, today: date) -> NumberAnswer:
    """Read the number of a registered trademark; that of an application is another one."""
    found = _TRADEMARK.fullmatch(compact(text))
    if found is None:
        unusual = Remark(
            "unusual_form", _l("A registered mark usually has IDM and 9 digits. An application has another number.")
        )
        return keep("trademark", text, SHORTEST, LONGEST_KEPT, unusual)
    return NumberAnswer(
        scheme="trademark",
        normalized=f"IDM{found[1]}",
        parts={"series": Part("IDM", _l("Registered mark")), "number": Part(found[1], _l("Registration number"))},
    )


def read_sni(text: str, context: NumberContext, today: date) -> NumberAnswer:
    """Read the standard with its year; what follows (number of the certificate or its issuer) is kept as printed."""
    unusual = Remark("unusual_form", _l("Usual is SNI, the number of the standard, a colon and its year."))
    kept = keep("sni", text, SHORTEST, _LONGEST_SNI, unusual)
    found = _SNI.fullmatch(tidy(text))
    if found is None or not kept.valid:
        return kept
    standard, year, detail = found["standard"], found["year"], found["detail"].strip()
    mark = "-" if _OLD_STANDARD.match(standard) else ":"
    parts = {"standard": Part(standard, _l("Standard")), "year": Part(year, _l("Year of the standard"))}
    if detail:
        parts["detail"] = Part(detail, _l("As printed"))
    future = Remark("future", _l("The year in the number lies in the future."))
    return NumberAnswer(
        scheme="sni",
        normalized=" ".join(filter(None, (f"SNI {standard}{mark}{year}", detail))),
        parts=parts,
        warnings=(future,) if int(year) > today.year else (),
    )
