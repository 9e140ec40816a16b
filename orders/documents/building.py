"""What stands on the invoice and the delivery notes of an order: read from the order, which is a snapshot.

The papers are Indonesian whoever opens them, so their words are not translated.
"""

from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day
from orders import tax
from orders.documents.render import (
    BankAccount,
    DeliveryLine,
    DeliveryNoteDocument,
    InvoiceDocument,
    InvoiceLine,
    Party,
)
from orders.models import Order, OrderLine, Shipment
from orders.payments.lifecycle import PaymentMethod, PaymentState
from orders.payments.models import Payment
from orders.shipping import ShippingMethod

TAX_LABELS = {
    tax.NOT_PKP: "PPN tidak dipungut",
    tax.EXEMPT: "Dibebaskan dari PPN",
    "ppn_11": "PPN 11%",
    "ppn_12_of_11_12": "PPN 12% dari 11/12",
}
SHIPPING_LABELS = {
    ShippingMethod.COURIER: "jasa kurir",
    ShippingMethod.OWN_VEHICLE: "kendaraan koperasi",
    ShippingMethod.PICKUP: "diambil pembeli",
}
PAYMENT_LABELS = {PaymentMethod.BANK_TRANSFER: "Transfer bank", PaymentMethod.CARD: "Kartu"}
SETTLED = frozenset({PaymentState.PAID})


def invoice_of(order: Order, payment: Payment | None, *, page_url: str) -> InvoiceDocument:
    """Return the invoice of a confirmed order. ``payment``: through which it is or is to be paid."""
    if order.invoice_number is None or order.invoiced_at is None:
        raise ValueError(f"order {order.number} has no invoice yet")
    is_paid = order.payment_state in SETTLED
    return InvoiceDocument(
        number=order.invoice_number,
        issued_on=jakarta_day(order.invoiced_at),
        due_on=jakarta_day(payment.pay_by) if payment is not None and not is_paid else None,
        order_number=order.number,
        ordered_on=jakarta_day(order.placed_at),
        seller=_party(order.seller),
        seller_is_pkp=order.seller_is_pkp,
        buyer=_party(order.buyer),
        buyer_reference=order.buyer_reference,
        lines=tuple(_invoice_line(line) for line in order.lines),
        goods=order.goods_total,
        shipping=order.shipping_cost or 0,
        shipping_label=SHIPPING_LABELS.get(ShippingMethod(order.shipping_method), "") if order.shipping_method else "",
        tax_base=order.tax_base,
        tax=order.tax_total,
        total=order.total,
        bank=_account(payment),
        payment_reference=payment.reference if payment is not None else "",
        payment_label=PAYMENT_LABELS[PaymentMethod(order.payment_method)],
        paid_on=jakarta_day(payment.paid_at) if payment is not None and payment.paid_at and is_paid else None,
        page_url=page_url,
    )


def delivery_note_of(order: Order, shipment: Shipment, place: str, *, page_url: str) -> DeliveryNoteDocument:
    """Return the delivery note of one shipment. ``place``: the full name of the region it goes to."""
    return DeliveryNoteDocument(
        number=shipment.number,
        issued_on=jakarta_day(shipment.shipped_at),
        order_number=order.number,
        buyer_reference=order.buyer_reference,
        sender=_party(order.seller),
        recipient=Party(
            name=order.ship_to_name,
            address=tuple(line for line in (order.buyer.name, order.ship_to_address, place) if line),
            contact=order.ship_to_phone,
        ),
        carrier=shipment.carrier or SHIPPING_LABELS[ShippingMethod(shipment.method)].capitalize(),
        tracking_number=shipment.tracking,
        lines=tuple(_delivery_line(part.order_line, part.quantity) for part in shipment.lines),
        page_url=page_url,
    )


def _party(organisation: Organisation) -> Party:
    lines = (organisation.address, organisation.region.path)
    return Party(
        name=organisation.name,
        address=tuple(line for line in lines if line),
        npwp=organisation.npwp,
        contact=organisation.phone,
    )


def _account(payment: Payment | None) -> BankAccount | None:
    if payment is None or not payment.account_number:
        return None
    return BankAccount(bank=payment.account_bank, number=payment.account_number, holder=payment.account_holder)


def _invoice_line(line: OrderLine) -> InvoiceLine:
    return InvoiceLine(
        name=line.product_name,
        producer=line.producer_name,
        quantity=line.quantity,
        unit=line.base_unit,
        unit_price=line.unit_price,
        amount=line.amount,
        tax=line.tax_amount,
        tax_label=TAX_LABELS.get(line.tax_rule, line.tax_rule),
    )


def _delivery_line(line: OrderLine, quantity: int) -> DeliveryLine:
    whole = line.carton_size is not None and quantity % line.carton_size == 0
    return DeliveryLine(
        name=line.product_name,
        producer=line.producer_name,
        quantity=quantity,
        unit=line.base_unit,
        cartons=quantity // line.carton_size if whole and line.carton_size else None,
    )
