"""The columns of the embedded index, and how a document is laid into them. Nothing is stored: ids come out."""

import math

import tantivy

from catalog.search.engine import FOREVER, CooperativeDocument, ProductDocument
from catalog.search.normalise import number_words, words
from catalog.search.query import SCHEMES

TOKENIZER = "whitespace"
"""Texts arrive as normalised words; the index only cuts at blanks."""
READINESS, BARCODE, ORDERABLE = "readiness", "barcode", "orderable"
RANK_SHARE = 0.01
"""Popularity moves a score by less than 0.8 % (``log2(2 + 0.01)``), which is less than one tier of a long query."""
_REGENCY_PARTS = 2
_DISTRICT_PARTS = 3
_PRICE_BITS = 33
_ID_BITS = 30
_ID_MASK = (1 << _ID_BITS) - 1


def product_schema() -> tantivy.Schema:
    """Return the schema of products."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    _add_texts(builder)
    builder.add_text_field("category", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("regency", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("district", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("region", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("cooperative", indexed=True)
    builder.add_integer_field("price", fast=True)
    builder.add_text_field("asked", tokenizer_name="raw", index_option="basic")
    for column in (READINESS, BARCODE, ORDERABLE):
        builder.add_integer_field(column, fast=True)
    for column in ("cheapest", "dearest", "newest"):
        builder.add_unsigned_field(column, fast=True)
    for scheme in SCHEMES:
        builder.add_integer_field(first_day(scheme), fast=True)
        builder.add_integer_field(last_day(scheme), fast=True)
        builder.add_integer_field(last_order_day(scheme), fast=True)
    return builder.build()


def cooperative_schema() -> tantivy.Schema:
    """Return the schema of the small index of cooperatives."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    _add_texts(builder)
    return builder.build()


def first_day(scheme: str) -> str:
    """Return the column with the first valid day of a scheme."""
    return f"{scheme}_from"


def last_day(scheme: str) -> str:
    """Return the column with the last valid day of a scheme."""
    return f"{scheme}_to"


def last_order_day(scheme: str) -> str:
    """Return the column with the last day on which goods delivered reach their shelf life under a scheme's paper."""
    return f"{scheme}_shelf"


def shelf_end(document: ProductDocument, last: int) -> int:
    """Return that day (ordinal) for a paper's last valid day; one without an end covers every shelf life."""
    return last if last == FOREVER else last - document.shelf_life_days


def _add_texts(builder: tantivy.SchemaBuilder) -> None:
    for column in ("name", "all"):
        builder.add_text_field(column, tokenizer_name=TOKENIZER, index_option="basic")
    builder.add_float_field("rank", fast=True)


def rank(popularity: int, *, orderable: bool = True) -> float:
    """Return the last word between equal hits, from 0 to RANK_SHARE: what can be ordered first, then popularity."""
    popular = min(math.log1p(max(popularity, 0)) / math.log1p(2**31), 1.0)
    return RANK_SHARE * (0.5 * orderable + 0.5 * popular)


def region_prefixes(code: str) -> list[str]:
    """Return a Kemendagri code and all its beginnings: 35, 35.24, 35.24.05."""
    parts = code.split(".")
    return [".".join(parts[: size + 1]) for size in range(len(parts))] if code else []


def regency(code: str) -> str:
    """Return the regency a Kemendagri code lies in."""
    return ".".join(code.split(".")[:_REGENCY_PARTS])


def district(code: str) -> str:
    """Return the district (kecamatan) a Kemendagri code lies in; empty where the code is coarser."""
    parts = code.split(".")
    return ".".join(parts[:_DISTRICT_PARTS]) if len(parts) >= _DISTRICT_PARTS else ""


def texts(document: ProductDocument) -> tuple[list[str], list[str]]:
    """Return the words of the name, and those of everything else that is searched."""
    rest = " \n ".join(
        (
            document.cooperative_name,
            document.producer_name,
            document.category_name,
            document.region_names,
            document.description,
        )
    )
    name, other = words(document.name), number_words(document.numbers) + words(rest)
    return name, other + [also for word in dict.fromkeys(name + other) for also in document.synonyms.get(word, ())]


def product(document: ProductDocument) -> tantivy.Document:
    """Lay a product into the columns."""
    row = tantivy.Document()
    name, rest = texts(document)
    _put_texts(row, document.id, name, rest, rank(document.popularity, orderable=document.orderable))
    row.add_text("category", document.category)
    if document.region:
        row.add_text("regency", regency(document.region))
    if district(document.region):
        row.add_text("district", district(document.region))
    for code in region_prefixes(document.region):
        row.add_text("region", code)
    row.add_integer("cooperative", document.cooperative_id)
    row.add_integer("price", document.price)
    for scheme in document.asked:
        row.add_text("asked", scheme)
    row.add_integer(READINESS, document.readiness)
    row.add_integer(BARCODE, int(document.barcode))
    row.add_integer(ORDERABLE, int(document.orderable))
    _put_orders(row, document)
    for scheme, (first, last) in document.certificate_days.items():
        if scheme in SCHEMES:
            row.add_integer(first_day(scheme), first)
            row.add_integer(last_day(scheme), last)
            row.add_integer(last_order_day(scheme), shelf_end(document, last))
    return row


def cooperative(document: CooperativeDocument) -> tantivy.Document:
    """Lay a cooperative into the columns."""
    row = tantivy.Document()
    _put_texts(row, document.id, words(document.name), words(document.region_names), rank(document.popularity))
    return row


def _put_texts(row: tantivy.Document, identity: int, name: list[str], rest: list[str], place: float) -> None:
    row.add_integer("id", identity)
    row.add_text("name", " ".join(name))
    row.add_text("all", " ".join(dict.fromkeys(name + rest)))
    row.add_float("rank", place)


def _put_orders(row: tantivy.Document, document: ProductDocument) -> None:
    """Write the exact orders as one number each, as the index sorts by one column: equal prices by id."""
    price = min(document.price, (1 << _PRICE_BITS) - 1) << _ID_BITS
    lower_id_higher = _ID_MASK - (document.id & _ID_MASK)
    row.add_unsigned("cheapest", price | (document.id & _ID_MASK))
    row.add_unsigned("dearest", price | lower_id_higher)
    row.add_unsigned("newest", max(document.created, 0) << _ID_BITS | (document.id & _ID_MASK))
