"""The columns of the regency's spreadsheet: one table with two kinds of lines, cooperatives and their certificates.

The names follow what offices call these facts (reference/domain.md 2.1 and 6.1). Neither the layout of SIMKOPDES nor
that of ODS is published in our sources (domain.md 1.3, section 10): order and choice of columns are our own.
"""

from babel.support import LazyProxy

from marketplace.core.text import _l
from marketplace.sheets.columns import Column, Sort, by_heading


def _row(
    key: str, names: tuple[str, str], note: LazyProxy, *aliases: str, sort: Sort = Sort.TEXT, width: int = 18
) -> Column:
    return Column(
        key=key, indonesian=names[0], english=names[1], note=note, sort=sort, width=width, keeps=True, aliases=aliases
    )


_BY_ANY = _l("On both kinds of lines: by it the cooperative is found. Format the column as text.")

COLUMNS: tuple[Column, ...] = (
    _row(
        "kind",
        ("Jenis baris", "Kind of line"),
        _l("“Koperasi” or “Sertifikat”. Empty: a certificate where a scheme is given, else a cooperative."),
        "jenis",
        sort=Sort.CHOICE,
    ),
    _row(
        "name",
        ("Nama koperasi", "Name of the cooperative"),
        _l("The full name as on its deed."),
        "nama",
        "koperasi",
        width=34,
    ),
    _row("nik_koperasi", ("NIK koperasi", "Cooperative number (NIK)"), _BY_ANY, "nik", "no nik koperasi", width=22),
    _row("nib", ("NIB", "Business number (NIB)"), _BY_ANY, "nomor induk berusaha", "no nib"),
    _row("ahu", ("Nomor AHU", "AHU number"), _BY_ANY, "ahu", "sk ahu", "nomor badan hukum", width=28),
    _row(
        "village_code",
        ("Kode Kemendagri desa", "Village code (Kemendagri)"),
        _l("Such as 35.24.14.2011; or write village and sub-district."),
        "kode desa",
        "kode wilayah",
        "kode kemendagri",
    ),
    _row("village", ("Desa/kelurahan", "Village"), _l("Only needed without the code."), "desa", "kelurahan"),
    _row("district", ("Kecamatan", "Sub-district"), _l("Only needed without the code.")),
    _row(
        "address", ("Alamat kantor", "Office address"), _l("Of the cooperative, not of a person."), "alamat", width=30
    ),
    _row("phone", ("Telepon kantor", "Office phone"), _l("Of the cooperative."), "telepon", "no telepon", "no hp"),
    _row("is_pkp", ("PKP", "Registered for PPN (PKP)"), _l("“Ya” or “Tidak”."), sort=Sort.CHOICE, width=10),
    _row(
        "producer",
        ("Produsen", "Producer"),
        _l("Holder of the certificate. Empty: the cooperative itself."),
        "pemegang",
        "nama produsen",
        width=26,
    ),
    _row(
        "scheme",
        ("Jenis sertifikat", "Kind of certificate"),
        _l("Choose from the list."),
        "skema",
        "sertifikat",
        sort=Sort.CHOICE,
    ),
    _row(
        "number",
        ("Nomor sertifikat", "Certificate number"),
        _l("As printed. Format the column as text."),
        "nomor",
        "no sertifikat",
        width=28,
    ),
    _row(
        "issued_on",
        ("Tanggal terbit", "Day of issue"),
        _l("Such as 24/11/2026: day, month, year."),
        "tanggal sertifikat",
        sort=Sort.DAY,
    ),
    _row(
        "valid_until",
        ("Berlaku sampai", "Valid until"),
        _l("Empty where the paper names no last day."),
        "masa berlaku",
        "tanggal berakhir",
        sort=Sort.DAY,
    ),
    _row("grade", ("Tingkat", "Grade"), _l("Only NKV: I, II or III."), "level", width=10),
    _row(
        "items",
        ("Nama produk", "Product names"),
        _l("As on the certificate, with ; between them."),
        "produk",
        sort=Sort.CHOICES,
        width=40,
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
BY_HEADING = by_heading(COLUMNS)

COOPERATIVE, CERTIFICATE = "cooperative", "certificate"
KINDS = {"koperasi": COOPERATIVE, "cooperative": COOPERATIVE, "sertifikat": CERTIFICATE, "certificate": CERTIFICATE}
YES_NO = {"ya": True, "yes": True, "y": True, "pkp": True, "tidak": False, "no": False, "t": False, "non-pkp": False}
