"""What the pages of mentoring read out of an address."""

from flask import request

from marketplace.core.errors import NotFound
from marketplace.core.months import Month, read_month
from orders.texts import clean

MAX_WORDS = 100


def words_asked() -> str:
    """Return the words that a list is searched for."""
    return clean(request.args.get("q", ""), MAX_WORDS)


def month_in_address(text: str) -> Month:
    """Return the month that an address names; raise ``NotFound`` for anything else."""
    month = read_month(text)
    if month is None:
        raise NotFound()
    return month
