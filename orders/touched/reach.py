"""What one certificate touches, or would touch were it revoked: carts, open orders and goods on their way.

Of carts only counts leave this module: whose they are is nobody's business but the buyer's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from catalog import requirements
from catalog.models import Product, ProductPaper
from catalog.queries import products_by_ids
from catalog.units import SellingUnit
from certification.models import Certificate
from marketplace.core.clock import jakarta_day
from marketplace.core.money import Rupiah
from orders.models import CartLine, Order, OrderLine
from orders.touched.facts import Judged, Policies, known_of, policies_of
from orders.touched.rules import Stage
from orders.touched.standing import ENDED, codes_of, stage_of_line


@dataclass(frozen=True)
class OrderPart:
    """One order line that hangs on the paper. Amounts in base units; ``rupiah`` before PPN of what is awaited."""

    line: OrderLine
    stage: Stage
    to_ship: int
    on_the_way: int
    rupiah: Rupiah


@dataclass(frozen=True)
class CartPart:
    """One cart line that hangs on the paper, at the list price of today."""

    line: CartLine
    quantity: int
    rupiah: Rupiah


@dataclass(frozen=True)
class Reach:
    """All that hangs on one certificate: what fails the law or the buyer's own policy without it."""

    products: tuple[Product, ...]
    carts: tuple[CartPart, ...]
    orders: tuple[OrderPart, ...]

    @property
    def waiting(self) -> tuple[OrderPart, ...]:
        """Lines of which something is still to be shipped."""
        return tuple(part for part in self.orders if part.to_ship)

    @property
    def travelling(self) -> tuple[OrderPart, ...]:
        """Lines of which something is on its way."""
        return tuple(part for part in self.orders if part.on_the_way)

    def counts(self) -> dict[str, int]:
        """Return how many cart lines, open orders and orders with goods on the way there are."""
        return {
            "carts": len(self.carts),
            "orders": len({part.line.order_id for part in self.waiting}),
            "travelling": len({part.line.order_id for part in self.travelling}),
        }

    def of_person(self, buyer_id: int, user_id: int) -> "Reach":
        """Return the part of one person of a buyer: the own cart, and the orders that this person placed."""
        mine = self.of_buyer(buyer_id, user_id)
        return replace(mine, orders=tuple(part for part in mine.orders if part.line.order.placed_by_id == user_id))

    def of_buyer(self, buyer_id: int, user_id: int) -> "Reach":
        """Return all orders of a buyer, and of its carts that of one person."""
        orders = tuple(part for part in self.orders if part.line.order.buyer_id == buyer_id)
        carts = tuple(part for part in self.carts if _is_whose(part.line, buyer_id, user_id))
        return replace(self, carts=carts, orders=orders)

    def of_product(self, product_id: int) -> "Reach":
        """Return the part of one product."""
        return Reach(
            tuple(product for product in self.products if product.id == product_id),
            tuple(part for part in self.carts if part.line.product_id == product_id),
            tuple(part for part in self.orders if part.line.product_id == product_id),
        )

    def of_seller(self, organisation_id: int) -> "Reach":
        """Return the orders to one cooperative; of carts it learns nothing."""
        orders = tuple(part for part in self.orders if part.line.order.seller_id == organisation_id)
        return replace(self, carts=(), orders=orders)

    @property
    def rupiah(self) -> Rupiah:
        """What is ordered and awaited, before PPN."""
        return sum(part.rupiah for part in self.orders)


def reach_of(session: Session, certificate: Certificate, *, now: datetime) -> Reach:
    """Return what hangs on a certificate, whether it counts or not, in a fixed number of queries."""
    found = _products(session, certificate)
    carts, lines = _carts(session, found), _lines(session, found)
    day = jakarta_day(now)
    buyers = {line.organisation_id for line in carts} | {line.order.buyer_id for line in lines}
    asks = _Asks(session, certificate, list(found.values()), policies_of(session, buyers), day)
    parts = tuple(_order_part(line) for line in lines if asks.of_line(line))
    cart_parts = tuple(_cart_part(line, found[line.product_id]) for line in carts if asks.of_cart(line))
    touched = {part.line.product_id for part in parts} | {part.line.product_id for part in cart_parts}
    products = tuple(product for key, product in found.items() if key in touched or asks.by_law(product))
    return Reach(tuple(sorted(products, key=lambda product: product.name)), cart_parts, parts)


class _Asks:
    """Whether the law or a buyer asks for this paper of a product that has no other."""

    def __init__(
        self,
        session: Session,
        certificate: Certificate,
        products: Sequence[Product],
        policies: Policies,
        day: date,
    ) -> None:
        self._certificate = certificate
        self._judged = Judged(session, products, day)
        self._assessments = requirements.assessments(session, products, day)
        self._policies = policies
        self._linked = {product.id for product in products if _stands_on(product, certificate)}

    def by_law(self, product: Product) -> bool:
        return product.id in self._linked and self._is_asked(product.id, 0, 0, ())

    def of_line(self, line: OrderLine) -> bool:
        if line.product_id not in self._linked and self._certificate.code not in codes_of(line):
            return False
        known = known_of(line.findings)
        return self._is_asked(line.product_id, line.order.buyer_id, line.policy_version, known)

    def of_cart(self, line: CartLine) -> bool:
        return line.product_id in self._linked and self._is_asked(line.product_id, line.organisation_id, None, ())

    def _is_asked(self, product_id: int, buyer_id: int, version: int | None, known: Iterable[str]) -> bool:
        policy = self._policies.of(buyer_id, version)
        assessment = self._assessments[product_id]
        failing = self._judged.failing_without(product_id, assessment, self._certificate, policy, frozenset(known))
        return self._certificate.scheme in failing


def _products(session: Session, certificate: Certificate) -> dict[int, Product]:
    """Return what stands on a paper, and all of its holder: order lines may name a paper that was unlinked since."""
    linked = select(ProductPaper.product_id).where(ProductPaper.certificate_id == certificate.id)
    mine = Product.id.in_(linked) | (Product.producer_id == certificate.producer_id)
    return products_by_ids(session, session.scalars(select(Product.id).where(mine)).all())


def _carts(session: Session, products: Iterable[int]) -> Sequence[CartLine]:
    wanted = select(CartLine).where(CartLine.product_id.in_(products))
    return session.scalars(wanted.order_by(CartLine.id)).all()


def _lines(session: Session, products: Iterable[int]) -> Sequence[OrderLine]:
    wanted = (
        select(OrderLine)
        .join(OrderLine.order)
        .where(
            OrderLine.product_id.in_(products),
            OrderLine.received_quantity < OrderLine.quantity,
            Order.state.not_in(ENDED),
        )
        .options(
            contains_eager(OrderLine.order).options(joinedload(Order.buyer), joinedload(Order.seller)),
        )
    )
    return session.scalars(wanted.order_by(Order.placed_at, OrderLine.id)).all()


def _stands_on(product: Product, certificate: Certificate) -> bool:
    return any(paper.certificate_id == certificate.id for paper in product.papers)


def _is_whose(line: CartLine, buyer_id: int, user_id: int) -> bool:
    return (line.organisation_id, line.user_id) == (buyer_id, user_id)


def _order_part(line: OrderLine) -> OrderPart:
    return OrderPart(
        line=line,
        stage=stage_of_line(line),
        to_ship=line.quantity - line.shipped_quantity,
        on_the_way=line.shipped_quantity - line.received_quantity,
        rupiah=(line.quantity - line.received_quantity) * line.unit_price,
    )


def _cart_part(line: CartLine, product: Product) -> CartPart:
    quantity = line.count * (product.packing.size_of(SellingUnit(line.unit)) or 1)
    return CartPart(line, quantity, quantity * product.price)
