"""The columns of the product spreadsheet. Headings are data, not words: both languages are read whoever reads."""

from babel.support import LazyProxy

from catalog.pricing import MAX_TIERS
from marketplace.core.text import _l
from marketplace.sheets.columns import Column, Sort, by_heading

_T, _N, _C, _S = Sort.TEXT, Sort.NUMBER, Sort.CHOICE, Sort.SHOWN
_STEP = _l("A further price step: from so many pieces on. Leave both cells of a step empty where there is none.")


def _row(
    key: str, names: tuple[str, str], note: LazyProxy, sort: Sort = _T, width: int = 14, keeps: bool = False
) -> Column:
    return Column(key=key, indonesian=names[0], english=names[1], note=note, sort=sort, width=width, keeps=keeps)


def _steps() -> tuple[Column, ...]:
    return tuple(
        column
        for number in range(2, MAX_TIERS + 1)
        for column in (
            _row(f"minimum_{number}", (f"Mulai {number}", f"From {number}"), _STEP, _N, 10),
            _row(f"price_{number}", (f"Harga {number}", f"Price {number}"), _STEP, _N, 10),
        )
    )


COLUMNS: tuple[Column, ...] = (
    _row("code", ("Kode", "Code"), _l("Names the product. Leave it empty for a new one; never change it."), width=10),
    _row("name", ("Nama produk", "Product name"), _l("As on the label, with its size."), width=34, keeps=True),
    _row("category", ("Kategori", "Category"), _l("Choose from the list."), _C, 24, keeps=True),
    _row(
        "maker",
        ("Pembuat", "Maker"),
        _l("Name of one of your producers. Empty for a new product: your cooperative."),
        width=24,
        keeps=True,
    ),
    _row("description", ("Deskripsi", "Description"), _l("A few sentences."), width=40),
    _row("base_unit", ("Satuan", "Unit"), _l("What one piece is called. Choose from the list."), _C, keeps=True),
    _row("pack_size", ("Isi pak", "Pieces in a pack"), _l("Empty where there are no packs."), _N, 10),
    _row("carton_size", ("Isi karton", "Pieces in a carton"), _l("A multiple of the pack."), _N, 10),
    _row("net_weight_g", ("Berat bersih (g)", "Net weight (g)"), _l("The content of one piece, in grams."), _N),
    _row(
        "weight_g",
        ("Berat kotor (g)", "Gross weight (g)"),
        _l("One piece with its packaging, in grams."),
        _N,
        keeps=True,
    ),
    _row("packaging", ("Kemasan", "Packaging"), _l("Standing pouch, glass bottle ..."), width=20),
    _row("barcode", ("Barcode", "Barcode number"), _l("The 13 digits under the bars."), width=16),
    _row("shelf_life_days", ("Masa simpan (hari)", "Shelf life (days)"), _l("Empty for what does not spoil."), _N),
    _row("storage", ("Penyimpanan", "Storage"), _l("Choose from the list."), _C, 22, keeps=True),
    _row(
        "ingredients",
        ("Bahan", "Ingredients"),
        _l("As on the label. Other ingredients put a halal certificate on hold until an official confirms the change."),
        width=30,
    ),
    _row(
        "traits",
        ("Sifat", "Traits"),
        _l("Names from the list that apply, with ; between them. “None of them” where none does."),
        Sort.CHOICES,
        30,
        keeps=True,
    ),
    _row("minimum_order", ("Minimum pesanan", "Minimum order"), _l("The smallest amount, in pieces."), _N, keeps=True),
    _row("price", ("Harga", "Price"), _l("Rupiah for one piece at the minimum order, before PPN."), _N, keeps=True),
    *_steps(),
    _row("tax_treatment", ("PPN", "PPN (tax)"), _l("Choose from the list."), _C, 18, keeps=True),
    _row("availability", ("Pasokan", "Supply"), _l("Choose from the list."), _C, 24, keeps=True),
    _row("lead_time_days", ("Waktu siap (hari kerja)", "Lead time (working days)"), _l("For goods made to order."), _N),
    _row("monthly_capacity", ("Kapasitas per bulan", "Capacity a month"), _l("Pieces that you can make."), _N),
    _row(
        "counted",
        ("Hasil hitung stok", "Counted stock"),
        _l("Only when you have counted anew: all that lies in the store. Empty leaves the stock as it is."),
        _N,
        keeps=True,
    ),
    _row("on_hand", ("Stok tercatat", "Recorded stock"), _l("For your information; it is not read."), _S),
    _row("state", ("Keadaan", "State"), _l("For your information; publish on the product's page."), _S),
)

BY_KEY = {column.key: column for column in COLUMNS}

FIELDS = {"tiers": "price", "on_hand": "counted", "producer": "maker", "count": "counted"}
"""Fields of refusals that are called otherwise than their column."""

BY_HEADING = by_heading(COLUMNS)


def column_of(field: str) -> Column | None:
    """Return the column that a refused field stands in; None where it has none."""
    return BY_KEY.get(FIELDS.get(field, field))
