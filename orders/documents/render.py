"""What stands on the papers of an order, and their printing (fields: reference/domain.md 3.3).

All texts of people and all amounts come ready from the order, which is a snapshot; nothing is computed here but
the amount in words. The papers are Indonesian with small English labels, whoever prints them.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from marketplace.adapters import qr
from marketplace.adapters.pdf import compile_pdf, printed_day, printed_number
from marketplace.core.money import Rupiah, amount_in_words, format_rupiah

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Party:
    """A seller, buyer or receiver as printed; ``npwp`` and ``contact`` may be empty."""

    name: str
    address: tuple[str, ...]
    npwp: str = ""
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class BankAccount:
    """Where a transfer goes."""

    bank: str
    number: str
    holder: str


@dataclass(frozen=True, kw_only=True)
class InvoiceLine:
    """One line of goods; ``unit_price``, ``amount`` and ``tax`` in whole rupiah, price and amount before PPN."""

    name: str
    producer: str
    quantity: int
    unit: str
    unit_price: Rupiah
    amount: Rupiah
    tax: Rupiah
    tax_label: str
    """How the line is taxed, in Indonesian: ``PPN 12% dari 11/12``, ``Dibebaskan``, ``Tidak dipungut``."""


@dataclass(frozen=True, kw_only=True)
class InvoiceDocument:
    """An invoice. Raises ``ValueError`` when goods, shipping and tax do not add up to the total."""

    number: str
    issued_on: date
    due_on: date | None
    order_number: str
    ordered_on: date
    seller: Party
    seller_is_pkp: bool
    buyer: Party
    buyer_reference: str = ""
    lines: tuple[InvoiceLine, ...]
    goods: Rupiah
    shipping: Rupiah
    shipping_label: str = ""
    tax_base: Rupiah
    """DPP, the base on which PPN is computed; 0 where no line is taxed."""
    tax: Rupiah
    total: Rupiah
    bank: BankAccount | None = None
    payment_reference: str = ""
    payment_label: str = ""
    """How it is paid, in Indonesian: ``Transfer bank``, ``Kartu``."""
    paid_on: date | None = None
    page_url: str = ""
    """The order's page on the site, printed as a QR code."""

    def __post_init__(self) -> None:
        if self.goods + self.shipping + self.tax != self.total:
            raise ValueError(f"{self.number}: goods, shipping and tax are not the total")


@dataclass(frozen=True, kw_only=True)
class DeliveryLine:
    """One line of a shipment; what is not known yet is left open to be written by hand."""

    name: str
    producer: str
    quantity: int
    unit: str
    cartons: int | None = None
    batch: str = ""
    best_before: date | None = None


@dataclass(frozen=True, kw_only=True)
class DeliveryNoteDocument:
    """A delivery note (surat jalan): one per vehicle and cooperative."""

    number: str
    issued_on: date
    order_number: str
    buyer_reference: str = ""
    sender: Party
    recipient: Party
    """Who receives, and where the goods go."""
    carrier: str
    """Courier or vehicle with its plate: ``JNE Reguler``, ``Kendaraan sendiri, S 1234 AB``."""
    driver: str = ""
    tracking_number: str = ""
    lines: tuple[DeliveryLine, ...]
    note: str = ""
    page_url: str = ""


def render_invoice(invoice: InvoiceDocument) -> bytes:
    """Print an invoice as PDF, A4."""
    data = {
        **_head(invoice.number, invoice.issued_on, invoice.page_url),
        "order_number": invoice.order_number,
        "ordered_on": printed_day(invoice.ordered_on),
        "due_on": printed_day(invoice.due_on) if invoice.due_on else "",
        "paid_on": printed_day(invoice.paid_on) if invoice.paid_on else "",
        "seller": _party(invoice.seller),
        "seller_is_pkp": invoice.seller_is_pkp,
        "buyer": _party(invoice.buyer),
        "buyer_reference": invoice.buyer_reference,
        "lines": [_invoice_line(line) for line in invoice.lines],
        "goods": format_rupiah(invoice.goods),
        "shipping": format_rupiah(invoice.shipping),
        "shipping_label": invoice.shipping_label,
        "tax_base": format_rupiah(invoice.tax_base),
        "tax": format_rupiah(invoice.tax),
        "is_taxed": invoice.tax_base > 0,
        "total": format_rupiah(invoice.total),
        "in_words": amount_in_words(invoice.total).capitalize(),
        "bank": vars(invoice.bank) if invoice.bank else None,
        "payment_reference": invoice.payment_reference,
        "payment_label": invoice.payment_label,
    }
    return compile_pdf(FOLDER / "invoice.typ", data)


def render_delivery_note(note: DeliveryNoteDocument) -> bytes:
    """Print a delivery note as PDF, A4, with fields to sign."""
    cartons = [line.cartons for line in note.lines if line.cartons is not None]
    data = {
        **_head(note.number, note.issued_on, note.page_url),
        "order_number": note.order_number,
        "buyer_reference": note.buyer_reference,
        "sender": _party(note.sender),
        "recipient": _party(note.recipient),
        "carrier": note.carrier,
        "driver": note.driver,
        "tracking_number": note.tracking_number,
        "lines": [_delivery_line(line) for line in note.lines],
        "cartons": printed_number(sum(cartons)) if cartons else "",
        "note": note.note,
    }
    return compile_pdf(FOLDER / "delivery_note.typ", data)


def _head(number: str, issued_on: date, page_url: str) -> dict[str, Any]:
    return {
        "number": number,
        "issued_on": printed_day(issued_on),
        "day": [issued_on.year, issued_on.month, issued_on.day],
        "qr": qr.printed(page_url) if page_url else "",
    }


def _party(party: Party) -> dict[str, Any]:
    return {
        "name": party.name,
        "address": list(party.address),
        "npwp": party.npwp,
        "contact": party.contact,
    }


def _invoice_line(line: InvoiceLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "producer": line.producer,
        "quantity": f"{printed_number(line.quantity)} {line.unit}",
        "unit_price": format_rupiah(line.unit_price),
        "amount": format_rupiah(line.amount),
        "tax": format_rupiah(line.tax),
        "tax_label": line.tax_label,
    }


def _delivery_line(line: DeliveryLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "producer": line.producer,
        "quantity": f"{printed_number(line.quantity)} {line.unit}",
        "cartons": "" if line.cartons is None else printed_number(line.cartons),
        "batch": line.batch,
        "best_before": printed_day(line.best_before) if line.best_before else "",
    }
