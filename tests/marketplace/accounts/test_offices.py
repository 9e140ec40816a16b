"""Which roles each kind of organisation has: every kind has somebody who looks after the others."""

import pytest

from marketplace.accounts import offices
from marketplace.accounts.organisations import FIRST_ROLE
from marketplace.accounts.permissions import MANAGE_MEMBERS
from marketplace.core.roles import OrganisationKind, Role, roles_with


@pytest.mark.parametrize("kind", OrganisationKind)
def test_every_kind_has_a_role_that_manages(kind: OrganisationKind) -> None:
    assert roles_with(MANAGE_MEMBERS) & set(offices.ROLES[kind])


@pytest.mark.parametrize("kind", FIRST_ROLE)
def test_whoever_registers_may_manage(kind: OrganisationKind) -> None:
    assert FIRST_ROLE[kind] in offices.ROLES[kind]
    assert FIRST_ROLE[kind] in roles_with(MANAGE_MEMBERS)


@pytest.mark.parametrize(
    ("kind", "roles", "fits"),
    [
        ("cooperative", ["manager", "staff"], True),
        ("cooperative", ["official"], False),
        ("cooperative", ["manager", "operator"], False),
        ("cooperative", ["king"], False),
        ("state_company", ["requester", "approver", "finance", "receiver"], True),
        ("retailer", ["manager"], False),
        ("agency", ["official"], True),
        ("agency", ["operator"], False),
        ("operator", ["operator"], True),
    ],
)
def test_only_roles_of_the_kind_fit(kind: str, roles: list[str], fits: bool) -> None:
    assert offices.fits(kind, roles) is fits


def test_every_role_belongs_somewhere() -> None:
    assert {role for roles in offices.ROLES.values() for role in roles} == set(Role)
