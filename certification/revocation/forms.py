"""Forms of revoking by two: proposing with a reason, declining with one."""

from typing import Any

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from certification.decisions import MAX_REASON
from certification.forms import VersionForm
from certification.revocation.rules import REASONS
from certification.revocation.services import ProposalDraft
from marketplace.core.text import _l


class ProposeForm(VersionForm):
    """Why a verified record should count no longer."""

    template = RadioField(
        _l("Reason"),
        choices=[SelectChoice(code, reason.name) for code, reason in REASONS.items()],
        validators=[InputRequired(_l("Choose a reason."))],
    )
    reason = TextAreaField(
        _l("In your own words"),
        validators=[Optional(), Length(max=1500)],
        description=_l("What you found, and where. The cooperative reads it. Needed with “Another reason”."),
    )
    hold = BooleanField(
        _l("Put it on hold until the proposal is decided"),
        description=_l("It counts for nothing from now on, and the cooperative is told why. At most 14 days."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for words where the chosen reason brings none."""
        fine = bool(super().validate(extra_validators=extra_validators))
        if self.template.data in REASONS and not self._words():
            self.reason.errors = [*self.reason.errors, str(_l("Say why, so that they can mend it."))]
            return False
        return fine

    def draft(self) -> ProposalDraft:
        """Return what was filled in."""
        return ProposalDraft(
            template=self.template.data or "",
            reason=self._words(),
            version=self.seen(),
            hold=bool(self.hold.data),
        )

    def _words(self) -> str:
        """Return what the holder reads: the sentence of the chosen reason, then the official's own words."""
        chosen = REASONS.get(self.template.data or "")
        parts = (str(chosen.text) if chosen else "", self.reason.data or "")
        return " ".join(part for part in parts if part)[:MAX_REASON]


class DeclineForm(VersionForm):
    """Why the record stays in force."""

    reason = TextAreaField(
        _l("Why you decline"),
        validators=[
            InputRequired(_l("Say why you decline, so that the proposer understands it.")),
            Length(max=MAX_REASON),
        ],
        description=_l("The proposer reads it."),
    )
