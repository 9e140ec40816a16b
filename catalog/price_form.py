"""The form of minimum order, price steps and tax."""

from typing import Any

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from catalog.drafts import PriceDraft
from catalog.fields import RupiahField, WholeNumberField
from catalog.forms import ProductForm
from catalog.models import Product
from catalog.pricing import MAX_TIERS, Tier
from catalog.taxation import TaxTreatment
from marketplace.core.errors import Invalid
from marketplace.core.text import _l

FURTHER_STEPS = range(2, MAX_TIERS + 1)


def _with_steps(form: Any) -> Any:
    """Add the fields of the price steps after the first."""
    for number in FURTHER_STEPS:
        setattr(form, f"minimum_{number}", WholeNumberField(_l("From, pieces"), validators=[Optional()]))
        setattr(form, f"price_{number}", RupiahField(_l("Price for one piece"), validators=[Optional()]))
    return form


@_with_steps
class PricesForm(ProductForm):
    """Minimum order, price steps, tax."""

    minimum_order = WholeNumberField(
        _l("Minimum order, pieces"), validators=[InputRequired(_l("Write the smallest amount that you sell."))]
    )
    price = RupiahField(_l("Price for one piece"), validators=[InputRequired(_l("Write a price."))])
    tax_treatment = RadioField(
        _l("PPN"),
        choices=(
            SelectChoice(TaxTreatment.STANDARD, _l("Taxable goods")),
            SelectChoice(TaxTreatment.EXEMPT, _l("Freed from PPN")),
        ),
    )

    def rows(self) -> list[tuple[Any, Any]]:
        """Return the fields of the price steps after the first, for the page."""
        return [(self._fields[f"minimum_{number}"], self._fields[f"price_{number}"]) for number in FURTHER_STEPS]

    def fill(self, product: Product) -> None:
        """Show the stored price steps."""
        for (minimum, price), tier in zip(self.rows(), product.tiers[1:], strict=False):
            minimum.data, price.data = tier.minimum, tier.price

    def draft(self) -> PriceDraft:
        """Return what was filled in; raise ``Invalid`` for a step of which one half is missing."""
        first = Tier(self.minimum_order.data or 0, self.price.data or 0)
        steps = [(minimum.data, price.data) for minimum, price in self.rows()]
        half = next((n for n, step in zip(FURTHER_STEPS, steps, strict=True) if step.count(None) == 1), 0)
        if half:
            raise Invalid.field(f"minimum_{half}", _l("A price step needs an amount and a price."))
        tiers = [first, *(Tier(minimum, price) for minimum, price in steps if minimum is not None)]
        return PriceDraft(minimum_order=first.minimum, tiers=tiers, tax_treatment=self.tax_treatment.data or "")
