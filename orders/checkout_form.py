"""The form of a checkout: where to, how each cooperative ships, how it is paid."""

import re
from collections.abc import Mapping
from typing import Any

from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from catalog.fields import VersionField
from catalog.policies.rules import Finding
from marketplace.core.money import format_rupiah
from marketplace.core.text import _l
from marketplace.regions.field import RegionField
from marketplace.web.forms import BaseForm
from orders.basket import Group, Item
from orders.checkout import CheckoutDraft
from orders.payments.lifecycle import PaymentMethod
from orders.policing import reason_field, reasons_asked
from orders.preview import QUOTE, Part, Preview
from orders.shipping import Option
from orders.words import PAYMENT, SHIPPING

REASON = "reason_"
SHIPPING_FIELD = re.compile(r"shipping_([0-9]{1,18})")


class CheckoutForm(BaseForm):
    """What a buyer sends off; the choice of shipping of each cooperative is added by ``of``.

    How long each text may be is the checkout's to say.
    """

    ship_to_name = StringField(
        _l("Received by"),
        validators=[InputRequired(_l("Write who receives the goods."))],
        description=_l("Person or warehouse, as it stands on the delivery note."),
    )
    phone = StringField(_l("Phone at the place"), validators=[InputRequired(_l("Write a phone number."))])
    address = StringField(_l("Street and number"), validators=[InputRequired(_l("Write the address."))])
    region = RegionField(_l("Place"))
    payment_method = RadioField(_l("How do you pay?"), default=PaymentMethod.BANK_TRANSFER.value, validate_choice=False)
    buyer_reference = StringField(
        _l("Your own order number"),
        validators=[Optional()],
        description=_l("Your PO number, if you have one. It stands on the papers."),
    )
    note = TextAreaField(_l("Note to the cooperatives"), validators=[Optional()])
    idempotency_key = HiddenField()
    expected_total = VersionField()
    """The total that the buyer has looked at."""

    sellers: Mapping[int, str] = {}
    """Seller's id to the name of its shipping field; set by ``of``."""

    @classmethod
    def of(cls, preview: Preview, *, cards: bool, **options: Any) -> "CheckoutForm":
        """Make the form for what the cart comes to. ``cards``: whether somebody takes cards here."""
        names = {part.group.seller.id: f"shipping_{part.group.seller.id}" for part in preview.parts}
        fields: dict[str, Any] = {names[part.group.seller.id]: _shipping(part) for part in preview.parts}
        fields |= {name: _reason() for name in reasons_asked(preview)}
        form: CheckoutForm = type(cls.__name__, (cls,), {**fields, "sellers": names})(**options)
        offered = [method for method in PaymentMethod if cards or method != PaymentMethod.CARD]
        form.payment_method.choices = [SelectChoice(method.value, PAYMENT[method]) for method in offered]
        return form

    def shipping_of(self, seller_id: int) -> Field:
        """Return the field of one cooperative's shipping."""
        return self._fields[self.sellers[seller_id]]

    def reason_for(self, item: Item, finding: Finding) -> Field | None:
        """Return the field of the reason for a finding, None where none is asked."""
        return self._fields.get(reason_field(item.product.id, finding.code))

    def look_at(self, preview: Preview) -> None:
        """Note what the page now shows: the total that is agreed to, and a way to ship that is still offered."""
        self.expected_total.data = preview.total
        for part in preview.parts:
            self.shipping_of(part.group.seller.id).data = wish_of(part)

    def draft(self) -> CheckoutDraft:
        """Return what was filled in."""
        return CheckoutDraft(
            ship_to_name=self.ship_to_name.data or "",
            phone=self.phone.data or "",
            address=self.address.data or "",
            region=self.region.data or "",
            payment_method=self.payment_method.data or "",
            shipping={seller_id: self.shipping_of(seller_id).data or "" for seller_id in self.sellers},
            reasons={field.name: field.data or "" for field in self if field.name.startswith(REASON)},
            buyer_reference=self.buyer_reference.data or "",
            note=self.note.data or "",
            idempotency_key=self.idempotency_key.data or "",
            expected_total=self.expected_total.data,
        )


def wishes_in(sent: Mapping[str, str]) -> dict[int, str]:
    """Return seller's id to the way to ship, of what a browser sent; other fields are left alone."""
    found = ((SHIPPING_FIELD.fullmatch(name), value) for name, value in sent.items())
    return {int(match[1]): value for match, value in found if match is not None}


def wish_of(part: Part) -> str:
    """Return the value that stands for how a part is shipped."""
    return part.option.method.value if part.option else QUOTE


def _reason() -> StringField:
    return StringField(
        _l("Why is it ordered all the same?"),
        validators=[Optional()],
        description=_l("Your policy asks for a reason; the cooperative reads it too."),
    )


def _shipping(part: Part) -> RadioField:
    return RadioField(
        _l("Shipping by %(seller)s", seller=part.group.seller.name),
        choices=_choices(part.group),
        default=wish_of(part),
        validate_choice=False,
    )


def _choices(group: Group) -> list[SelectChoice]:
    asked = [SelectChoice(QUOTE, _l("The cooperative states the cost"))] if group.needs_quote else []
    return [*asked, *(SelectChoice(option.method.value, _priced(option)) for option in group.options)]


def _priced(option: Option) -> Any:
    way = SHIPPING[option.method]
    if option.cost == 0:
        return _l("%(way)s, free", way=way)
    return _l("%(way)s, %(cost)s", way=way, cost=format_rupiah(option.cost))
