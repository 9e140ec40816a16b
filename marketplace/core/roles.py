"""Who acts: organisation kinds, roles in them, and named permissions that roles hold."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from marketplace.core.errors import NotAllowed
from marketplace.core.text import _l

Permission = NewType("Permission", str)
"""A named right, ``resource:action``."""


class OrganisationKind(StrEnum):
    """What an organisation is; decides which workplace its people see."""

    COOPERATIVE = "cooperative"
    RETAILER = "retailer"
    STATE_COMPANY = "state_company"
    OTHER_BUYER = "other_buyer"
    AGENCY = "agency"
    OPERATOR = "operator"


BUYER_KINDS = frozenset({OrganisationKind.RETAILER, OrganisationKind.STATE_COMPANY, OrganisationKind.OTHER_BUYER})


class Role(StrEnum):
    """What a person is within one organisation; one person may hold several."""

    MANAGER = "manager"
    STAFF = "staff"
    BUYER = "buyer"
    REQUESTER = "requester"
    APPROVER = "approver"
    FINANCE = "finance"
    RECEIVER = "receiver"
    OFFICIAL = "official"
    ASSISTANT = "assistant"
    """Business assistant: accompanies cooperatives for an office and decides on nothing."""
    OPERATOR = "operator"


SELLING = frozenset({Role.MANAGER, Role.STAFF})
BUYING = frozenset({Role.BUYER, Role.REQUESTER, Role.APPROVER, Role.FINANCE, Role.RECEIVER})
"""Until approvals exist every buying role may order (CONTRACT.md, Demo)."""

UNVERIFIED = _l("Please confirm your e-mail address first: press the link in the mail that we sent you.")
SUSPENDED = _l("Your organisation is suspended: open orders go on, nothing new begins. Ask the operator of the site.")

_grants: dict[Permission, frozenset[Role]] = {}
_surviving: set[Permission] = set()


def permission(name: str, roles: frozenset[Role], *, survives_suspension: bool = False) -> Permission:
    """Declare a permission beside its resource and grant it to roles; raise ``ValueError`` on a second grant.

    ``survives_suspension``: people of a suspended organisation keep it, so that what was begun is brought to its end.
    """
    declared = Permission(name)
    if _grants.get(declared, roles) != roles:
        raise ValueError(f"permission {name} is granted twice, differently")
    _grants[declared] = roles
    if survives_suspension:
        _surviving.add(declared)
    return declared


def roles_with(wanted: Permission) -> frozenset[Role]:
    """Return the roles that hold a permission."""
    return _grants[wanted]


def survives_suspension(wanted: Permission) -> bool:
    """Tell whether people of a suspended organisation keep a permission."""
    return wanted in _surviving


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts and on whose behalf; a value, so it crosses from one database session to another."""

    user_id: int
    user_name: str
    organisation_id: int | None
    organisation_name: str
    organisation_kind: OrganisationKind | None
    organisation_active: bool
    roles: frozenset[Role]
    is_verified: bool = True
    """Whether the person proved the e-mail address; whoever did not holds no permission."""
    organisation_suspended: bool = False
    """Suspended by the operator: what was begun goes on, nothing new begins."""
    can_write: bool = True
    language: str = "id"

    def can(self, wanted: Permission) -> bool:
        """Tell whether the actor holds a permission through a role in the active organisation."""
        if not self.is_verified:
            return False
        works = self.organisation_active or (self.organisation_suspended and survives_suspension(wanted))
        return works and bool(self.roles & roles_with(wanted))

    def check(self, wanted: Permission) -> None:
        """Raise ``NotAllowed`` unless the actor holds the permission."""
        if self.can(wanted):
            return
        if not self.is_verified:
            raise NotAllowed("unverified", UNVERIFIED)
        if self.organisation_suspended and self.roles & roles_with(wanted):
            raise NotAllowed("suspended", SUSPENDED)
        raise NotAllowed("not_allowed", f"{wanted} is needed")

    @property
    def is_buyer(self) -> bool:
        """Whether the active organisation is one that buys."""
        return self.organisation_kind in BUYER_KINDS

    @property
    def is_seller(self) -> bool:
        """Whether the active organisation is a cooperative."""
        return self.organisation_kind == OrganisationKind.COOPERATIVE


SYSTEM = Actor(
    user_id=0,
    user_name="system",
    organisation_id=None,
    organisation_name="",
    organisation_kind=None,
    organisation_active=True,
    roles=frozenset(),
)
"""The clock and the worker: recorded as actor 0, holds no permission."""
