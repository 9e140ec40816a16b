"""How the fields of the export are called, and how their values print, for people."""

from datetime import date, datetime
from typing import Any

from marketplace.core.text import _l
from marketplace.web.i18n import _, day, moment

FIELDS = {
    "name": _l("Name"),
    "email": _l("E-mail"),
    "email_verified_at": _l("Address confirmed"),
    "phone": _l("Phone number"),
    "language": _l("Language"),
    "created_at": _l("Made"),
    "second_factor_since": _l("Code at sign-in since"),
    "organisation": _l("Organisation"),
    "role": _l("Role"),
    "since": _l("Since"),
    "used_at": _l("Used"),
    "page": _l("Page"),
    "version": _l("Version"),
    "given_at": _l("Agreed"),
    "browser": _l("Browser"),
    "last_seen_at": _l("Last seen"),
    "ended_at": _l("Ended"),
    "label": _l("Name"),
    "can_write": _l("May write"),
    "last_used_at": _l("Last used"),
    "revoked_at": _l("Revoked"),
    "title": _l("Title"),
    "text": _l("Text"),
    "read_at": _l("Read"),
    "group": _l("Group"),
    "stopped_at": _l("Stopped"),
    "subject": _l("Subject"),
    "state": _l("State"),
    "about": _l("About"),
    "about_id": _l("Number"),
    "kind": _l("Kind"),
    "bytes": _l("Bytes"),
    "uploaded_at": _l("Uploaded"),
    "number": _l("Number"),
    "answer": _l("Answer"),
    "answered_at": _l("Answered"),
    "event": _l("What happened"),
    "at": _l("When"),
    "placed_at": _l("Ordered"),
    "total": _l("Total (rupiah)"),
    "did": _l("What you did"),
    "product": _l("Product"),
    "count": _l("Count"),
    "added_at": _l("Added"),
    "scheme": _l("Scheme"),
    "verdict": _l("Decision"),
    "reason": _l("Reason"),
    "decided_at": _l("Decided"),
}
"""Keys of the export; one that is not here shows itself."""


def field_name(key: str) -> str:
    """Return what a field is called in the reader's language."""
    return str(FIELDS.get(key, key))


def field_value(value: Any) -> str:
    """Print a value for people; nothing for nothing."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return "" if value is None else str(value)
