"""Photos: opened by content, checked before they are decoded, turned upright, stripped, made small.

Pillow copies neither EXIF (with the GPS place) nor XMP into WebP and JPEG unless told to; the colour profile is
used up by the conversion to sRGB. So what is saved here holds pixels and nothing else.
"""

import io
import warnings
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from .refusals import Answer, Refused

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
"""All that is accepted. MPO, the two-picture JPEG of many phones, opens as JPEG."""

MAX_PIXELS = 40_000_000
MAX_FRAMES = 16
"""Phones put previews, depth and brightness maps behind a photo; a film has far more frames."""

VARIANTS = (1280, 640, 320)
"""Long sides in pixels, largest first: each is made from the one before."""

WEBP_QUALITY = 80
COPY_LONG_SIDE = 3000
"""A scan keeps enough pixels to read small print on an A4 sheet (about 250 dots per inch)."""

COPY_QUALITY = 88
BROKEN = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, Image.DecompressionBombError)
"""What the decoders raise on damaged files."""


def make_variants(data: bytes, head: dict[str, Any]) -> Answer:
    """Make the WebP sizes of a product photo; figures: ``width`` and ``height`` of the upright original."""
    upright, width, height = _upright(data, VARIANTS[0])
    files = []
    for long_side in VARIANTS:
        upright.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
        files.append(_webp(upright))
    return {"width": width, "height": height}, files


def make_clean_copy(data: bytes, head: dict[str, Any]) -> Answer:
    """Make a clean JPEG of a photographed paper and its page image (WebP, long side ``head["page"]``)."""
    upright, width, height = _upright(data, COPY_LONG_SIDE)
    copy = io.BytesIO()
    upright.save(copy, "JPEG", quality=COPY_QUALITY, optimize=False)
    page = int(head["page"])
    upright.thumbnail((page, page), Image.Resampling.LANCZOS)
    return {"width": width, "height": height}, [copy.getvalue(), _webp(upright)]


def _upright(data: bytes, long_side: int) -> tuple[Image.Image, int, int]:
    """Decode to a plain RGB picture no larger than ``long_side``; also the size of the upright original."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener()
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise Refused("photo_too_large_pixels") from error
    except UnidentifiedImageError as error:
        raise Refused("photo_type") from error
    except BROKEN as error:
        raise Refused("photo_broken") from error
    try:
        _check_size(image)
        width, height = image.size
        image.draft(None, (long_side, long_side))
        image.load()
        small = _small_rgb(image, long_side)
        turned = ImageOps.exif_transpose(small)
    except BROKEN as error:
        raise Refused("photo_broken") from error
    if _lies_on_its_side(image):
        width, height = height, width
    return _pixels_only(turned), width, height


def _check_size(image: Image.Image) -> None:
    """Refuse too many pixels or frames; nothing has been decoded yet."""
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise Refused("photo_too_large_pixels", width=width, height=height)
    if int(getattr(image, "n_frames", 1)) > MAX_FRAMES:
        raise Refused("photo_animated")


def _small_rgb(image: Image.Image, long_side: int) -> Image.Image:
    """Shrink first, then convert: the other order needs several times the memory."""
    if image.mode in ("P", "1", "LA", "PA") or image.mode.startswith("I"):
        image = _plain_mode(image)
    exif = image.getexif()
    profile = image.info.get("icc_profile")
    image.thumbnail((long_side, long_side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    flat = _in_srgb(_on_white(image), profile)
    flat.info = {"exif": exif.tobytes()}
    return flat


def _plain_mode(image: Image.Image) -> Image.Image:
    """Bring palettes, bitmaps and 16-bit greys to a mode that can be shrunk smoothly."""
    info = image.info
    if image.mode.startswith("I"):
        plain = image.convert("I").point(lambda value: value / 256).convert("L")
    else:
        plain = image.convert("RGBA" if "transparency" in info or image.mode in ("LA", "PA") else "RGB")
    plain.info = info
    return plain


def _on_white(image: Image.Image) -> Image.Image:
    """Lay a transparent picture on white paper."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert to sRGB by the picture's own profile; a profile that does not fit is left aside."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB")


def _lies_on_its_side(image: Image.Image) -> bool:
    return image.getexif().get(0x0112) in (5, 6, 7, 8)


def _pixels_only(image: Image.Image) -> Image.Image:
    """Copy the pixels into a new picture, so that no chunk of the old one is ever saved."""
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    return clean


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=WEBP_QUALITY, method=4)
    return out.getvalue()
