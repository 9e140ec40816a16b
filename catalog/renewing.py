"""A renewed paper is carried over: products that stood on the old one stand on its renewal too, under their names."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.models import LinkState, Product, ProductPaper
from catalog.papers import names_match
from certification.models import Certificate


def carry_over(session: Session, old: Certificate, new: Certificate) -> None:
    """Put each product of the old paper on the new one that names it; what the new one does not name loses its badge.

    In the transaction that verifies the renewal: no product is without a paper for a moment. A product that changed
    under the old one stays off the new one: whoever verified it compared number, days and names, never a recipe.
    """
    counting = (ProductPaper.certificate_id == old.id) & (ProductPaper.state == LinkState.COUNTS)
    statement = select(Product).join(ProductPaper).where(counting)
    for product in session.scalars(statement.options(joinedload(Product.papers))).unique():
        if any(paper.certificate_id == new.id for paper in product.papers):
            continue
        item = next((item for item in new.items if names_match(product.name, item.name)), None)
        if item is not None:
            product.papers.append(ProductPaper(certificate_id=new.id, item_id=item.id, certificate=new, item=item))
    session.flush()
