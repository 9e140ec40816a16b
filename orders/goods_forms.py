"""Forms that count goods line by line: what is shipped now, and what has arrived."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from catalog.fields import WholeNumberField
from marketplace.core.text import _l
from orders.forms import StepForm
from orders.fulfilment import ShipmentDraft
from orders.models import Order, OrderLine
from orders.shipping import ShippingMethod
from orders.words import SHIPPING

T = TypeVar("T", bound="GoodsForm")


class GoodsForm(StepForm):
    """One amount for each line that is still open, in base units."""

    lines: Sequence[OrderLine] = ()
    """Of the order; set by ``of``."""

    @classmethod
    def of(cls: type[T], order: Order, **options: Any) -> T:
        """Make the form for an order: each line proposes all that is open.

        Lines with nothing open have a field too, so that a form that is sent twice says the same twice.
        """
        fields: dict[str, Any] = {f"line_{line.id}": _amount(line, cls.left_of(line)) for line in order.lines}
        form: T = type(cls.__name__, (cls,), {**fields, "lines": tuple(order.lines)})(**options)
        return form

    @classmethod
    def left_of(cls, line: OrderLine) -> int:
        """Return how much of a line is open."""
        raise NotImplementedError

    def rows(self) -> list[tuple[OrderLine, Field, int]]:
        """Return each line that is open with its field and what is open, for the page."""
        found = [(line, self._fields[f"line_{line.id}"], self.left_of(line)) for line in self.lines]
        return [row for row in found if row[2] > 0]

    def amounts(self) -> Mapping[int, int]:
        """Return line id to base units as filled in; an empty field is 0."""
        return {line.id: self._fields[f"line_{line.id}"].data or 0 for line in self.lines}


class ShipForm(GoodsForm):
    """What leaves now, and with whom."""

    method = RadioField(
        _l("How do the goods travel?"),
        choices=[SelectChoice(method.value, SHIPPING[method]) for method in ShippingMethod],
        validate_choice=False,
    )
    carrier = StringField(
        _l("Courier, or vehicle and driver"),
        validators=[Optional(), Length(max=80, message=_l("Write at most 80 letters."))],
        description=_l("For example: JNE Trucking; or: pick-up S 1234 XX, Pak Slamet."),
    )
    tracking = StringField(
        _l("Tracking number"), validators=[Optional(), Length(max=60, message=_l("Write at most 60 letters."))]
    )

    @classmethod
    def left_of(cls, line: OrderLine) -> int:
        """Return what was not shipped yet."""
        return line.quantity - line.shipped_quantity

    def draft(self) -> ShipmentDraft:
        """Return what was filled in."""
        return ShipmentDraft(
            method=self.method.data or "",
            carrier=self.carrier.data or "",
            tracking=self.tracking.data or "",
            lines=self.amounts(),
        )


class ReceiveForm(GoodsForm):
    """What has arrived."""

    note = TextAreaField(
        _l("Note"),
        validators=[Optional(), Length(max=500, message=_l("Write at most 500 letters."))],
        description=_l("For example: two boxes were wet. The cooperative reads it."),
    )

    @classmethod
    def left_of(cls, line: OrderLine) -> int:
        """Return what is on its way."""
        return line.shipped_quantity - line.received_quantity


def _amount(line: OrderLine, left: int) -> WholeNumberField:
    return WholeNumberField(line.product_name, default=left, validators=[Optional()])
