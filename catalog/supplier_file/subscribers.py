"""Who is told: the buyer's people when a file is shared with them."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from catalog.supplier_file import events
from catalog.supplier_file.models import SupplierFile
from catalog.supplier_file.permissions import SEE_SUPPLIER_FILES
from marketplace.accounts.queries import organisation, users_holding
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify

SHARED = Notice(
    "supplier_file_shared",
    _l("%(cooperative)s shared its supplier file with you"),
    _l("Papers, price list and product sheets in one ZIP. It can be downloaded for 90 days, or until it is withdrawn."),
)


@subscribe("tell_of_supplier_files", events.FILE_SHARED)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell the buyer's people, unless the file has ended since."""
    file = session.get(SupplierFile, happening.subject_id)
    if file is None or not file.is_living(now):
        return
    seller = organisation(session, file.cooperative_id)
    people = users_holding(session, SEE_SUPPLIER_FILES, file.buyer_id)
    url = url_for("supplier_inbox.index")
    notify(session, people, SHARED, url=url, now=now, values={"cooperative": seller.name})
