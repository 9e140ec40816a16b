"""A regency's cooperatives and certificates as a workbook, for typing into or loading to the national data point.

Sources name SIMKOPDES's modules (profile, business, structure; reference/domain.md 1.3) but publish no file layout, so
the columns and their order are our own choice, with the names that offices use (domain.md 6.1). NPWP is left out: it is
never public and no report of an office needs it (house rule). The file is written row by row, so that memory does not
grow with it.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certification.desk.offices import EVERYWHERE, area_of
from certification.lifecycle import CertificateState
from certification.models import Certificate, CertificateItem, Producer
from certification.permissions import TAKE_IN_REGENCY
from certification.queries import facts_of
from certification.schemes import SCHEMES
from certification.sheets.on_sale import on_sale
from certification.status import VALID, status_on
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.adapters.workbooks import LONGEST_CELL
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import Actor, OrganisationKind
from marketplace.regions.models import Region
from marketplace.regions.queries import within

COOPERATIVES = (
    "Nama koperasi",
    "NIK koperasi",
    "NIB",
    "Nomor AHU",
    "Kode Kemendagri",
    "Desa/kelurahan",
    "Kecamatan",
    "Kabupaten/kota",
    "Alamat kantor",
    "Telepon kantor",
    "PKP",
    "Keadaan",
    "Produk dijual",
    *(f"{row.short_name} terverifikasi" for row in SCHEMES.values() if row.is_public),
    "Perubahan terakhir",
)
CERTIFICATES = (
    "Nama koperasi",
    "NIK koperasi",
    "Kode Kemendagri",
    "Produsen",
    "Jenis sertifikat",
    "Nomor sertifikat",
    "Tanggal terbit",
    "Berlaku sampai",
    "Tingkat",
    "Penerbit",
    "Nama produk",
    "Keadaan",
    "Diverifikasi pada",
    "Register",
)
STATES = {
    OrganisationState.PENDING: "Menunggu persetujuan",
    OrganisationState.ACTIVE: "Aktif",
    OrganisationState.REFUSED: "Ditolak",
    OrganisationState.SUSPENDED: "Dibekukan",
}
PAPER_STATES = {
    CertificateState.SUBMITTED: "Menunggu pemeriksaan",
    CertificateState.NEEDS_CORRECTION: "Perlu perbaikan",
    CertificateState.VERIFIED: "Terverifikasi",
    CertificateState.REJECTED: "Ditolak",
    CertificateState.REVOKED: "Dicabut",
}
"""Words of the file are Indonesian whoever asks: it goes to Indonesian registers. Drafts, the holder's, stay out."""
AT_ONCE = 1_000


def workbook(session: Session, actor: Actor, today: date) -> bytes:
    """Write the workbook of the actor's regency (of all for the operator)."""
    import xlsxwriter

    actor.check(TAKE_IN_REGENCY)
    area = area_of(session, actor)
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options | {"strings_to_numbers": False})
    bold = book.add_format({"bold": True, "bg_color": "#E8EDF8", "border": 1, "text_wrap": True, "valign": "top"})
    _sheet(book, bold, "Koperasi", COOPERATIVES, _cooperatives(session, area, today))
    _sheet(book, bold, "Sertifikat", CERTIFICATES, _certificates(session, area, today))
    book.close()
    return buffer.getvalue()


def _sheet(book: Any, bold: Any, name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(heads) - 1, 18)
    sheet.freeze_panes(1, 1)
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(line, place, cell)
            elif cell:
                sheet.write_string(line, place, _text(cell)[:LONGEST_CELL])


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        cell = jakarta_day(cell)
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def _cooperatives(session: Session, area: str, today: date) -> Iterable[Sequence[object]]:
    sold, verified = on_sale(session), _verified(session, area, today)
    decided = _near(select(Certificate.cooperative_id, func.max(Certificate.decided_at)), area)
    latest: dict[int, datetime] = dict(session.execute(decided.group_by(Certificate.cooperative_id)).all())
    regions = _places(session, area)
    rows = select(Organisation).where(Organisation.kind == OrganisationKind.COOPERATIVE)
    if area != EVERYWHERE:
        rows = rows.where(within(Organisation.region_code, area))
    ordered = rows.order_by(Organisation.region_code, Organisation.name, Organisation.id)
    for row in session.scalars(ordered.execution_options(yield_per=AT_ONCE)):
        moments = [moment for moment in (row.created_at, row.decided_at, latest.get(row.id)) if moment is not None]
        yield (
            row.name,
            row.nik_koperasi,
            row.nib,
            row.ahu,
            row.region_code,
            *regions(row.region_code),
            row.address,
            row.phone,
            "Ya" if row.is_pkp else "Tidak",
            STATES[OrganisationState(row.state)],
            sold.get(row.id, 0),
            *(verified.get((row.id, code), 0) for code, scheme in SCHEMES.items() if scheme.is_public),
            max(moments),
        )


def _places(session: Session, area: str) -> Callable[[str], tuple[str, str, str]]:
    """Return what names a place's village, district and regency."""
    near = select(Region.code, Region.name)
    if area != EVERYWHERE:
        near = near.where(within(Region.code, area))
    names = {code: name for code, name in session.execute(near)}  # noqa: C416

    def of(code: str) -> tuple[str, str, str]:
        parts = code.split(".")
        upto = [names.get(".".join(parts[:depth]), "") if len(parts) >= depth else "" for depth in (4, 3, 2)]
        return upto[0], upto[1], upto[2]

    return of


def _verified(session: Session, area: str, today: date) -> dict[tuple[int, str], int]:
    """Count the papers that give a badge today, by cooperative and scheme."""
    found: dict[tuple[int, str], int] = {}
    rows = _near(select(Certificate), area).where(Certificate.state == CertificateState.VERIFIED)
    for row in session.scalars(rows.execution_options(yield_per=AT_ONCE)):
        if status_on(facts_of(row), today) in VALID:
            found[row.cooperative_id, row.scheme] = found.get((row.cooperative_id, row.scheme), 0) + 1
    return found


def _certificates(session: Session, area: str, today: date) -> Iterable[Sequence[object]]:
    items: dict[int, list[str]] = {}
    names = _near(select(CertificateItem.certificate_id, CertificateItem.name).join(CertificateItem.certificate), area)
    for certificate_id, name in session.execute(names.order_by(CertificateItem.position)):
        items.setdefault(certificate_id, []).append(name)
    public = [code for code, scheme in SCHEMES.items() if scheme.is_public]
    whole = select(Certificate, Producer.name, Organisation)
    whole = whole.join(Certificate.producer).join(Certificate.cooperative)
    told = whole.where(Certificate.state.in_(PAPER_STATES), Certificate.scheme.in_(public))
    ordered = _near(told, area).order_by(Organisation.region_code, Organisation.id, Certificate.id)
    for row, maker, owner in session.execute(ordered.execution_options(yield_per=AT_ONCE)):
        yield (
            owner.name,
            owner.nik_koperasi,
            owner.region_code,
            maker,
            SCHEMES[row.scheme].short_name,
            row.number or row.application_receipt,
            row.issued_on,
            row.valid_until,
            row.grade,
            row.issuer,
            "; ".join(items.get(row.id, [])),
            _state(row, today),
            row.decided_at if row.state == CertificateState.VERIFIED else None,
            row.register,
        )


def _state(row: Certificate, today: date) -> str:
    if row.state == CertificateState.VERIFIED and status_on(facts_of(row), today) not in VALID:
        return "Terverifikasi, tidak berlaku hari ini"
    return PAPER_STATES[CertificateState(row.state)]


def _near(statement: Any, area: str) -> Any:
    if area == EVERYWHERE:
        return statement
    near = select(Organisation.id).where(within(Organisation.region_code, area))
    return statement.where(Certificate.cooperative_id.in_(near))
