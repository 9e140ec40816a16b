"""What follows from a contact: the cooperative's people are told, without a word of what the visitor wrote."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from catalog import events
from catalog.permissions import SEE_LEADS
from catalog.queries import products_by_ids
from marketplace.accounts.queries import users_holding
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify

NEW_CONTACT = Notice(
    "lead_left",
    _l("A visitor asks you to get in touch"),
    _l("A visitor has left a contact and is interested in %(topic)s. Answer within a day while the interest is fresh."),
)


@subscribe("tell_of_leads", events.LEAD_LEFT)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell those of the cooperative who answer visitors. Name and number stay in the list, where they can be erased."""
    product_id = happening.data.get("product")
    product = products_by_ids(session, [product_id]).get(product_id) if product_id else None
    topic = product.name if product is not None else _l("your products")
    people = users_holding(session, SEE_LEADS, happening.data["cooperative"])
    notify(session, people, NEW_CONTACT, url=url_for("leads.index"), now=now, values={"topic": topic})
