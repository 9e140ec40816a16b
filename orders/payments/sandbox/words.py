"""The hosted page's words in its two languages, and how it prints money and time."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
LANGUAGES = ("id", "en")

INDONESIAN = {
    "language": "Bahasa",
    "title": "Pembayaran kartu",
    "sandbox": "Kotak pasir — bukan pembayaran sungguhan",
    "no_money": "Tidak ada uang yang berpindah dan tidak ada data kartu yang diminta.",
    "pay": "Bayar",
    "reference": "Nomor pembayaran",
    "pay_by": "Berlaku sampai",
    "lines": "Yang dibayar",
    "item": "Barang",
    "quantity": "Jumlah",
    "amount": "Harga",
    "total": "Total",
    "outcome": "Pilih hasil percobaan",
    "succeed": "Bayar, berhasil",
    "succeed_hint": "Seperti kartu yang diterima bank.",
    "decline": "Bayar, kartu ditolak",
    "decline_hint": "Seperti kartu yang ditolak bank. Anda tetap di halaman ini.",
    "cancel": "Batal, kembali ke toko",
    "cancel_hint": "Pesanan tetap ada dan dapat dibayar kemudian.",
    "declined": "Kartu ditolak. Tidak ada yang dibayar. Coba lagi atau kembali ke toko.",
    "complete": "Pembayaran ini sudah selesai",
    "complete_hint": "Tidak perlu membayar lagi.",
    "expired": "Waktu pembayaran sudah habis",
    "expired_hint": "Kembali ke toko untuk melihat pesanan Anda.",
    "missing": "Pembayaran tidak ditemukan",
    "missing_hint": "Periksa alamatnya, atau buka lagi dari halaman pesanan Anda.",
    "unclear": "Pilihan tidak dikenal",
    "unclear_hint": "Buka lagi halaman pembayaran, lalu pilih salah satu tombol.",
    "back": "Kembali ke toko",
}
ENGLISH = {
    "language": "Language",
    "title": "Card payment",
    "sandbox": "Sandbox — not a real payment",
    "no_money": "No money moves and no card details are asked for.",
    "pay": "Pay",
    "reference": "Payment number",
    "pay_by": "Valid until",
    "lines": "What you pay for",
    "item": "Item",
    "quantity": "Quantity",
    "amount": "Price",
    "total": "Total",
    "outcome": "Choose the outcome of this trial",
    "succeed": "Pay, succeeds",
    "succeed_hint": "Like a card that the bank accepts.",
    "decline": "Pay, card declined",
    "decline_hint": "Like a card that the bank refuses. You stay on this page.",
    "cancel": "Cancel, back to the shop",
    "cancel_hint": "The order stays and can be paid later.",
    "declined": "The card was declined. Nothing was paid. Try again or go back to the shop.",
    "complete": "This payment is complete",
    "complete_hint": "There is nothing left to pay.",
    "expired": "The time for this payment is over",
    "expired_hint": "Go back to the shop to see your order.",
    "missing": "Payment not found",
    "missing_hint": "Check the address, or open it again from your order's page.",
    "unclear": "Unknown choice",
    "unclear_hint": "Open the payment page again and choose one of the buttons.",
    "back": "Back to the shop",
}
WORDS = {"id": INDONESIAN, "en": ENGLISH}
MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def choose(asked: str | None, session_locale: Any) -> str:
    """Return the language: the one asked for, else the shop's choice, else Indonesian."""
    return next((each for each in (asked, session_locale) if each in LANGUAGES), "id")


def rupiah(hundredths: int) -> str:
    """Print hundredths of a rupiah: ``Rp1.234.567``, with sen only where there are any."""
    whole, sen = divmod(hundredths, 100)
    return f"Rp{whole:,}".replace(",", ".") + (f",{sen:02d}" if sen else "")


def moment(seconds: int, language: str) -> str:
    """Print a time in western Indonesia: ``24 Nov 2026 07.40 WIB``."""
    local = datetime.fromtimestamp(seconds, JAKARTA)
    return f"{local.day} {MONTHS[language][local.month - 1]} {local.year} {local:%H.%M} WIB"
