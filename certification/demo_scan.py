"""Scans for the demo: a drawn sample paper with the filed words on a slip, so that an official can compare them."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from certification.schemes import SCHEMES

FOLDER = Path(__file__).parent / "demo_scans"
TEMPLATES = {
    "halal": "contoh-sertifikat-halal.webp",
    "pirt": "contoh-spp-irt.webp",
    "bpom": "contoh-izin-edar-bpom.webp",
}
PRINTED = {
    "ID35110009999990526": "halal",
    "2023524019999-31": "pirt",
    "MD 243513999900131": "bpom",
}
"""Numbers that stand on the drawn papers themselves: their scans need no slip."""

_SIZE = (800, 1120)
_SLIP = (60, 310, 740, 790)
_LABEL, _VALUE = 20, 20
_LINE = 40


@cache
def template(scheme: str) -> bytes:
    """Return the drawn sample paper of a scheme (WebP)."""
    return (FOLDER / TEMPLATES[scheme]).read_bytes()


def scan_of(scheme: str, number: str, lines: Sequence[tuple[str, str]]) -> bytes:
    """Return a scan (WebP) on which the lines can be read; the drawn paper itself where it carries the number."""
    if PRINTED.get(number) == scheme:
        return template(scheme)
    paper = _paper(scheme).copy()
    pen = ImageDraw.Draw(paper)
    pen.rectangle(_SLIP, fill="#fffdf6", outline="#8a8577", width=2)
    pen.text((84, 326), "CONTOH, bukan dokumen resmi", fill="#bd262c", font=_font(18))
    for row, (label, value) in enumerate(lines):
        height = 366 + row * _LINE
        pen.text((84, height), label, fill="#535b6b", font=_font(_LABEL))
        pen.text((270, height), value[:44], fill="#1a1f2c", font=_font(_VALUE))
    pen.rectangle((180, 246, 620, 300), fill="#fffdf6", outline="#8a8577", width=2)
    pen.text((400, 273), number, fill="#1a1f2c", font=_font(28), anchor="mm")
    buffer = BytesIO()
    paper.save(buffer, "WEBP", quality=60, method=0)
    return buffer.getvalue()


@cache
def _paper(scheme: str) -> Image.Image:
    if scheme not in TEMPLATES:
        return _plain_paper(SCHEMES[scheme].short_name)
    with Image.open(BytesIO(template(scheme))) as opened:
        return opened.convert("RGB")


def _plain_paper(title: str) -> Image.Image:
    """Draw a bare sheet for schemes without a sample of their own."""
    paper = Image.new("RGB", _SIZE, "#f7f3e8")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((24, 24, _SIZE[0] - 24, _SIZE[1] - 24), outline="#8a8577", width=3)
    pen.text((_SIZE[0] / 2, 150), title, fill="#1a1f2c", font=_font(44), anchor="mm")
    return paper


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType")
    return found
