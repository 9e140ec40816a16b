"""Plain functions that make one thing with sensible defaults; every default can be said otherwise by keyword."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from marketplace.accounts import passwords, people
from marketplace.accounts.models import Membership, Organisation, OrganisationState, User
from marketplace.accounts.organisations import Registration, add, operator_of_site
from marketplace.core.roles import Actor, OrganisationKind, Role

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PASSWORD = "kata-sandi-uji-2026"
KEMANTREN = "35.24.14.2011"
"""A village in Kecamatan Paciran, Kabupaten Lamongan."""
SURABAYA = "35.78.09"

_serial = count(1)


@cache
def _hash() -> str:
    return passwords.hash_password(PASSWORD)


def make_user(session: Session, *, email: str = "", name: str = "Siti Uji", language: str = "id") -> User:
    """Make a person who can sign in with ``PASSWORD``."""
    user = User(
        email=email or f"orang{next(_serial)}@uji.test",
        email_verified_at=NOW,
        name=name,
        password_hash=_hash(),
        language=language,
        created_at=NOW,
    )
    session.add(user)
    session.flush()
    return user


def make_organisation(
    session: Session,
    *,
    kind: OrganisationKind = OrganisationKind.COOPERATIVE,
    state: OrganisationState = OrganisationState.ACTIVE,
    **profile: Any,
) -> Organisation:
    """Make an organisation, active unless said otherwise, with a bank account."""
    if kind == OrganisationKind.OPERATOR:
        return operator_of_site(session, now=NOW)
    defaults: dict[str, Any] = {
        "name": f"KDMP Uji {next(_serial)}",
        "region": KEMANTREN if kind in (OrganisationKind.COOPERATIVE, OrganisationKind.AGENCY) else SURABAYA,
        "bank_name": "Bank Contoh",
        "bank_account_number": "9999000111",
        "bank_account_holder": "KDMP Uji",
    }
    organisation = add(session, kind, Registration(**{**defaults, **profile}), now=NOW)
    organisation.state = state
    session.flush()
    return organisation


def make_member(session: Session, organisation: Organisation, role: Role, **person: Any) -> Actor:
    """Make a person in an organisation and return the acting value."""
    user = make_user(session, **person)
    session.add(Membership(user_id=user.id, organisation_id=organisation.id, role=role, created_at=NOW))
    session.flush()
    return people.actor_of(user, people.memberships_of(session, user.id), organisation.id)


def make_seller(session: Session, *, email: str = "", **profile: Any) -> Actor:
    """Make a cooperative with a manager; returns the manager acting for it."""
    return make_member(session, make_organisation(session, **profile), Role.MANAGER, email=email)


def make_buyer(session: Session, *, email: str = "", role: Role = Role.BUYER, **profile: Any) -> Actor:
    """Make a retailer with a buyer; returns the buyer acting for it."""
    shop = make_organisation(session, kind=OrganisationKind.RETAILER, **profile)
    return make_member(session, shop, role, email=email)


def make_official(session: Session, *, email: str = "", **profile: Any) -> Actor:
    """Make an agency with an official; returns the official acting for it."""
    agency = make_organisation(session, kind=OrganisationKind.AGENCY, **profile)
    return make_member(session, agency, Role.OFFICIAL, email=email)


def make_operator(session: Session, *, email: str = "") -> Actor:
    """Make an operator of the site."""
    return make_member(session, make_organisation(session, kind=OrganisationKind.OPERATOR), Role.OPERATOR, email=email)


def in_language(actor: Actor, language: str) -> Actor:
    """Return the same actor reading another language."""
    return replace(actor, language=language)
