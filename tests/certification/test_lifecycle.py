"""Certificates: who may do what in which state."""

import pytest

from certification.lifecycle import CERTIFICATE, CertificateAction, CertificateState, Party
from certification.permissions import MANAGE_PRODUCERS, REVOKE_CERTIFICATE, SUBMIT_CERTIFICATE, VERIFY_CERTIFICATE
from marketplace.core.errors import Conflict
from marketplace.core.roles import Permission, Role, roles_with

# state             holder may      verifier may
TABLE = (
    ("draft",            "submit",    ""),
    ("submitted",        "withdraw",  "verify ask_correction reject"),
    ("needs_correction", "submit",    ""),
    ("verified",         "",          "revoke"),
    ("rejected",         "",          ""),
    ("revoked",          "",          ""),
)  # fmt: skip


@pytest.mark.parametrize(("state", "holder", "verifier"), TABLE)
def test_each_party_has_its_actions_in_each_state(state: str, holder: str, verifier: str) -> None:
    assert [*CERTIFICATE.actions(CertificateState(state), Party.HOLDER)] == holder.split()
    assert [*CERTIFICATE.actions(CertificateState(state), Party.VERIFIER)] == verifier.split()


def test_the_table_names_every_state() -> None:
    assert {row[0] for row in TABLE} == set(CertificateState)


def test_nobody_leaves_a_final_state() -> None:
    assert {state for state in CertificateState if CERTIFICATE.is_final(state)} == {"rejected", "revoked"}


def test_a_holder_cannot_verify() -> None:
    with pytest.raises(Conflict):
        CERTIFICATE.next(CertificateState.SUBMITTED, CertificateAction.VERIFY, Party.HOLDER)


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        (MANAGE_PRODUCERS,   {Role.MANAGER, Role.STAFF}),
        (SUBMIT_CERTIFICATE, {Role.MANAGER, Role.STAFF}),
        (VERIFY_CERTIFICATE, {Role.OFFICIAL}),
        (REVOKE_CERTIFICATE, {Role.OFFICIAL, Role.OPERATOR}),
    ],
)  # fmt: skip
def test_rights_belong_to_roles(right: Permission, roles: set[Role]) -> None:
    assert roles_with(right) == roles
