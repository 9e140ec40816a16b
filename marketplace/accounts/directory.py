"""The operator's lists: organisations and people of the whole site, searched and paged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.accounts.models import Membership, Organisation, OrganisationState, SignInSession, User
from marketplace.accounts.phones import phone_key
from marketplace.core.roles import OrganisationKind
from marketplace.regions.models import Region
from marketplace.regions.queries import within
from marketplace.web.pages import PER_PAGE, Page

REGENCY = len("35.24")
"""Letters of a regency's code: the beginning of the codes of all places in it."""


@dataclass(frozen=True, kw_only=True)
class OrganisationFilter:
    """What an operator looks for; empty parts do not narrow."""

    words: str = ""
    kind: str = ""
    state: str = ""
    region: str = ""


def read_filter(args: Mapping[str, str]) -> OrganisationFilter:
    """Read the filter from an address; what cannot be read does not narrow."""
    kind, state = args.get("jenis", ""), args.get("status", "")
    return OrganisationFilter(
        words=read_words(args),
        kind=kind if kind in set(OrganisationKind) else "",
        state=state if state in set(OrganisationState) else "",
        region=args.get("wilayah", "")[:REGENCY].strip(),
    )


def read_words(args: Mapping[str, str]) -> str:
    """Read the words that are searched for."""
    return args.get("q", "").replace("\x00", "").strip()[:100]


def organisations(session: Session, wanted: OrganisationFilter, page: int) -> Page[Organisation]:
    """Return one page of organisations by name: those whose name, code or legal number holds the words."""
    statement = select(Organisation)
    if wanted.words:
        fields = (Organisation.name, Organisation.code, Organisation.nib, Organisation.npwp)
        statement = statement.where(or_(*(field.icontains(wanted.words, autoescape=True) for field in fields)))
    if wanted.kind:
        statement = statement.where(Organisation.kind == wanted.kind)
    if wanted.state:
        statement = statement.where(Organisation.state == wanted.state)
    if wanted.region:
        statement = statement.where(within(Organisation.region_code, wanted.region))
    total = _count(session, statement)
    shown = statement.options(joinedload(Organisation.region)).order_by(Organisation.name, Organisation.id)
    return Page(session.scalars(_cut(shown, page)).all(), page, PER_PAGE, total)


def regencies(session: Session) -> list[Region]:
    """Return the regencies in which organisations are, by name."""
    codes = select(func.substr(Organisation.region_code, 1, REGENCY)).distinct()
    return list(session.scalars(select(Region).where(Region.code.in_(codes)).order_by(Region.name)))


def people(session: Session, words: str, page: int) -> Page[User]:
    """Return one page of people by name, with their organisations: by name, address or phone number."""
    statement = select(User)
    if words:
        conditions = [field.icontains(words, autoescape=True) for field in (User.name, User.email, User.phone)]
        key = phone_key(words)
        statement = statement.where(or_(*conditions, *([User.phone_key == key] if key else [])))
    whole = selectinload(User.memberships).joinedload(Membership.organisation)
    shown = statement.options(whole).order_by(User.name, User.id)
    return Page(session.scalars(_cut(shown, page)).all(), page, PER_PAGE, _count(session, statement))


def living_sessions(session: Session, user_id: int, *, now: datetime) -> int:
    """Return in how many browsers a person is signed in."""
    living = select(func.count(SignInSession.id)).where(
        SignInSession.user_id == user_id, SignInSession.ended_at.is_(None), SignInSession.expires_at > now
    )
    return session.scalar(living) or 0


def _cut(statement: Select[Any], page: int) -> Select[Any]:
    return statement.limit(PER_PAGE).offset((page - 1) * PER_PAGE)


def _count(session: Session, statement: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(statement.subquery())) or 0
