"""What a cart comes to now: lines with today's prices, what is wrong with them, and the ways to ship them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from babel.support import LazyProxy
from sqlalchemy.orm import Session

from catalog import ordering, requirements
from catalog.models import Availability, Product
from catalog.policies.rules import Finding
from catalog.pricing import Tier, unit_price
from catalog.queries import products_by_ids
from catalog.taxation import TaxTreatment
from catalog.units import SellingUnit, in_base_units
from certification.requirements import Assessment
from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, DomainError
from marketplace.core.money import Rupiah
from marketplace.core.text import _l
from orders import capacity, shipping, tax
from orders.models import CartLine
from orders.rates import rates_of_all
from orders.shipping import Option, Rate
from orders.tax import LineTax


@dataclass(frozen=True)
class Problem:
    """Why a line cannot be ordered as it is."""

    code: str
    message: LazyProxy | str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of a cart at today's price. Where its price cannot be told, ``unit_price`` is None and amounts are 0."""

    line: CartLine
    product: Product
    assessment: Assessment
    quantity: int
    """Base units."""
    unit_price: Rupiah | None
    amount: Rupiah
    tax: LineTax
    problems: tuple[Problem, ...] = ()
    warnings: tuple[LazyProxy, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What it does not meet of the buyer's policy on the promised day (``orders.policing``)."""
    policy_version: int = 0
    reasons: Mapping[str, str] = field(default_factory=dict)
    """The buyer's, by code of a finding."""

    @property
    def id(self) -> int:
        """Of the cart's line."""
        return self.line.id

    @property
    def unit(self) -> SellingUnit:
        """In what the buyer counts."""
        return SellingUnit(self.line.unit)

    @property
    def count(self) -> int:
        """How many of that unit."""
        return self.line.count

    @property
    def weight_g(self) -> int:
        """With packaging, in grams."""
        return self.product.weight_g * self.quantity

    @property
    def from_stock(self) -> bool:
        """Whether it is set aside from stock, else made to order."""
        return self.product.availability == Availability.STOCK


@dataclass(frozen=True, kw_only=True)
class Group:
    """The lines of one cooperative: what becomes one order."""

    seller: Organisation
    lines: tuple[Item, ...]
    options: tuple[Option, ...] = ()
    """The ways to ship, once a place is known; the first is the one to propose."""

    @property
    def goods_total(self) -> Rupiah:
        """Before PPN and shipping."""
        return sum(item.amount for item in self.lines)

    @property
    def tax_total(self) -> Rupiah:
        """PPN of the goods."""
        return sum(item.tax.amount for item in self.lines)

    @property
    def weight_g(self) -> int:
        """Of all lines, in grams."""
        return sum(item.weight_g for item in self.lines)

    @property
    def needs_quote(self) -> bool:
        """Whether nobody brings the goods to the place at a known price."""
        return shipping.needs_quote(self.options)


@dataclass(frozen=True)
class Cart:
    """A person's cart, grouped by cooperative in the order in which they were first chosen."""

    groups: tuple[Group, ...] = field(default=())

    @property
    def goods_total(self) -> Rupiah:
        """Before PPN and shipping."""
        return sum(group.goods_total for group in self.groups)

    @property
    def tax_total(self) -> Rupiah:
        """PPN of the goods."""
        return sum(group.tax_total for group in self.groups)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that must be mended before ordering."""
        return tuple(problem for group in self.groups for item in group.lines for problem in item.problems)


def assemble(
    session: Session, lines: Sequence[CartLine], *, buyer_id: int | None, region: str | None, now: datetime
) -> Cart:
    """Return the cart that lines make now, in a fixed number of queries. ``region``: where it is to be shipped."""
    products = products_by_ids(session, {line.product_id for line in lines})
    day = jakarta_day(now)
    assessments = requirements.assessments(session, list(products.values()), day)
    made = {p.id for p in products.values() if p.monthly_capacity and p.availability == Availability.MADE_TO_ORDER}
    promised = capacity.promised(session, made, now=now)
    items = [
        _item(line, products[line.product_id], assessments[line.product_id], day, buyer_id, promised, region)
        for line in lines
    ]
    rates = rates_of_all(session, {p.cooperative_id for p in products.values()}) if region else {}
    return Cart(tuple(_group(found, region, rates) for found in _by_seller(items)))


def _by_seller(items: Sequence[Item]) -> list[tuple[Item, ...]]:
    found: dict[int, list[Item]] = {}
    for item in items:
        found.setdefault(item.product.cooperative_id, []).append(item)
    return [tuple(group) for group in found.values()]


def _group(items: tuple[Item, ...], region: str | None, rates: dict[int, list[Rate]]) -> Group:
    seller = items[0].product.cooperative
    group = Group(seller=seller, lines=items)
    if region is None:
        return group
    ways = shipping.options(rates.get(seller.id, ()), region, group.weight_g, group.goods_total)
    return Group(seller=seller, lines=items, options=ways)


def _item(
    line: CartLine,
    product: Product,
    assessment: Assessment,
    day: date,
    buyer_id: int | None,
    promised: dict[int, int],
    region: str | None,
) -> Item:
    problems: list[Problem] = []
    quantity, price = 0, None
    try:
        check_buyable(product, assessment, buyer_id)
        quantity = in_base_units(product.packing, SellingUnit(line.unit), line.count)
        price = unit_price([Tier(tier.minimum, tier.price) for tier in product.tiers], quantity)
        check_in_stock(product, quantity)
        _check_reach(product, assessment, region)
    except DomainError as error:
        problems.append(_problem(error))
    amount = quantity * (price or 0)
    return Item(
        line=line,
        product=product,
        assessment=assessment,
        quantity=quantity,
        unit_price=price,
        amount=amount,
        tax=tax.line_tax(amount, TaxTreatment(product.tax_treatment), product.cooperative.is_pkp, day),
        problems=tuple(problems),
        warnings=_warnings(product, quantity, promised.get(product.id, 0)),
    )


def check_buyable(product: Product, assessment: Assessment, buyer_id: int | None) -> None:
    """Raise ``Conflict`` where a product may not be ordered now, or the buyer is its own seller."""
    if product.cooperative_id == buyer_id:
        raise Conflict("own_product", _l("Nobody orders from their own organisation."))
    ordering.check_orderable(product, assessment)


def _check_reach(product: Product, assessment: Assessment, region: str | None) -> None:
    """Raise ``Conflict`` where a paper lets the goods go less far; nothing is known before a place is chosen."""
    refusal = requirements.refusal_to_reach(product, assessment, region) if region else None
    if refusal is not None:
        words = _l("%(product)s cannot be sent to this place. %(reason)s", product=product.name, reason=refusal)
        raise Conflict("out_of_reach", words)


def check_in_stock(product: Product, quantity: int) -> None:
    """Raise ``Conflict("out_of_stock")`` where less lies free than is wanted; goods made to order have no stock."""
    left = product.stock_on_hand - product.stock_reserved
    if product.availability == Availability.STOCK and left < quantity:
        raise out_of_stock(product, left)


def out_of_stock(product: Product, left: int) -> Conflict:
    """Return the refusal that says what is left, in base units."""
    if left < 1:
        return Conflict("out_of_stock", _l("%(product)s is sold out.", product=product.name))
    words = _l(
        "Only %(left)s %(unit)s of %(product)s are left.", left=left, unit=product.base_unit, product=product.name
    )
    return Conflict("out_of_stock", words)


def _problem(error: DomainError) -> Problem:
    return Problem(error.code, error.message or next(iter(error.errors.values()), ""))


def _warnings(product: Product, quantity: int, promised: int) -> tuple[LazyProxy, ...]:
    limit = product.monthly_capacity
    if product.availability != Availability.MADE_TO_ORDER or not limit or promised + quantity <= limit:
        return ()
    words = _l(
        "The cooperative makes %(limit)s %(unit)s a month and %(promised)s are promised already: it may take longer.",
        limit=limit,
        unit=product.base_unit,
        promised=promised,
    )
    return (words,)
