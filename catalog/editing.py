"""What every change of a product shares: who may, which version was seen, and writing down that it changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog import events
from catalog.completeness import Step, gaps
from catalog.lifecycle import ProductState
from catalog.models import Product
from catalog.permissions import MANAGE_PRODUCTS
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail


def check_own(actor: Actor, product: Product) -> None:
    """Raise ``NotAllowed`` without the permission, ``NotFound`` for another cooperative's product."""
    actor.check(MANAGE_PRODUCTS)
    if product.cooperative_id != actor.organisation_id:
        raise NotFound()


def check_seen(product: Product, seen: int) -> None:
    """Raise ``Conflict("stale")`` where the product has changed since the form was opened."""
    if product.version != seen:
        raise Conflict("stale", _l("A colleague has changed this in the meantime. Compare and save again."))


def apply(product: Product, values: Mapping[str, Any], seen: int) -> bool:
    """Set the values and tell whether any differs; what is stored already is no conflict (a second click)."""
    if all(getattr(product, name) == value for name, value in values.items()):
        return False
    check_seen(product, seen)
    for name, value in values.items():
        setattr(product, name, value)
    return True


def saved(session: Session, actor: Actor, product: Product, part: Step, *, now: datetime) -> None:
    """Finish a change: a published product stays whole, and the trail hears of it."""
    missing = gaps(product) if product.state == ProductState.PUBLISHED else ()
    if missing:
        raise Invalid("incomplete", missing[0].text)
    product.updated_at = now
    session.flush()
    trail.record(session, actor, events.PRODUCT_CHANGED, "product", product.id, now=now, code=product.code, part=part)


def check_range(name: str, value: int | None, low: int, high: int) -> None:
    """Raise ``Invalid`` on the field for a number out of bounds; None is no number and passes."""
    if value is not None and not low <= value <= high:
        raise Invalid.field(name, _l("Write a whole number from %(low)s to %(high)s.", low=low, high=high))


def checked_text(name: str, text: str, most: int) -> str:
    """Return the text stripped and without NUL, which PostgreSQL cannot store; raise ``Invalid`` for one too long."""
    clean = text.replace("\x00", "").strip()
    if len(clean) > most:
        raise Invalid.field(name, _l("At most %(most)s characters.", most=most))
    return clean
