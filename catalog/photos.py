"""Photos of a product: made small outside of the transaction, kept in order, at most eight."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from catalog.completeness import Step
from catalog.editing import check_own, saved
from catalog.models import Product, ProductPhoto
from marketplace.adapters.files import FileStore, stored_stem
from marketplace.adapters.images import PHOTO_SIZES, process_photo
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l

MAX_PHOTOS = 8


@dataclass(frozen=True, kw_only=True)
class StoredPhoto:
    """A photo whose three sizes lie in the public file store. Pixels of the upright original."""

    small: str
    medium: str
    large: str
    width: int
    height: int
    sha256: str


def prepare(data: bytes, store: FileStore) -> StoredPhoto:
    """Check, turn and shrink an upload and write its sizes; slow, so never inside a transaction.

    Raises ``Invalid`` with words beside ``photo`` for a file that is no usable photo.
    """
    try:
        photo = process_photo(data)
    except Invalid as error:
        raise Invalid.field("photo", error.message, code=error.code) from error
    stem = stored_stem()
    names = [store.put(photo.variants[side], f"-{side}.webp", stem=stem) for side in sorted(PHOTO_SIZES)]
    small, medium, large = names
    return StoredPhoto(
        small=small, medium=medium, large=large, width=photo.width, height=photo.height, sha256=photo.sha256
    )


def discard(photo: StoredPhoto, store: FileStore) -> None:
    """Delete the files of a prepared photo that was not kept after all."""
    for name in (photo.small, photo.medium, photo.large):
        store.delete(name)


def add_photo(session: Session, actor: Actor, product: Product, photo: StoredPhoto, *, now: datetime) -> bool:
    """Put a prepared photo behind the others; False where the same picture is there already (a second click)."""
    check_own(actor, product)
    if any(there.sha256 == photo.sha256 for there in product.photos):
        return False
    if len(product.photos) >= MAX_PHOTOS:
        raise Invalid.field("photo", _l("At most %(most)s photos. Remove one first.", most=MAX_PHOTOS))
    product.photos.append(
        ProductPhoto(
            position=len(product.photos),
            small=photo.small,
            medium=photo.medium,
            large=photo.large,
            width=photo.width,
            height=photo.height,
            sha256=photo.sha256,
        )
    )
    saved(session, actor, product, Step.PHOTOS, now=now)
    return True


def remove_photo(session: Session, actor: Actor, product: Product, photo_id: int, *, now: datetime) -> None:
    """Take a photo off the product. Its files stay: pages and orders that were opened before still show them."""
    check_own(actor, product)
    product.photos.remove(_photo(product, photo_id))
    _number(product)
    saved(session, actor, product, Step.PHOTOS, now=now)


def move_photo(session: Session, actor: Actor, product: Product, photo_id: int, *, now: datetime) -> None:
    """Make a photo the first: the one that cards show."""
    check_own(actor, product)
    photo = _photo(product, photo_id)
    if product.photos[0] is photo:
        return
    product.photos.remove(photo)
    product.photos.insert(0, photo)
    _number(product)
    saved(session, actor, product, Step.PHOTOS, now=now)


def _photo(product: Product, photo_id: int) -> ProductPhoto:
    found = next((photo for photo in product.photos if photo.id == photo_id), None)
    if found is None:
        raise NotFound()
    return found


def _number(product: Product) -> None:
    for position, photo in enumerate(product.photos):
        photo.position = position
