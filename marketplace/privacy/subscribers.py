"""What follows from events: consent is noted with a new account, operators hear of complaints."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from marketplace.accounts import events as accounts
from marketplace.accounts import queries
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify
from marketplace.privacy import complaints, events, services
from marketplace.privacy.models import ComplaintKind
from marketplace.privacy.permissions import ANSWER_COMPLAINTS
from marketplace.privacy.wording import KINDS

NEW_COMPLAINT = Notice(
    "complaint_made",
    _l("New complaint %(code)s: %(kind)s"),
    _l("Somebody wrote to the operator. Wishes about personal data are answered within 3 x 24 hours."),
)


@subscribe("note_consent", accounts.PERSON_JOINED)
def note_consent(session: Session, happening: Happening, _now: datetime) -> None:
    """Record which terms and notice a new person saw beside the button: those in force at that moment."""
    services.record_consent(session, happening.subject_id, now=happening.occurred_at)


@subscribe("tell_of_complaints", events.COMPLAINT_MADE)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell the operators. The words stay in the list, where they can be erased."""
    complaint = complaints.by_id(session, happening.subject_id)
    people = queries.users_holding(session, ANSWER_COMPLAINTS)
    values = {"code": complaint.code, "kind": KINDS[ComplaintKind(complaint.kind)]}
    url = url_for("complaint_desk.show", code=complaint.code)
    notify(session, people, NEW_COMPLAINT, url=url, now=now, values=values)
