"""Forms of the room: a new version of a page, a complaint and its answer, the deletion of an account."""

import re
import secrets

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from marketplace.core.text import _l
from marketplace.privacy.complaints import MOST_LETTERS, ComplaintDraft
from marketplace.privacy.services import PageDraft
from marketplace.privacy.slugs import Slug
from marketplace.privacy.wording import KINDS
from marketplace.web.forms import BaseForm

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


class PageForm(BaseForm):
    """A new version of a page, in both languages."""

    text_id = TextAreaField(_l("Text in Indonesian"), validators=[DataRequired(_l("This must not be empty."))])
    text_en = TextAreaField(_l("Text in English"), validators=[DataRequired(_l("This must not be empty."))])
    is_material = BooleanField(
        _l("Something changes for people: ask them to read and agree again"),
        description=_l("Leave it out only where words were mended and the meaning stays."),
    )
    seen = IntegerField(widget=HiddenInput(), validators=[Optional()], default=0)

    def draft(self, slug: Slug) -> PageDraft:
        """Return what was filled in."""
        texts = {"id": self.text_id.data or "", "en": self.text_en.data or ""}
        return PageDraft(slug=slug, texts=texts, is_material=bool(self.is_material.data))


class ComplaintForm(BaseForm):
    """A complaint or a wish. ``website`` is hidden from people: only programs fill it in."""

    kind = RadioField(
        _l("What is it about?"),
        choices=[SelectChoice(str(kind), words) for kind, words in KINDS.items()],
        validators=[DataRequired(_l("Choose what it is about."))],
        validate_choice=False,
    )
    text = TextAreaField(
        _l("What happened, or what do you wish?"),
        validators=[DataRequired(_l("Write what happened, or what you wish.")), Length(max=MOST_LETTERS)],
        description=_l("Name the page, the order or the product, so that we find it. No passwords, please."),
    )
    name = StringField(_l("Your name"), validators=[Optional(), Length(max=120)])
    email = StringField(_l("E-mail"), description=_l("The answer comes to this address."))
    website = StringField(_l("Leave this empty"))
    key = HiddenField(default=lambda: secrets.token_urlsafe(16))

    def ask_key(self) -> None:
        """Put a fresh key where what came back is none."""
        if not KEY.fullmatch(self.key.data or ""):
            self.key.data = secrets.token_urlsafe(16)

    def draft(self, language: str) -> ComplaintDraft:
        """Return what was filled in."""
        return ComplaintDraft(
            kind=self.kind.data or "",
            text=self.text.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
            language=language,
            idempotency_key=self.key.data,
        )


class AnswerForm(BaseForm):
    """The answer to a complaint."""

    answer = TextAreaField(
        _l("Answer"),
        validators=[DataRequired(_l("Write the answer: it goes out by mail.")), Length(max=MOST_LETTERS)],
        description=_l("It goes out by mail to the address below, with your site's name and the number."),
    )


class EraseForm(BaseForm):
    """The deletion of one's own account, confirmed by typing its address."""

    email = StringField(
        _l("Type the e-mail address of your account"),
        validators=[DataRequired(_l("Write your e-mail address."))],
        description=_l("So that nobody deletes an account by one wrong press."),
    )
