"""Forms about money: the proof of a transfer, its refusal, its arrival, and money that was sent back."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from marketplace.core.numbers import whole
from marketplace.core.text import _l
from marketplace.web.forms import BaseForm
from orders.payments.refunds import MAX_NOTE, NOTE_NEEDED
from orders.payments.transfers import MAX_REASON, REASON_NEEDED


class ProofForm(BaseForm):
    """The picture or PDF that shows a transfer."""

    file = FileField(
        _l("Proof of transfer"),
        validators=[FileRequired(_l("Choose the picture or PDF of your transfer."))],
        description=_l("A screenshot or photo (JPEG, PNG, HEIC, WebP) or a PDF, at most 15 MB."),
    )


class ReceivedForm(BaseForm):
    """The seller's word that the money is there."""


class RefusalForm(BaseForm):
    """Why a proof is not accepted, and which one was looked at."""

    proof = HiddenField()
    reason = TextAreaField(
        _l("What does not fit?"),
        validators=[DataRequired(REASON_NEEDED), Length(max=MAX_REASON)],
        description=_l("The buyer reads this. For example: the amount is Rp100.000 short."),
    )

    @property
    def proof_id(self) -> int:
        """The id of the proof that was looked at; 0 where none is named."""
        return whole(self.proof.data or "", 0)


class SentBackForm(BaseForm):
    """The seller's word that the money went back."""

    note = TextAreaField(
        _l("When and to which account?"),
        validators=[DataRequired(NOTE_NEEDED), Length(max=MAX_NOTE)],
        description=_l("For example: 24 November 2026, transfer to the account the money came from."),
    )


class RefundTransferForm(BaseForm):
    """The operator's word that a card refund was paid back by bank transfer."""

    reference = StringField(
        _l("Bank, day and reference of the transfer"),
        validators=[DataRequired(_l("Write the bank, the day and the reference of the transfer.")), Length(max=120)],
        description=_l("For example: Bank Jatim, 24 November 2026, FT2632900017. Buyer and cooperative read it."),
    )
    file = FileField(
        _l("Proof of transfer"),
        validators=[FileRequired(_l("Choose the picture or PDF of your transfer."))],
        description=_l("A screenshot or photo (JPEG, PNG, HEIC, WebP) or a PDF, at most 15 MB."),
    )
