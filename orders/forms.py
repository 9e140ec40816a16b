"""Forms of the cart and of what the parties decide about an order."""

from collections.abc import Callable

from wtforms import Field, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from catalog.fields import RupiahField, VersionField, WholeNumberField
from catalog.units import SellingUnit
from marketplace.core.text import _l
from marketplace.regions.field import RegionField
from marketplace.web.forms import BaseForm
from orders.rates import RateDraft
from orders.services import MAX_REASON, MAX_SHIPPING_NOTE, QuoteDraft
from orders.shipping import DELIVERIES, ShippingMethod
from orders.words import SHIPPING


class LineForm(BaseForm):
    """A product for the cart, or another amount of it. Odd amounts are the cart's to refuse."""

    product = StringField(validators=[Length(max=20)])
    unit = StringField(default=SellingUnit.BASE.value, validators=[Length(max=10)])
    count = WholeNumberField(_l("Amount"))

    @property
    def amount(self) -> int:
        """What was typed; 0, which nobody can order, where it is no number."""
        return self.count.data or 0


class PlaceForm(BaseForm):
    """Where the goods of the cart would go: asked with GET, changes nothing."""

    region = RegionField(_l("Ship to"))

    class Meta(BaseForm.Meta):
        """No token: nothing is changed."""

        csrf = False


class StepForm(BaseForm):
    """A button for one step of an order, with the version that was looked at."""

    version = VersionField()


class ReasonForm(StepForm):
    """Why an order is rejected or cancelled."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[Length(max=MAX_REASON, message=_l("Write at most 500 letters."))],
        description=_l("The other party reads it."),
    )


class QuoteForm(StepForm):
    """What bringing the goods costs."""

    method = RadioField(
        _l("How do the goods travel?"),
        choices=[SelectChoice(method.value, SHIPPING[method]) for method in ShippingMethod if method in DELIVERIES],
        default=ShippingMethod.COURIER.value,
        validate_choice=False,
    )
    cost = RupiahField(
        _l("Shipping cost"),
        validators=[InputRequired(_l("Write the whole cost; 0 where it is free."))],
        description=_l("For the whole order, before PPN."),
    )
    note = StringField(
        _l("Note to the buyer"),
        validators=[Optional(), Length(max=MAX_SHIPPING_NOTE, message=_l("Write at most 300 letters."))],
        description=_l("For example: by pick-up truck with cooling boxes, arrives within two days."),
    )

    def draft(self) -> QuoteDraft:
        """Return what was filled in; a cost that is missing is below what anybody may ask."""
        return QuoteDraft(
            method=self.method.data or "",
            cost=-1 if self.cost.data is None else self.cost.data,
            note=self.note.data or "",
        )


def _needed_for(method: ShippingMethod) -> Callable[[BaseForm, Field], None]:
    """Make a validator: a price left empty must not become a free ride."""

    def check(form: BaseForm, field: Field) -> None:
        if form.method.data == method and field.data is None and not field.process_errors:
            raise ValidationError(_l("Write a price; 0 where it is free."))

    return check


class RateForm(BaseForm):
    """One row of a cooperative's shipping rates."""

    method = RadioField(
        _l("How do the goods travel?"),
        choices=[SelectChoice(method.value, SHIPPING[method]) for method in ShippingMethod],
        default=ShippingMethod.COURIER.value,
        validate_choice=False,
    )
    region_prefix = RegionField(
        _l("Where to?"), description=_l("As far down as the rate holds. Choose nothing for the whole of Indonesia.")
    )
    price_per_kg = RupiahField(_l("Price per kilogram"), validators=[_needed_for(ShippingMethod.COURIER)])
    minimum_kg = WholeNumberField(
        _l("Billed at least, kilograms"),
        default=1,
        validators=[Optional()],
        description=_l("Every kilogram begun counts."),
    )
    flat_price = RupiahField(_l("Price of one trip"), validators=[_needed_for(ShippingMethod.OWN_VEHICLE)])
    free_from = RupiahField(
        _l("Free from a goods total of"), validators=[Optional()], description=_l("Before PPN. Leave empty for never.")
    )

    def draft(self) -> RateDraft:
        """Return what was filled in."""
        return RateDraft(
            method=self.method.data or "",
            region_prefix=self.region_prefix.data or "",
            price_per_kg=self.price_per_kg.data or 0,
            minimum_kg=1 if self.minimum_kg.data is None else self.minimum_kg.data,
            flat_price=self.flat_price.data or 0,
            free_from=self.free_from.data,
        )
