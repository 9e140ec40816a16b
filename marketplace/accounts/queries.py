"""Reading people and organisations."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts import sessions, tokens
from marketplace.accounts.models import (
    ApiToken,
    Membership,
    Organisation,
    OrganisationState,
    User,
)
from marketplace.accounts.people import actor_of, memberships_of
from marketplace.accounts.phones import phone_key
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor, OrganisationKind, Permission, Role, roles_with
from marketplace.matching import holds
from marketplace.regions.models import Region
from marketplace.web.pages import PER_PAGE, Page


def actor_by_session(session: Session, token: str, *, now: datetime) -> Actor | None:
    """Return who is signed in with a session token, or None where it is dead, expired or the person disabled."""
    found = sessions.living(session, token, now=now)
    return found.actor if found else None


def actor_by_token(session: Session, token: str) -> Actor | None:
    """Return who calls with an API token; None where it is unknown, revoked, or the person is disabled or gone."""
    row = session.scalar(
        select(ApiToken)
        .where(ApiToken.token_hash == tokens.hash_of(token), ApiToken.revoked_at.is_(None))
        .options(joinedload(ApiToken.user))
    )
    if row is None or row.user.disabled_at is not None:
        return None
    actor = actor_of(row.user, memberships_of(session, row.user_id), row.organisation_id, can_write=row.can_write)
    return actor if actor.organisation_id is not None else None


def person_by_email(session: Session, email: str) -> User:
    """Return a person by address; raise ``NotFound``."""
    user = session.scalar(select(User).where(User.email == email.strip().lower()))
    if user is None:
        raise NotFound()
    return user


def person_by_login(session: Session, text: str) -> User | None:
    """Return who signs in with an e-mail address or a phone number, however it is written; None where nobody does."""
    if "@" in text:
        return session.scalar(select(User).where(User.email == text.strip().lower()))
    key = phone_key(text)
    return session.scalar(select(User).where(User.phone_key == key)) if key is not None else None


def person(session: Session, user_id: int) -> User:
    """Return a person by id; raise ``NotFound``."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound()
    return user


def organisation(session: Session, organisation_id: int | None) -> Organisation:
    """Return an organisation by id; raise ``NotFound``."""
    found = session.get(Organisation, organisation_id) if organisation_id is not None else None
    if found is None:
        raise NotFound()
    return found


def organisations_by_ids(session: Session, ids: Collection[int]) -> list[Organisation]:
    """Return the organisations with these ids."""
    return list(session.scalars(select(Organisation).where(Organisation.id.in_(ids))))


def people_by_ids(session: Session, ids: Collection[int]) -> list[User]:
    """Return the people with these ids."""
    return list(session.scalars(select(User).where(User.id.in_(ids))))


def locked_organisation(session: Session, organisation_id: int | None) -> Organisation:
    """Return an organisation for a change that others must wait for; raise ``NotFound``."""
    statement = select(Organisation).where(Organisation.id == organisation_id)
    found = session.scalar(statement.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def active_cooperative(session: Session, slug: str) -> Organisation:
    """Return a cooperative that trades, by its slug; raise ``NotFound``."""
    found = session.scalar(
        select(Organisation)
        .where(
            Organisation.slug == slug,
            Organisation.kind == OrganisationKind.COOPERATIVE,
            Organisation.state == OrganisationState.ACTIVE,
        )
        .options(joinedload(Organisation.region))
    )
    if found is None:
        raise NotFound()
    return found


def awaiting_approval(session: Session, page: int, words: str = "") -> Page[Organisation]:
    """Return one page of the organisations that wait for a decision, oldest first; with words in name or place."""
    place = Organisation.region.has
    wanted = select(Organisation).where(
        Organisation.state == OrganisationState.PENDING,
        holds(words, Organisation.name, lambda word: place(Region.path.icontains(word, autoescape=True))),
    )
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    oldest = wanted.order_by(Organisation.created_at, Organisation.id).options(joinedload(Organisation.region))
    return Page(list(session.scalars(oldest.limit(PER_PAGE).offset((page - 1) * PER_PAGE))), page, PER_PAGE, total)


def awaiting_approval_count(session: Session) -> int:
    """Return how many organisations wait for a decision."""
    statement = select(func.count(Organisation.id)).where(Organisation.state == OrganisationState.PENDING)
    return session.scalar(statement) or 0


def people_of(session: Session, organisation_id: int) -> list[Membership]:
    """Return the members of an organisation with their persons."""
    statement = select(Membership).where(Membership.organisation_id == organisation_id)
    return list(session.scalars(statement.options(joinedload(Membership.user)).order_by(Membership.id)))


def users_holding(session: Session, wanted: Permission, organisation_id: int | None = None) -> list[User]:
    """Return the people who hold a permission: in one organisation, or anywhere (officials, operators)."""
    roles = [str(role) for role in roles_with(wanted)]
    statement = select(User).join(Membership).where(Membership.role.in_(roles), User.disabled_at.is_(None)).distinct()
    if organisation_id is not None:
        statement = statement.where(Membership.organisation_id == organisation_id)
    return list(session.scalars(statement.order_by(User.id)))


def members(session: Session, organisation_id: int, roles: frozenset[Role] | None = None) -> list[User]:
    """Return the people of an organisation, all or those in some roles."""
    statement = select(User).join(Membership).where(Membership.organisation_id == organisation_id).distinct()
    if roles is not None:
        statement = statement.where(Membership.role.in_([str(role) for role in roles]))
    return list(session.scalars(statement.where(User.disabled_at.is_(None)).order_by(User.id)))


def tokens_of(session: Session, actor: Actor) -> list[ApiToken]:
    """Return the actor's own living tokens in the active organisation."""
    statement = select(ApiToken).where(
        ApiToken.user_id == actor.user_id,
        ApiToken.organisation_id == actor.organisation_id,
        ApiToken.revoked_at.is_(None),
    )
    return list(session.scalars(statement.order_by(ApiToken.id)))
