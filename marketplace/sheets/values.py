"""What cells say that spreadsheet programs have changed: days in any form, numbers cut to a float, broken formulas."""

import re
from datetime import date, timedelta

FIRST_DAY = date(1899, 12, 30)
"""Day 0 of the serial numbers of Excel and LibreOffice."""
SERIALS = range(20_000, 80_000)
"""Years 1954 to 2119: other whole numbers are no day that anybody files."""
BROKEN = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januari", "january"),
            ("feb", "februari", "february", "pebruari"),
            ("mar", "maret", "march"),
            ("apr", "april"),
            ("mei", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("agu", "agt", "ags", "agustus", "aug", "august"),
            ("sep", "sept", "september"),
            ("okt", "oktober", "oct", "october"),
            ("nov", "november", "nopember"),
            ("des", "desember", "dec", "december"),
        ),
        1,
    )
    for name in names
}
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]+", re.ASCII | re.IGNORECASE)
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ][0-9:.]*)?", re.ASCII)
_USUAL = re.compile(r"([0-9]{1,2})[\s./-]+([0-9]{1,2}|[a-z]{3,9})\.?[\s./-]+([0-9]{4})", re.ASCII | re.IGNORECASE)
_SERIAL = re.compile(r"[0-9]{5}(?:\.0+)?", re.ASCII)


def is_rounded(text: str) -> bool:
    """Tell whether a long number was turned into a float on its way: ``1.23457E+14`` holds its digits no more."""
    return _ROUNDED.fullmatch(text.strip()) is not None


def is_broken(text: str) -> bool:
    """Tell whether a cell holds the error of a formula."""
    return text.strip().upper() in BROKEN


def read_any_day(text: str) -> date | None:
    """Read a day as 2026-11-24, 24/11/2026, 24 November 2026 or a serial number; day before month, always."""
    text = text.strip()
    if _SERIAL.fullmatch(text):
        number = int(float(text))
        return FIRST_DAY + timedelta(days=number) if number in SERIALS else None
    iso, usual = _ISO.fullmatch(text), _USUAL.fullmatch(text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if not usual:
        return None
    month = int(usual[2]) if usual[2].isdigit() else MONTHS.get(usual[2].casefold(), 0)
    return _day(int(usual[3]), month, int(usual[1]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
