"""What happens to organisations: register, approve or refuse, edit the profile."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import banking, events, people
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.accounts.permissions import APPROVE_ORGANISATION, EDIT_PROFILE
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import Actor, OrganisationKind, Role, roles_with
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.regions.queries import check_region

FIRST_ROLE = {
    OrganisationKind.COOPERATIVE: Role.MANAGER,
    OrganisationKind.RETAILER: Role.BUYER,
    OrganisationKind.STATE_COMPANY: Role.BUYER,
    OrganisationKind.OTHER_BUYER: Role.BUYER,
}
"""The role of the person who registers an organisation; other kinds are set up by the operator."""

LEGAL_NUMBERS = ("nib", "npwp", "nik_koperasi", "ahu")
"""Papers of the body itself. They may be missing at registration and then show as gaps."""


SEAT = "35.24.22"
"""Kecamatan Lamongan, where the first region's operator sits."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What an organisation says of itself. Empty legal numbers are gaps, not errors."""

    name: str
    region: str
    address: str = ""
    phone: str = ""
    about: str = ""
    nib: str = ""
    npwp: str = ""
    nik_koperasi: str = ""
    ahu: str = ""
    is_pkp: bool = False


@dataclass(frozen=True, kw_only=True)
class Registration(Profile):
    """A profile with the first bank account; later ones go their own way (``banking``)."""

    bank_name: str = ""
    bank_account_number: str = ""
    bank_account_holder: str = ""


def register(
    session: Session, actor: Actor, kind: OrganisationKind, profile: Registration, *, now: datetime
) -> Organisation:
    """Register an organisation for the acting person; it waits for an official's or the operator's approval."""
    if kind not in FIRST_ROLE:
        raise Invalid.field("kind", _l("Choose cooperative, retailer, state company or other buyer."))
    organisation = add(session, kind, profile, now=now)
    trail.record(session, actor, events.REGISTERED, "organisation", organisation.id, now=now, organisation_kind=kind)
    people.join(session, actor, actor.user_id, organisation.id, FIRST_ROLE[kind], now=now)
    return organisation


def add(session: Session, kind: OrganisationKind, profile: Registration, *, now: datetime) -> Organisation:
    """Insert an organisation in state pending, with a slug and a code of its own."""
    organisation = Organisation(
        kind=kind,
        slug=_free_slug(session, profile.name),
        code=_free_code(session, profile.name),
        state=OrganisationState.PENDING,
        created_at=now,
    )
    _fill(session, organisation, profile)
    banking.put(organisation, _account_of(profile))
    session.add(organisation)
    session.flush()
    return organisation


def operator_of_site(session: Session, *, now: datetime) -> Organisation:
    """Return the organisation of the site's operators; made where it is missing."""
    found = session.scalar(select(Organisation).where(Organisation.kind == OrganisationKind.OPERATOR))
    if found is None:
        found = add(session, OrganisationKind.OPERATOR, Registration(name="Pengelola Etalase", region=SEAT), now=now)
        found.state = OrganisationState.ACTIVE
    return found


def approve(session: Session, actor: Actor, organisation: Organisation, *, now: datetime) -> None:
    """Let a registered organisation trade. Nobody decides on their own organisation."""
    _decide(session, actor, organisation, OrganisationState.ACTIVE, now)
    trail.record(session, actor, events.APPROVED, "organisation", organisation.id, now=now)


def refuse(session: Session, actor: Actor, organisation: Organisation, reason: str, *, now: datetime) -> None:
    """Refuse a registered organisation with a reason that its people read."""
    if not reason.strip():
        raise Invalid.field("reason", _l("Say why, so that they can mend it."))
    _decide(session, actor, organisation, OrganisationState.REFUSED, now)
    organisation.decision_reason = reason.strip()[:500]
    trail.record(session, actor, events.REFUSED, "organisation", organisation.id, now=now)


def edit(session: Session, actor: Actor, organisation: Organisation, profile: Profile, *, now: datetime) -> None:
    """Change the profile. Raise ``NotAllowed`` for another organisation's people and for roles that may not."""
    if not may_edit(actor, organisation):
        raise NotAllowed("not_allowed")
    renamed = organisation.name != profile.name.strip()
    _fill(session, organisation, profile)
    if organisation.state == OrganisationState.REFUSED:
        # A refused registration that was mended waits for a new decision.
        organisation.state = OrganisationState.PENDING
        organisation.decided_at = organisation.decided_by_id = None
    session.flush()
    trail.record(session, actor, events.CHANGED, "organisation", organisation.id, now=now, renamed=renamed)


def profile_of(organisation: Organisation) -> Profile:
    """Return what an organisation says of itself now."""
    fields = {name: getattr(organisation, name) for name in Profile.__dataclass_fields__ if name != "region"}
    return Profile(**fields, region=organisation.region_code)


def may_edit(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether the actor may change a profile: before the approval too, never while suspended."""
    holds = bool(actor.roles & roles_with(EDIT_PROFILE))
    return holds and actor.organisation_id == organisation.id and not actor.organisation_suspended


def wanted_numbers(organisation: Organisation) -> tuple[str, ...]:
    """Name the legal numbers that an organisation of this kind needs: a cooperative all, others NIB and NPWP."""
    return LEGAL_NUMBERS if organisation.kind == OrganisationKind.COOPERATIVE else LEGAL_NUMBERS[:2]


def gaps(organisation: Organisation) -> list[str]:
    """Name the legal numbers that an organisation still lacks."""
    return [name for name in wanted_numbers(organisation) if not getattr(organisation, name)]


def _decide(
    session: Session, actor: Actor, organisation: Organisation, state: OrganisationState, now: datetime
) -> None:
    actor.check(APPROVE_ORGANISATION)
    if organisation.id in {m.organisation_id for m in people.memberships_of(session, actor.user_id)}:
        raise NotAllowed("own_organisation", _l("Nobody decides on their own organisation."))
    if organisation.state != OrganisationState.PENDING:
        raise Conflict("already_decided", _l("Somebody has decided on this organisation already."))
    organisation.state = state
    organisation.decided_at = now
    organisation.decided_by_id = actor.user_id


def _fill(session: Session, organisation: Organisation, profile: Profile) -> None:
    if len(profile.name.strip()) < 3:
        raise Invalid.field("name", _l("Write the full name."))
    organisation.name = profile.name.strip()
    organisation.region_code = check_region(session, profile.region)
    for field in ("address", "phone", "about", *LEGAL_NUMBERS):
        setattr(organisation, field, getattr(profile, field).strip())
    organisation.is_pkp = profile.is_pkp


def _account_of(profile: Registration) -> banking.BankAccount:
    return banking.BankAccount(
        bank_name=profile.bank_name.strip(),
        account_number=banking.read_number(profile.bank_account_number),
        account_holder=profile.bank_account_holder.strip(),
    )


def _free_slug(session: Session, name: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "organisasi"
    taken = set(session.scalars(select(Organisation.slug).where(Organisation.slug.startswith(base))))
    return next(slug for n in range(1, 10_000) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def _free_code(session: Session, name: str) -> str:
    base = re.sub(r"[^A-Z0-9]+", "", name.upper())[:9] or "ORG"
    taken = set(session.scalars(select(Organisation.code).where(Organisation.code.startswith(base))))
    return next(code for n in range(1, 1000) if (code := base if n == 1 else f"{base}{n}") not in taken)
