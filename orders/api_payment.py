"""What the API says of how an order is paid."""

from datetime import datetime
from typing import Literal

from flask import url_for

from marketplace.web.api import Schema
from orders.payments.lifecycle import PaymentMethod
from orders.payments.models import Payment


class CardPaymentOut(Schema):
    """One payment by card for all orders of the group: where a person of the buyer pays it."""

    method: Literal["card"]
    amount: int
    pay_by: datetime
    url: str


class AccountOut(Schema):
    """A bank account of a cooperative."""

    bank: str
    number: str
    holder: str


class TransferOut(Schema):
    """What to transfer for one order, exactly, with the reference as the note."""

    order: str
    amount: int
    reference: str
    account: AccountOut
    pay_by: datetime


PaymentOut = CardPaymentOut | list[TransferOut] | None


def payment_out(payments: list[Payment]) -> PaymentOut:
    """Say how to pay: one card payment, or a transfer for each order; None where nothing can be paid yet."""
    cards = [payment for payment in payments if payment.method == PaymentMethod.CARD]
    if cards:
        url = url_for("payments.pay", reference=cards[0].reference, _external=True)
        return CardPaymentOut(method="card", amount=cards[0].amount, pay_by=cards[0].pay_by, url=url)
    found = [
        TransferOut(
            order=payment.allocations[0].order.number,
            amount=payment.amount,
            reference=payment.reference,
            account=AccountOut(bank=payment.account_bank, number=payment.account_number, holder=payment.account_holder),
            pay_by=payment.pay_by,
        )
        for payment in payments
    ]
    return found or None
