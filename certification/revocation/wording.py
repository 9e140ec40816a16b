"""How a proposal to revoke looks."""

from certification.revocation.rules import ProposalState
from marketplace.core.looks import Look
from marketplace.core.text import _l

_LOOKS = {
    ProposalState.OPEN: Look("wait", "hourglass", _l("Waits for a signature")),
    ProposalState.SIGNED: Look("bad", "ban", _l("Signed, revoked")),
    ProposalState.DECLINED: Look("ok", "circle-check", _l("Declined")),
    ProposalState.WITHDRAWN: Look("none", "undo-2", _l("Taken back")),
    ProposalState.LAPSED: Look("none", "timer", _l("Lapsed")),
}


def proposal_look(state: str) -> Look:
    """Return tone, icon and words of how a proposal stands."""
    return _LOOKS[ProposalState(state)]
