"""Printing the documents of a supplier file, and writing its price list as a spreadsheet."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from catalog.models import Product
from catalog.supplier_file.prices import capacity, carton, lead_time, tax
from catalog.supplier_file.sheets import Sheet
from catalog.wording import tier_rows
from marketplace.adapters.pdf import compile_pdf
from marketplace.adapters.workbooks import Cell, Table, xlsx_of
from marketplace.web.i18n import _

TEMPLATE = Path(__file__).with_name("sheet.typ")


def printed(sheet: Sheet, language: str, photo: bytes = b"") -> bytes:
    """Print one document as PDF; ``photo``: WebP beside its head."""
    return compile_pdf(TEMPLATE, {**asdict(sheet), "language": language, "photo": list(photo)})


def price_table(products: Sequence[Product]) -> bytes:
    """Write the price list as .xlsx: one row for each price step."""
    heads = (
        (_("Code"), 12),
        (_("Product"), 36),
        (_("Barcode"), 16),
        (_("Unit"), 12),
        (_("From (units)"), 12),
        (_("Price per unit before PPN (Rp)"), 18),
        (_("PPN"), 26),
        (_("Units in a carton"), 12),
        (_("Net weight (g)"), 12),
        (_("Gross weight (g)"), 12),
        (_("Carton"), 26),
        (_("Minimum order (units)"), 14),
        (_("Lead time"), 16),
        (_("Capacity a month"), 18),
        (_("Shelf life (days)"), 12),
    )
    rows = [row for product in products for row in _steps(product)]
    return xlsx_of([Table(name=str(_("Price list")), heads=[(str(head), width) for head, width in heads], rows=rows)])


def _steps(product: Product) -> list[tuple[Cell, ...]]:
    return [
        (
            product.code,
            product.name,
            product.barcode,
            product.base_unit,
            row.first,
            row.price,
            tax(product),
            product.carton_size,
            product.net_weight_g,
            product.weight_g or None,
            carton(product),
            product.minimum_order,
            lead_time(product),
            capacity(product),
            product.shelf_life_days,
        )
        for row in tier_rows(product)
    ]
