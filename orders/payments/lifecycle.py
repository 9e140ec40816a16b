"""What may happen to the payment of one order: a machine of its own, so that goods and money never mix in one state."""

from enum import StrEnum

from marketplace.core.lifecycle import Lifecycle


class PaymentMethod(StrEnum):
    """How a checkout is paid."""

    BANK_TRANSFER = "bank_transfer"
    CARD = "card"


class PaymentState(StrEnum):
    """Where the payment of an order stands; stored (CONTRACT.md, states)."""

    UNPAID = "unpaid"
    PROOF_SENT = "proof_sent"
    PAID = "paid"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


class PaymentAction(StrEnum):
    """What a party can do with the payment of an order."""

    SEND_PROOF = "send_proof"
    REFUSE_PROOF = "refuse_proof"
    CONFIRM_PAYMENT = "confirm_payment"
    """The receiver of the money says that it has arrived: the seller, or the gateway for a card."""
    OWE_REFUND = "owe_refund"
    """Money is here for an order that will not be fulfilled."""
    CONFIRM_REFUND = "confirm_refund"


class PaymentParty(StrEnum):
    """Who acts. ``SYSTEM`` is the rule itself: an order that ends without goods owes its money back."""

    BUYER = "buyer"
    SELLER = "seller"
    GATEWAY = "gateway"
    SYSTEM = "system"


_S, _A, _P = PaymentState, PaymentAction, PaymentParty

PAYMENT: Lifecycle[PaymentState, PaymentAction, PaymentParty] = Lifecycle.of(
    "payment",
    (
        (_S.UNPAID, _A.SEND_PROOF, _S.PROOF_SENT, _P.BUYER),
        (_S.PROOF_SENT, _A.SEND_PROOF, _S.PROOF_SENT, _P.BUYER),
        (_S.PROOF_SENT, _A.REFUSE_PROOF, _S.UNPAID, _P.SELLER),
        (_S.UNPAID, _A.CONFIRM_PAYMENT, _S.PAID, _P.SELLER),
        (_S.PROOF_SENT, _A.CONFIRM_PAYMENT, _S.PAID, _P.SELLER),
        (_S.UNPAID, _A.CONFIRM_PAYMENT, _S.PAID, _P.GATEWAY),
        (_S.UNPAID, _A.OWE_REFUND, _S.REFUND_DUE, _P.SYSTEM),
        (_S.PROOF_SENT, _A.OWE_REFUND, _S.REFUND_DUE, _P.SYSTEM),
        (_S.PAID, _A.OWE_REFUND, _S.REFUND_DUE, _P.SYSTEM),
        (_S.REFUND_DUE, _A.CONFIRM_REFUND, _S.REFUNDED, _P.SELLER),
        (_S.REFUND_DUE, _A.CONFIRM_REFUND, _S.REFUNDED, _P.GATEWAY),
    ),
)
