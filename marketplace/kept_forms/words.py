"""What the fields of forms are called to people who see them again."""

import re
from collections.abc import Mapping
from typing import Any

from marketplace.core.text import _l

HIDDEN = re.compile(r"^(version|lanjut|reload)$|_id$")
"""Fields that a page carries for itself: sent again, but not shown."""

NAMES: Mapping[str, Any] = {
    "about": _l("About us"),
    "address": _l("Address"),
    "amount": _l("Amount"),
    "body": _l("Message"),
    "buyer_reference": _l("Your reference"),
    "description": _l("Description"),
    "email": _l("E-mail"),
    "file": _l("File"),
    "files": _l("Files"),
    "language": _l("Language of e-mails"),
    "message": _l("Message"),
    "name": _l("Name"),
    "note": _l("Note"),
    "number": _l("Number"),
    "phone": _l("Phone number"),
    "photo": _l("Photo"),
    "price": _l("Price"),
    "quantity": _l("Quantity"),
    "reason": _l("Reason"),
    "region": _l("Place"),
    "scan": _l("Scan"),
    "text": _l("Message"),
    "title": _l("Title"),
}


def name_of(field: str) -> str:
    """Return what a field is called; one that is not in the table shows its own name, readably."""
    known = NAMES.get(field)
    return str(known) if known is not None else field.replace("_", " ").replace("-", " ").capitalize()
