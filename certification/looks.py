"""How the status of a certificate looks (CONTRACT.md, states)."""

from marketplace.core.looks import Look
from marketplace.core.text import _l

BADGES = {
    "verified": Look("ok", "badge-check", _l("Verified")),
    "expiring": Look("ok", "calendar-clock", _l("Ends soon")),
    "submitted": Look("wait", "clock-3", _l("Waiting to be checked")),
    "needs_correction": Look("wait", "pencil", _l("Needs correction")),
    "on_hold": Look("wait", "circle-pause", _l("On hold")),
    "expired": Look("bad", "circle-x", _l("Expired")),
    "rejected": Look("bad", "circle-x", _l("Rejected")),
    "revoked": Look("bad", "ban", _l("Revoked")),
    "missing": Look("none", "circle-dashed", _l("Missing")),
    "exempt": Look("none", "circle-minus", _l("Exempt")),
}
