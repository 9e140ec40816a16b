"""Reading business plans, and what buyers received of each product in a year."""

from collections import defaultdict
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.lifecycle import ProductState
from catalog.models import Product
from marketplace.core.clock import jakarta_day
from orders.lists import midnight
from orders.mentoring.plan_models import PlanTarget, PlanVersion
from orders.mentoring.progress import Sold, Target, quarter_of
from orders.models import Order, OrderLine, Receipt, ReceiptLine

WHOLE = (
    selectinload(PlanVersion.targets).joinedload(PlanTarget.product),
    selectinload(PlanVersion.needs),
    joinedload(PlanVersion.written_by),
    joinedload(PlanVersion.written_for),
)


def current(session: Session, cooperative_id: int, year: int) -> PlanVersion | None:
    """Return the newest version of a plan; None where none was written."""
    return session.scalar(_of(cooperative_id, year).options(*WHOLE).order_by(PlanVersion.number.desc()).limit(1))


def version(session: Session, cooperative_id: int, year: int, number: int) -> PlanVersion | None:
    """Return one version of a plan by its number."""
    return session.scalar(_of(cooperative_id, year).where(PlanVersion.number == number).options(*WHOLE))


def versions(session: Session, cooperative_id: int, year: int) -> list[PlanVersion]:
    """Return all versions of a plan with who wrote them, the newest first."""
    loads = (joinedload(PlanVersion.written_by), joinedload(PlanVersion.written_for))
    return list(session.scalars(_of(cooperative_id, year).options(*loads).order_by(PlanVersion.number.desc())))


def years(session: Session, cooperative_id: int) -> list[int]:
    """Return the years for which a cooperative has a plan, the newest first."""
    found = select(PlanVersion.year).where(PlanVersion.cooperative_id == cooperative_id).distinct()
    return sorted(session.scalars(found), reverse=True)


def plannable(session: Session, cooperative_id: int) -> list[Product]:
    """Return the products that a plan may have targets for: all that are not withdrawn, by name."""
    own = select(Product).where(Product.cooperative_id == cooperative_id, Product.state != ProductState.WITHDRAWN)
    return list(session.scalars(own.order_by(Product.name, Product.id)))


def targets_of(plan: PlanVersion) -> list[Target]:
    """Return the targets of a plan for the pure rules."""
    return [
        Target(
            product_id=row.product_id,
            name=row.product.name,
            unit=row.product.base_unit,
            quarters=(row.quarters[0], row.quarters[1], row.quarters[2], row.quarters[3]),
            rupiah=row.rupiah,
        )
        for row in plan.targets
    ]


def reached(session: Session, cooperative_id: int, year: int) -> dict[tuple[int, int], Sold]:
    """Return (product, quarter) to what buyers received in a year in Jakarta, before PPN and shipping; one query."""
    statement = (
        select(Receipt.received_at, OrderLine.product_id, ReceiptLine.quantity, OrderLine.unit_price)
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .join(OrderLine, OrderLine.id == ReceiptLine.order_line_id)
        .join(Order, Order.id == Receipt.order_id)
        .where(Order.seller_id == cooperative_id, *_within_year(year))
    )
    quantities: dict[tuple[int, int], int] = defaultdict(int)
    amounts: dict[tuple[int, int], int] = defaultdict(int)
    for received_at, product_id, quantity, price in session.execute(statement):
        key = product_id, quarter_of(jakarta_day(received_at))
        quantities[key] += quantity
        amounts[key] += quantity * price
    return {key: Sold(quantities[key], amounts[key]) for key in quantities}


def _of(cooperative_id: int, year: int) -> Select[PlanVersion]:
    return select(PlanVersion).where(PlanVersion.cooperative_id == cooperative_id, PlanVersion.year == year)


def _within_year(year: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    first, after = midnight(date(year, 1, 1)), midnight(date(year + 1, 1, 1))
    return Receipt.received_at >= first, Receipt.received_at < after
