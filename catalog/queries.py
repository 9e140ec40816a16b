"""Reading products with all that pages show of them, in a fixed number of queries."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from catalog.lifecycle import ProductState
from catalog.models import Product, ProductPaper
from certification.models import Certificate, Producer
from marketplace.accounts import scope
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor
from marketplace.web.pages import PER_PAGE, Page

WHOLE: Sequence[ORMOption] = (
    joinedload(Product.cooperative).joinedload(Organisation.region),
    joinedload(Product.producer).joinedload(Producer.region),
    selectinload(Product.tiers),
    selectinload(Product.photos),
    selectinload(Product.papers).options(
        joinedload(ProductPaper.certificate).joinedload(Certificate.producer), joinedload(ProductPaper.item)
    ),
)
"""Loads a product with price steps, photos, maker, seller and papers."""


def own_products(session: Session, actor: Actor, page: int, state: str | None = None, q: str = "") -> Page[Product]:
    """Return one page of the cooperative's own products, last changed first, of one state or with words in the name."""
    statement = scope.rows(actor, Product)
    if state in set(ProductState):
        statement = statement.where(Product.state == state)
    if q.strip():
        statement = statement.where(Product.name.icontains(q.strip(), autoescape=True))
    return _page(session, statement, page, Product.updated_at.desc(), Product.id.desc())


def own_counts(session: Session, actor: Actor) -> dict[str, int]:
    """Return how many products the cooperative has in each state."""
    own = scope.rows(actor, Product).with_only_columns(Product.state, func.count()).group_by(Product.state)
    found = {str(state): int(number) for state, number in session.execute(own).all()}
    return {state: found.get(state, 0) for state in ProductState}


def own_product(session: Session, actor: Actor, code: str) -> Product:
    """Return one of the cooperative's own products; raise ``NotFound`` for a stranger's."""
    product = session.scalar(scope.rows(actor, Product).where(Product.code == code.upper()).options(*WHOLE))
    if product is None:
        raise NotFound()
    return product


def public_product(session: Session, code: str, actor: Actor | None = None) -> Product:
    """Return what everybody may see; raise ``NotFound``. A cooperative also sees its own unpublished products."""
    product = session.scalar(select(Product).where(Product.code == code.upper()).options(*WHOLE))
    if product is None or not (is_public(product) or _is_own(product, actor)):
        raise NotFound()
    return product


def is_public(product: Product) -> bool:
    """Tell whether everybody may see a product."""
    return product.state == ProductState.PUBLISHED and product.cooperative.state == OrganisationState.ACTIVE


def products_by_ids(session: Session, ids: Collection[int]) -> dict[int, Product]:
    """Return products by id, whatever their state; ids that do not exist are left out."""
    found = session.scalars(select(Product).where(Product.id.in_(ids)).options(*WHOLE)) if ids else ()
    return {product.id: product for product in found}


def public_products(session: Session, codes: Collection[str]) -> dict[str, Product]:
    """Return by code what everybody may see of the products named, in one query."""
    wanted = {code.replace("\x00", "").upper() for code in codes}
    found = session.scalars(select(Product).where(Product.code.in_(wanted)).options(*WHOLE)) if wanted else ()
    return {product.code: product for product in found if is_public(product)}


def public_by_codes(session: Session, codes: Collection[str]) -> dict[str, Product]:
    """Return what everybody may see of some products, by code; the others are left out."""
    wanted = {code.upper() for code in codes}
    found = session.scalars(published().where(Product.code.in_(wanted)).options(*WHOLE)) if wanted else ()
    return {product.code: product for product in found}


def products_of_cooperative(
    session: Session, cooperative_id: int, page: int, per_page: int = PER_PAGE, q: str = ""
) -> Page[Product]:
    """Return one page of what an active cooperative has on sale, by name; with words in the name."""
    statement = published().where(Product.cooperative_id == cooperative_id)
    for word in q.split():
        statement = statement.where(Product.name.icontains(word, autoescape=True))
    return _page(session, statement, page, Product.name, Product.id, per_page=per_page)


def on_sale_by_cooperative(session: Session) -> dict[int, int]:
    """Return how many products each cooperative has on sale."""
    counted = published().with_only_columns(Product.cooperative_id, func.count()).group_by(Product.cooperative_id)
    return {cooperative_id: int(count) for cooperative_id, count in session.execute(counted)}


def published() -> Select[Product]:
    """Select what is on sale: published products of active cooperatives."""
    return (
        select(Product)
        .join(Product.cooperative)
        .where(Product.state == ProductState.PUBLISHED, Organisation.state == OrganisationState.ACTIVE)
    )


def _page(
    session: Session, statement: Select[Product], page: int, *order: Any, per_page: int = PER_PAGE
) -> Page[Product]:
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    wanted = statement.order_by(*order).offset((page - 1) * per_page).limit(per_page).options(*WHOLE)
    return Page(list(session.scalars(wanted).unique()), page, per_page, total)


def _is_own(product: Product, actor: Actor | None) -> bool:
    return actor is not None and actor.organisation_id == product.cooperative_id


def titles(session: Session, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the name and the path of products, for lists that name them."""
    rows = session.execute(select(Product.id, Product.name, Product.code).where(Product.id.in_(ids)))
    return {number: (name, f"/p/{code}") for number, name, code in rows}
