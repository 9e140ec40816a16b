"""Which documents go into a supplier file: worded at once, printed one after the other."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from catalog.models import Product
from catalog.supplier_file import documents, prices, wording
from catalog.supplier_file.gathering import Material
from catalog.supplier_file.naming import inside
from catalog.supplier_file.packing import Entry
from catalog.supplier_file.rules import PART_NAMES, Consent, Part, Standing, check_size, standings
from catalog.supplier_file.sheets import Sheet
from certification.models import Certificate
from certification.schemes import SCHEMES
from marketplace.adapters.files import FileStore
from marketplace.core.errors import NotFound
from marketplace.web.i18n import _

PAPERS, CERTIFICATES, PRODUCTS = "surat", "sertifikat", "produk"
"""Folders in the ZIP; their names are the same in both languages, so that buyers' programs find them."""
SCANS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/webp": ".webp"}
"""Kinds of stored scans: a PDF that was searched for anything active, or a clean copy of a photo."""


@dataclass(frozen=True, kw_only=True)
class Stores:
    """Where scans and photos lie."""

    private: FileStore
    public: FileStore


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One entry that is still to be made."""

    name: str
    title: str
    make: Callable[[Stores], bytes]

    def made(self, stores: Stores) -> Entry:
        """Make it."""
        return Entry(name=self.name, title=self.title, data=self.make(stores))


def pieces(
    material: Material, consents: Collection[Consent], *, buyer: str, maker: str, language: str
) -> Sequence[Piece]:
    """Return what goes into a file besides its cover; raise ``Invalid`` where the scans alone are too big."""
    stand = standings(material.facts, consents)
    scans = [*_own_scans(material, consents)]
    if stand[Part.CERTIFICATES] == Standing.INCLUDED:
        scans += [_scan(CERTIFICATES, paper) for paper in material.certificates if _is_sendable(paper)]
    check_size(sum(size for size, _piece in scans))
    made = [_certificates(material, language)]
    if stand[Part.BANK] == Standing.INCLUDED:
        made.append(_printed("surat-rekening", _("Bank letter"), wording.bank_letter(material, buyer, maker), language))
    if material.products:
        made += _prices(material, buyer, language)
    sheets = [_sheet(material, product, language) for product in material.products]
    return [*made, *(piece for _size, piece in scans), *sheets]


def cover(
    material: Material, consents: Collection[Consent], entries: Sequence[Entry], *, buyer: str, language: str
) -> Entry:
    """Print the cover, which lists all other entries with their hashes."""
    rows = [(entry.name, entry.title, entry.sha256) for entry in entries]
    sheet = wording.cover(material, buyer, consents, rows, material.gaps(consents))
    return Entry(name="00-sampul.pdf", title=str(_("Cover")), data=documents.printed(sheet, language))


def _printed(name: str, title: str, sheet: Sheet, language: str, folder: str = "") -> Piece:
    def make(_stores: Stores) -> bytes:
        return documents.printed(sheet, language)

    return Piece(name=inside(folder, name, ".pdf"), title=str(title), make=make)


def _certificates(material: Material, language: str) -> Piece:
    title = _("List of the certificates with their proofs")
    return _printed("daftar-sertifikat", title, wording.certificate_list(material), language, CERTIFICATES)


def _prices(material: Material, buyer: str, language: str) -> list[Piece]:
    table = documents.price_table(material.products)
    title = str(_("Price list"))
    return [
        _printed("daftar-harga", title, prices.price_list(material, buyer), language),
        Piece(name=inside("", "daftar-harga", ".xlsx"), title=title, make=lambda _stores: table),
    ]


def _sheet(material: Material, product: Product, language: str) -> Piece:
    sheet = wording.product_sheet(material, product)
    photo = product.photos[0].medium if product.photos else ""

    def make(stores: Stores) -> bytes:
        return documents.printed(sheet, language, _photo(stores.public, photo))

    title = str(_("Product sheet: %(product)s", product=product.name))
    return Piece(name=inside(PRODUCTS, f"{product.code} {product.name}", ".pdf"), title=title, make=make)


def _photo(store: FileStore, name: str) -> bytes:
    """Return a photo; a sheet whose photo is lost is better than none."""
    try:
        return store.read(name) if name else b""
    except NotFound:
        return b""


def _own_scans(material: Material, consents: Collection[Consent]) -> Iterator[tuple[int, Piece]]:
    for part, paper in material.included(consents).items():
        if _is_sendable(paper):
            size, piece = _scan(PAPERS, paper)
            yield size, Piece(name=piece.name, title=str(PART_NAMES[part]), make=piece.make)


def _is_sendable(paper: Certificate) -> bool:
    return paper.file is not None and paper.file.content_type in SCANS


def _scan(folder: str, paper: Certificate) -> tuple[int, Piece]:
    """Return the size of a scan, and the piece that copies it from the store."""
    file = paper.file
    if file is None:
        raise NotFound()
    words = _("%(paper)s of %(holder)s", paper=SCHEMES[paper.scheme].short_name, holder=paper.producer.name)
    name = inside(folder, f"{paper.scheme} {paper.code}", SCANS[file.content_type])
    return file.size, Piece(name=name, title=str(words), make=partial(_stored, file.stored_name))


def _stored(name: str, stores: Stores) -> bytes:
    return stores.private.read(name)
