"""One line saved by the same services as the forms: so it is checked by the same rules, and trail and search hear."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog import details, services, stock
from catalog.drafts import Basics, PackingDraft, PriceDraft, SupplyDraft
from catalog.models import Product
from catalog.pricing import MAX_TIERS, Tier
from catalog.queries import own_product, products_by_ids
from catalog.sheets.cells import Cell, cells_of, differences
from catalog.sheets.lines import Wanted
from catalog.sheets.models import SheetLine
from certification.producers import own_producer
from certification.queries import producers_of
from marketplace.accounts import scope
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.sheets.columns import Column, plain

PACKING = (
    "base_unit",
    "weight_g",
    "pack_size",
    "carton_size",
    "net_weight_g",
    "packaging",
    "barcode",
    "shelf_life_days",
    "storage",
    "ingredients",
)
SUPPLY = ("availability", "lead_time_days", "monthly_capacity")
FURTHER = range(2, MAX_TIERS + 1)
PRICES = (
    "minimum_order",
    "price",
    "tax_treatment",
    *(f"{name}_{number}" for number in FURTHER for name in ("minimum", "price")),
)


@dataclass(frozen=True)
class Saved:
    """What came of a line."""

    product: Product
    is_new: bool
    changes: list[tuple[Column, Cell, Cell]]


def save_line(session: Session, actor: Actor, item: Wanted, sha256: str, *, now: datetime) -> Saved:
    """Make or change the product of a line; raise what the services raise, or ``Invalid`` on ``code``.

    A line without a code makes one product, however often the same file is taken in.
    """
    product, is_new = _product(session, actor, item, f"{sha256}:{item.line}", now)
    before = {} if is_new else cells_of(product)
    _save_basics(session, actor, product, item.values, is_new, now)
    _save_packing(session, actor, product, item.values, now)
    _save_traits(session, actor, product, item.values, now)
    _save_prices(session, actor, product, item.values, now)
    _save_supply(session, actor, product, item.values, now)
    if item.values.get("counted") is not None:
        stock.count_stock(session, actor, product, item.values["counted"], now=now)
    return Saved(product, is_new, differences(before, cells_of(product)))


def _product(session: Session, actor: Actor, item: Wanted, key: str, now: datetime) -> tuple[Product, bool]:
    if item.code:
        try:
            return own_product(session, actor, item.code), False
        except NotFound as error:
            raise Invalid.field("code", _l("None of your products has this code.")) from error
    mine: Any = scope.rows(actor, SheetLine).where(SheetLine.key == key).with_only_columns(SheetLine.product_id)
    known = session.scalar(mine)
    if known is not None:
        return products_by_ids(session, {known})[known], False
    product = services.start_product(
        session, actor, str(item.values.get("name") or ""), str(item.values.get("category") or ""), now=now
    )
    session.add(SheetLine(cooperative_id=actor.organisation_id, key=key, product_id=product.id, at=now))
    session.flush()
    # A draft of the same name is continued, as on the form: then it was made at another time.
    return product, product.created_at == now


def _save_basics(
    session: Session, actor: Actor, product: Product, values: Mapping[str, Any], is_new: bool, now: datetime
) -> None:
    draft = Basics(
        name=values.get("name", product.name),
        category=values.get("category", product.category),
        producer_id=_maker(session, actor, product, values.get("maker", ""), is_new, now),
        description=_kept(product.description, values.get("description", product.description)),
    )
    stored = Basics(
        name=product.name, category=product.category, producer_id=product.producer_id, description=product.description
    )
    if draft != stored:
        services.save_basics(session, actor, product, draft, seen=product.version, now=now)


def _maker(session: Session, actor: Actor, product: Product, name: str, is_new: bool, now: datetime) -> int | None:
    if not name:
        return own_producer(session, actor, now=now).id if is_new else product.producer_id
    if product.producer is not None and plain(product.producer.name) == plain(name):
        return product.producer_id  # of several of the same name it stays the one it is
    found = next((row.id for row in producers_of(session, actor) if plain(row.name) == plain(name)), None)
    if found is None:
        raise Invalid.field("maker", _l("None of your producers has this name."))
    return found


def _save_packing(session: Session, actor: Actor, product: Product, values: Mapping[str, Any], now: datetime) -> None:
    stored = {name: getattr(product, name) for name in PACKING}
    merged = _merged(stored, values)
    if merged != stored:
        draft = PackingDraft(**{**merged, "weight_g": merged["weight_g"] or 0})
        details.save_packing(session, actor, product, draft, seen=product.version, now=now)


def _save_traits(session: Session, actor: Actor, product: Product, values: Mapping[str, Any], now: datetime) -> None:
    traits = values.get("traits")
    if traits is not None and traits != product.traits:
        details.save_traits(session, actor, product, traits, seen=product.version, now=now)


def _save_prices(session: Session, actor: Actor, product: Product, values: Mapping[str, Any], now: datetime) -> None:
    cells = cells_of(product)
    stored = {name: cells[name] for name in PRICES} | {"tax_treatment": product.tax_treatment}
    merged = _merged(stored, values)
    if merged == stored:
        return
    if merged["price"] is None:
        raise Invalid.field("price", _l("Write a price."))
    further = [(merged[f"minimum_{number}"], merged[f"price_{number}"]) for number in FURTHER]
    half = next((number for number, step in enumerate(further, 2) if step.count(None) == 1), 0)
    if half:
        raise Invalid.field(f"minimum_{half}", _l("A price step needs an amount and a price."))
    steps = [Tier(int(minimum), int(price)) for minimum, price in further if minimum is not None]
    draft = PriceDraft(
        minimum_order=merged["minimum_order"],
        tiers=[Tier(merged["minimum_order"], merged["price"]), *steps],
        tax_treatment=merged["tax_treatment"],
    )
    details.save_prices(session, actor, product, draft, seen=product.version, now=now)


def _save_supply(session: Session, actor: Actor, product: Product, values: Mapping[str, Any], now: datetime) -> None:
    stored = {name: getattr(product, name) for name in SUPPLY}
    merged = _merged(stored, values)
    if merged != stored:
        details.save_supply(session, actor, product, SupplyDraft(**merged), seen=product.version, now=now)


def _merged(stored: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _kept(value, values.get(name, value)) for name, value in stored.items()}


def _kept(stored: Any, typed: Any) -> Any:
    """Return what is stored where only the line breaks differ: forms send other ones than spreadsheets."""
    both_texts = isinstance(stored, str) and isinstance(typed, str)
    return stored if both_texts and stored.splitlines() == typed.splitlines() else typed
