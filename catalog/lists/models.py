"""Lists of products that a buyer's organisation keeps."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product
from marketplace.db import Base, BigId, Instant, PrimaryKey


class ShoppingList(Base):
    """One list of an organisation. One of them takes what is saved with one press."""

    __tablename__ = "shopping_lists"
    __table_args__ = (Index("ix_shopping_lists_organisation", "organisation_id", "updated_at"),)
    __owners__ = ("organisation_id",)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(16), unique=True)
    """Random: in the address ``/favorit/CODE``."""
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(80))
    is_favourites: Mapped[bool] = mapped_column(default=False)
    """Whether the button on cards saves to it."""
    created_at: Mapped[Instant]
    updated_at: Mapped[Instant]
    items: Mapped[list["ListItem"]] = relationship(
        back_populates="shopping_list", order_by="ListItem.id", cascade="all, delete-orphan"
    )


class ListItem(Base):
    """One product on a list, with how much is wanted of it (base units) and a note for colleagues."""

    __tablename__ = "list_items"
    __table_args__ = (
        UniqueConstraint("list_id", "product_id"),
        CheckConstraint("quantity >= 1", name="quantity"),
    )

    id: Mapped[PrimaryKey]
    list_id: Mapped[int] = mapped_column(BigId, ForeignKey("shopping_lists.id"))
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("products.id"), index=True)
    quantity: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="")
    added_at: Mapped[Instant]
    shopping_list: Mapped[ShoppingList] = relationship(back_populates="items")
    product: Mapped[Product] = relationship()
