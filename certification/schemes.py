"""The papers we know, one row each: who issues it, how long it holds, where to check it, what the law is.

A new scheme is a row here and, where its number has a known form, a grammar in ``numbers``.
"""

from dataclasses import dataclass
from enum import StrEnum

from babel.support import LazyProxy

from marketplace.core.errors import NotFound
from marketplace.core.text import _l

DEFAULT_EXPIRING_DAYS = 90


class Validity(StrEnum):
    """How a paper ends."""

    DATED = "dated"
    """On a day that is printed on it."""
    CONDITIONAL = "conditional"
    """Not while ingredients and process stay as they are; older ones still carry an end date."""


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """One kind of paper. Days are calendar days."""

    code: str
    name: LazyProxy
    short_name: str
    issuer: str
    number_scheme: str
    """Key of the number's grammar in ``numbers.registry``."""
    validity: Validity
    max_validity_years: int | None
    """No end date may lie further from the date of issue; None: the law sets no such limit now."""
    register_name: str
    register_url: str
    renewal_days: int | None
    """Renewal should be filed this many days before the end; None where there is no renewal."""
    expiring_days: int = DEFAULT_EXPIRING_DAYS
    """From so many days before the end on it is shown as "ends soon"."""
    days_to_obtain: int
    """Our rough estimate from a complete application to the paper, for planning; no term of law."""
    source: str

    @property
    def has_end_date(self) -> bool:
        """Whether every paper of this kind must state its last valid day."""
        return self.validity == Validity.DATED


_ROWS = (
    Scheme(
        code="halal",
        name=_l("Halal certificate"),
        short_name="Halal",
        issuer="BPJPH",
        number_scheme="halal",
        validity=Validity.CONDITIONAL,
        max_validity_years=None,
        register_name="SIHALAL (BPJPH)",
        register_url="https://ptsp.halal.go.id",
        renewal_days=None,
        days_to_obtain=30,
        source="UU 33/2014; PP 42/2024; reference/domain.md 2.1 (a return to end dates has been announced)",
    ),
    Scheme(
        code="pirt",
        name=_l("Home-industry food certificate (SPP-IRT)"),
        short_name="P-IRT",
        issuer="Bupati/Wali Kota (PTSP, OSS)",
        number_scheme="pirt",
        validity=Validity.DATED,
        max_validity_years=5,
        register_name="SPP-IRT (BPOM)",
        register_url="https://sppirt.pom.go.id",
        renewal_days=180,
        days_to_obtain=14,
        source="PerBPOM 22/2018; reference/domain.md 2.1: at most 5 years, renewed 6 months before the end",
    ),
    Scheme(
        code="bpom",
        name=_l("Distribution licence (BPOM)"),
        short_name="BPOM",
        issuer="Badan POM",
        number_scheme="bpom",
        validity=Validity.DATED,
        max_validity_years=5,
        register_name="Cek BPOM",
        register_url="https://cekbpom.pom.go.id",
        renewal_days=180,
        days_to_obtain=90,
        source="reference/domain.md 2.1: 5 years; the renewal window is our own caution, no source names one",
    ),
)

SCHEMES: dict[str, Scheme] = {row.code: row for row in _ROWS}
"""Every scheme by code, in the order in which pages list them."""


def scheme(code: str) -> Scheme:
    """Return the row of a scheme; raise ``NotFound`` for a code that has none."""
    found = SCHEMES.get(code)
    if found is None:
        raise NotFound("unknown_scheme", _l("We do not know this kind of certificate."))
    return found
