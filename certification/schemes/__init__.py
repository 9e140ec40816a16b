"""The papers we know, one row each: who issues it, how long it holds, where to check it, what the law is.

A new scheme is a row here and, where its number has a known form, a grammar in ``numbers``.
"""

from certification.schemes.goods import FOOD_AND_CARE, FRESH_AND_BRANDS
from certification.schemes.organisation import ORGANISATION
from certification.schemes.row import DEFAULT_EXPIRING_DAYS, Scheme, Subject, Validity
from marketplace.core.errors import NotFound
from marketplace.core.text import _l

__all__ = [
    "DEFAULT_EXPIRING_DAYS",
    "GOODS_SCHEMES",
    "ORGANISATION_SCHEMES",
    "PUBLIC_SCHEMES",
    "SCHEMES",
    "Scheme",
    "Subject",
    "Validity",
    "scheme",
]

SCHEMES: dict[str, Scheme] = {row.code: row for row in (*FOOD_AND_CARE, *FRESH_AND_BRANDS, *ORGANISATION)}
"""Every scheme by code, in the order in which pages list them."""

GOODS_SCHEMES: tuple[str, ...] = tuple(code for code, row in SCHEMES.items() if row.subject == Subject.GOODS)
"""Schemes that a product can hold and be filtered by."""

ORGANISATION_SCHEMES: tuple[str, ...] = tuple(
    code for code, row in SCHEMES.items() if row.subject == Subject.ORGANISATION
)
"""Schemes of the cooperative itself."""

PUBLIC_SCHEMES: tuple[str, ...] = tuple(code for code, row in SCHEMES.items() if row.is_public)
"""Schemes whose papers everybody may see proven."""


def scheme(code: str) -> Scheme:
    """Return the row of a scheme; raise ``NotFound`` for a code that has none."""
    found = SCHEMES.get(code)
    if found is None:
        raise NotFound("unknown_scheme", _l("We do not know this kind of certificate."))
    return found
