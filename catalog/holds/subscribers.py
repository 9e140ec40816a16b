"""What follows from changes: the cooperative hears of holds and decisions, officials of what is filed."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from catalog import events
from catalog.holds.models import PaperHold
from catalog.holds.wording import changed_words
from catalog.permissions import MANAGE_PRODUCTS
from certification.desk.offices import officials_for
from certification.schemes import scheme
from marketplace.accounts.queries import users_holding
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify

FILED = Notice(
    "certificate_change_filed",
    _l("To check: a change of %(product)s"),
    _l("%(cooperative)s changed %(changed)s of %(product)s. Its %(paper)s is on hold until you decide."),
)
SELLER_NOTICES = {
    events.PAPER_HELD: Notice(
        "certificate_change_held",
        _l("%(paper)s of %(product)s is on hold"),
        _l("The product has changed (%(changed)s). File the change, or take it back: until then its badge is on hold."),
    ),
    events.CHANGE_CONFIRMED: Notice(
        "certificate_change_confirmed",
        _l("%(paper)s of %(product)s counts again"),
        _l("An official confirmed that the changed product stays within the paper."),
    ),
    events.CHANGE_REFUSED: Notice(
        "certificate_change_refused",
        _l("%(paper)s does not cover the changed %(product)s"),
        _l("An official says: %(reason)s"),
    ),
    events.HOLD_LIFTED: Notice(
        "certificate_change_lifted",
        _l("%(paper)s of %(product)s counts again"),
        _l("The product is as it was before the change."),
    ),
}
"""By event, for the people of the cooperative."""


@subscribe("tell_of_changes", events.CHANGE_FILED, *SELLER_NOTICES)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell whose turn it is; whoever put the paper on hold sees it on the page and is told as well: it stops orders."""
    hold = session.get_one(PaperHold, happening.data["hold"])
    values = {
        "product": hold.product.name,
        "paper": scheme(hold.certificate.scheme).short_name,
        "cooperative": hold.cooperative.name,
        "changed": changed_words(hold),
        "reason": hold.decision_reason,
    }
    if happening.name == events.CHANGE_FILED:
        url = url_for("change_desk.review", code=hold.code)
        notify(session, officials_for(session, hold.certificate), FILED, url=url, now=now, values=values)
        return
    people = users_holding(session, MANAGE_PRODUCTS, hold.cooperative_id)
    url = url_for("changes.show", code=hold.code)
    notify(session, people, SELLER_NOTICES[happening.name], url=url, now=now, values=values)
