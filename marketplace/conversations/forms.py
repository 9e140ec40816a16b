"""The form of a message."""

from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, TextAreaField

from marketplace.core.text import _l
from marketplace.web.forms import BaseForm


class MessageForm(BaseForm):
    """What somebody writes, with photos or papers; what is allowed is said by the service."""

    text = TextAreaField(_l("Message"))
    files = MultipleFileField(
        _l("Photos or PDF"),
        description=_l("At most 3 files: photos (JPEG, PNG, WebP, HEIC) or PDF."),
    )
    idempotency_key = HiddenField()

    @property
    def sent_files(self) -> list[Any]:
        """The files that were chosen; a field left alone sends one without a name."""
        return [sent for sent in self.files.data or [] if sent and getattr(sent, "filename", "")]
