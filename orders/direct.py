"""Ordering products by name, past the cart: as programs do. Shipped the way that the checkout would propose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from catalog.models import Product
from catalog.queries import public_products
from catalog.units import SellingUnit
from marketplace.core.errors import Conflict, DomainError, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from orders import basket, checkout, policing
from orders.api_naming import naming
from orders.basket import Cart, Problem
from orders.checkout import CheckoutDraft
from orders.models import CartLine, OrderGroup
from orders.preview import Preview, proposed

OF_QUANTITY = frozenset({"invalid", "below_minimum", "out_of_stock"})
"""Problems that another quantity would mend; the others are the product's."""


@dataclass(frozen=True)
class Wanted:
    """So much of a product, in base units."""

    product: str
    quantity: int
    reasons: Mapping[str, str] = field(default_factory=dict)
    """For what the buyer's policy asks a reason, by code of the finding."""


def place(
    session: Session, actor: Actor, wanted: Sequence[Wanted], draft: CheckoutDraft, *, now: datetime
) -> OrderGroup:
    """Order these products; the cart of the person stays as it is. The same key again returns the same orders.

    Raises as ``checkout.place`` does, and on ``lines.<n>.product`` and ``lines.<n>.quantity`` (counted from 0).
    """
    checkout.check_sender(actor, draft)
    done = checkout.placed_before(session, actor, draft.idempotency_key)
    if done is not None:
        return done
    to = checkout.destination_of(session, draft)
    lines = _lines(session, actor, wanted, now)
    contents = basket.assemble(session, lines, buyer_id=actor.organisation_id, region=to.region, now=now)
    _check(contents, lines)
    found = policing.checked(session, actor.organisation_id, proposed(contents, now=now), region=to.region, now=now)
    return checkout.write_down(session, actor, draft, _agreed(found, lines, wanted), to, now=now)


def _lines(session: Session, actor: Actor, wanted: Sequence[Wanted], now: datetime) -> list[CartLine]:
    """Return lines that never come into the session: only the goods they name are ordered."""
    products = public_products(session, {line.product for line in wanted})
    found = [products.get(line.product.upper()) for line in wanted]
    _check_named(found)
    return [
        CartLine(
            user_id=actor.user_id,
            organisation_id=actor.organisation_id,
            product_id=product.id,
            unit=SellingUnit.BASE,
            count=line.quantity,
            added_at=now,
        )
        for line, product in zip(wanted, found, strict=True)
        if product is not None
    ]


def _check_named(found: Sequence[Product | None]) -> None:
    errors = {}
    for place, product in enumerate(found):
        if product is None:
            errors[f"lines.{place}.product"] = _l("There is no such product.")
        elif product in found[:place]:
            errors[f"lines.{place}.product"] = _l("This product is named twice. Put its quantities together.")
    if not found:
        errors["lines"] = _l("Name at least one product.")
    if errors:
        raise Invalid("invalid", errors=errors)


def _check(contents: Cart, lines: Sequence[CartLine]) -> None:
    """Refuse everything that is wrong at once, each with its line; 422 only where no change of time would help."""
    places = {id(line): place for place, line in enumerate(lines)}
    wrong = [
        (places[id(item.line)], problem)
        for group in contents.groups
        for item in group.lines
        for problem in item.problems
    ]
    if not wrong:
        return
    errors = {f"lines.{place}.{_field(problem)}": problem.message for place, problem in sorted(wrong, key=_place)}
    codes = [problem.code for _place, problem in sorted(wrong, key=_place)]
    refusal: type[DomainError] = Invalid if set(codes) <= OF_QUANTITY - {"out_of_stock"} else Conflict
    raise refusal(codes[0], errors=errors)


def _agreed(found: Preview, lines: Sequence[CartLine], wanted: Sequence[Wanted]) -> Preview:
    """Put the reasons on their lines; refuse with the names that a program knows."""
    rows = list(zip(lines, wanted, strict=True))
    reasons = {
        policing.reason_field(line.product_id, code): text for line, row in rows for code, text in row.reasons.items()
    }
    names = {policing.refused_field(line.product_id): f"lines.{n}.product" for n, line in enumerate(lines)} | {
        policing.reason_field(line.product_id, finding.code): f"lines.{n}.reasons.{finding.code}"
        for n, line in enumerate(lines)
        for part in found.parts
        for item in part.group.lines
        if item.line is line
        for finding in item.findings
    }
    with naming(names):
        return policing.agreed(found, reasons)


def _place(row: tuple[int, Problem]) -> int:
    return row[0]


def _field(problem: Problem) -> str:
    return "quantity" if problem.code in OF_QUANTITY else "product"
