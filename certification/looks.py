"""How the status of a certificate looks (CONTRACT.md, states; the words of ``status.shown_on`` beside them)."""

from marketplace.core.looks import Look
from marketplace.core.text import _l

BADGES = {
    "verified": Look("ok", "badge-check", _l("Verified")),
    "expiring": Look("ok", "calendar-clock", _l("Ends soon")),
    "submitted": Look("wait", "clock-3", _l("Waiting to be checked")),
    "needs_correction": Look("wait", "pencil", _l("Needs correction")),
    "on_hold": Look("wait", "circle-pause", _l("On hold")),
    "not_yet_valid": Look("wait", "calendar-clock", _l("Not valid yet")),
    "expired": Look("bad", "circle-x", _l("Expired")),
    "rejected": Look("bad", "circle-x", _l("Rejected")),
    "revoked": Look("bad", "ban", _l("Revoked")),
    "replaced": Look("none", "rotate-cw", _l("Replaced")),
    "missing": Look("none", "circle-dashed", _l("Missing")),
    "exempt": Look("none", "circle-minus", _l("Exempt")),
}
