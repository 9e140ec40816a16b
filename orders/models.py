"""Carts, orders with their frozen lines, shipments, receipts, and the cooperatives' shipping rates."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.fairs.models import Booth
from catalog.models import Product
from marketplace.accounts.models import Organisation, User, one_of
from marketplace.db import Base, BigId, Instant, Moment, Money, PrimaryKey
from orders.lifecycle import OrderState
from orders.payments.lifecycle import PaymentMethod as PaymentMethod
from orders.payments.lifecycle import PaymentState
from orders.shipping import ShippingMethod as ShippingMethod


class ShippingRate(Base):
    """One row of a cooperative's rate table: the longest region prefix that fits a place decides."""

    __tablename__ = "shipping_rates"
    __table_args__ = (
        UniqueConstraint("cooperative_id", "region_prefix", "method"),
        CheckConstraint(one_of("method", ShippingMethod), name="method"),
        CheckConstraint("price_per_kg >= 0 AND flat_price >= 0", name="prices"),
    )
    __owners__ = ("cooperative_id",)

    id: Mapped[PrimaryKey]
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    region_prefix: Mapped[str] = mapped_column(String(13), default="")
    """Kemendagri code or its prefix; empty means anywhere."""
    method: Mapped[str] = mapped_column(String(12))
    price_per_kg: Mapped[Money] = mapped_column(default=0)
    flat_price: Mapped[Money] = mapped_column(default=0)
    minimum_kg: Mapped[int] = mapped_column(default=1)
    free_from: Mapped[int | None] = mapped_column(BigInteger)
    """Goods total in rupiah from which shipping costs nothing."""


class CartLine(Base):
    """What one person of a buyer wants, in one selling unit. Prices are never kept here."""

    __tablename__ = "cart_lines"
    __table_args__ = (
        UniqueConstraint("user_id", "organisation_id", "product_id"),
        CheckConstraint("count > 0 AND count <= 1000000", name="count"),
        CheckConstraint("unit IN ('base', 'pack', 'carton')", name="unit"),
    )
    __owners__ = ("organisation_id",)

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("products.id"))
    unit: Mapped[str] = mapped_column(String(6))
    count: Mapped[int]
    booth_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("booths.id"))
    booth_at: Mapped[datetime | None] = mapped_column(Moment)
    added_at: Mapped[Instant]
    product: Mapped[Product] = relationship()


class OrderGroup(Base):
    """One checkout: the orders placed together, one for each cooperative, paid in one way."""

    __tablename__ = "order_groups"
    __table_args__ = (
        UniqueConstraint("buyer_id", "idempotency_key"),
        CheckConstraint(one_of("payment_method", PaymentMethod), name="payment_method"),
    )
    __owners__ = ("buyer_id",)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    buyer_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    placed_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    placed_at: Mapped[Instant]
    payment_method: Mapped[str] = mapped_column(String(16))
    idempotency_key: Mapped[str] = mapped_column(String(80))
    orders: Mapped[list["Order"]] = relationship(back_populates="group", order_by="Order.id")


class Order(Base):
    """One order of one buyer to one cooperative. Everything on it is a copy made when it was placed."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint(one_of("state", OrderState), name="state"),
        CheckConstraint(one_of("payment_state", PaymentState), name="payment_state"),
        CheckConstraint(one_of("payment_method", PaymentMethod), name="payment_method"),
        CheckConstraint("buyer_id <> seller_id", name="two_parties"),
        CheckConstraint("total = goods_total + coalesce(shipping_cost, 0) + tax_total", name="total"),
        CheckConstraint("goods_total > 0 AND tax_total >= 0", name="amounts"),
        CheckConstraint(
            "state IN ('awaiting_shipping_quote', 'rejected', 'cancelled', 'lapsed') OR shipping_cost IS NOT NULL",
            name="shipping_known",
        ),
        Index("ix_orders_buyer", "buyer_id", "placed_at"),
        Index("ix_orders_seller", "seller_id", "state", "placed_at"),
        Index("ix_orders_deadline", "state", "act_by"),
    )
    __owners__ = ("buyer_id", "seller_id")

    id: Mapped[PrimaryKey]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("order_groups.id"), index=True)
    buyer_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    seller_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    placed_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    booth_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("booths.id"), index=True)
    state: Mapped[str] = mapped_column(String(24))
    payment_state: Mapped[str] = mapped_column(String(16), default=PaymentState.UNPAID)
    payment_method: Mapped[str] = mapped_column(String(16))
    buyer_reference: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    ship_to_name: Mapped[str] = mapped_column(String(120))
    ship_to_phone: Mapped[str] = mapped_column(String(20))
    ship_to_address: Mapped[str] = mapped_column(String(300))
    ship_to_region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    shipping_method: Mapped[str] = mapped_column(String(12), default="")
    shipping_cost: Mapped[int | None] = mapped_column(BigInteger)
    """Rupiah before PPN; None until the seller has quoted."""
    shipping_quoted_at: Mapped[datetime | None] = mapped_column(Moment)
    shipping_note: Mapped[str] = mapped_column(String(300), default="")
    seller_is_pkp: Mapped[bool]
    goods_total: Mapped[Money]
    tax_base: Mapped[Money] = mapped_column(default=0)
    tax_total: Mapped[Money] = mapped_column(default=0)
    shipping_tax: Mapped[Money] = mapped_column(default=0)
    """The part of ``tax_total`` that belongs to shipping."""
    total: Mapped[Money]
    placed_at: Mapped[Instant]
    delivery_by: Mapped[date | None]
    """The day by which the goods were promised to arrive (``orders.promise``); None on orders of before."""
    act_by: Mapped[datetime | None] = mapped_column(Moment)
    """When the order lapses or falls due if whose turn it is does nothing."""
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    close_reason: Mapped[str] = mapped_column(String(500), default="")
    invoice_number: Mapped[str | None] = mapped_column(String(60), unique=True)
    invoiced_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)
    group: Mapped[OrderGroup] = relationship(back_populates="orders")
    buyer: Mapped[Organisation] = relationship(foreign_keys=[buyer_id])
    seller: Mapped[Organisation] = relationship(foreign_keys=[seller_id])
    placed_by: Mapped[User] = relationship()
    booth: Mapped[Booth | None] = relationship()
    lines: Mapped[list["OrderLine"]] = relationship(back_populates="order", order_by="OrderLine.position")
    shipments: Mapped[list["Shipment"]] = relationship(back_populates="order", order_by="Shipment.id")
    receipts: Mapped[list["Receipt"]] = relationship(back_populates="order", order_by="Receipt.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class OrderLine(Base):
    """One product on an order: price, tax, name, producer and certificates as they were when it was placed."""

    __tablename__ = "order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("shipped_quantity >= 0 AND shipped_quantity <= quantity", name="shipped"),
        CheckConstraint("received_quantity >= 0 AND received_quantity <= shipped_quantity", name="received"),
        CheckConstraint("amount = unit_price * quantity", name="amount"),
    )

    id: Mapped[PrimaryKey]
    order_id: Mapped[int] = mapped_column(BigId, ForeignKey("orders.id"))
    position: Mapped[int]
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("products.id"), index=True)
    product_code: Mapped[str] = mapped_column(String(10))
    product_name: Mapped[str] = mapped_column(String(120))
    producer_name: Mapped[str] = mapped_column(String(120))
    base_unit: Mapped[str] = mapped_column(String(16))
    pack_size: Mapped[int | None]
    carton_size: Mapped[int | None]
    weight_g: Mapped[int] = mapped_column(BigInteger)
    quantity: Mapped[int] = mapped_column(BigInteger)
    """Base units."""
    unit_price: Mapped[Money]
    amount: Mapped[Money]
    tax_treatment: Mapped[str] = mapped_column(String(10))
    tax_base: Mapped[Money] = mapped_column(default=0)
    tax_amount: Mapped[Money] = mapped_column(default=0)
    tax_rule: Mapped[str] = mapped_column(String(80), default="")
    certificates: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Scheme, status, number, code and last valid day of each paper at the moment of ordering."""
    policy_version: Mapped[int] = mapped_column(default=0, server_default="0")
    """Version of the buyer's policy that the line was checked against; 0: the law alone."""
    findings: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    """What was found on ordering (``catalog.policies.writing``), with the buyer's reasons; None: not checked."""
    from_stock: Mapped[bool]
    """Whether the quantity was reserved from stock (else it is made to order)."""
    lead_time_days: Mapped[int | None]
    shipped_quantity: Mapped[int] = mapped_column(BigInteger, default=0)
    received_quantity: Mapped[int] = mapped_column(BigInteger, default=0)
    order: Mapped[Order] = relationship(back_populates="lines")


class Shipment(Base):
    """Goods that left, by courier with a tracking number or by the cooperative's own vehicle."""

    __tablename__ = "shipments"
    __table_args__ = (CheckConstraint(one_of("method", ShippingMethod), name="method"),)

    id: Mapped[PrimaryKey]
    order_id: Mapped[int] = mapped_column(BigId, ForeignKey("orders.id"), index=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    method: Mapped[str] = mapped_column(String(12))
    carrier: Mapped[str] = mapped_column(String(80))
    """The courier, or the vehicle and driver."""
    tracking: Mapped[str] = mapped_column(String(60), default="")
    shipped_at: Mapped[Instant]
    shipped_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    findings: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """By position of a line, what was found on the day it left."""
    order: Mapped[Order] = relationship(back_populates="shipments")
    lines: Mapped[list["ShipmentLine"]] = relationship(order_by="ShipmentLine.id")


class ShipmentLine(Base):
    """How much of an order line went with a shipment, in base units."""

    __tablename__ = "shipment_lines"
    __table_args__ = (
        UniqueConstraint("shipment_id", "order_line_id"),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    id: Mapped[PrimaryKey]
    shipment_id: Mapped[int] = mapped_column(BigId, ForeignKey("shipments.id"))
    order_line_id: Mapped[int] = mapped_column(BigId, ForeignKey("order_lines.id"))
    quantity: Mapped[int] = mapped_column(BigInteger)
    order_line: Mapped[OrderLine] = relationship()


class Receipt(Base):
    """What the buyer says has arrived."""

    __tablename__ = "receipts"

    id: Mapped[PrimaryKey]
    order_id: Mapped[int] = mapped_column(BigId, ForeignKey("orders.id"), index=True)
    received_at: Mapped[Instant]
    received_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(String(500), default="")
    findings: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """By position of a line, what was found on the day it arrived."""
    order: Mapped[Order] = relationship(back_populates="receipts")
    lines: Mapped[list["ReceiptLine"]] = relationship(order_by="ReceiptLine.id")


class ReceiptLine(Base):
    """How much of an order line arrived, in base units."""

    __tablename__ = "receipt_lines"
    __table_args__ = (
        UniqueConstraint("receipt_id", "order_line_id"),
        CheckConstraint("quantity > 0", name="quantity"),
    )

    id: Mapped[PrimaryKey]
    receipt_id: Mapped[int] = mapped_column(BigId, ForeignKey("receipts.id"))
    order_line_id: Mapped[int] = mapped_column(BigId, ForeignKey("order_lines.id"))
    quantity: Mapped[int] = mapped_column(BigInteger)
    order_line: Mapped[OrderLine] = relationship()


class DocumentCounter(Base):
    """The last number of one kind of document of one organisation in one year; numbers are never used again."""

    __tablename__ = "document_counters"

    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
