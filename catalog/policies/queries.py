"""Reading policies: the versions of one's own organisation, and how much of the shop one leaves."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from catalog.policies.models import PolicyVersion
from catalog.policies.rules import Policy, filtering
from catalog.search import indexing
from catalog.search.engine import SearchUnavailable
from catalog.search.query import SearchQuery
from marketplace.accounts import scope
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor
from marketplace.web.pages import Page

PER_PAGE = 12


def versions(session: Session, actor: Actor, page: int) -> Page[PolicyVersion]:
    """Return one page of the versions of the actor's organisation, the newest first, with who made each."""
    mine = scope.rows(actor, PolicyVersion)
    total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    wanted = mine.options(joinedload(PolicyVersion.made_by)).order_by(PolicyVersion.number.desc())
    return Page(list(session.scalars(wanted.offset((page - 1) * PER_PAGE).limit(PER_PAGE))), page, PER_PAGE, total)


def own_version(session: Session, actor: Actor, number: int) -> PolicyVersion:
    """Return one version of the actor's organisation; raise ``NotFound``."""
    return scope.one(session, actor, PolicyVersion, number=number)


def version_on_order(session: Session, buyer_id: int, number: int) -> PolicyVersion:
    """Return the version that an order of a buyer names; raise ``NotFound``. The caller proves that it may be read."""
    statement = select(PolicyVersion).where(PolicyVersion.organisation_id == buyer_id, PolicyVersion.number == number)
    found = session.scalar(statement.options(joinedload(PolicyVersion.made_by), joinedload(PolicyVersion.organisation)))
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class Share:
    """How many products in the shop a policy lets through today, of how many."""

    fitting: int
    all: int


def share_of(policy: Policy, day: date) -> Share | None:
    """Count what a policy leaves of the shop, delivered today; None where the search does not answer."""
    try:
        everything = _count(None, day)
        narrowed = filtering(policy)
        return Share(_count(narrowed, day) if narrowed is not None else everything, everything)
    except SearchUnavailable:
        return None


def _count(policy: Policy | None, day: date) -> int:
    return indexing.engine().search(SearchQuery(policy=policy, per_page=1, today=day)).total
