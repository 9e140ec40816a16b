"""How orders and their papers are numbered. The running numbers themselves come from ``counters``."""

from datetime import date
from enum import StrEnum

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class Series(StrEnum):
    """What is counted on its own in each organisation and year; the value stands in the number of a paper."""

    ORDER = "PSN"
    INVOICE = "INV"
    DELIVERY_NOTE = "SJ"


def order_number(sequence: int, day: date) -> str:
    """Return the number of an order, unique over the site: ``PSN-2611-0148`` is the 148th of 2026, from November."""
    return f"{Series.ORDER}-{day:%y%m}-{sequence:04d}"


def paper_number(series: Series, sequence: int, seller_code: str, day: date) -> str:
    """Return the number of a seller's paper in the usual form: ``001/INV/KDMPWERU/XI/2026``."""
    return f"{sequence:03d}/{series}/{seller_code}/{ROMAN_MONTHS[day.month - 1]}/{day.year}"
