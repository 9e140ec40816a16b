"""What the home page and the list of cooperatives are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from catalog.lifecycle import ProductState
from catalog.models import Product
from catalog.queries import WHOLE, published
from catalog.requirements import assessments
from certification.models import Certificate
from certification.queries import in_force
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.roles import OrganisationKind
from marketplace.regions.models import Region
from marketplace.regions.queries import within
from marketplace.web.pages import PER_PAGE, Page

NEW_PRODUCTS = 8
LOOKED_AT = 40
"""Newest products among which the home page chooses."""


def newest_products(session: Session, day: date, limit: int = NEW_PRODUCTS) -> list[Product]:
    """Return what was published last and can be ordered, one product of each cooperative, those with a photo first."""
    newest = published().with_only_columns(func.max(Product.id)).group_by(Product.cooperative_id)
    statement = published().where(Product.id.in_(newest)).order_by(Product.published_at.desc(), Product.id.desc())
    candidates = list(session.scalars(statement.limit(LOOKED_AT).options(*WHOLE)).unique())
    papers = assessments(session, candidates, day)
    orderable = [product for product in candidates if papers[product.id].orderable]
    return sorted(orderable, key=lambda product: not product.photos)[:limit]


def category_counts(session: Session) -> dict[str, int]:
    """Return how many products are on sale in each category."""
    statement = published().with_only_columns(Product.category, func.count()).group_by(Product.category)
    return {str(code): int(count) for code, count in session.execute(statement).all()}


@dataclass(frozen=True)
class Figures:
    """What the shop holds today: plain counts, nothing estimated."""

    cooperatives: int
    products: int
    certificates: int
    """Verified and not expired."""


def figures(session: Session, day: date) -> Figures:
    """Count what the home page tells."""
    certificates = select(func.count(Certificate.id)).where(in_force(day))
    return Figures(
        cooperatives=session.scalar(select(func.count()).select_from(_cooperatives().subquery())) or 0,
        products=session.scalar(select(func.count()).select_from(published().subquery())) or 0,
        certificates=session.scalar(certificates) or 0,
    )


@dataclass(frozen=True)
class CooperativeCard:
    """A cooperative in a list."""

    organisation: Organisation
    products: int


def cooperatives(
    session: Session, page: int, *, q: str = "", region: str = "", per_page: int = PER_PAGE
) -> Page[CooperativeCard]:
    """Return one page of the cooperatives that trade, by name; with words in the name or place, or within a region."""
    statement = _cooperatives()
    for word in q.split():
        statement = statement.where(
            or_(
                Organisation.name.icontains(word, autoescape=True),
                Organisation.region.has(Region.path.icontains(word, autoescape=True)),
            )
        )
    if region:
        statement = statement.where(within(Organisation.region_code, region))
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    wanted = statement.order_by(Organisation.name, Organisation.id).offset((page - 1) * per_page).limit(per_page)
    rows = list(session.scalars(wanted.options(joinedload(Organisation.region))))
    counts = product_counts(session, [row.id for row in rows])
    return Page([CooperativeCard(row, counts.get(row.id, 0)) for row in rows], page, per_page, total)


def product_counts(session: Session, cooperative_ids: Sequence[int]) -> dict[int, int]:
    """Return how many products each cooperative has on sale."""
    statement = (
        select(Product.cooperative_id, func.count())
        .where(Product.cooperative_id.in_(cooperative_ids), Product.state == ProductState.PUBLISHED)
        .group_by(Product.cooperative_id)
    )
    return {int(number): int(count) for number, count in session.execute(statement).all()}


def _cooperatives() -> Select[Organisation]:
    return select(Organisation).where(
        Organisation.kind == OrganisationKind.COOPERATIVE, Organisation.state == OrganisationState.ACTIVE
    )
