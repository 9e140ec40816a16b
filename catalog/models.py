"""Products with their photos, price steps, papers and stock."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.lifecycle import ProductState
from catalog.taxation import TaxTreatment
from catalog.units import Packing
from certification.goods import Storage
from certification.models import Certificate, CertificateItem, Producer
from marketplace.accounts.models import Organisation, one_of
from marketplace.db import Base, BigId, Instant, Moment, Money, PrimaryKey


class Availability(StrEnum):
    """Whether goods lie in stock or are made when ordered."""

    STOCK = "stock"
    MADE_TO_ORDER = "made_to_order"


class Product(Base):
    """One product of one cooperative. Quantities are in base units, weights in grams, prices before PPN."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint(one_of("state", ProductState), name="state"),
        CheckConstraint(one_of("availability", Availability), name="availability"),
        CheckConstraint(one_of("tax_treatment", TaxTreatment), name="tax_treatment"),
        CheckConstraint(one_of("storage", Storage), name="storage"),
        CheckConstraint("stock_reserved >= 0 AND stock_reserved <= stock_on_hand", name="stock"),
        CheckConstraint("minimum_order >= 1", name="minimum_order"),
        CheckConstraint("pack_size IS NULL OR pack_size > 1", name="pack_size"),
        CheckConstraint("carton_size IS NULL OR carton_size > 1", name="carton_size"),
        CheckConstraint("weight_g >= 0", name="weight_g"),
        CheckConstraint("shelf_life_days IS NULL OR shelf_life_days > 0", name="shelf_life_days"),
        CheckConstraint("state <> 'published' OR (producer_id IS NOT NULL AND price > 0)", name="published_whole"),
        Index("ix_products_shop", "cooperative_id", "state"),
        Index("ix_products_newest", "state", "published_at"),
    )
    __owners__ = ("cooperative_id",)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(10), unique=True)
    """In the address ``/p/CODE``."""
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    producer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("producers.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(String(30), index=True)
    state: Mapped[str] = mapped_column(String(12), default=ProductState.DRAFT)
    base_unit: Mapped[str] = mapped_column(String(16), default="bungkus")
    pack_size: Mapped[int | None]
    """Base units in a pack."""
    carton_size: Mapped[int | None]
    """Base units in a carton."""
    net_weight_g: Mapped[int | None] = mapped_column(BigInteger)
    weight_g: Mapped[int] = mapped_column(BigInteger, default=0)
    """Weight of one base unit with its packaging: what shipping is reckoned from."""
    packaging: Mapped[str] = mapped_column(String(120), default="")
    barcode: Mapped[str] = mapped_column(String(14), default="", index=True)
    price: Mapped[Money] = mapped_column(default=0)
    """Price of one base unit at the minimum order: the copy of the price steps that lists sort and filter by."""
    minimum_order: Mapped[int] = mapped_column(default=1)
    tax_treatment: Mapped[str] = mapped_column(String(10), default=TaxTreatment.STANDARD)
    availability: Mapped[str] = mapped_column(String(14), default=Availability.STOCK)
    stock_on_hand: Mapped[int] = mapped_column(BigInteger, default=0)
    stock_reserved: Mapped[int] = mapped_column(BigInteger, default=0)
    lead_time_days: Mapped[int | None]
    """Working days until goods made to order are ready."""
    monthly_capacity: Mapped[int | None] = mapped_column(BigInteger)
    shelf_life_days: Mapped[int | None]
    storage: Mapped[str] = mapped_column(String(10), default=Storage.AMBIENT)
    ingredients: Mapped[str] = mapped_column(Text, default="")
    declared_not_halal: Mapped[bool] = mapped_column(default=False)
    traits: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """``Trait`` values that the seller chose, sorted; None while nobody has answered."""
    popularity: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)
    cooperative: Mapped[Organisation] = relationship()
    producer: Mapped[Producer | None] = relationship()
    tiers: Mapped[list["ProductTier"]] = relationship(order_by="ProductTier.minimum", cascade="all, delete-orphan")
    photos: Mapped[list["ProductPhoto"]] = relationship(order_by="ProductPhoto.position", cascade="all, delete-orphan")
    papers: Mapped[list["ProductPaper"]] = relationship(
        back_populates="product", order_by="ProductPaper.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def packing(self) -> Packing:
        """How the product is packed."""
        return Packing(self.pack_size, self.carton_size)


class ProductTier(Base):
    """One price step: from so many base units on, one costs so much."""

    __tablename__ = "product_tiers"
    __table_args__ = (
        UniqueConstraint("product_id", "minimum"),
        CheckConstraint("minimum >= 1", name="minimum"),
        CheckConstraint("price > 0", name="price"),
    )

    id: Mapped[PrimaryKey]
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("products.id"))
    minimum: Mapped[int] = mapped_column(BigInteger)
    price: Mapped[Money]


class ProductPhoto(Base):
    """One photo in three sizes (long side 320, 640 and 1280 px, WebP), in the public file store."""

    __tablename__ = "product_photos"

    id: Mapped[PrimaryKey]
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("products.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    small: Mapped[str] = mapped_column(String(80))
    medium: Mapped[str] = mapped_column(String(80))
    large: Mapped[str] = mapped_column(String(80))
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))


class LinkState(StrEnum):
    """Whether a paper counts for the product that stands on it."""

    COUNTS = "counts"
    HELD = "held"
    """The product has changed since; an official has not said yet that the paper still covers it."""
    REFUSED = "refused"
    """An official said that the changed product is not within the paper."""


class ProductPaper(Base):
    """The link "this product stands on that certificate under that name".

    ``confirmed_name`` and ``confirmed_maker_id``: what an official confirmed to be within the paper though another
    name is printed, or another maker holds it; empty where nobody was asked.
    """

    __tablename__ = "product_papers"
    __table_args__ = (UniqueConstraint("product_id", "certificate_id"),)

    id: Mapped[PrimaryKey]
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("products.id"))
    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey("certificates.id"), index=True)
    item_id: Mapped[int] = mapped_column(BigId, ForeignKey("certificate_items.id"))
    state: Mapped[str] = mapped_column(String(10), default=LinkState.COUNTS, server_default="counts")
    confirmed_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    confirmed_maker_id: Mapped[int | None] = mapped_column(BigId)
    product: Mapped[Product] = relationship(back_populates="papers")
    certificate: Mapped[Certificate] = relationship()
    item: Mapped[CertificateItem] = relationship()


class StockMoveKind(StrEnum):
    """Why stock changed."""

    RESERVE = "reserve"
    RELEASE = "release"
    DISPATCH = "dispatch"
    COUNT = "count"


class StockMove(Base):
    """One change of stock. The reference makes it happen once: ``order_line:17``, ``shipment_line:5``."""

    __tablename__ = "stock_moves"
    __table_args__ = (
        UniqueConstraint("product_id", "kind", "reference"),
        CheckConstraint(one_of("kind", StockMoveKind), name="kind"),
    )

    id: Mapped[PrimaryKey]
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("products.id"))
    kind: Mapped[str] = mapped_column(String(10))
    quantity: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str] = mapped_column(String(60))
    at: Mapped[Instant]
