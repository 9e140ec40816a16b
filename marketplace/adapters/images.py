"""Product photos: what comes from a phone becomes three clean WebP sizes, or a sentence saying what to do."""

import hashlib
from dataclasses import dataclass
from typing import Any

from marketplace.adapters.isolation import ChildFailed, run_isolated
from marketplace.core.errors import Invalid
from marketplace.core.text import _l

PHOTO_SIZES = (320, 640, 1280)
"""Long sides in pixels: card, page, enlarged. A smaller photo is not blown up."""

MAX_PHOTO_BYTES = 15 * 1024 * 1024

REFUSALS = {
    "photo_empty": _l("The photo is empty. Choose the photo again."),
    "photo_too_big_bytes": _l("The photo is larger than 15 MB. Send a smaller copy of it."),
    "photo_type": _l("This is not a photo we can read. Use JPEG, PNG, WebP or HEIC."),
    "photo_too_large_pixels": _l(
        "The photo has more than 40 megapixels. Choose a smaller size in the camera, or crop the photo."
    ),
    "photo_animated": _l("This is a moving picture. Choose a still photo."),
    "photo_broken": _l("The photo is damaged or incomplete. Take it again, or save it as JPEG and send that."),
}
"""Code of a refusal to the words beside the field."""


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A photo ready to be stored and shown: upright, in sRGB, without place or camera."""

    variants: dict[int, bytes]
    """Long side in pixels (``PHOTO_SIZES``) to WebP bytes."""
    width: int
    height: int
    """Pixels of the upright original, for the ratio on the page."""
    sha256: str
    """Of the bytes as they were uploaded."""


def refusal(code: str) -> Invalid:
    """Return the error for one of ``REFUSALS``."""
    return Invalid(code, REFUSALS[code])


def process_photo(data: bytes) -> Photo:
    """Check and convert one uploaded photo (JPEG, PNG, WebP or HEIC, told by its content alone).

    Raises ``Invalid`` with a code of ``REFUSALS``; ``Unavailable`` when too many uploads are at work.
    """
    figures, files = run_photo_task("photo", data)
    variants = dict(zip(sorted(PHOTO_SIZES, reverse=True), files, strict=True))
    return Photo(
        variants=variants,
        width=int(figures["width"]),
        height=int(figures["height"]),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def run_photo_task(task: str, data: bytes, **figures: int) -> tuple[dict[str, Any], list[bytes]]:
    """Run a photo task in isolation and turn each way of failing into an ``Invalid``."""
    if not data:
        raise refusal("photo_empty")
    if len(data) > MAX_PHOTO_BYTES:
        raise refusal("photo_too_big_bytes")
    try:
        answer, files = run_isolated(task, data, figures=figures)
    except ChildFailed as error:
        raise refusal("photo_broken") from error
    if "refused" in answer:
        raise refusal(str(answer["refused"]))
    return answer, files
