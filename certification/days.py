"""The days of a paper: which cannot be, and which are only unusual."""

from collections.abc import Iterator
from datetime import date

from certification.numbers import Remark, Words
from certification.schemes import Scheme
from marketplace.core.text import _l

EARLIEST = date(1945, 8, 17)
"""No office of the republic issued a paper before; a year before it is a slip."""


def years_after(day: date, years: int) -> date:
    """Return the same day years later; 29 February becomes the 28th where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def is_beyond_longest(row: Scheme, issued: date | None, ends: date | None) -> bool:
    """Tell whether a paper holds longer than any of its kind does."""
    limit = row.max_validity_years
    if issued is None or ends is None or limit is None or issued.year + limit > date.max.year:
        return False
    return ends > years_after(issued, limit)


def day_errors(
    row: Scheme, issued: date | None, begins: date | None, ends: date | None, today: date
) -> dict[str, Words]:
    """Return what cannot be of the days of a paper, by field."""
    errors: dict[str, Words] = {}
    if issued is None:
        errors["issued_on"] = _l("Write the day of issue as printed on the paper.")
    elif issued > today:
        errors["issued_on"] = _l("The day of issue lies in the future.")
    elif issued < EARLIEST:
        errors["issued_on"] = _l("The year of issue cannot be right. Compare it with the paper.")
    if begins and issued and begins < issued:
        errors["valid_from"] = _l("It cannot hold before the day of issue.")
    last = _last_day_error(row, issued, begins, ends, today)
    return errors | ({"valid_until": last} if last else {})


def _last_day_error(
    row: Scheme, issued: date | None, begins: date | None, ends: date | None, today: date
) -> Words | None:
    if ends is None:
        return _l("Write the last valid day as printed on the paper.") if row.has_end_date else None
    if row.is_open_ended:
        return _l("This paper has no last day. Leave it empty.")
    if ends < (begins or issued or ends):
        return _l("The last valid day lies before the first one.")
    if ends < today:
        return _l("This paper has ended. File its renewal instead.")
    if row.is_limit_confirmed and is_beyond_longest(row, issued, ends):
        return _l("This paper holds %(years)s years at most from the day of issue.", years=row.max_validity_years)
    return None


def day_remarks(
    row: Scheme, issued: date | None, begins: date | None, ends: date | None, today: date
) -> Iterator[Remark]:
    """Say what is unusual of days that can be."""
    if begins and begins > today:
        yield Remark("begins_later", _l("The paper begins to hold only later. Until that day it counts for nothing."))
    if not row.is_limit_confirmed and is_beyond_longest(row, issued, ends):
        yield Remark(
            "unusual_end",
            _l("Usually this paper holds %(years)s years at most. Compare its days.", years=row.max_validity_years),
        )
    if ends and row.renewal_days and today <= ends and (ends - today).days <= row.renewal_days:
        yield Remark("ends_soon", _l("The paper ends soon. Ask for its renewal now, so that there is no gap."))
