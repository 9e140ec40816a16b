"""How the states of organisations and complaints look."""

from marketplace.core.looks import Look
from marketplace.core.text import _l

PILLS = {
    "pending": Look("wait", "hourglass", _l("Waiting for approval")),
    "active": Look("ok", "circle-check", _l("Approved")),
    "refused": Look("bad", "circle-x", _l("Not approved")),
    "suspended": Look("bad", "circle-pause", _l("Suspended")),
    "open": Look("wait", "hourglass", _l("To be answered")),
    "answered": Look("ok", "circle-check", _l("Answered")),
}
