"""What people do with their account: sign up, sign in and out, switch organisation, make tokens."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts import events, passwords, session_rules, tokens
from marketplace.accounts.models import ApiToken, Membership, Organisation, OrganisationState, SignInSession, User
from marketplace.accounts.phones import phone_key, read_phone
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import SYSTEM, Actor, OrganisationKind, Role
from marketplace.core.text import _l
from marketplace.events import trail

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """What a person fills in to get an account."""

    email: str
    name: str
    password: str
    phone: str = ""
    language: str = "id"
    is_demo: bool = False
    is_verified: bool = False
    """Whether the address needs no proof: an invitation came to it, or the operator made the account."""


def sign_up(session: Session, person: NewPerson, *, now: datetime) -> User:
    """Make an account; raise ``Invalid`` on a bad address, a weak password or an address that is taken."""
    email = check_person(person)
    if session.scalar(select(User.id).where(User.email == email)):
        raise Invalid.field("email", _l("This address has an account already. Sign in, then register from there."))
    user = User(
        email=email,
        email_verified_at=now if person.is_verified else None,
        name=person.name.strip(),
        phone=person.phone.strip(),
        phone_key=free_phone_key(session, person.phone),
        password_hash=passwords.hash_password(person.password),
        language=person.language,
        is_demo=person.is_demo,
        created_at=now,
    )
    session.add(user)
    session.flush()
    trail.record(session, SYSTEM, events.PERSON_JOINED, "person", user.id, now=now)
    return user


def check_person(person: NewPerson) -> str:
    """Return the address in the form that is kept; raise ``Invalid`` where something filled in is not usable."""
    email = read_email(person.email)
    if not person.name.strip():
        raise Invalid.field("name", _l("Write your name."))
    check_phone(person.phone)
    passwords.check_new(person.password, context=(person.name, email))
    return email


def read_email(text: str) -> str:
    """Return an e-mail address in the form that is kept; raise ``Invalid`` where it is none."""
    email = text.strip().lower()
    if not EMAIL.fullmatch(email) or len(email) > 254 or not email.isascii():
        raise Invalid.field("email", _l("Write an e-mail address, for example nama@contoh.id."))
    return email


def check_phone(text: str) -> None:
    """Raise ``Invalid`` where a phone number is given that is none."""
    if text.strip():
        read_phone(text)


def free_phone_key(session: Session, phone: str, *, user_id: int = 0) -> str | None:
    """Return the key under which a person may sign in by phone; None where somebody else has it or it is no number."""
    key = phone_key(phone)
    if key is None or session.scalar(select(User.id).where(User.phone_key == key, User.id != user_id)):
        return None
    return key


def open_session(session: Session, user: User, *, user_agent: str, now: datetime) -> str:
    """Open a session for a person who has just proved who they are; return its token.

    It acts for the person's first organisation.
    """
    token = tokens.new_token()
    memberships = memberships_of(session, user.id)
    first = next(iter(memberships), None)
    lifetime = session_rules.lifetime_of({Role(membership.role) for membership in memberships})
    session.add(
        SignInSession(
            token_hash=tokens.hash_of(token),
            user_id=user.id,
            organisation_id=first.organisation_id if first else None,
            user_agent=user_agent[:200],
            created_at=now,
            last_seen_at=now,
            expires_at=now + lifetime.absolute,
            proved_at=now,
        )
    )
    session.flush()
    trail.record(session, SYSTEM, events.SIGNED_IN, "person", user.id, now=now)
    return token


def sign_out(session: Session, token: str, *, now: datetime) -> None:
    """End the session of a token; a token that is already dead stays dead."""
    row = session.scalar(select(SignInSession).where(SignInSession.token_hash == tokens.hash_of(token)))
    if row is not None and row.ended_at is None:
        row.ended_at = now
        trail.record(session, SYSTEM, events.SIGNED_OUT, "person", row.user_id, now=now)


def act_for(session: Session, token: str, organisation_id: int, *, now: datetime) -> None:
    """Switch the organisation of a session; raise ``NotFound`` where the person is not a member."""
    row = session.scalar(select(SignInSession).where(SignInSession.token_hash == tokens.hash_of(token)))
    if row is None or organisation_id not in {m.organisation_id for m in memberships_of(session, row.user_id)}:
        raise NotFound()
    row.organisation_id = organisation_id


def memberships_of(session: Session, user_id: int) -> list[Membership]:
    """Return a person's memberships with their organisations, oldest first."""
    statement = select(Membership).where(Membership.user_id == user_id).options(joinedload(Membership.organisation))
    return list(session.scalars(statement.order_by(Membership.id)))


def other_organisations(session: Session, actor: Actor) -> list[Organisation]:
    """Return the organisations that a person belongs to beside the active one."""
    found = {m.organisation_id: m.organisation for m in memberships_of(session, actor.user_id)}
    return [organisation for id_, organisation in found.items() if id_ != actor.organisation_id]


def join(
    session: Session, actor: Actor, user_id: int, organisation_id: int, role: Role, *, now: datetime
) -> Membership:
    """Make a person a member in a role; raise ``Conflict`` where that is so already."""
    already = select(Membership.id).where(
        Membership.user_id == user_id, Membership.organisation_id == organisation_id, Membership.role == role
    )
    if session.scalar(already):
        raise Conflict("already_member", _l("This person holds the role already."))
    membership = Membership(user_id=user_id, organisation_id=organisation_id, role=role, created_at=now)
    session.add(membership)
    session.flush()
    trail.record(
        session, actor, events.MEMBER_JOINED, "organisation", organisation_id, now=now, user=user_id, role=role
    )
    return membership


def make_token(session: Session, actor: Actor, label: str, *, can_write: bool, now: datetime) -> str:
    """Make an API token for the actor's active organisation and return it: the only time it can be seen."""
    if actor.organisation_id is None:
        raise Conflict("no_organisation", _l("A token belongs to an organisation. Register one first."))
    token = f"ed_{tokens.new_token()}"
    row = ApiToken(
        token_hash=tokens.hash_of(token),
        label=label.strip()[:80] or "API",
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        can_write=can_write,
        created_at=now,
    )
    session.add(row)
    session.flush()
    trail.record(session, actor, events.TOKEN_MADE, "organisation", actor.organisation_id, now=now, token=row.id)
    return token


def revoke_token(session: Session, actor: Actor, token_id: int, *, now: datetime) -> None:
    """Revoke one of the actor's own tokens; raise ``NotFound`` where it is not theirs."""
    row = session.scalar(
        select(ApiToken).where(
            ApiToken.id == token_id,
            ApiToken.user_id == actor.user_id,
            ApiToken.organisation_id == actor.organisation_id,
        )
    )
    if row is None or actor.organisation_id is None:
        raise NotFound()
    if row.revoked_at is None:
        row.revoked_at = now
        trail.record(session, actor, events.TOKEN_REVOKED, "organisation", actor.organisation_id, now=now, token=row.id)


def revoke_all_tokens(session: Session, user_id: int, *, now: datetime) -> None:
    """Revoke every API token of a person: whoever took the account over may have made one."""
    living = update(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    session.execute(living.values(revoked_at=now))


def actor_of(user: User, memberships: list[Membership], organisation_id: int | None, **options: bool) -> Actor:
    """Build the acting value of a person for one of their organisations."""
    held = [m for m in memberships if m.organisation_id == organisation_id]
    organisation = held[0].organisation if held else None
    return Actor(
        user_id=user.id,
        user_name=user.name,
        organisation_id=organisation.id if organisation else None,
        organisation_name=organisation.name if organisation else "",
        organisation_kind=OrganisationKind(organisation.kind) if organisation else None,
        organisation_active=organisation is not None and organisation.state == OrganisationState.ACTIVE,
        organisation_suspended=organisation is not None and organisation.state == OrganisationState.SUSPENDED,
        roles=frozenset(Role(m.role) for m in held),
        is_verified=user.email_verified_at is not None,
        language=user.language,
        can_write=options.get("can_write", True),
    )
