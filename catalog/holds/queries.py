"""Reading holds: the seller's own, the official's queue, and one with all that its page shows."""

from typing import Any, cast

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from catalog.holds.lifecycle import WAITING, HoldState
from catalog.holds.models import PaperHold
from catalog.models import Product
from catalog.queries import WHOLE
from certification.desk.offices import area_of, in_area
from certification.models import Certificate
from certification.permissions import VERIFY_CERTIFICATE
from marketplace.accounts import scope
from marketplace.accounts.models import Membership, Organisation
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor
from marketplace.web.pages import PER_PAGE, Page

_SHOWN: tuple[Any, ...] = (
    joinedload(PaperHold.product).options(*cast(Any, WHOLE)),
    joinedload(PaperHold.certificate).joinedload(Certificate.producer),
    joinedload(PaperHold.cooperative).joinedload(Organisation.region),
    joinedload(PaperHold.file),
    joinedload(PaperHold.filed_by),
    joinedload(PaperHold.decided_by),
)


def own_holds(session: Session, actor: Actor, page: int, q: str = "") -> Page[PaperHold]:
    """Return one page of the cooperative's changes, those that wait for it first."""
    statement = _named(scope.rows(actor, PaperHold).where(PaperHold.state != HoldState.PARKED), q)
    turn = func.coalesce(PaperHold.filed_at, PaperHold.opened_at)
    mine = PaperHold.state.in_((HoldState.OPEN, HoldState.REFUSED))
    return _page(session, statement, page, mine.desc(), turn.desc(), PaperHold.id.desc())


def own_waiting(session: Session, actor: Actor, limit: int = 20) -> list[PaperHold]:
    """Return the changes that the cooperative has to file, the oldest first."""
    open_ones = scope.rows(actor, PaperHold).where(PaperHold.state == HoldState.OPEN)
    found = open_ones.order_by(PaperHold.opened_at, PaperHold.id).limit(limit)
    return list(session.scalars(found.options(joinedload(PaperHold.product), joinedload(PaperHold.certificate))))


def own_waiting_count(session: Session, actor: Actor) -> int:
    """Return how many changes the cooperative has to file."""
    return _count(session, scope.rows(actor, PaperHold).where(PaperHold.state == HoldState.OPEN))


def own_hold(session: Session, actor: Actor, code: str) -> PaperHold:
    """Return one change of the cooperative; raise ``NotFound``."""
    statement = scope.rows(actor, PaperHold).where(PaperHold.code == code)
    found: PaperHold | None = session.scalar(statement.options(*_SHOWN))
    if found is None:
        raise NotFound()
    return found


def of_product(session: Session, product: Product) -> list[PaperHold]:
    """Return what keeps papers of a product away now, the newest first."""
    statement = select(PaperHold).where(PaperHold.product_id == product.id, PaperHold.state.in_(WAITING))
    found = statement.order_by(PaperHold.id.desc()).options(joinedload(PaperHold.certificate))
    return list(session.scalars(found))


def queue(session: Session, actor: Actor, page: int, q: str = "", *, decided: bool = False) -> Page[PaperHold]:
    """Return one page of what waits for the actor's office, longest first; or of what was decided, newest first."""
    if decided:
        over = (HoldState.CONFIRMED, HoldState.REFUSED)
        statement = _within(session, actor, select(PaperHold).where(PaperHold.state.in_(over)))
        return _page(session, _named(statement, q), page, PaperHold.decided_at.desc(), PaperHold.id.desc())
    return _page(session, _named(_queue(session, actor), q), page, PaperHold.filed_at, PaperHold.id)


def queue_count(session: Session, actor: Actor) -> int:
    """Return how many changes wait for the actor's office."""
    return _count(session, _queue(session, actor))


def for_decision(session: Session, actor: Actor, code: str) -> PaperHold:
    """Return a change that was ever filed, for an official of its regency; raise ``NotFound``."""
    statement = select(PaperHold).where(PaperHold.code == code, PaperHold.filed_at.is_not(None))
    found: PaperHold | None = session.scalar(_within(session, actor, statement).options(*_SHOWN))
    if found is None or not actor.can(VERIFY_CERTIFICATE):
        raise NotFound()
    return found


def official_may_see(session: Session, actor: Actor, file_id: int) -> bool:
    """Tell whether a file belongs to a filed change, and the actor is an official of its regency."""
    if not actor.can(VERIFY_CERTIFICATE):
        return False
    filed = select(PaperHold.id).where(PaperHold.file_id == file_id, PaperHold.filed_at.is_not(None))
    return session.scalar(_within(session, actor, filed).limit(1)) is not None


def _queue(session: Session, actor: Actor) -> Select[PaperHold]:
    """Select what is filed; the official's own organisations are not among it: nobody is their own judge."""
    own = select(Membership.organisation_id).where(Membership.user_id == actor.user_id)
    waiting = select(PaperHold).where(PaperHold.state == HoldState.FILED, PaperHold.cooperative_id.not_in(own))
    return _within(session, actor, waiting)


def _within(session: Session, actor: Actor, statement: Select[Any]) -> Select[Any]:
    return statement.join(PaperHold.certificate).where(in_area(area_of(session, actor)))


def _named(statement: Select[Any], q: str) -> Select[Any]:
    words = q.strip()
    if not words:
        return statement
    product = PaperHold.product.has(Product.name.icontains(words, autoescape=True))
    seller = PaperHold.cooperative.has(Organisation.name.icontains(words, autoescape=True))
    return statement.where(or_(product, seller))


def _count(session: Session, statement: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def _page(session: Session, statement: Select[Any], page: int, *order: Any) -> Page[PaperHold]:
    total = _count(session, statement.with_only_columns(PaperHold.id))
    wanted = statement.order_by(*order).offset((page - 1) * PER_PAGE).limit(PER_PAGE).options(*_SHOWN)
    return Page(list(session.scalars(wanted).unique()), page, PER_PAGE, total)
