"""A product as what a buyer writes to its cooperative about."""

from sqlalchemy.orm import Session

from catalog.queries import public_product
from marketplace.conversations.subjects import Subject
from marketplace.core.roles import Actor


def product_subject(session: Session, actor: Actor, code: str) -> Subject:
    """Return a product that the actor may see as a subject; raise ``NotFound`` for a stranger's draft."""
    product = public_product(session, code, actor)
    return Subject(
        id=product.id,
        key=product.code,
        title=product.name,
        url=f"/p/{product.code}",
        seller_organisation_id=product.cooperative_id,
    )
