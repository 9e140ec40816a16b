"""Proofs of transfer for the demo: a drawn sample slip with the words of one payment on it."""

import hashlib
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from marketplace.adapters.files import FileStore, stored_stem
from marketplace.core.money import format_rupiah
from marketplace.files.services import PreparedFile
from orders.models import Order
from orders.payments.models import Payment

SLIP = Path(__file__).parent / "demo_files" / "contoh-bukti-transfer.webp"
_AMOUNT = (190, 490, 810, 610)
_ROWS = (100, 668, 905, 1105)
_LINE = 76


def proof_of(order: Order, payment: Payment, paid_on: str, store: FileStore) -> PreparedFile:
    """Put the slip of one transfer into the store, as if it had been uploaded; the picture is its own page."""
    picture = _slip(order, payment, paid_on)
    stem = stored_stem()
    return PreparedFile(
        original_name=f"bukti-{order.number}.webp",
        content_type="image/webp",
        size=len(picture),
        sha256=hashlib.sha256(picture).hexdigest(),
        stored_name=store.put(picture, ".webp", stem=stem),
        pages=(store.put(picture, "-p1.webp", stem=stem),),
    )


def _slip(order: Order, payment: Payment, paid_on: str) -> bytes:
    with Image.open(SLIP) as opened:
        paper = opened.convert("RGB")
    pen = ImageDraw.Draw(paper)
    pen.rectangle(_AMOUNT, fill="#fbfbfb")
    pen.text((500, 540), format_rupiah(payment.amount), fill="#23493c", font=_font(64), anchor="mm")
    pen.rectangle(_ROWS, fill="#fbfbfb")
    rows = (
        ("Tanggal", paid_on),
        ("Dari", order.buyer.name),
        ("Ke", payment.account_holder),
        ("Rekening tujuan", payment.account_number),
        ("Berita", payment.reference),
    )
    for place, (label, value) in enumerate(rows):
        height = 690 + place * _LINE
        pen.text((114, height), label, fill="#535b6b", font=_font(26))
        pen.text((890, height), value, fill="#1a1f2c", font=_font(26), anchor="ra")
        pen.line((114, height + 50, 890, height + 50), fill="#dddddd", width=2)
    buffer = BytesIO()
    paper.save(buffer, "WEBP", quality=55, method=0)
    return buffer.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType")
    return found
