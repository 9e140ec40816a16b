"""Words and signs of certificates for the pages."""

from datetime import date

from babel.support import LazyProxy

from certification.marking import evidence_name
from certification.models import Verdict
from certification.numbers import Words
from marketplace.core.looks import Look
from marketplace.core.text import _l

__all__ = ["evidence_name", "iso_day", "part_name", "part_names", "verdict_look"]

PARTS: dict[str, LazyProxy] = {
    "province": _l("Province"),
    "number": _l("Running number"),
    "month": _l("Month"),
    "year": _l("Year"),
    "packaging": _l("Packaging"),
    "food_type": _l("Kind of food"),
    "region": _l("Regency or city"),
    "product": _l("Product"),
    "producer": _l("Producer"),
    "expiry_year": _l("Ends in"),
    "series": _l("Series"),
    "packaging_level": _l("Packaging level"),
    "prefix": _l("Issued by"),
    "item": _l("Company and product"),
    "check_digit": _l("Check digit"),
    "tax_office": _l("Tax office"),
    "branch": _l("Office or branch"),
    "standard": _l("Standard"),
    "detail": _l("Also printed"),
    "printed": _l("Number"),
}
"""Names of the parts of numbers, for headings."""


_VERDICTS = {
    Verdict.VERIFIED: Look("ok", "badge-check", _l("Verified")),
    Verdict.NEEDS_CORRECTION: Look("wait", "undo-2", _l("Correction asked for")),
    Verdict.REJECTED: Look("bad", "circle-x", _l("Rejected")),
    Verdict.REVOKED: Look("bad", "ban", _l("Revoked")),
}


def part_name(key: str) -> Words:
    """Return the heading of a part of a number."""
    return PARTS.get(key, key)


def part_names() -> dict[str, str]:
    """Return every heading by key in the reader's language, for the page that explains while one types."""
    return {key: str(words) for key, words in PARTS.items()}


def iso_day(text: str) -> date | None:
    """Read a day as it is kept in JSON; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def verdict_look(verdict: str) -> Look:
    """Return tone, icon and words of a decision."""
    return _VERDICTS[Verdict(verdict)]
