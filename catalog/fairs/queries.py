"""What visitors see of fairs: those that are on, coming and past, their booths, and the booth a card leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.fairs import memory
from catalog.fairs.models import Booth, Fair, FairState
from catalog.lifecycle import ProductState
from catalog.models import Product
from catalog.queries import products_by_ids
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.errors import NotFound
from marketplace.web.pages import Page

IN_ORDER = (Booth.position, Booth.id)
"""In which order a fair lists its booths."""

PAST_PER_PAGE = 12
BOOTHS_PER_PAGE = 12


@dataclass(frozen=True)
class Stand:
    """One booth with what it shows: products on sale, in order."""

    booth: Booth
    products: Sequence[Product]


def fairs_on(session: Session, day: date, q: str = "") -> list[Fair]:
    """Return the public fairs under way on a day, the one that ends first before the others."""
    statement = _public_fairs(q).where(Fair.starts_on <= day, Fair.ends_on >= day)
    return list(session.scalars(statement.order_by(Fair.ends_on, Fair.id)))


def fairs_coming(session: Session, day: date, q: str = "") -> list[Fair]:
    """Return the public fairs that begin after a day, the nearest first."""
    return list(session.scalars(_public_fairs(q).where(Fair.starts_on > day).order_by(Fair.starts_on, Fair.id)))


def fairs_past(session: Session, day: date, page: int, q: str = "") -> Page[Fair]:
    """Return one page of the public fairs that ended before a day, the latest first."""
    statement = _public_fairs(q).where(Fair.ends_on < day)
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    wanted = statement.order_by(Fair.ends_on.desc(), Fair.id.desc())
    wanted = wanted.offset((page - 1) * PAST_PER_PAGE).limit(PAST_PER_PAGE)
    return Page(list(session.scalars(wanted)), page, PAST_PER_PAGE, total)


def public_fair(session: Session, slug: str) -> Fair:
    """Return a public fair; raise ``NotFound`` for one in preparation."""
    fair = session.scalar(_public_fairs().where(Fair.slug == slug))
    if fair is None:
        raise NotFound()
    return fair


def booth_counts(session: Session, fairs: Sequence[Fair]) -> dict[int, int]:
    """Return how many booths of active cooperatives each fair has."""
    ids = [fair.id for fair in fairs]
    statement = _open_booths().where(Booth.fair_id.in_(ids)).with_only_columns(Booth.fair_id, func.count(Booth.id))
    found: dict[int, int] = dict(session.execute(statement.group_by(Booth.fair_id)).all())
    return {fair_id: found.get(fair_id, 0) for fair_id in ids}


def stands(session: Session, fair: Fair, page: int, per_page: int = BOOTHS_PER_PAGE) -> Page[Stand]:
    """Return one page of a fair's booths with their products, in the organiser's order."""
    statement = _open_booths().where(Booth.fair_id == fair.id)
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    wanted = statement.order_by(*IN_ORDER).offset((page - 1) * per_page).limit(per_page).options(*_SHOWN)
    return Page(_with_products(session, list(session.scalars(wanted))), page, per_page, total)


def all_stands(session: Session, fair: Fair) -> list[Stand]:
    """Return all booths of a fair with their products: for the API and for printed cards."""
    wanted = _open_booths().where(Booth.fair_id == fair.id).order_by(*IN_ORDER).options(*_SHOWN)
    return _with_products(session, list(session.scalars(wanted)))


def stand(session: Session, slug: str, code: str) -> Stand:
    """Return one booth of a public fair with its products; raise ``NotFound``."""
    wanted = _public_booths().where(Fair.slug == slug, Booth.code == code.upper()).options(*_SHOWN)
    booth = session.scalar(wanted.options(joinedload(Booth.fair).joinedload(Fair.organiser)))
    if booth is None:
        raise NotFound()
    return _with_products(session, [booth])[0]


def booth_by_code(session: Session, code: str) -> Booth | None:
    """Return the booth of a public fair that a printed card names, or None."""
    wanted = _public_booths().where(Booth.code == code.strip().upper())
    return session.scalar(wanted.options(joinedload(Booth.fair)))


def remembered_booth(session: Session, cookie_value: object, now: datetime) -> int | None:
    """Return the id of the booth that a browser scanned in the last 30 days, or None."""
    code = memory.remembered_code(cookie_value, now)
    booth = booth_by_code(session, code) if code is not None else None
    return booth.id if booth is not None else None


_SHOWN: tuple[Any, ...] = (
    joinedload(Booth.cooperative).joinedload(Organisation.region),
    selectinload(Booth.exhibits),
)


def _public_fairs(q: str = "") -> Select[Fair]:
    statement = select(Fair).where(Fair.state == FairState.PUBLIC).options(joinedload(Fair.organiser))
    for word in q.split():
        named = Fair.name.icontains(word, autoescape=True)
        statement = statement.where(or_(named, Fair.place.icontains(word, autoescape=True)))
    return statement


def _open_booths() -> Select[Booth]:
    return select(Booth).join(Booth.cooperative).where(Organisation.state == OrganisationState.ACTIVE)


def _public_booths() -> Select[Booth]:
    return _open_booths().join(Booth.fair).where(Fair.state == FairState.PUBLIC)


def _with_products(session: Session, booths: Sequence[Booth]) -> list[Stand]:
    wanted = {exhibit.product_id for booth in booths for exhibit in booth.exhibits}
    products = products_by_ids(session, wanted)
    on_sale = {number: row for number, row in products.items() if row.state == ProductState.PUBLISHED}
    return [Stand(b, [on_sale[e.product_id] for e in b.exhibits if e.product_id in on_sale]) for b in booths]
