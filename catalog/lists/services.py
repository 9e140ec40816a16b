"""What people of a buyer do with their organisation's lists."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.editing import checked_text
from catalog.lists.models import ListItem, ShoppingList
from catalog.lists.queries import own_list
from catalog.models import Product
from catalog.permissions import KEEP_LISTS
from catalog.queries import public_product
from catalog.units import MAX_QUANTITY
from marketplace.accounts import scope
from marketplace.accounts.models import Organisation
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l

MAX_LISTS = 50
MAX_ITEMS = 100
"""As many as a cart holds: a list goes into the cart whole."""


def make_list(session: Session, actor: Actor, name: str, *, now: datetime) -> ShoppingList:
    """Begin a list; one of the same name is returned as it is, so a second click makes no second list."""
    actor.check(KEEP_LISTS)
    words = _checked_name(name)
    _wait_for_turn(session, actor)
    mine: Any = scope.rows(actor, ShoppingList)
    twin: ShoppingList | None = session.scalar(mine.where(func.lower(ShoppingList.name) == words.lower()).limit(1))
    if twin is not None:
        return twin
    if (session.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= MAX_LISTS:
        raise Conflict("too_many_lists", _l("An organisation keeps at most %(most)s lists.", most=MAX_LISTS))
    return _add(session, actor, words, is_favourites=False, now=now)


def rename(session: Session, actor: Actor, code: str, name: str) -> ShoppingList:
    """Give a list another name."""
    actor.check(KEEP_LISTS)
    found = own_list(session, actor, code)
    found.name = _checked_name(name)
    session.flush()
    return found


def remove_list(session: Session, actor: Actor, code: str) -> None:
    """Delete a list with what is on it; one that is gone already is fine (a second click)."""
    actor.check(KEEP_LISTS)
    try:
        session.delete(own_list(session, actor, code))
    except NotFound:
        return
    session.flush()


def save(session: Session, actor: Actor, product_code: str, list_code: str = "", *, now: datetime) -> ShoppingList:
    """Put a product on a list, or on the favourites where none is named; what is there already stays as it is."""
    actor.check(KEEP_LISTS)
    product = public_product(session, product_code)
    found = own_list(session, actor, list_code) if list_code else _favourites(session, actor, now)
    if session.scalar(_item(found, product)) is not None:
        return found
    count = session.scalar(select(func.count()).where(ListItem.list_id == found.id)) or 0
    if count >= MAX_ITEMS:
        raise Conflict("list_full", _l("A list holds at most %(most)s products.", most=MAX_ITEMS))
    try:
        with session.begin_nested():
            session.add(ListItem(list_id=found.id, product_id=product.id, quantity=product.minimum_order, added_at=now))
    except IntegrityError:
        return found  # a second click was faster
    found.updated_at = now
    session.flush()
    return found


def unsave(session: Session, actor: Actor, product_code: str, *, now: datetime) -> None:
    """Take a product off every list of the organisation; one that is on none is fine."""
    actor.check(KEEP_LISTS)
    lists: Any = scope.rows(actor, ShoppingList).with_only_columns(ShoppingList.id)
    products = select(Product.id).where(Product.code == product_code.upper())
    session.execute(delete(ListItem).where(ListItem.list_id.in_(lists), ListItem.product_id.in_(products)))


def change_item(
    session: Session, actor: Actor, code: str, product_code: str, quantity: int, note: str, *, now: datetime
) -> None:
    """Say how many base units are wanted of a product on a list, and what colleagues should know."""
    actor.check(KEEP_LISTS)
    found = own_list(session, actor, code)
    item = _own_item(session, found, product_code)
    if not 1 <= quantity <= MAX_QUANTITY:
        raise Invalid.field("quantity", _l("Write a whole number from %(low)s to %(high)s.", low=1, high=MAX_QUANTITY))
    item.quantity, item.note, found.updated_at = quantity, checked_text("note", note, 200), now
    session.flush()


def remove_item(session: Session, actor: Actor, code: str, product_code: str, *, now: datetime) -> None:
    """Take a product off a list; one that is off already is fine (a second click)."""
    actor.check(KEEP_LISTS)
    found = own_list(session, actor, code)
    products = select(Product.id).where(Product.code == product_code.upper())
    session.execute(delete(ListItem).where(ListItem.list_id == found.id, ListItem.product_id.in_(products)))
    found.updated_at = now
    session.flush()


def _favourites(session: Session, actor: Actor, now: datetime) -> ShoppingList:
    """Return the list that takes what is saved with one press; made at first need."""
    _wait_for_turn(session, actor)
    mine: Any = scope.rows(actor, ShoppingList).where(ShoppingList.is_favourites)
    found: ShoppingList | None = session.scalar(mine.order_by(ShoppingList.id).limit(1))
    return found or _add(session, actor, str(_l("Favourites")), is_favourites=True, now=now)


def _add(session: Session, actor: Actor, name: str, *, is_favourites: bool, now: datetime) -> ShoppingList:
    made = ShoppingList(
        code=secrets.token_hex(6),
        organisation_id=actor.organisation_id,
        name=name,
        is_favourites=is_favourites,
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    session.flush()
    return made


def _wait_for_turn(session: Session, actor: Actor) -> None:
    """Let two clicks at once wait for each other: the second then finds what the first has made."""
    session.scalar(select(Organisation.id).where(Organisation.id == actor.organisation_id).with_for_update())


def _item(found: ShoppingList, product: Product) -> Any:
    return select(ListItem).where(ListItem.list_id == found.id, ListItem.product_id == product.id)


def _own_item(session: Session, found: ShoppingList, product_code: str) -> ListItem:
    wanted = select(ListItem).join(ListItem.product)
    item = session.scalar(wanted.where(ListItem.list_id == found.id, Product.code == product_code.upper()))
    if item is None:
        raise NotFound()
    return item


def _checked_name(name: str) -> str:
    words = checked_text("name", " ".join(name.split()), 80)
    if not words:
        raise Invalid.field("name", _l("Give the list a name."))
    return words
