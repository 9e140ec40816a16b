"""A product as a line of the spreadsheet: the cells that are written, and that are compared before and after."""

from typing import TypeAlias

from catalog.models import Product
from catalog.pricing import MAX_TIERS
from catalog.sheets.columns import COLUMNS
from catalog.sheets.vocabulary import traits_word, word
from marketplace.sheets.columns import Column

Cell: TypeAlias = str | int | None
SAME = (
    "code",
    "name",
    "description",
    "base_unit",
    "pack_size",
    "carton_size",
    "net_weight_g",
    "packaging",
    "barcode",
    "shelf_life_days",
    "ingredients",
    "lead_time_days",
    "monthly_capacity",
)
"""Columns that are the product's columns as they are."""
WORDED = ("category", "storage", "tax_treatment", "availability", "state")
NEVER_COMPARED = ("code", "counted")


def cells_of(product: Product) -> dict[str, Cell]:
    """Return the cells of a product by column; what is not there yet is None."""
    found: dict[str, Cell] = {key: getattr(product, key) for key in SAME}
    found |= {key: word(key, getattr(product, key)) for key in WORDED}
    found |= {
        "maker": product.producer.name if product.producer else None,
        "weight_g": product.weight_g or None,
        "minimum_order": product.minimum_order,
        "traits": traits_word(product.traits),
        "counted": None,
        "on_hand": product.stock_on_hand,
    }
    tiers = sorted((tier.minimum, tier.price) for tier in product.tiers)
    found["price"] = tiers[0][1] if tiers else None
    for number in range(2, MAX_TIERS + 1):
        step = tiers[number - 1] if number <= len(tiers) else (None, None)
        found[f"minimum_{number}"], found[f"price_{number}"] = step
    return found


def differences(before: dict[str, Cell], after: dict[str, Cell]) -> list[tuple[Column, Cell, Cell]]:
    """Return the columns whose cells differ, with both cells."""
    return [
        (column, before.get(column.key), after[column.key])
        for column in COLUMNS
        if column.key not in NEVER_COMPARED and (before.get(column.key) or None) != (after[column.key] or None)
    ]
