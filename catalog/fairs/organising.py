"""What the organiser sees: the own fairs with their figures, and whom and what can still be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.fairs.models import Booth, Exhibit, Fair, Lead
from catalog.fairs.queries import IN_ORDER
from catalog.models import Product
from catalog.queries import published
from marketplace.accounts import scope
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor, OrganisationKind
from marketplace.matching import holds
from marketplace.regions.queries import within
from marketplace.web.pages import Page

FAIRS_PER_PAGE = 20


@dataclass(frozen=True)
class Figures:
    """How many contacts visitors left, and how many of them the cooperative has answered. Never whose."""

    leads: int = 0
    handled: int = 0


@dataclass(frozen=True)
class OwnFair:
    """One line of the organiser's list."""

    fair: Fair
    booths: int
    leads: int


def own_fairs(session: Session, actor: Actor, page: int, words: str = "") -> Page[OwnFair]:
    """Return one page of the organiser's fairs, the latest first, with their numbers of booths and contacts.

    ``words``: in name or place.
    """
    own = scope.rows(actor, Fair).where(holds(words, Fair.name, Fair.place))
    total = session.scalar(select(func.count()).select_from(own.subquery())) or 0
    wanted = own.order_by(Fair.starts_on.desc(), Fair.id.desc()).limit(FAIRS_PER_PAGE)
    fairs = list(session.scalars(wanted.offset((page - 1) * FAIRS_PER_PAGE)))
    ids = [fair.id for fair in fairs]
    booths = select(Booth.fair_id, func.count()).where(Booth.fair_id.in_(ids)).group_by(Booth.fair_id)
    leads = select(Booth.fair_id, func.count(Lead.id)).join(Lead, Lead.booth_id == Booth.id)
    leads = leads.where(Booth.fair_id.in_(ids)).group_by(Booth.fair_id)
    stands: dict[int, int] = dict(session.execute(booths).all())
    contacts: dict[int, int] = dict(session.execute(leads).all())
    rows = [OwnFair(fair, stands.get(fair.id, 0), contacts.get(fair.id, 0)) for fair in fairs]
    return Page(rows, page, FAIRS_PER_PAGE, total)


def own_fair(session: Session, actor: Actor, slug: str) -> Fair:
    """Return one of the organiser's fairs; raise ``NotFound`` for another's."""
    fair: Fair = scope.one(session, actor, Fair, slug=slug)
    return fair


def own_booth(session: Session, actor: Actor, slug: str, code: str) -> Booth:
    """Return a booth of one of the organiser's fairs; raise ``NotFound``."""
    fair = own_fair(session, actor, slug)
    wanted = select(Booth).where(Booth.fair_id == fair.id, Booth.code == code.upper())
    booth = session.scalar(wanted.options(joinedload(Booth.cooperative), selectinload(Booth.exhibits)))
    if booth is None:
        raise NotFound()
    return booth


def booths_of(session: Session, fair: Fair) -> list[Booth]:
    """Return all booths of a fair in order, with cooperative and exhibits."""
    wanted = select(Booth).where(Booth.fair_id == fair.id).order_by(*IN_ORDER)
    return list(session.scalars(wanted.options(joinedload(Booth.cooperative), selectinload(Booth.exhibits))))


def figures(session: Session, fair: Fair) -> dict[int, Figures]:
    """Return the figures of each booth of a fair by booth id; booths without contacts are left out."""
    wanted = select(Lead.booth_id, func.count(Lead.id), func.count(Lead.handled_at)).join(Booth)
    rows = session.execute(wanted.where(Booth.fair_id == fair.id).group_by(Lead.booth_id))
    return {booth_id: Figures(leads, handled) for booth_id, leads, handled in rows if booth_id is not None}


def candidates(session: Session, fair: Fair) -> Sequence[Organisation]:
    """Return the active cooperatives without a booth at a fair; of an agency those of its own province, by name."""
    taken = select(Booth.cooperative_id).where(Booth.fair_id == fair.id)
    wanted = select(Organisation).where(
        Organisation.kind == OrganisationKind.COOPERATIVE,
        Organisation.state == OrganisationState.ACTIVE,
        Organisation.id.not_in(taken),
    )
    if fair.organiser.kind == OrganisationKind.AGENCY:
        wanted = wanted.where(within(Organisation.region_code, fair.organiser.region_code.split(".")[0]))
    wanted = wanted.options(joinedload(Organisation.region))
    return list(session.scalars(wanted.order_by(Organisation.name, Organisation.id)))


def choices(session: Session, booth: Booth) -> list[Product]:
    """Return what a booth may show: what it shows now, in order, then the rest of what its cooperative sells."""
    shown = select(Exhibit.product_id).where(Exhibit.booth_id == booth.id)
    on_sale = published().where(Product.cooperative_id == booth.cooperative_id).with_only_columns(Product.id)
    wanted = select(Product).where(or_(Product.id.in_(shown), Product.id.in_(on_sale)))
    places = {exhibit.product_id: place for place, exhibit in enumerate(booth.exhibits)}
    found = session.scalars(wanted.options(selectinload(Product.photos)))
    return sorted(found, key=lambda product: (places.get(product.id, len(places)), product.name, product.id))
