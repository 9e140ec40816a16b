"""The form of a policy: a few rules on papers, then barcode, readiness and the law."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from wtforms import BooleanField, Field, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from catalog.fields import VersionField, WholeNumberField
from catalog.policies.rules import Level, PaperRule, Policy
from catalog.policies.services import MAX_NOTE, MOST_RULES
from catalog.policies.words import CHOICES
from certification.schemes import GOODS_SCHEMES, SCHEMES
from marketplace.core.errors import DomainError
from marketplace.core.text import _l
from marketplace.web.forms import BaseForm

NOT_ASKED = ""
_RULE = re.compile(r"rule_(\d)_(\w+)")


def rows_in(sent: Iterable[str]) -> int:
    """Return how many rules on papers a browser sent fields of, by the names of all fields."""
    return len({found[1] for name in sent if (found := _RULE.fullmatch(name)) is not None})


class PolicyForm(BaseForm):
    """What a buyer asks; the rules on papers are added by ``of``, one more than there are."""

    barcode = SelectField(_l("Where a product has no barcode"), validate_choice=False)
    readiness = WholeNumberField(
        _l("Least score"), validators=[Optional()], description=_l("From 0 to 100. Leave empty to ask none.")
    )
    readiness_level = SelectField(_l("Where the score is lower"), validate_choice=False)
    lapse = SelectField(
        _l("Where a paper that the law requires ends before delivery"),
        validate_choice=False,
        description=_l("What is missing on the day of ordering cannot be ordered at all: that is the law."),
    )
    note = StringField(
        _l("What changes, and why"),
        validators=[Optional(), Length(max=MAX_NOTE, message=_l("Write at most 300 letters."))],
        description=_l("For your colleagues and for the history."),
    )
    version = VersionField()

    rules: int = 0
    """How many rules on papers have fields; set by ``of``."""

    def refuse(self, error: DomainError) -> None:
        """Put a refusal beside its field; the service counts only the rules that are filled in."""
        filled = [place for place, row in enumerate(self.rows()) if row["papers"].data]
        errors = {_renamed(name, filled): text for name, text in error.errors.items()}
        super().refuse(type(error)(error.code, error.message, errors=errors))

    @classmethod
    def of(cls, policy: Policy, rules: int, **options: Any) -> "PolicyForm":
        """Make the form filled in as a policy, with fields for so many rules on papers."""
        shown = [*policy.papers, *[PaperRule(any_of=())] * MOST_RULES][: min(max(rules, 1), MOST_RULES)]
        fields: dict[str, Any] = {}
        for place, rule in enumerate(shown):
            fields |= _rule_fields(place, rule)
        form: PolicyForm = type(cls.__name__, (cls,), {**fields, "rules": len(shown)})(data=_start(policy), **options)
        form.barcode.choices = [SelectChoice(NOT_ASKED, _l("We do not ask for one")), *_levels()]
        form.readiness_level.choices = form.lapse.choices = _levels()
        return form

    def rows(self) -> list[dict[str, Field]]:
        """Return the fields of each rule on papers, for the page."""
        names = ("papers", "days", "shelf", "everywhere", "level")
        return [{name: self._fields[f"rule_{place}_{name}"] for name in names} for place in range(self.rules)]

    def draft(self) -> Policy:
        """Return what was filled in; a rule without papers is none."""
        filled = [_rule(row) for row in self.rows() if row["papers"].data]
        policy = Policy(papers=tuple(filled), lapse=_level(self.lapse))
        return replace(
            policy,
            barcode=_level(self.barcode) if self.barcode.data in set(Level) else None,
            readiness=self.readiness.data or 0,
            readiness_level=_level(self.readiness_level),
        )


def _renamed(name: str, filled: Sequence[int]) -> str:
    """Return the field of a rule that the service counted among those filled in."""
    found = _RULE.fullmatch(name)
    if found is None or int(found[1]) >= len(filled):
        return name
    return f"rule_{filled[int(found[1])]}_{found[2]}"


def _start(policy: Policy) -> dict[str, Any]:
    return {
        "barcode": policy.barcode.value if policy.barcode is not None else NOT_ASKED,
        "readiness": policy.readiness or None,
        "readiness_level": policy.readiness_level.value,
        "lapse": policy.lapse.value,
        "version": policy.version,
    }


def _rule_fields(place: int, rule: PaperRule) -> dict[str, Any]:
    papers = SelectMultipleField(
        _l("One of these papers is enough"),
        choices=[SelectChoice(code, SCHEMES[code].short_name) for code in GOODS_SCHEMES],
        default=list(rule.any_of),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    days = WholeNumberField(
        _l("Days left on the day of delivery"), default=rule.days_left or None, validators=[Optional()]
    )
    parts = {
        "papers": papers,
        "days": days,
        "shelf": BooleanField(_l("Valid to the end of the product's shelf life"), default=rule.through_shelf_life),
        "everywhere": BooleanField(
            _l("Also for goods of which the law asks none of these papers"), default=rule.everywhere
        ),
        "level": SelectField(
            _l("Where it is not met"), choices=_levels(), default=rule.level.value, validate_choice=False
        ),
    }
    return {f"rule_{place}_{name}": field for name, field in parts.items()}


def _rule(row: dict[str, Field]) -> PaperRule:
    chosen: Sequence[str] = row["papers"].data or ()
    return PaperRule(
        any_of=tuple(code for code in GOODS_SCHEMES if code in chosen) or tuple(chosen[:1]),
        days_left=row["days"].data or 0,
        through_shelf_life=bool(row["shelf"].data),
        everywhere=bool(row["everywhere"].data),
        level=_level(row["level"]),
    )


def _level(field: Field) -> Level:
    return Level(field.data) if field.data in set(Level) else Level.WARN


def _levels() -> list[SelectChoice]:
    return [SelectChoice(level.value, CHOICES[level]) for level in Level]
