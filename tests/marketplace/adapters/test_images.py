"""Photos from strangers: real ones come out clean, hostile ones get a sentence."""

import hashlib
import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageCms

from marketplace.adapters import images, isolation
from marketplace.adapters.images import PHOTO_SIZES, Photo, process_photo
from marketplace.adapters.isolation import ChildFailed, Limits, run_isolated
from marketplace.core.errors import Invalid, Unavailable

ORIENTATION, GPS = 0x0112, 0x8825


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def two_halves(width: int = 400, height: int = 200) -> Image.Image:
    """Left red, right blue: shows which way a picture was turned."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


def heic(image: Image.Image) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=80)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=["WEBP"])


def empty_png(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that unpacks to any size: rows of zeros, one bit a pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    squeezer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    rows = b"".join(squeezer.compress(row) for _ in range(height)) + squeezer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def film(kind: str, frames: int) -> bytes:
    first, *others = [Image.new("P", (8, 8), number % 7) for number in range(frames)]
    return encoded(first, kind, save_all=True, append_images=others, duration=20)


def webp_film(frames: int) -> bytes:
    first, *others = [Image.new("RGB", (8, 8), (number % 256, 0, 0)) for number in range(frames)]
    return encoded(first, "WEBP", save_all=True, append_images=others, duration=20, method=0)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda image: encoded(image, "JPEG"), id="jpeg"),
        pytest.param(lambda image: encoded(image, "PNG"), id="png"),
        pytest.param(lambda image: encoded(image, "WEBP"), id="webp"),
        pytest.param(heic, id="heic"),
    ],
)
def test_each_kind_of_photo_becomes_three_webp_sizes(make: Callable[[Image.Image], bytes]) -> None:
    data = make(two_halves(1600, 800))

    photo = process_photo(data)

    assert {size: opened(file).size for size, file in photo.variants.items()} == {
        1280: (1280, 640),
        640: (640, 320),
        320: (320, 160),
    }
    assert set(photo.variants) == set(PHOTO_SIZES)
    assert (photo.width, photo.height) == (1600, 800)
    assert photo.sha256 == hashlib.sha256(data).hexdigest()


def photo_of_a_phone(kind: str) -> Photo:
    pillow_heif.register_heif_opener()
    image = two_halves()
    exif = image.getexif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Maker of phones"
    exif.get_ifd(GPS).update({1: "S", 2: (7.0, 7.0, 12.0), 3: "E", 4: (112.0, 24.0, 45.0)})
    data = encoded(image, kind, exif=exif.tobytes(), quality=95)
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(GPS)
    return process_photo(data)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "HEIF"])
def test_photo_is_turned_upright_and_place_and_maker_are_gone(kind: str) -> None:
    photo = photo_of_a_phone(kind)

    assert (photo.width, photo.height) == (200, 400)
    for file in photo.variants.values():
        image = opened(file)
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile"} & set(image.info)
        assert b"Maker" not in file
        assert image.height == 2 * image.width
        top, bottom = image.convert("RGB").getpixel((20, 10)), image.convert("RGB").getpixel((20, image.height - 10))
        assert isinstance(top, tuple)
        assert isinstance(bottom, tuple)
        assert top[0] > 200 > top[2]
        assert bottom[2] > 200 > bottom[0]


def test_small_photo_is_not_blown_up() -> None:
    photo = process_photo(encoded(two_halves(100, 50), "PNG"))

    assert {opened(file).size for file in photo.variants.values()} == {(100, 50)}


def profile_with_red_and_blue_swapped() -> bytes:
    """An RGB profile in which the number for red means blue: what is converted by it changes visibly."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"kXYZ").replace(b"bXYZ", b"rXYZ").replace(b"kXYZ", b"bXYZ")


def test_colours_of_another_space_are_brought_to_srgb() -> None:
    red = Image.new("RGB", (64, 64), "red")

    photo = process_photo(encoded(red, "PNG", icc_profile=profile_with_red_and_blue_swapped()))

    colour = opened(photo.variants[320]).convert("RGB").getpixel((30, 30))
    assert isinstance(colour, tuple)
    assert colour[2] > 200 > colour[0]


@pytest.mark.parametrize("profile", [b"no profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_colour_profile_that_does_not_fit_is_left_aside(profile: bytes) -> None:
    photo = process_photo(encoded(two_halves(), "PNG", icc_profile=profile))

    assert opened(photo.variants[320]).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_of_storing_pixels_becomes_plain_rgb(mode: str) -> None:
    image = Image.new(mode, (64, 64)) if mode == "I;16" else two_halves(64, 64).convert(mode)

    assert opened(process_photo(encoded(image, "PNG")).variants[320]).mode == "RGB"


def test_printers_colours_become_plain_rgb() -> None:
    photo = process_photo(encoded(two_halves().convert("CMYK"), "JPEG"))

    assert opened(photo.variants[320]).mode == "RGB"


def test_see_through_parts_become_white_paper() -> None:
    photo = process_photo(encoded(Image.new("RGBA", (64, 64), (0, 0, 0, 0)), "PNG"))

    assert opened(photo.variants[320]).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda: b"", "photo_empty", id="nothing"),
        pytest.param(lambda: HTML, "photo_type", id="html-called-jpg"),
        pytest.param(lambda: SVG, "photo_type", id="svg"),
        pytest.param(lambda: b"%PDF-1.7\n", "photo_type", id="pdf"),
        pytest.param(lambda: b"PK\x03\x04" + bytes(200), "photo_type", id="zip"),
        pytest.param(lambda: film("GIF", 2000), "photo_type", id="gif-film"),
        pytest.param(lambda: encoded(two_halves(), "BMP"), "photo_type", id="bmp"),
        pytest.param(lambda: encoded(two_halves(), "TIFF"), "photo_type", id="tiff"),
        pytest.param(lambda: webp_film(2000), "photo_animated", id="webp-film"),
        pytest.param(lambda: empty_png(10_000, 5_000), "photo_too_large_pixels", id="50-megapixels"),
        pytest.param(lambda: empty_png(20_000, 20_000), "photo_too_large_pixels", id="400-megapixels"),
        pytest.param(lambda: encoded(two_halves(), "JPEG")[:900], "photo_broken", id="jpeg-cut-short"),
        pytest.param(lambda: encoded(two_halves(), "PNG")[:200], "photo_broken", id="png-cut-short"),
        pytest.param(lambda: encoded(two_halves(), "WEBP")[:80], "photo_broken", id="webp-cut-short"),
        pytest.param(lambda: heic(two_halves())[:600], "photo_broken", id="heic-cut-short"),
        pytest.param(lambda: bytes(15 * 1024 * 1024 + 1), "photo_too_big_bytes", id="over-15-megabytes"),
    ],
)
def test_what_is_no_usable_photo_is_refused_with_words(make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        process_photo(make())

    assert refused.value.code == code
    assert str(refused.value.message)


@pytest.mark.parametrize(("pictures", "is_taken"), [(2, True), (40, False)])
def test_second_picture_behind_a_phone_photo_is_left_but_a_film_is_refused(pictures: int, is_taken: bool) -> None:
    data = encoded(two_halves(), "MPO", save_all=True, append_images=[two_halves()] * (pictures - 1))

    if is_taken:
        assert process_photo(data).width == 400
    else:
        with pytest.raises(Invalid):
            process_photo(data)


def test_page_hidden_behind_a_photo_does_not_survive() -> None:
    photo = process_photo(encoded(two_halves(), "JPEG") + HTML)

    assert all(b"script" not in file for file in photo.variants.values())


def test_child_without_memory_fails_alone() -> None:
    data = encoded(Image.new("RGB", (4000, 4000)), "PNG")

    with pytest.raises(ChildFailed):
        run_isolated("photo", data, limits=Limits(memory_mebibytes=96))


def test_child_that_takes_too_long_is_ended() -> None:
    with pytest.raises(ChildFailed):
        run_isolated("photo", encoded(two_halves(), "PNG"), limits=Limits(wall_seconds=0.01))


def test_dying_child_means_a_broken_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object, **__: object) -> None:
        raise ChildFailed("killed")

    monkeypatch.setattr(images, "run_isolated", dies)
    with pytest.raises(Invalid) as refused:
        process_photo(encoded(two_halves(), "PNG"))

    assert refused.value.code == "photo_broken"


def test_too_many_uploads_at_once_are_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "WAIT_SECONDS", 0.0)
    for _ in range(isolation.CHILDREN_AT_ONCE):
        isolation._slots.acquire()
    try:
        with pytest.raises(Unavailable):
            process_photo(encoded(two_halves(), "PNG"))
    finally:
        isolation._slots.release(isolation.CHILDREN_AT_ONCE)


def test_child_inherits_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "must not travel")
    monkeypatch.setattr(isolation, "START", "import os, sys; sys.exit(7 if 'SECRET_KEY' in os.environ else 0)")

    with pytest.raises(ChildFailed, match="Expecting value"):
        run_isolated("photo", b"x")
