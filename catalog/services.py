"""What the seller does with a product: begin it, fill in its steps, put it on sale and take it off."""

import secrets
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog import events
from catalog.categories import category
from catalog.completeness import Step, gaps
from catalog.drafts import Basics
from catalog.editing import apply, check_own, checked_text, saved
from catalog.holds.following import follow, watch
from catalog.lifecycle import PRODUCT, ProductAction, ProductParty, ProductState
from catalog.models import Product
from catalog.permissions import MANAGE_PRODUCTS
from certification.models import Producer
from marketplace.accounts import scope
from marketplace.accounts.models import Organisation
from marketplace.core.errors import Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O: codes are read aloud and typed from printed cards."""

CODE_LENGTH = 7


def start_product(session: Session, actor: Actor, name: str, category_code: str, *, now: datetime) -> Product:
    """Begin a product; a draft of the same name is returned as it is, so a second click makes no second product."""
    actor.check(MANAGE_PRODUCTS)
    shelf = category(category_code)
    name = _checked_name(name)
    # Two clicks at once wait for each other here: the second then finds the first one's draft.
    session.scalar(select(Organisation.id).where(Organisation.id == actor.organisation_id).with_for_update())
    twin = scope.rows(actor, Product).where(
        Product.state == ProductState.DRAFT, func.lower(Product.name) == name.lower()
    )
    found = session.scalars(twin.limit(1)).first()
    if found is not None:
        return found
    product = Product(
        code=_free_code(session),
        cooperative_id=actor.organisation_id,
        name=name,
        category=shelf.code,
        tax_treatment=shelf.tax,
        created_at=now,
        updated_at=now,
    )
    session.add(product)
    session.flush()
    trail.record(session, actor, events.PRODUCT_DRAFTED, "product", product.id, now=now, code=product.code)
    return product


def save_basics(session: Session, actor: Actor, product: Product, draft: Basics, *, seen: int, now: datetime) -> None:
    """Save name, category, maker and description. ``seen`` is the version that was on the form."""
    check_own(actor, product)
    producer = None
    if draft.producer_id is not None:
        producer = scope.one(session, actor, Producer, id=draft.producer_id)
    values = {
        "name": _checked_name(draft.name),
        "category": category(draft.category).code,
        "producer_id": producer.id if producer else None,
        "description": checked_text("description", draft.description, 4_000),
    }
    watched = watch(product)
    if apply(product, values, seen):
        product.producer = producer
        saved(session, actor, product, Step.BASICS, now=now)
        follow(session, actor, product, watched, now=now)


def publish(session: Session, actor: Actor, product: Product, *, now: datetime) -> None:
    """Put a product on sale; raise ``Invalid`` naming what is missing. A second click changes nothing."""
    check_own(actor, product)
    if product.state == ProductState.PUBLISHED:
        return
    state = PRODUCT.next(ProductState(product.state), ProductAction.PUBLISH, ProductParty.SELLER)
    missing = gaps(product)
    if missing:
        raise Invalid("incomplete", errors={gap.step: gap.text for gap in reversed(missing)})
    product.state = state
    product.published_at = product.published_at or now
    product.updated_at = now
    session.flush()
    trail.record(session, actor, events.PRODUCT_PUBLISHED, "product", product.id, now=now, code=product.code)


def withdraw(session: Session, actor: Actor, product: Product, *, now: datetime) -> None:
    """Take a product off sale; orders that run go on. A second click changes nothing."""
    check_own(actor, product)
    if product.state == ProductState.WITHDRAWN:
        return
    product.state = PRODUCT.next(ProductState(product.state), ProductAction.WITHDRAW, ProductParty.SELLER)
    product.updated_at = now
    session.flush()
    trail.record(session, actor, events.PRODUCT_WITHDRAWN, "product", product.id, now=now, code=product.code)


def _free_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if session.scalar(select(Product.id).where(Product.code == code)) is None:
            return code


def _checked_name(name: str) -> str:
    words = " ".join(name.split())
    if len(words) < 3:
        raise Invalid.field("name", _l("Write the name of the product as it is on the label."))
    return checked_text("name", words, 120)
