"""QR codes: the same each time, with the white border that readers need, in whole pixels."""

import io

import pytest
from PIL import Image

from marketplace.adapters import qr

ADDRESS = "https://etalase.example/s/UJI00001"


def test_a_code_is_drawn_the_same_each_time_and_runs_nothing() -> None:
    drawn = qr.printed(ADDRESS)

    assert drawn == qr.printed(ADDRESS)
    assert drawn.startswith("<svg")
    assert "<script" not in drawn


def test_a_file_stands_on_white_of_its_own_and_takes_any_size() -> None:
    drawn = qr.svg_file(ADDRESS).decode()

    assert "#fff" in drawn
    assert "viewBox" in drawn
    assert "style=" not in drawn


@pytest.mark.parametrize("pixels", [1, 240, 1024])
def test_a_picture_is_square_sharp_and_no_larger_than_wanted(pixels: int) -> None:
    picture = Image.open(io.BytesIO(qr.png_file(ADDRESS, pixels=pixels)))

    modules = Image.open(io.BytesIO(qr.png_file(ADDRESS, pixels=1))).width
    assert picture.width == picture.height
    assert picture.width % modules == 0
    assert picture.width <= max(pixels, modules)
    assert picture.convert("L").getpixel((0, 0)) == 255
