"""Where a buyer's goods go when nothing else is said."""

from sqlalchemy.orm import Session

from marketplace.accounts import queries as accounts
from marketplace.accounts import scope
from marketplace.core.roles import Actor
from orders.models import Order
from orders.placing import Destination


def proposed(session: Session, actor: Actor) -> Destination:
    """Return where the buyer's last order went; before the first one, the organisation's own address."""
    mine = scope.rows(actor, Order).where(Order.buyer_id == actor.organisation_id)
    last = session.scalars(mine.order_by(Order.placed_at.desc(), Order.id.desc()).limit(1)).first()
    if last is not None:
        return Destination(
            name=last.ship_to_name,
            phone=last.ship_to_phone,
            address=last.ship_to_address,
            region=last.ship_to_region,
        )
    organisation = accounts.organisation(session, actor.organisation_id)
    return Destination(
        name=organisation.name,
        phone=organisation.phone,
        address=organisation.address,
        region=organisation.region_code,
    )
