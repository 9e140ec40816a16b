"""PDF scans: looked through for anything that acts, then turned into page images.

The reader (qpdf through pikepdf) is strict here: a file whose table of contents must be guessed may show one
program other content than it shows us.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

from .refusals import Answer, Refused

ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/XFA", "/EmbeddedFiles", "/EF", "/RichMediaContent"})
"""Scripts, actions on opening and closing, forms that are programs, files within the file, films."""

ACTIVE_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/GoTo3DView",
    }
)
"""Actions that run, send, fetch or open something else (ISO 32000-1, 12.6.4). /GoTo and /URI only point."""

ACTIVE_ANNOTATIONS = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment"})
MAX_OBJECTS = 200_000
WEBP_QUALITY = 75


def make_page_images(data: bytes, head: dict[str, Any]) -> Answer:
    """Check a PDF and draw each page as WebP with long side ``head["page"]``; figures: ``page_count``."""
    page_count = _check(data, int(head["max_pages"]))
    return {"page_count": page_count}, _drawn(data, int(head["page"]))


def _check(data: bytes, max_pages: int) -> int:
    """Return the number of pages, or refuse the file."""
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Refused("pdf_encrypted")
            page_count = len(pdf.pages)
            if page_count > max_pages:
                raise Refused("pdf_too_many_pages", pages=page_count)
            if page_count == 0:
                raise Refused("pdf_broken")
            _check_inactive(pdf)
    except pikepdf.PasswordError as error:
        raise Refused("pdf_encrypted") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refused("pdf_broken") from error
    return page_count


def _check_inactive(pdf: pikepdf.Pdf) -> None:
    """Refuse a file in which any object, reachable or not, is made to act."""
    for count, dictionary in enumerate(_dictionaries(pdf)):
        if count > MAX_OBJECTS:
            raise Refused("pdf_broken")
        keys = set(dictionary.keys())
        if keys & ACTIVE_KEYS:
            raise Refused("pdf_active")
        if _name(dictionary, "/S", keys) in ACTIVE_ACTIONS or _name(dictionary, "/Subtype", keys) in ACTIVE_ANNOTATIONS:
            raise Refused("pdf_active")


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Walk all dictionaries of the file, also those written inside of others."""
    for thing in pdf.objects:
        waiting = [thing]
        while waiting:
            item = waiting.pop()
            if isinstance(item, pikepdf.Array):
                waiting.extend(_direct(item[index] for index in range(len(item))))
            elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                yield item
                waiting.extend(_direct(item[key] for key in item.keys()))  # noqa: SIM118


def _direct(items: Iterator[Any]) -> Iterator[pikepdf.Object]:
    """Keep what stands here itself; what is only pointed at is visited as an object of its own."""
    return (item for item in items if isinstance(item, pikepdf.Object) and not item.is_indirect)


def _name(dictionary: pikepdf.Object, key: str, keys: set[str]) -> str:
    value = dictionary[key] if key in keys else None
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _drawn(data: bytes, long_side: int) -> list[bytes]:
    """Draw the pages one after the other; scripts could not run here even if some were left (no V8 built in)."""
    images = []
    try:
        document = pypdfium2.PdfDocument(data)
        for index in range(len(document)):
            page = document[index]
            scale = long_side / max(*page.get_size(), 1.0)
            images.append(_webp(page.render(scale=scale, may_draw_forms=False).to_pil()))
            page.close()
        document.close()
    except (pypdfium2.PdfiumError, ValueError, RuntimeError) as error:
        raise Refused("pdf_broken") from error
    return images


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "WEBP", quality=WEBP_QUALITY, method=2)
    return out.getvalue()
