"""Forms of fairs: the fair, a booth, what it shows, and the contact that a visitor leaves."""

import re
import secrets
from collections.abc import Iterable, Mapping

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from catalog.fairs.leads import LeadDraft
from catalog.fairs.services import FairDraft
from catalog.fields import VersionField
from catalog.models import Product
from certification.forms import DayField
from marketplace.accounts.models import Organisation
from marketplace.core.numbers import whole
from marketplace.core.text import _l
from marketplace.regions.field import RegionField
from marketplace.web.forms import BaseForm

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
LAST_PLACE = 10_000
"""Where a chosen product without a number goes: to the end."""


def as_id(value: object) -> int:
    """Read the id that a list sends back; 0, which belongs to nothing, for anything odd."""
    return whole(str(value), 0)


class FairForm(BaseForm):
    """A fair: name, place, days."""

    name = StringField(
        _l("Name of the fair"),
        validators=[DataRequired(_l("Write the name of the fair."))],
        description=_l("As it stands on posters, for example Lamongan Expo."),
    )
    place = StringField(
        _l("Venue"),
        validators=[DataRequired(_l("Write where it takes place."))],
        description=_l("Building or square, and the street."),
    )
    region = RegionField(_l("Place"))
    starts_on = DayField(_l("First day"), validators=[InputRequired(_l("Choose the first day."))])
    ends_on = DayField(_l("Last day"), validators=[InputRequired(_l("Choose the last day."))])
    about = TextAreaField(
        _l("What visitors should know"), description=_l("Opening hours, entrance, who comes. Shown on the public page.")
    )
    version = VersionField(default=0)

    def draft(self) -> FairDraft:
        """Return what was filled in."""
        return FairDraft(
            name=self.name.data,
            place=self.place.data,
            region=self.region.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            about=self.about.data or "",
        )


class BoothForm(BaseForm):
    """A new booth: whose, and where it stands."""

    cooperative = SelectField(_l("Cooperative"), coerce=as_id, validate_choice=False)
    label = StringField(
        _l("Booth number"),
        validators=[DataRequired(_l("Write the number of the booth, as on the plan of the hall."))],
        description=_l("As on the plan of the hall, for example A12."),
    )

    def offer(self, cooperatives: Iterable[Organisation]) -> None:
        """Fill the list of cooperatives."""
        self.cooperative.choices = [(c.id, f"{c.name} ({c.region.path.rpartition(', ')[0]})") for c in cooperatives]


class ArrangeForm(BaseForm):
    """A booth's number and the products on its table, each with its place in the row."""

    label = StringField(
        _l("Booth number"), validators=[DataRequired(_l("Write the number of the booth, as on the plan of the hall."))]
    )
    products = SelectMultipleField(_l("Products"), coerce=as_id, validate_choice=False)
    mark = HiddenField()

    def offer(self, products: Iterable[Product]) -> None:
        """Fill the list of products."""
        self.products.choices = [(product.id, product.name) for product in products]

    def in_order(self, places: Mapping[str, str]) -> list[int]:
        """Return the ticked products by the numbers typed beside them (``place-17``: 3); the rest go to the end."""
        chosen = self.products.data or []
        return sorted(chosen, key=lambda number: as_id(places.get(f"place-{number}", "")) or LAST_PLACE)


class ForgetForm(BaseForm):
    """Whose contacts are to be erased."""

    contact = StringField(
        _l("Phone number or e-mail of the visitor"),
        validators=[DataRequired(_l("Write a phone number or an e-mail address."))],
        description=_l("Ask the visitor to show that it is theirs."),
    )


class LeadForm(BaseForm):
    """What a visitor leaves, with consent. ``website`` is hidden from people: only programs fill it in."""

    name = StringField(_l("Your name"), validators=[DataRequired(_l("Write your name."))])
    organisation_name = StringField(_l("Shop or company"))
    phone = StringField(_l("Phone or WhatsApp number"), description=_l("A number or an e-mail address is enough."))
    email = StringField(_l("E-mail"), description=_l("For example nama@contoh.id."))
    message = TextAreaField(
        _l("What would you like to know?"), description=_l("For example price for a carton, samples, delivery.")
    )
    consent = BooleanField()
    website = StringField(_l("Leave this empty"))
    key = HiddenField(default=lambda: secrets.token_urlsafe(16))

    def ask(self, words: str) -> None:
        """Put the words of the consent beside the box, and a fresh key where what came back is none."""
        self.consent.label.text = words
        if not KEY.fullmatch(self.key.data or ""):
            self.key.data = secrets.token_urlsafe(16)

    def draft(self) -> LeadDraft:
        """Return what was filled in, with the words of the consent where the box was ticked."""
        return LeadDraft(
            name=self.name.data,
            organisation_name=self.organisation_name.data or "",
            phone=self.phone.data or "",
            email=self.email.data or "",
            message=self.message.data or "",
            consent=self.consent.label.text if self.consent.data else "",
            idempotency_key=self.key.data,
        )
