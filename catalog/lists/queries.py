"""Reading lists: those of an organisation, what is on one, and which products of a page are saved."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from catalog.lists.models import ListItem, ShoppingList
from catalog.models import Product
from catalog.queries import products_by_ids
from marketplace.accounts import scope
from marketplace.core.roles import Actor
from marketplace.web.pages import PER_PAGE, Page


@dataclass(frozen=True)
class ListCard:
    """A list among others: how many products are on it, and the first few of them for their photos."""

    shopping_list: ShoppingList
    count: int
    first: tuple[Product, ...]


PICTURED = 4


def own_lists(session: Session, actor: Actor, page: int, q: str = "") -> Page[ListCard]:
    """Return one page of the organisation's lists, the last used first; with words in the name or a product on it."""
    statement: Select[Any] = scope.rows(actor, ShoppingList)
    for word in q.split():
        holds = ShoppingList.items.any(ListItem.product.has(Product.name.icontains(word, autoescape=True)))
        statement = statement.where(or_(ShoppingList.name.icontains(word, autoescape=True), holds))
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    wanted = statement.order_by(ShoppingList.is_favourites.desc(), ShoppingList.updated_at.desc(), ShoppingList.id)
    photos = selectinload(ShoppingList.items).selectinload(ListItem.product).selectinload(Product.photos)
    found = session.scalars(wanted.offset((page - 1) * PER_PAGE).limit(PER_PAGE).options(photos))
    return Page([_card(row) for row in found], page, PER_PAGE, total)


def own_list(session: Session, actor: Actor, code: str) -> ShoppingList:
    """Return one list of the organisation; raise ``NotFound`` for a stranger's."""
    return scope.one(session, actor, ShoppingList, code=code)


def names(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return code and name of the organisation's lists, to choose from."""
    mine: Any = scope.rows(actor, ShoppingList).with_only_columns(ShoppingList.code, ShoppingList.name)
    rows = session.execute(mine.order_by(ShoppingList.is_favourites.desc(), ShoppingList.name))
    return [(code, name) for code, name in rows]


def items_of(
    session: Session, found: ShoppingList, page: int = 1, q: str = "", per_page: int = PER_PAGE
) -> Page[ListItem]:
    """Return one page of what is on a list, last added first; with words in the product's name or the note.

    Products that were taken off sale since are among them: the page says so.
    """
    statement = select(ListItem).join(ListItem.product).where(ListItem.list_id == found.id)
    for word in q.split():
        named = Product.name.icontains(word, autoescape=True)
        statement = statement.where(or_(named, ListItem.note.icontains(word, autoescape=True)))
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    wanted = statement.order_by(ListItem.added_at.desc(), ListItem.id.desc())
    rows = list(session.scalars(wanted.offset((page - 1) * per_page).limit(per_page)))
    products = products_by_ids(session, {row.product_id for row in rows})
    for row in rows:
        set_committed_value(row, "product", products[row.product_id])
    return Page(rows, page, per_page, total)


def wanted_of(session: Session, actor: Actor, code: str) -> list[tuple[str, int]]:
    """Return code and quantity in base units of every product on a list of the organisation, as they were added."""
    found = own_list(session, actor, code)
    rows = select(Product.code, ListItem.quantity).join(ListItem.product).where(ListItem.list_id == found.id)
    return [(product_code, quantity) for product_code, quantity in session.execute(rows.order_by(ListItem.id))]


def saved_among(session: Session, actor: Actor, product_ids: Collection[int]) -> frozenset[int]:
    """Return which of some products are on any list of the organisation: one query for a whole page."""
    if not product_ids:
        return frozenset()
    lists: Any = scope.rows(actor, ShoppingList).with_only_columns(ShoppingList.id)
    found = select(ListItem.product_id).where(ListItem.list_id.in_(lists), ListItem.product_id.in_(product_ids))
    return frozenset(session.scalars(found))


def _card(row: ShoppingList) -> ListCard:
    return ListCard(row, len(row.items), tuple(item.product for item in row.items[-PICTURED:][::-1]))
