"""How many of a holder's listed products a certificate names: told to the official who checks it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.lifecycle import ProductState
from catalog.models import Product
from catalog.papers import names_match
from certification.checks import Coverage
from certification.models import Certificate


def coverage(session: Session, certificate: Certificate) -> Coverage:
    """Hold the names on a paper against the names of its holder's published products."""
    statement = select(Product.name).where(
        Product.producer_id == certificate.producer_id, Product.state == ProductState.PUBLISHED.value
    )
    listed = list(session.scalars(statement.order_by(Product.name)))
    printed = [item.name for item in certificate.items]
    named = [name for name in listed if any(names_match(name, item) for item in printed)]
    idle = [item for item in printed if not any(names_match(name, item) for name in listed)]
    return Coverage(listed=tuple(listed), named=tuple(named), idle=tuple(idle))
