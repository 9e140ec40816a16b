"""Form fields for numbers as people here type them: ``1.500``, ``Rp15.000``, digits 0 to 9 only."""

from collections.abc import Iterator
from typing import Any

from wtforms import Field, FieldList, ValidationError
from wtforms.widgets import HiddenInput, TextInput

from catalog.typed import whole_number
from marketplace.core.numbers import whole
from marketplace.core.text import _l

NOT_WHOLE = _l("Write a whole number with the digits 0 to 9, such as 1500 or 1.500.")


MOST_DIGITS = 4
"""Of the place of a row: no form has ten thousand."""


class WholeNumberField(Field):  # type: ignore[misc]
    """A whole number; dots or commas between thousands are allowed, anything else is refused beside the field.

    Bounds are the service's business. What was typed is shown again as it was typed.
    """

    widget = TextInput()
    data: int | None
    prefix = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; an empty text is None."""
        text = (valuelist[0] if valuelist else "").strip()
        self.data = _read(text, self.prefix) if text else None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self._print(self.data)

    def _print(self, number: int) -> str:
        return str(number)


class RowsField(FieldList):  # type: ignore[misc]
    """Rows of one kind. A name whose place is no plain number (``steps-²-text``) is no row of the form."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        for name in formdata:
            place = name[len(prefix) + 1 :].split("-", 1)[0] if name.startswith(f"{prefix}-") else ""
            if place.isascii() and place.isdigit() and len(place) <= MOST_DIGITS:
                yield int(place)


class RupiahField(WholeNumberField):
    """An amount in whole rupiah; ``Rp`` before it is allowed."""

    prefix = "rp"

    def _print(self, number: int) -> str:
        return f"{number:,}".replace(",", ".")


class VersionField(WholeNumberField):
    """The version that a form was made of. A text that is none is a version that never was: the form is stale."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the version; -1 for anything odd."""
        self.data = whole(valuelist[0] if valuelist else "", -1)

    def _value(self) -> Any:
        return str(self.data)


def _read(text: str, prefix: str) -> int:
    number = whole_number(text, prefix)
    if number is None:
        raise ValidationError(NOT_WHOLE)
    return number
