"""An order as what its two parties write each other about."""

from sqlalchemy.orm import Session

from marketplace.conversations.subjects import Subject
from marketplace.core.roles import Actor
from orders.queries import order_of


def order_subject(session: Session, actor: Actor, number: str) -> Subject:
    """Return an order of the actor's side as a subject; raise ``NotFound`` for a stranger's."""
    order = order_of(session, actor, number)
    return Subject(
        id=order.id,
        key=order.number,
        title=order.number,
        url=f"/pesanan/{order.number}",
        seller_organisation_id=order.seller_id,
        buyer_organisation_id=order.buyer_id,
    )
