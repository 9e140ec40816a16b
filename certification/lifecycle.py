"""What may happen to a certificate's record. Dates play no part here: "expired" follows in ``status``."""

from enum import StrEnum

from marketplace.core.lifecycle import Lifecycle


class CertificateState(StrEnum):
    """What people decided about a record; stored."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_CORRECTION = "needs_correction"
    VERIFIED = "verified"
    REJECTED = "rejected"
    REVOKED = "revoked"


class CertificateAction(StrEnum):
    """What a party can do with a record."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    VERIFY = "verify"
    ASK_CORRECTION = "ask_correction"
    REJECT = "reject"
    REVOKE = "revoke"


class Party(StrEnum):
    """Who acts: the cooperative that files, or the office that checks (officials, and the operator to revoke)."""

    HOLDER = "holder"
    VERIFIER = "verifier"


_S, _A, _P = CertificateState, CertificateAction, Party

# Rejected and revoked are final: a changed paper is a new record, the old one stays as it was decided.
CERTIFICATE: Lifecycle[CertificateState, CertificateAction, Party] = Lifecycle.of(
    "certificate",
    (
        (_S.DRAFT, _A.SUBMIT, _S.SUBMITTED, _P.HOLDER),
        (_S.SUBMITTED, _A.WITHDRAW, _S.DRAFT, _P.HOLDER),
        (_S.SUBMITTED, _A.VERIFY, _S.VERIFIED, _P.VERIFIER),
        (_S.SUBMITTED, _A.ASK_CORRECTION, _S.NEEDS_CORRECTION, _P.VERIFIER),
        (_S.SUBMITTED, _A.REJECT, _S.REJECTED, _P.VERIFIER),
        (_S.NEEDS_CORRECTION, _A.SUBMIT, _S.SUBMITTED, _P.HOLDER),
        (_S.VERIFIED, _A.REVOKE, _S.REVOKED, _P.VERIFIER),
    ),
)
