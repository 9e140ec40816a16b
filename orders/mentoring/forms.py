"""Forms of mentoring: a visit with its steps, notes, comments, trainings, assignments, the report."""

import re
import secrets
from collections.abc import Iterable

from flask_wtf.file import FileField
from wtforms import (
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from catalog.fields import RowsField, VersionField, WholeNumberField
from certification.forms import DayField
from marketplace.accounts.models import Organisation, User
from marketplace.core.errors import DomainError
from marketplace.core.numbers import whole
from marketplace.core.text import _l
from marketplace.files.services import PreparedFile
from marketplace.web.form_words import FormWords
from marketplace.web.forms import BaseForm
from orders.mentoring.agreeing import MAX_COMMENT, StepDraft
from orders.mentoring.assigning import AssignmentDraft
from orders.mentoring.models import Step, Visit
from orders.mentoring.trainings import TrainingDraft
from orders.mentoring.visits import MAX_NOTES, VisitDraft
from orders.mentoring.words import MODES, OWNERS, TOPICS, Mode, StepState

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
IN_ROW = re.compile(r"(\w+)-(\d+)-(\w+)")
FEWEST_ROWS, MOST_ROWS = 3, 8
"""Rows of steps on the form of a visit: a few empty ones, and never more than people keep."""


def as_id(value: object) -> int:
    """Read the id that a list sends back; 0, which belongs to nothing, for anything odd."""
    return whole(str(value), 0)


class RowForm(Form):  # type: ignore[misc]
    """One row of a list inside of a form; its errors speak the reader's language."""

    class Meta:
        """Speak the reader's language."""

        def get_translations(self, _form: object) -> FormWords:
            """Let WTForms speak the reader's language."""
            return FormWords()


class KeyedForm(BaseForm):
    """A form that makes something once, however often it is sent, and whose rows can be refused one by one."""

    key = HiddenField(default=lambda: secrets.token_urlsafe(16))

    @property
    def once(self) -> str:
        """The key that came back, or a fresh one where it is none."""
        if not KEY.fullmatch(self.key.data or ""):
            self.key.data = secrets.token_urlsafe(16)
        return str(self.key.data)

    def refuse(self, error: DomainError) -> None:
        """Put errors of rows (``steps-0-due_on``) beside their fields, all others where they belong."""
        left = {}
        for name, message in error.errors.items():
            found = IN_ROW.fullmatch(name)
            entries = self._fields[found[1]].entries if found and found[1] in self._fields else []
            if found and int(found[2]) < len(entries):
                field = entries[int(found[2])].form[found[3]]
                field.errors = [*field.errors, str(message)]
            else:
                left[name] = message
        if left or not error.errors:
            error.errors = left
            super().refuse(error)


class StepRow(RowForm):
    """One agreed step."""

    step = HiddenField()
    text = StringField(_l("What was agreed"), validators=[Length(max=300)])
    owner = SelectField(
        _l("Who does it"),
        choices=[SelectChoice(key, words) for key, words in OWNERS.items()],
        validate_choice=False,  # a row without words needs no owner; that of the others the service checks
    )
    due_on = DayField(_l("Until"))

    def draft(self) -> StepDraft:
        """Return what was filled in."""
        return StepDraft(
            text=self.text.data or "",
            owner=self.owner.data or "",
            due_on=self.due_on.data,
            step_id=as_id(self.step.data),
        )


class VisitForm(KeyedForm):
    """What is written down of a visit: few fields, for a phone in a village."""

    day = DayField(_l("Day"), validators=[InputRequired(_l("Choose the day of the visit."))])
    mode = RadioField(
        _l("How"), choices=[SelectChoice(key, words) for key, words in MODES.items()], default=Mode.ON_SITE
    )
    place = StringField(_l("Where it took place"), description=_l("For example balai desa, rumah produksi Bu Sumiati."))
    topics = SelectMultipleField(_l("About"), choices=[SelectChoice(key, words) for key, words in TOPICS.items()])
    people = WholeNumberField(_l("People present"))
    notes = TextAreaField(
        _l("Notes"),
        validators=[Length(max=MAX_NOTES)],
        description=_l("Internal: only your office reads them, not the cooperative."),
    )
    steps = RowsField(FormField(StepRow), min_entries=FEWEST_ROWS, max_entries=MOST_ROWS)
    photo = FileField(_l("Photo or paper"), description=_l("Optional: JPEG, PNG, HEIC, WebP or PDF, at most 10 MB."))
    version = VersionField(default=0)

    @classmethod
    def of(cls, visit: Visit) -> "VisitForm":
        """Fill the form with a visit that is to be mended; closed steps stay out of it."""
        rows = [_row(step) for step in visit.steps if step.state == StepState.OPEN][:MOST_ROWS]
        form = cls(
            data={
                "day": visit.day,
                "mode": visit.mode,
                "place": visit.place,
                "topics": visit.topics,
                "people": visit.people,
                "notes": visit.notes,
                "version": visit.version,
                "key": visit.idempotency_key,
                "steps": rows,
            }
        )
        while len(form.steps.entries) < min(len(rows) + 1, MOST_ROWS):
            form.steps.append_entry()
        return form

    def draft(self, file: PreparedFile | None = None) -> VisitDraft:
        """Return what was filled in, with the picture that was taken in before."""
        return VisitDraft(
            day=self.day.data,
            mode=self.mode.data or "",
            topics=self.topics.data or (),
            place=self.place.data or "",
            people=self.people.data or 0,
            notes=self.notes.data or "",
            steps=[entry.form.draft() for entry in self.steps.entries],
            file=file,
            key=self.once,
        )


def _row(step: Step) -> dict[str, object]:
    return {"step": step.id, "text": step.text, "owner": step.owner, "due_on": step.due_on}


class NoteForm(BaseForm):
    """A further note on a frozen visit."""

    text = TextAreaField(
        _l("Further note"),
        validators=[DataRequired(_l("Write the note.")), Length(max=MAX_NOTES)],
        description=_l("A correction or an afterthought. It stands below the visit with your name and the day."),
    )


class CommentForm(BaseForm):
    """What somebody says about a step."""

    text = StringField(_l("Comment"), validators=[DataRequired(_l("Write your comment.")), Length(max=MAX_COMMENT)])


class TrainingForm(KeyedForm):
    """A training: what, when, where."""

    title = StringField(_l("Topic"), validators=[DataRequired(_l("Write what the training is about."))])
    day = DayField(_l("Day"), validators=[InputRequired(_l("Choose the day of the training."))])
    place = StringField(_l("Where it took place"))
    material_url = StringField(
        _l("Link to the material"), description=_l("For example a folder or a video; it begins with https://.")
    )
    version = VersionField(default=0)

    def draft(self) -> TrainingDraft:
        """Return what was filled in."""
        return TrainingDraft(
            title=self.title.data or "",
            day=self.day.data,
            place=self.place.data or "",
            material_url=self.material_url.data or "",
            key=self.once,
        )


class AttendanceForm(BaseForm):
    """How many people of a cooperative came."""

    cooperative = SelectField(_l("Cooperative"), validate_choice=False)
    people = WholeNumberField(_l("People"), validators=[InputRequired(_l("Write how many people came."))])
    names = TextAreaField(
        _l("Names"), description=_l("Only where you need them, for example for certificates. Kept for two years.")
    )

    def offer(self, cooperatives: Iterable[Organisation]) -> None:
        """Fill the list of cooperatives."""
        self.cooperative.choices = [(row.slug, row.name) for row in cooperatives]


class AssignmentForm(BaseForm):
    """Who accompanies the ticked cooperatives, from when, until when."""

    assistant = SelectField(_l("Business assistant"), coerce=as_id, validate_choice=False)
    cooperatives = SelectMultipleField(_l("Cooperatives"), coerce=as_id, validate_choice=False)
    starts_on = DayField(_l("From"), validators=[InputRequired(_l("Choose the first day."))])
    ends_on = DayField(_l("Until"), description=_l("Empty: until further notice."))

    def offer(self, assistants: Iterable[User]) -> None:
        """Fill the list of assistants."""
        self.assistant.choices = [(person.id, person.name) for person in assistants]

    def draft(self) -> AssignmentDraft:
        """Return what was chosen."""
        return AssignmentDraft(
            assistant_id=self.assistant.data or 0,
            cooperative_ids=self.cooperatives.data or (),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )


class ReportForm(BaseForm):
    """The author's own words of a month."""

    summary = TextAreaField(
        _l("In your own words"),
        validators=[Length(max=4_000)],
        description=_l("What went well, what stands in the way, what comes next."),
    )
