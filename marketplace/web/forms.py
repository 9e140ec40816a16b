"""The base of all forms: CSRF, texts stripped, errors from services put beside their fields, nothing typed is lost."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field

from marketplace.core.errors import DomainError, Invalid

RELOAD = "reload"
"""Name of the button that asks for the next list of a dependent select where there is no JavaScript."""


def strip(value: Any) -> Any:
    """Filter: strip texts, leave everything else."""
    return value.strip() if isinstance(value, str) else value


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form whose texts are stripped and which can show a service's refusal."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Strip every text field."""

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            """Add the strip filter to text fields."""
            filters = unbound_field.kwargs.get("filters", [])
            if strip not in filters and _is_text(unbound_field.field_class):
                unbound_field.kwargs["filters"] = [*filters, strip]
            return unbound_field.bind(form=form, **options)

    @property
    def is_sent(self) -> bool:
        """Whether the person sent the form for good, not just asked for the next list."""
        return request.method == "POST" and RELOAD not in request.form

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Validate where the form was sent for good."""
        return self.is_sent and bool(self.validate(extra_validators=extra_validators))

    def refuse(self, error: DomainError) -> None:
        """Put a service's refusal beside the fields it names; what has no field goes above the form."""
        left = []
        for name, message in error.errors.items():
            if name in self._fields:
                self._fields[name].errors = [*self._fields[name].errors, str(message)]
            else:
                left.append(str(message))
        if left or not error.errors:
            self.form_errors.extend(left or [str(error.message)])


def _is_text(field_class: type[Field]) -> bool:
    from wtforms import FileField, MultipleFileField, PasswordField, StringField

    return issubclass(field_class, StringField) and not issubclass(
        field_class, PasswordField | FileField | MultipleFileField
    )


def status_of(form: BaseForm) -> int:
    """Return 422 for a form with errors, 200 otherwise."""
    return Invalid.status if form.errors else 200
