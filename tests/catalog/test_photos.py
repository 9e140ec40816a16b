"""Photos from phones: three sizes in the store, in order, at most eight, each once."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from catalog import photos
from catalog.models import Product
from catalog.photos import MAX_PHOTOS, StoredPhoto
from marketplace.adapters.files import FileStore
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.roles import Actor
from tests.factories import NOW, make_seller
from tests.factories_catalog import make_product

STORED = StoredPhoto(small="a-320.webp", medium="a-640.webp", large="a-1280.webp", width=4, height=3, sha256="0" * 64)


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def product(session: Session, seller: Actor) -> Product:
    return make_product(session, seller)


def add(session: Session, seller: Actor, product: Product, number: int) -> bool:
    return photos.add_photo(session, seller, product, replace(STORED, sha256=f"{number:064x}"), now=NOW)


def order(product: Product) -> list[int]:
    return [int(photo.sha256, 16) for photo in sorted(product.photos, key=lambda photo: photo.position)]


def test_an_upload_becomes_three_sizes_that_lie_in_the_store(tmp_path: Path) -> None:
    picture = BytesIO()
    Image.new("RGB", (1600, 1200), "#23407f").save(picture, "JPEG")
    store = FileStore(tmp_path)

    stored = photos.prepare(picture.getvalue(), store)

    sizes = [Image.open(BytesIO(store.read(name))).size for name in (stored.small, stored.medium, stored.large)]
    assert sizes == [(320, 240), (640, 480), (1280, 960)]
    assert (stored.width, stored.height) == (1600, 1200)
    photos.discard(stored, store)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("data", [b"", b"not a photo", b"%PDF-1.7 x", b"GIF89a"])
def test_what_is_no_photo_is_refused_beside_the_field_and_leaves_nothing(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        photos.prepare(data, FileStore(tmp_path))

    assert list(refusal.value.errors) == ["photo"]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_photos_keep_the_order_in_which_they_came(session: Session, seller: Actor, product: Product) -> None:
    for number in range(3):
        add(session, seller, product, number)

    assert order(product) == [0, 1, 2]


def test_the_same_picture_is_kept_once(session: Session, seller: Actor, product: Product) -> None:
    assert [add(session, seller, product, 1) for _click in range(3)] == [True, False, False]
    assert len(product.photos) == 1


def test_the_ninth_photo_is_refused(session: Session, seller: Actor, product: Product) -> None:
    for number in range(MAX_PHOTOS):
        add(session, seller, product, number)

    with pytest.raises(Invalid):
        add(session, seller, product, MAX_PHOTOS)


def test_any_photo_can_become_the_first(session: Session, seller: Actor, product: Product) -> None:
    for number in range(3):
        add(session, seller, product, number)

    for place in (2, 0):
        photos.move_photo(session, seller, product, product.photos[place].id, now=NOW)

    assert order(product) == [2, 0, 1]


def test_a_photo_taken_off_closes_the_gap(session: Session, seller: Actor, product: Product) -> None:
    for number in range(3):
        add(session, seller, product, number)

    photos.remove_photo(session, seller, product, product.photos[1].id, now=NOW)

    session.refresh(product, ["photos"])
    assert order(product) == [0, 2]
    assert [photo.position for photo in product.photos] == [0, 1]


def test_another_products_photo_is_not_there(session: Session, seller: Actor, product: Product) -> None:
    other = make_product(session, seller, photos=1)

    with pytest.raises(NotFound):
        photos.remove_photo(session, seller, product, other.photos[0].id, now=NOW)
    with pytest.raises(NotFound):
        photos.remove_photo(session, make_seller(session), other, other.photos[0].id, now=NOW)
