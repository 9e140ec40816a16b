"""Scans of papers: a photo becomes a clean copy, a PDF is searched for anything active and drawn page by page.

Officials look at the page images only. The PDF itself is kept as it came, because the decision on a certificate
is bound to the SHA-256 of the file that was filed.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from marketplace.adapters.images import run_photo_task
from marketplace.adapters.isolation import ChildFailed, run_isolated
from marketplace.core.errors import Invalid
from marketplace.core.text import _l

MAX_SCAN_BYTES = 10 * 1024 * 1024
MAX_PAGES = 20
PAGE_LONG_SIDE = 1600
"""Pixels of a page image: A4 at about 140 dots per inch, readable and quick on a phone."""

PDF_MARK = b"%PDF-"
EXTENSIONS = frozenset({"", ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".heic", ".heif", ".pdf"})
MAX_NAME = 120

REFUSALS = {
    "upload_name": _l("Files of this kind are not accepted. Send a photo (JPEG, PNG, WebP, HEIC) or a PDF."),
    "scan_empty": _l("The file is empty. Choose the file again."),
    "scan_too_big_bytes": _l("The file is larger than 10 MB. Scan it with fewer dots per inch, or send a photo of it."),
    "pdf_encrypted": _l("The PDF is locked with a password. Send it without a password, or send a photo of the paper."),
    "pdf_broken": _l("The PDF is damaged. Save it again with “Print to PDF”, or send a photo of the paper."),
    "pdf_too_many_pages": _l("The PDF has more than 20 pages. Send only the pages of this paper."),
    "pdf_active": _l(
        "The PDF contains scripts, forms or attached files. Save it again with “Print to PDF” and send that."
    ),
}
"""Code of a refusal to the words beside the field."""


@dataclass(frozen=True, kw_only=True)
class Scan:
    """A paper ready to be stored and looked at."""

    kind: Literal["photo", "pdf"]
    original: bytes
    """A photo: a clean JPEG made from it. A PDF: the bytes as they came; serve them as an attachment only."""
    content_type: str
    suffix: str
    """For the stored name: ``.jpg`` or ``.pdf``."""
    sha256: str
    """Of the bytes as they were uploaded."""
    pages: tuple[bytes, ...]
    """WebP page images."""
    page_count: int


def refusal(code: str) -> Invalid:
    """Return the error for one of ``REFUSALS``."""
    return Invalid(code, REFUSALS[code])


def check_upload_name(filename: str) -> str:
    """Return the name of an upload fit to be shown (escaped), never to be stored under.

    Folders, control characters and marks that turn the writing direction are taken away; at most 120 characters.
    Raises ``Invalid("upload_name")`` when the ending names another kind of file.
    """
    bare = PurePosixPath(filename.replace("\\", "/")).name
    shown = "".join(char for char in bare if unicodedata.category(char)[0] != "C")
    shown = re.sub(r"\s+", " ", shown).strip()
    suffix = PurePosixPath(shown).suffix.lower()
    if suffix not in EXTENSIONS:
        raise refusal("upload_name")
    stem = shown[: len(shown) - len(suffix)] if suffix else shown
    return stem[: MAX_NAME - len(suffix)] + suffix


def process_scan(data: bytes, filename: str) -> Scan:
    """Check and convert one uploaded scan: PDF, JPEG, PNG, WebP or HEIC, told by its content.

    Raises ``Invalid`` with a code of ``REFUSALS`` here or in ``images``; ``Unavailable`` when too many uploads
    are at work.
    """
    check_upload_name(filename)
    if not data:
        raise refusal("scan_empty")
    if len(data) > MAX_SCAN_BYTES:
        raise refusal("scan_too_big_bytes")
    return _pdf_scan(data) if data.startswith(PDF_MARK) else _photo_scan(data)


def _photo_scan(data: bytes) -> Scan:
    _, (copy, page) = run_photo_task("photo_scan", data, page=PAGE_LONG_SIDE)
    return Scan(
        kind="photo",
        original=copy,
        content_type="image/jpeg",
        suffix=".jpg",
        sha256=hashlib.sha256(data).hexdigest(),
        pages=(page,),
        page_count=1,
    )


def _pdf_scan(data: bytes) -> Scan:
    try:
        answer, pages = run_isolated("pdf_scan", data, figures={"page": PAGE_LONG_SIDE, "max_pages": MAX_PAGES})
    except ChildFailed as error:
        raise refusal("pdf_broken") from error
    if "refused" in answer:
        raise refusal(str(answer["refused"]))
    return Scan(
        kind="pdf",
        original=data,
        content_type="application/pdf",
        suffix=".pdf",
        sha256=hashlib.sha256(data).hexdigest(),
        pages=tuple(pages),
        page_count=len(pages),
    )
