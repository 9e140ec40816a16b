"""The form of a review: a mark for each field, ready sentences, and the decision."""

from datetime import date

from flask import request
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput

from certification.decisions import MAX_REASON, DecisionDraft, marked_fields
from certification.forms import VersionForm
from certification.marking import FIELDS, Mark, evidence_for
from certification.models import Certificate, Verdict
from certification.reasons import combined, offered
from marketplace.core.text import _l

INSERT = "insert"
"""Name of the button that puts ready sentences into the note."""


class ReviewForm(VersionForm):
    """The official's marks and decision; bound to the version and to the scan that the page showed."""

    file_sha256 = HiddenField()
    register = RadioField(_l("Checked against"), validators=[Optional()])
    reason = TextAreaField(
        _l("Note for the cooperative"),
        validators=[Optional(), Length(max=MAX_REASON)],
        description=_l("Needed to ask for a correction or to reject. Write what they must do."),
    )
    reasons = SelectMultipleField(
        _l("Ready sentences"), validate_choice=False, option_widget=CheckboxInput(), description=_l("Choose several.")
    )
    verdict = StringField()
    """Value of the button that was pressed; no hidden field, whose empty value would come first."""
    wanted: tuple[str, ...] = ()
    """The fields to mark, in the order in which the paper prints them."""

    @classmethod
    def of(cls, certificate: Certificate, today: date) -> "ReviewForm":
        """Make the form with exactly the fields that this record needs, and the sentences offered on a day."""
        form = cls(version=str(certificate.version), file_sha256=certificate.file.sha256 if certificate.file else "")
        form.wanted = marked_fields(certificate)
        for name in set(FIELDS) - set(form.wanted):
            del form[f"mark_{name}"]
        sentences = offered(certificate.scheme, form.wanted, today)
        form.reasons.choices = [SelectChoice(row.code, row.text) for row in sentences]
        form.register.choices = [SelectChoice(row.code, row.name) for row in evidence_for(certificate.scheme)]
        return form

    @property
    def is_sent(self) -> bool:
        """Whether a decision was taken, not just sentences put into the note."""
        return super().is_sent and INSERT not in request.form

    def insert_chosen(self) -> bool:
        """Put the chosen sentences into the note where their button was pressed; tell whether it was."""
        if request.method != "POST" or INSERT not in request.form:
            return False
        self.reason.data, self.reasons.data = self.note(), []
        return True

    def marks(self) -> list[Field]:
        """Return the fields to mark, in the order in which the paper prints them."""
        return [self[f"mark_{name}"] for name in self.wanted]

    def note(self) -> str:
        """Return the note with the chosen sentences, those on offer only."""
        chosen = set(self.reasons.data or ())
        texts = [str(label) for code, label, *_rest in self.reasons.iter_choices() if code in chosen]
        return combined(self.reason.data or "", texts)

    def draft(self) -> DecisionDraft:
        """Return the decision; an unknown verdict is a ``ValueError`` of the enum."""
        marks = {name: self[f"mark_{name}"].data for name in FIELDS if f"mark_{name}" in self}
        return DecisionDraft(
            verdict=Verdict(self.verdict.data),
            version=self.seen(),
            file_sha256=self.file_sha256.data or "",
            marks={name: mark for name, mark in marks.items() if mark},
            register=self.register.data or "",
            reason=self.note(),
        )

    def validate_verdict(self, field: StringField) -> None:
        """Refuse anything but the three decisions."""
        if field.data not in {Verdict.VERIFIED, Verdict.NEEDS_CORRECTION, Verdict.REJECTED}:
            raise ValidationError(_l("Choose one of the decisions."))


for _name, _label in FIELDS.items():
    setattr(
        ReviewForm,
        f"mark_{_name}",
        RadioField(
            _label,
            choices=(SelectChoice(Mark.MATCH, _l("Matches")), SelectChoice(Mark.DIFFERS, _l("Differs"))),
            validators=[Optional()],
        ),
    )
