"""Invoice and delivery note: every field is on the paper, and words of users stay words."""

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from orders.documents.render import (
    BankAccount,
    DeliveryLine,
    DeliveryNoteDocument,
    InvoiceDocument,
    InvoiceLine,
    Party,
    render_delivery_note,
    render_invoice,
)

EVIL = '*tebal* #panic("x") #image("/etc/passwd") $x$ <a> \\u{41} 🦐 漢字 ' + "W" * 120

SELLER = Party(
    name="Koperasi Desa Merah Putih Made",
    address=("Jl. Raya Made 12", "Kec. Lamongan, Kab. Lamongan 62218"),
    npwp="01.234.567.8-645.000",
    contact="made@kopdes.example",
)
BUYER = Party(name="PT Ritel Nusantara", address=("Jl. Basuki Rahmat 105, Surabaya",), npwp="02.345.678.9-012.000")
TAXED = InvoiceLine(
    name="Keripik singkong 200 g",
    producer="Ibu Sri Wahyuni",
    quantity=1100,
    unit="pak",
    unit_price=12_500,
    amount=13_750_000,
    tax=1_512_500,
    tax_label="PPN 12% dari 11/12",
)
INVOICE = InvoiceDocument(
    number="INV-2611-0148",
    issued_on=date(2026, 11, 24),
    due_on=date(2026, 11, 26),
    order_number="PSN-2611-0148",
    ordered_on=date(2026, 11, 23),
    seller=SELLER,
    seller_is_pkp=True,
    buyer=BUYER,
    buyer_reference="PO/4500123",
    lines=(TAXED,),
    goods=13_750_000,
    shipping=350_000,
    tax_base=12_604_167,
    tax=1_512_500,
    total=15_612_500,
    bank=BankAccount(bank="Bank Jatim", number="0012345678", holder="KDMP Made"),
    payment_reference="ACUAN-77",
    payment_label="Transfer bank",
    page_url="https://etalase.example/pesanan/PSN-2611-0148",
)
NOTE = DeliveryNoteDocument(
    number="SJ-2611-0148-1",
    issued_on=date(2026, 11, 25),
    order_number="PSN-2611-0148",
    buyer_reference="PO/4500123",
    sender=SELLER,
    recipient=BUYER,
    carrier="Kendaraan sendiri, S 1234 AB",
    driver="Bapak Slamet",
    tracking_number="RESI-9",
    lines=(
        DeliveryLine(
            name="Keripik singkong 200 g",
            producer="Ibu Sri Wahyuni",
            quantity=1100,
            unit="pak",
            cartons=46,
            batch="B2611-03",
            best_before=date(2027, 5, 24),
        ),
    ),
    note="Simpan di tempat kering.",
)


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.replace("\u200b", "").split())


def page_count(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    count = len(document)
    document.close()
    return count


@pytest.mark.parametrize(
    "field",
    [
        "INV-2611-0148",
        "24 November 2026",
        "26 November 2026",
        "PSN-2611-0148, 23 November 2026",
        "PO/4500123",
        SELLER.name,
        SELLER.npwp,
        BUYER.name,
        BUYER.npwp,
        "Pengusaha kena pajak (PKP)",
        "Keripik singkong 200 g",
        "Dibuat oleh Ibu Sri Wahyuni · PPN 12% dari 11/12",
        "1.100 pak",
        "Rp12.500",
        "Rp13.750.000",
        "Rp350.000",
        "Dasar pengenaan pajak (DPP)",
        "Rp12.604.167",
        "Rp1.512.500",
        "Rp15.612.500",
        "Lima belas juta enam ratus dua belas ribu lima ratus rupiah",
        "0012345678",
        "KDMP Made",
        "ACUAN-77",
        "bukan faktur pajak",
    ],
)
def test_invoice_shows(field: str) -> None:
    assert field in words(render_invoice(INVOICE))


def test_invoice_is_the_same_each_time_it_is_printed() -> None:
    assert render_invoice(INVOICE) == render_invoice(INVOICE)


def test_seller_outside_of_ppn_charges_none_and_says_why() -> None:
    free = replace(TAXED, tax=0, tax_label="Tidak dipungut")
    invoice = replace(INVOICE, seller_is_pkp=False, lines=(free,), tax_base=0, tax=0, total=14_100_000)

    printed = words(render_invoice(invoice))

    assert "Penjual bukan PKP, sehingga PPN tidak dipungut" in printed
    assert "DPP" not in printed


def test_paid_invoice_says_since_when() -> None:
    printed = words(render_invoice(replace(INVOICE, paid_on=date(2026, 11, 25), bank=None)))

    assert "Lunas pada 25 November 2026" in printed
    assert "Nomor rekening" not in printed


def test_invoice_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="are not the total"):
        replace(INVOICE, total=1)


def test_words_of_users_on_an_invoice_stay_words() -> None:
    party = Party(name=EVIL, address=(EVIL,), npwp=EVIL, contact=EVIL)
    line = replace(TAXED, name=EVIL, producer=EVIL, unit="#panic()", tax_label=EVIL)
    hostile = replace(INVOICE, seller=party, buyer=party, buyer_reference=EVIL, lines=(line,), payment_reference=EVIL)

    printed = words(render_invoice(hostile))

    assert '#image("/etc/passwd")' in printed
    assert "*tebal*" in printed
    assert "root:" not in printed


def test_long_invoice_goes_on_over_pages_with_its_head_repeated() -> None:
    goods, tax = 60 * TAXED.amount, 60 * TAXED.tax
    invoice = replace(INVOICE, lines=(TAXED,) * 60, goods=goods, tax=tax, total=goods + tax + INVOICE.shipping)

    printed = render_invoice(invoice)

    assert page_count(printed) >= 3
    assert words(printed).count("Harga satuan") >= 3


@pytest.mark.parametrize(
    "field",
    [
        "SJ-2611-0148-1",
        "25 November 2026",
        "PSN-2611-0148",
        "PO/4500123",
        "Kendaraan sendiri, S 1234 AB",
        "Bapak Slamet",
        "RESI-9",
        BUYER.name,
        "Jl. Basuki Rahmat 105, Surabaya",
        "1.100 pak",
        "46 karton",
        "B2611-03",
        "24 Mei 2027",
        "Simpan di tempat kering.",
        "Diterima oleh",
    ],
)
def test_delivery_note_shows(field: str) -> None:
    assert field in words(render_delivery_note(NOTE))


def test_delivery_note_leaves_open_what_nobody_knows_yet() -> None:
    bare = replace(NOTE, lines=(DeliveryLine(name="Beras", producer="Kelompok tani", quantity=5, unit="karung"),))

    printed = words(render_delivery_note(bare))

    assert "5 karung" in printed
    assert "Jumlah koli" not in printed


def test_words_of_users_on_a_delivery_note_stay_words() -> None:
    line = DeliveryLine(name=EVIL, producer=EVIL, quantity=1, unit="pak", batch=EVIL)

    printed = words(render_delivery_note(replace(NOTE, lines=(line,), note=EVIL, carrier=EVIL, driver=EVIL)))

    assert "#panic" in printed
    assert "root:" not in printed
