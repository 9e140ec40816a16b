"""The people of an organisation: who they are, what they may do, and their leaving. Never their accounts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from marketplace.accounts import events, offices, people, queries
from marketplace.accounts.models import ApiToken, Membership, Organisation, SignInSession, User
from marketplace.accounts.permissions import MANAGE_MEMBERS
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor, Role, roles_with
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.matching import holds
from marketplace.web.pages import PER_PAGE, Page


@dataclass(frozen=True)
class Member:
    """A person in an organisation: the roles there, and when they last acted for it."""

    user: User
    roles: tuple[Role, ...]
    last_seen_at: datetime | None


def listed(session: Session, organisation_id: int, page: int, words: str = "") -> Page[Member]:
    """Return one page of an organisation's people, by name; with words in name, e-mail or phone number."""
    mine = select(Membership.user_id).where(Membership.organisation_id == organisation_id)
    wanted = select(User).where(User.id.in_(mine), holds(words, User.name, User.email, User.phone))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    found = session.scalars(wanted.order_by(User.name, User.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return Page(_members(session, organisation_id, found), page, PER_PAGE, total)


def member(session: Session, organisation_id: int | None, user_id: int) -> Member:
    """Return one person of an organisation; raise ``NotFound`` for anybody else."""
    inside = select(Membership.user_id).where(Membership.organisation_id == organisation_id)
    user = session.scalar(select(User).where(User.id == user_id, User.id.in_(inside)))
    if user is None or organisation_id is None:
        raise NotFound()
    return _members(session, organisation_id, [user])[0]


def set_roles(session: Session, actor: Actor, user_id: int, roles: Collection[str], *, now: datetime) -> None:
    """Give a colleague these roles instead of what they hold.

    Raises ``NotAllowed`` without the right and for more rights for oneself, ``NotFound`` for a stranger, ``Invalid``
    on roles that the organisation does not have, ``Conflict`` where nobody would be left who manages.
    """
    actor.check(MANAGE_MEMBERS)
    organisation = queries.locked_organisation(session, actor.organisation_id)
    held = _held(session, organisation, user_id)
    if not roles or not offices.fits(organisation.kind, roles):
        raise Invalid.field("roles", _l("Choose at least one role from the list."))
    wanted = {Role(role) for role in roles}
    if user_id == actor.user_id and not wanted <= set(held):
        raise NotAllowed("own_roles", _l("Nobody gives themselves another role: a colleague does it."))
    if wanted == set(held):
        return
    _check_somebody_manages(session, organisation, user_id, wanted)
    for role in set(held) - wanted:
        session.delete(held[role])
    for role in wanted - set(held):
        session.add(Membership(user_id=user_id, organisation_id=organisation.id, role=role, created_at=now))
    session.flush()
    said = ",".join(sorted(wanted))
    trail.record(
        session, actor, events.ROLE_CHANGED, "organisation", organisation.id, now=now, user=user_id, roles=said
    )


def remove(session: Session, actor: Actor, user_id: int, *, now: datetime) -> None:
    """Take a person out of the actor's organisation, or let the actor leave it. The account itself stays.

    What they signed in for falls back to another organisation of theirs, or to none; their API tokens of this one
    are revoked. Raises as ``set_roles`` does.
    """
    if user_id != actor.user_id:
        actor.check(MANAGE_MEMBERS)
    organisation = queries.locked_organisation(session, actor.organisation_id)
    held = _held(session, organisation, user_id)
    _check_somebody_manages(session, organisation, user_id, ())
    for membership in held.values():
        session.delete(membership)
    session.flush()
    _fall_back(session, user_id, organisation.id)
    _revoke_tokens(session, user_id, organisation.id, now)
    trail.record(session, actor, events.MEMBER_LEFT, "organisation", organisation.id, now=now, user=user_id)


def _members(session: Session, organisation_id: int, users: Iterable[User]) -> list[Member]:
    found = list(users)
    ids = [user.id for user in found]
    roles: dict[int, list[Role]] = {}
    for membership in session.scalars(
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.user_id.in_(ids))
        .order_by(Membership.id)
    ):
        roles.setdefault(membership.user_id, []).append(Role(membership.role))
    # Only what was done for this organisation: it is not told when somebody works for another one.
    seen = (
        select(SignInSession.user_id, func.max(SignInSession.last_seen_at))
        .where(SignInSession.organisation_id == organisation_id, SignInSession.user_id.in_(ids))
        .group_by(SignInSession.user_id)
    )
    last = {user_id: moment for user_id, moment in session.execute(seen)}  # noqa: C416
    return [Member(user, tuple(roles.get(user.id, ())), last.get(user.id)) for user in found]


def _held(session: Session, organisation: Organisation, user_id: int) -> dict[Role, Membership]:
    statement = select(Membership).where(Membership.organisation_id == organisation.id, Membership.user_id == user_id)
    found = {Role(membership.role): membership for membership in session.scalars(statement)}
    if not found:
        raise NotFound()
    return found


def _check_somebody_manages(
    session: Session, organisation: Organisation, user_id: int, roles: Collection[Role]
) -> None:
    """Raise ``Conflict`` where a person was the last who manages and would not any more."""
    managing = {user.id for user in queries.users_holding(session, MANAGE_MEMBERS, organisation.id)}
    if user_id in managing and managing == {user_id} and not roles_with(MANAGE_MEMBERS) & set(roles):
        raise Conflict(
            "last_manager",
            _l("This is the last person who looks after the members. Give somebody else that role first."),
        )


def _fall_back(session: Session, user_id: int, organisation_id: int) -> None:
    left = next(iter(people.memberships_of(session, user_id)), None)
    session.execute(
        update(SignInSession)
        .where(SignInSession.user_id == user_id, SignInSession.organisation_id == organisation_id)
        .values(organisation_id=left.organisation_id if left else None)
    )


def _revoke_tokens(session: Session, user_id: int, organisation_id: int, now: datetime) -> None:
    session.execute(
        update(ApiToken)
        .where(ApiToken.user_id == user_id, ApiToken.organisation_id == organisation_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )
