"""Which roles each kind of organisation has, and who of them looks after the others."""

from collections.abc import Iterable

from marketplace.core.roles import OrganisationKind, Role

_BUYING = (Role.BUYER, Role.REQUESTER, Role.APPROVER, Role.FINANCE, Role.RECEIVER)

ROLES: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.COOPERATIVE: (Role.MANAGER, Role.STAFF),
    OrganisationKind.RETAILER: _BUYING,
    OrganisationKind.STATE_COMPANY: _BUYING,
    OrganisationKind.OTHER_BUYER: _BUYING,
    OrganisationKind.AGENCY: (Role.OFFICIAL, Role.ASSISTANT),
    OrganisationKind.OPERATOR: (Role.OPERATOR,),
}
"""In the order in which a form offers them."""


def fits(kind: str, roles: Iterable[str]) -> bool:
    """Tell whether an organisation of this kind has all these roles."""
    return set(roles) <= {str(role) for role in ROLES[OrganisationKind(kind)]}
