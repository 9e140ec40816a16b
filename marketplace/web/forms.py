"""The base of all forms: CSRF, texts stripped, errors from services put beside their fields, nothing typed is lost."""

from collections.abc import Iterator
from typing import Any

from flask import Flask, request
from flask_wtf import FlaskForm
from wtforms import Field, RadioField

from marketplace.core.errors import DomainError, Invalid
from marketplace.web.form_words import FormWords

RELOAD = "reload"
"""Name of the button that asks for the next list of a dependent select where there is no JavaScript."""


def strip(value: Any) -> str:
    """Filter of text fields: without blanks around; a field that was not sent at all is empty."""
    return str(value or "").strip()


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form whose texts are stripped and which can show a service's refusal."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Strip every text field; speak the reader's language."""

        def get_translations(self, _form: Any) -> FormWords:
            """Let WTForms speak the reader's language."""
            return FormWords()

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


def init_app(app: Flask) -> None:
    """Give the form macros what they need to know of a field."""
    app.jinja_env.globals.update(field_errors=field_errors, field_ties=field_ties)


def field_errors(field: Field) -> Iterator[tuple[str, str]]:
    """Give the id to jump to and the text of every error of a field, its entries' errors included."""
    inner = getattr(field, "entries", None) or list(getattr(field, "form", ()) or ())
    for child in inner:
        yield from field_errors(child)
    if not hasattr(field, "form"):
        yield from ((field.id, str(text)) for text in field.errors if not isinstance(text, list | tuple | dict))


def field_ties(field: Field, hint: str | None) -> dict[str, str]:
    """Return the ARIA attributes that tie a control (or a group of radio buttons) to its hint and its error."""
    parts = [f"{field.id}-hint"] if (field.description if hint is None else hint) else []
    parts += [f"{field.id}-error"] if field.errors else []
    ties = {"aria-describedby": " ".join(parts)} if parts else {}
    # A group (fieldset) has no state "invalid" in ARIA; its description says what is wrong.
    return {**ties, "aria-invalid": "true"} if field.errors and not isinstance(field, RadioField) else ties
