"""Which papers an office decides on: those of the cooperatives in its own regency, and no others.

A Dinas Koperasi and a district office of the P-IRT are offices of one regency or city (UU 23/2014, appendix Q: small
cooperatives within one regency are that regency's affair), so an official answers for the cooperatives there. The
regency is that of the office's own address, the first two groups of its Kemendagri code (35.24). The operator of the
site and an office without a region see every regency.
"""

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from certification.models import Certificate
from certification.permissions import VERIFY_CERTIFICATE
from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Organisation, OrganisationState, User
from marketplace.core.errors import NotAllowed
from marketplace.core.roles import Actor, OrganisationKind
from marketplace.core.text import _l
from marketplace.regions.queries import path_of, within

_AREAS = "areas_of_offices"
EVERYWHERE = ""
"""The area of whoever is bound to no regency."""


def regency_of(region_code: str) -> str:
    """Return the code of the regency or city that a region lies in: its first two groups."""
    return ".".join(region_code.split(".")[:2])


def area_of(session: Session, actor: Actor) -> str:
    """Return the regency whose papers the actor decides on; ``EVERYWHERE`` for who belongs to no agency."""
    if actor.organisation_kind != OrganisationKind.AGENCY or actor.organisation_id is None:
        return EVERYWHERE
    # Menu, list and page of one request all ask; the session itself forgets rows that nobody holds.
    known: dict[int, str] = session.info.setdefault(_AREAS, {})
    if actor.organisation_id not in known:
        known[actor.organisation_id] = regency_of(session.get_one(Organisation, actor.organisation_id).region_code)
    return known[actor.organisation_id]


def in_area(area: str) -> ColumnElement[bool]:
    """Build the condition that a certificate's cooperative lies in a region, to any depth."""
    if area == EVERYWHERE:
        return true()
    return Certificate.cooperative_id.in_(select(Organisation.id).where(within(Organisation.region_code, area)))


def is_in_area(session: Session, actor: Actor, certificate: Certificate) -> bool:
    """Tell whether the actor's office decides on this certificate."""
    area, code = area_of(session, actor), certificate.cooperative.region_code
    return area == EVERYWHERE or regency_of(code) == area


def check_in_area(session: Session, actor: Actor, certificate: Certificate) -> None:
    """Raise ``NotAllowed`` that names whose paper it is, where another regency's office decides on it."""
    if not is_in_area(session, actor, certificate):
        place = path_of(session, regency_of(certificate.cooperative.region_code))
        words = _l("This cooperative lies in %(place)s. Only the office there decides on its papers.", place=place)
        raise NotAllowed("other_regency", words)


def officials_for(session: Session, certificate: Certificate) -> list[User]:
    """Return the officials of the offices that decide on a certificate, each once."""
    regency = regency_of(certificate.cooperative.region_code)
    offices = select(Organisation.id).where(
        Organisation.kind == OrganisationKind.AGENCY,
        Organisation.state == OrganisationState.ACTIVE,
        within(Organisation.region_code, regency),
    )
    found: dict[int, User] = {}
    for office_id in session.scalars(offices.order_by(Organisation.id)):
        found |= {user.id: user for user in accounts.users_holding(session, VERIFY_CERTIFICATE, office_id)}
    return list(found.values())
