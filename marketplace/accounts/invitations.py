"""Inviting people into an organisation by e-mail: a link that works once, for 72 hours, for that address only."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts import events, invitation_mail, offices, people, queries, scope, tokens
from marketplace.accounts.invitation_models import Invitation
from marketplace.accounts.models import Membership, OrganisationState, User
from marketplace.accounts.people import NewPerson
from marketplace.accounts.permissions import MANAGE_MEMBERS
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor, Role
from marketplace.core.text import _l
from marketplace.db import conditional
from marketplace.events import trail

LIFETIME = timedelta(hours=72)
DOUBLE_CLICK = timedelta(seconds=10)
"""Within this time the same invitation is a second click, not a second wish."""
MOST_SHOWN = 100
DEAD = _l(
    "This invitation does not work any more: it was used or withdrawn, or it is older than 72 hours. "
    "If you have joined already, sign in; otherwise ask the person who invited you for a new one."
)


def invite(session: Session, actor: Actor, email: str, role: str, *, now: datetime) -> Invitation:
    """Invite somebody into the actor's organisation and mail the link; a second click is one invitation.

    Raises ``NotAllowed``, ``Invalid`` on the address, on a role that this kind of organisation does not have, and for
    somebody who holds the role or is invited already.
    """
    actor.check(MANAGE_MEMBERS)
    organisation = queries.locked_organisation(session, actor.organisation_id)
    address = people.read_email(email)
    if address == queries.person(session, actor.user_id).email:
        raise Invalid.field("email", _l("Nobody gives themselves another role: a colleague does it."))
    if not offices.fits(organisation.kind, [role]):
        raise Invalid.field("role", _l("Choose one from the list."))
    if _holds(session, organisation.id, address, role):
        raise Invalid.field("email", _l("This person holds the role already."))
    before = session.scalar(_open(actor).where(Invitation.email == address, Invitation.expires_at > now))
    if before is not None:
        if before.role == role and now - before.created_at < DOUBLE_CLICK:
            return before
        raise Invalid.field("email", _l("This address is invited already. Send that invitation again, or withdraw it."))
    token = tokens.new_token()
    invitation = Invitation(
        organisation=organisation,
        email=address,
        role=role,
        token_hash=tokens.hash_of(token),
        invited_by_id=actor.user_id,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    session.add(invitation)
    session.flush()
    _record(session, actor, events.INVITED, invitation, now)
    invitation_mail.write(session, invitation, token, now=now)
    return invitation


def send_again(session: Session, actor: Actor, invitation_id: int, *, now: datetime) -> Invitation:
    """Mail a new link for an open invitation, which begins its 72 hours anew; the old link is dead."""
    invitation = _mine(session, actor, invitation_id)
    if invitation.used_at is not None or invitation.withdrawn_at is not None:
        raise Conflict("ended", _l("This invitation has ended. Invite the person anew."))
    token = tokens.new_token()
    invitation.token_hash = tokens.hash_of(token)
    invitation.expires_at = now + LIFETIME
    invitation.invited_by_id = actor.user_id
    session.flush()
    _record(session, actor, events.INVITED, invitation, now)
    invitation_mail.write(session, invitation, token, now=now)
    return invitation


def withdraw(session: Session, actor: Actor, invitation_id: int, *, now: datetime) -> None:
    """Take an invitation back; one that is withdrawn already stays so, ``Conflict`` for one that was used."""
    invitation = _mine(session, actor, invitation_id)
    if invitation.used_at is not None:
        raise Conflict("used", _l("This person has joined already. Remove them from the list of members instead."))
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = now
        session.flush()
        _record(session, actor, events.INVITATION_WITHDRAWN, invitation, now)


def open_ones(session: Session, actor: Actor) -> list[Invitation]:
    """Return the invitations of the actor's organisation that were neither used nor withdrawn, newest first."""
    statement = _open(actor).options(joinedload(Invitation.invited_by)).order_by(Invitation.id.desc())
    return list(session.scalars(statement.limit(MOST_SHOWN)))


def behind(session: Session, token: str, *, now: datetime) -> Invitation:
    """Return the invitation of a link; raise ``NotFound`` alike for a link that is unknown, used, withdrawn or old.

    A link whose sender may not invite any more is dead too: whoever was removed does not come back through it.
    """
    statement = select(Invitation).where(Invitation.token_hash == tokens.hash_of(token), *_alive(now))
    found = session.scalar(statement.options(joinedload(Invitation.organisation), joinedload(Invitation.invited_by)))
    if found is None or found.invited_by_id not in _who_may_invite(session, found.organisation_id):
        raise NotFound("dead_link", DEAD)
    return found


def accept(session: Session, actor: Actor, token: str, *, now: datetime) -> Invitation:
    """Let the person whose address was invited join; the link is used up with it.

    Raises ``NotFound`` for a dead link, ``NotAllowed`` for another person, ``Conflict`` while the organisation is
    suspended.
    """
    invitation = behind(session, token, now=now)
    person = queries.person(session, actor.user_id)
    if person.email != invitation.email:
        raise NotAllowed("other_person", _l("This invitation is for another address than yours."))
    if invitation.invited_by_id == person.id:
        raise NotAllowed("oneself", _l("Nobody gives themselves another role: a colleague does it."))
    if invitation.organisation.state != OrganisationState.ACTIVE:
        raise Conflict("not_active", _l("Nobody can join this organisation at the moment. Ask who invited you."))
    mine = update(Invitation).where(Invitation.id == invitation.id, *_alive(now))
    if not conditional(session, mine.values(used_at=now, used_by_id=person.id)):
        raise NotFound("dead_link", DEAD)
    person.email_verified_at = person.email_verified_at or now  # the link came to the address
    role = Role(invitation.role)
    if not _holds(session, invitation.organisation_id, person.email, role):
        people.join(session, actor, person.id, invitation.organisation_id, role, now=now)
    _record(session, actor, events.INVITATION_ACCEPTED, invitation, now)
    return invitation


def accept_as_new(session: Session, token: str, person: NewPerson, *, now: datetime) -> User:
    """Make an account for the invited address and join; raises as ``people.sign_up`` and ``accept`` do."""
    invitation = behind(session, token, now=now)
    user = people.sign_up(session, replace(person, email=invitation.email, is_verified=True), now=now)
    accept(session, people.actor_of(user, [], None), token, now=now)
    return user


def _mine(session: Session, actor: Actor, invitation_id: int) -> Invitation:
    actor.check(MANAGE_MEMBERS)
    mine = scope.rows(actor, Invitation).where(Invitation.id == invitation_id).with_for_update()
    found = session.scalar(mine.execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def _open(actor: Actor) -> Select[Invitation]:
    return scope.rows(actor, Invitation).where(Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None))


def _alive(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > now


def _who_may_invite(session: Session, organisation_id: int) -> set[int]:
    return {user.id for user in queries.users_holding(session, MANAGE_MEMBERS, organisation_id)}


def _holds(session: Session, organisation_id: int, email: str, role: str) -> bool:
    held = (
        select(Membership.id)
        .join(Membership.user)
        .where(Membership.organisation_id == organisation_id, Membership.role == role, User.email == email)
    )
    return session.scalar(held) is not None


def _record(session: Session, actor: Actor, name: str, invitation: Invitation, now: datetime) -> None:
    trail.record(
        session,
        actor,
        name,
        "organisation",
        invitation.organisation_id,
        now=now,
        invitation=invitation.id,
        role=invitation.role,
    )
