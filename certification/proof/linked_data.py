"""A paper in the words of schema.org, for search engines and for programs of buyers.

``Certification`` and its properties: schema.org/Certification (issue 3230). It stands in the page as a data block,
which browsers never run: HTML, "prepare the script element", leaves at an unknown type before it asks the policy,
so that ``script-src 'self'`` stays as strict as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from certification.status import Status, is_valid

TOLD = frozenset({Status.VERIFIED, Status.EXPIRING, Status.EXPIRED, Status.ON_HOLD, Status.REVOKED})
"""Only what an official once said yes to is told to machines."""


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What a paper is about; ``url`` is empty where the shop has no page for it."""

    name: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is told of a paper."""

    url: str
    name: str
    number: str
    issuer: str
    holder: str
    status: Status
    goods: Sequence[Thing]
    """Products in its scope; empty for a paper of the organisation itself."""
    checked_on: date | None
    valid_from: date | None
    valid_until: date | None


def certification(paper: Paper) -> dict[str, Any] | None:
    """Return the description of a paper as JSON-LD; None where no official ever verified it."""
    if paper.status not in TOLD or paper.checked_on is None:
        return None
    holder = {"@type": "Organization", "name": paper.holder}
    about = [_product(thing, holder) for thing in paper.goods] or [holder]
    active = "CertificationActive" if is_valid(paper.status) else "CertificationInactive"
    told = {
        "@context": "https://schema.org",
        "@type": "Certification",
        "@id": paper.url,
        "url": paper.url,
        "name": paper.name,
        "certificationIdentification": paper.number,
        "certificationStatus": f"https://schema.org/{active}",
        "issuedBy": {"@type": "Organization", "name": paper.issuer},
        "about": about,
        "auditDate": paper.checked_on.isoformat(),
        "validFrom": paper.valid_from.isoformat() if paper.valid_from else None,
        "expires": paper.valid_until.isoformat() if paper.valid_until else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _product(thing: Thing, maker: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"@type": "Product", "name": thing.name, "manufacturer": maker}
    return told | ({"url": thing.url} if thing.url else {})
