"""Forms of the seller: one for each step of a product, and the count of stock."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from catalog.categories import CATEGORIES
from catalog.drafts import Basics, PackingDraft, SupplyDraft
from catalog.fields import VersionField, WholeNumberField
from catalog.linking import Offer
from catalog.models import Availability, Product
from catalog.units import BASE_UNITS
from certification.goods import Storage
from certification.models import Producer, ProducerKind
from certification.requirements.questions import Question
from marketplace.core.text import _l
from marketplace.web.forms import BaseForm

OWN = "own"
"""Choice "we make it ourselves": the cooperative as a producer, made at first need."""

STORAGES = (
    SelectChoice(Storage.AMBIENT, _l("At room temperature")),
    SelectChoice(Storage.CHILLED, _l("Chilled (0 to 8 degrees)")),
    SelectChoice(Storage.FROZEN, _l("Frozen")),
)


TEXTS_OF_PACKING = ("packaging", "barcode", "ingredients")
NUMBERS_OF_PACKING = ("pack_size", "carton_size", "net_weight_g", "shelf_life_days")


class ProductForm(BaseForm):
    """Base of the steps: carries the version of the product that it was made of."""

    version = VersionField(default=0)

    def renew(self, product: Product) -> None:
        """Let the next sending of this form count as made of the product as it stands now."""
        self.version.data = product.version

    @property
    def seen(self) -> int:
        """The version that the form was made of."""
        return self.version.data or 0

    def differences(self, stored: "ProductForm") -> list[tuple[str, str]]:
        """Return label and stored value of each field that was typed differently from what is stored."""
        return [
            (str(field.label.text), _shown(stored._fields[name]))
            for name, field in self._fields.items()
            if name not in ("version", "csrf_token") and (field.data or None) != (stored._fields[name].data or None)
        ]


class BasicsForm(ProductForm):
    """What it is and who makes it."""

    name = StringField(
        _l("Name of the product"),
        validators=[InputRequired(_l("Write the name of the product as it is on the label.")), Length(max=120)],
        description=_l("As on the label, with its size: Keripik Tempe Daun Jeruk 150 g."),
    )
    category = SelectField(_l("Category"), description=_l("Decides which certificates it needs."))
    producer = SelectField(
        _l("Made by"),
        validators=[Optional()],
        description=_l("Certificates are its maker's. The page says: made by ..., sold by ..."),
    )
    description = TextAreaField(
        _l("Description"),
        validators=[Optional(), Length(max=4000)],
        description=_l("Taste, material, how it is made, what it is good for. A few sentences are enough."),
    )

    def offer(self, producers: Sequence[Producer], own_name: str) -> None:
        """Fill the lists to choose from."""
        shelves = [SelectChoice(row.code, row.name) for row in CATEGORIES.values()]
        self.category.choices = [SelectChoice("", _l("Choose a category")), *shelves]
        others = [SelectChoice(str(row.id), row.name) for row in producers if row.kind != ProducerKind.COOPERATIVE]
        self.producer.choices = [SelectChoice("", _l("Choose who makes it")), SelectChoice(OWN, own_name), *others]

    @property
    def is_own_make(self) -> bool:
        """Whether the cooperative itself is chosen as the maker."""
        return bool(self.producer.data == OWN)

    def draft(self, own_id: int | None = None) -> Basics:
        """Return what was filled in; ``own_id`` stands for the choice "we make it ourselves"."""
        chosen = self.producer.data or ""
        return Basics(
            name=self.name.data or "",
            category=self.category.data or "",
            producer_id=own_id if self.is_own_make else int(chosen) if chosen else None,
            description=self.description.data or "",
        )


class PhotoForm(BaseForm):
    """One or several photos from a phone."""

    photo = MultipleFileField(
        _l("Photos"), description=_l("JPEG, PNG, WebP or HEIC, at most 15 MB each. Place and camera are removed.")
    )


class PackingForm(ProductForm):
    """How it is packed, how long it keeps, what is in it."""

    base_unit = SelectField(
        _l("One piece is a"),
        choices=[SelectChoice(unit, unit) for unit in BASE_UNITS],
        description=_l("Prices, stock and capacity are counted in it."),
    )
    pack_size = WholeNumberField(
        _l("Pieces in a pack"), validators=[Optional()], description=_l("Empty where there are no packs.")
    )
    carton_size = WholeNumberField(
        _l("Pieces in a carton"), validators=[Optional()], description=_l("Retailers order by the carton.")
    )
    net_weight_g = WholeNumberField(
        _l("Net weight of one piece, in grams"),
        validators=[Optional()],
        description=_l("The content alone, as on the label. 1 kg is 1000."),
    )
    weight_g = WholeNumberField(
        _l("Gross weight of one piece, in grams"),
        validators=[InputRequired(_l("Weigh it with its packaging: shipping is reckoned from it."))],
        description=_l("With its packaging: shipping is reckoned from it."),
    )
    packaging = StringField(
        _l("Packaging"), validators=[Optional(), Length(max=120)], description=_l("Standing pouch, glass bottle ...")
    )
    barcode = StringField(
        _l("Barcode number"),
        validators=[Optional(), Length(max=60)],
        description=_l("The 13 digits under the bars. Modern retail asks for it; GS1 Indonesia issues it."),
    )
    shelf_life_days = WholeNumberField(
        _l("Keeps for, in days"),
        validators=[Optional()],
        description=_l("Unopened, stored as chosen here. Empty for goods that do not spoil."),
    )
    storage = SelectField(_l("Stored"), choices=STORAGES)
    ingredients = TextAreaField(
        _l("Ingredients or material"), validators=[Optional(), Length(max=2000)], description=_l("As on the label.")
    )

    def draft(self) -> PackingDraft:
        """Return what was filled in."""
        values: dict[str, Any] = {name: self._fields[name].data or "" for name in TEXTS_OF_PACKING}
        values |= {name: self._fields[name].data for name in NUMBERS_OF_PACKING}
        return PackingDraft(
            base_unit=self.base_unit.data,
            storage=self.storage.data,
            weight_g=self.weight_g.data or 0,
            **values,
        )


class SupplyForm(ProductForm):
    """In stock or made to order."""

    availability = RadioField(
        _l("How do you supply it?"),
        choices=(
            SelectChoice(Availability.STOCK, _l("From stock: it lies ready")),
            SelectChoice(Availability.MADE_TO_ORDER, _l("Made to order")),
        ),
    )
    lead_time_days = WholeNumberField(
        _l("Lead time, in working days"),
        validators=[Optional()],
        description=_l("From the order until it is ready to leave. Needed for goods made to order."),
    )
    monthly_capacity = WholeNumberField(
        _l("Capacity in a month, pieces"),
        validators=[Optional()],
        description=_l("What you can really make. Needed for goods made to order; retailers ask for it."),
    )

    def draft(self) -> SupplyDraft:
        """Return what was filled in."""
        return SupplyDraft(
            availability=self.availability.data or "",
            lead_time_days=self.lead_time_days.data,
            monthly_capacity=self.monthly_capacity.data,
        )


class CountForm(BaseForm):
    """The number that lies in the store now. ``seen``: what the page said before."""

    seen = VersionField(default=0)
    on_hand = WholeNumberField(
        _l("Counted now, pieces"), validators=[InputRequired(_l("Write the number that you counted."))]
    )


class TraitsForm(ProductForm):
    """Which of the questions that matter for its category are answered with yes."""

    traits = SelectMultipleField(_l("What is true of this product?"), validate_choice=False)

    def offer(self, questions: Sequence[Question]) -> None:
        """Fill the list to choose from."""
        self.traits.choices = [SelectChoice(str(question.trait), question.text) for question in questions]


class PapersForm(ProductForm):
    """Which certificates it stands on, or that it is not halal."""

    items = SelectMultipleField(_l("Certificates"), coerce=int, validate_choice=False)
    declared_not_halal = BooleanField(_l('This product is not halal, and its label says so ("tidak halal")'))

    def offer(self, offers: Sequence[Offer]) -> None:
        """Show as chosen what is linked."""
        self.items.data = [offer.item.id for offer in offers if offer.item and offer.linked]


def _shown(field: Any) -> str:
    if isinstance(field.data, list):
        return ", ".join(str(choice.label) for choice in field.choices or () if choice.value in field.data) or "-"
    if getattr(field, "choices", None):
        return next((str(choice.label) for choice in field.choices if choice.value == field.data), "-")
    return str(field._value()) if hasattr(field, "_value") and field.data not in (None, "") else "-"
