"""Fictional numbers, days and lives of the demo's certificates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum import luhn

from certification.days import years_after
from certification.filing import Identity
from certification.schemes import SCHEMES

REASONS: Mapping[str, str] = {
    "needs_correction": "Tanggal terbit pada isian tidak sama dengan pindaian. Mohon periksa lalu kirim ulang.",
    "rejected": "Nomor ini tidak ditemukan di daftar penerbit.",
    "revoked": "Penerbit mencabut sertifikat ini karena proses produksi berubah.",
}


@dataclass(frozen=True, kw_only=True)
class Life:
    """When a paper was issued, holds, was filed and decided on; days in Jakarta."""

    issued: date
    begins: date
    ends: date | None
    filed: date
    decided: date


def life_of(state: str, scheme: str, *, serial: int, today: date, valid_until: date | None = None) -> Life:
    """Return plausible days for a paper that shall stand in ``state`` today."""
    years = SCHEMES[scheme].max_validity_years
    if state in ("expiring", "expired") or valid_until is not None:
        last = valid_until or _end(state, serial, today)
        issued = years_after(last, -(years or 4))
        filed = min(today, last) - timedelta(days=120 + serial % 30)
        return Life(issued=issued, begins=issued, ends=last, filed=filed, decided=filed + timedelta(days=1))
    ago = _AGES.get(state, (200, 300))
    filed = today - timedelta(days=ago[0] + serial % ago[1])
    issued = filed - timedelta(days=9)
    begins = today + timedelta(days=14) if state == "on_hold" else issued
    ends = None if years is None else years_after(issued, years)
    return Life(issued=issued, begins=begins, ends=ends, filed=filed, decided=filed + timedelta(days=1))


_AGES = {"submitted": (1, 6), "receipt": (3, 20), "draft": (1, 1), "needs_correction": (3, 8), "on_hold": (4, 5)}
"""Days since filing: at least, and how far they spread."""


def _end(state: str, serial: int, today: date) -> date:
    if state == "expired":
        return today - timedelta(days=12 + serial % 80)
    return today + timedelta(days=18 + serial % 60)


_NUMBERS: Mapping[str, str] = {
    "bpom": "MD 2435999900{serial:05d}",
    "cosmetic": "NA189999{serial:05d}",
    "traditional": "TR9999{serial:05d}",
    "psat": "PSAT-PDUK 9999-{serial:05d}",
    "nkv": "RPHU-9999-{serial:05d}",
    "sni": "SNI 9999:2020 LSPR-{serial:05d}",
    "trademark": "IDM9999{serial:05d}",
    "tkdn": "9999/TKDN/{serial:05d}",
    "nib": "99990000{serial:05d}",
    "nik_koperasi": "99990000{serial:05d}",
    "ahu": "AHU-9999{short:03d}.AH.01.29.TAHUN 2025",
    "gs1": "8999999{serial:05d}",
}
"""Of the schemes whose numbers carry neither place nor day. The part 9999 makes them fictional."""


def number_of(scheme: str, serial: int, life: Life, *, food_type: str, packaging: str) -> str:
    """Return a number of the right form whose producer part is 9999: nobody has it."""
    if scheme == "halal":
        return f"ID3519999{serial % 1_000_000:06d}{life.issued:%m%y}"
    if scheme == "pirt":
        ends = life.ends or life.issued
        return f"{packaging}{food_type}3524{serial % 100:02d}9999-{ends:%y}"
    if scheme == "npwp":
        stem = f"09999{serial % 10_000:04d}"
        return f"{stem}{luhn.calc_check_digit(stem)}613000"
    return _NUMBERS[scheme].format(serial=serial % 100_000, short=serial % 1000)


def identity_for(state: str, scheme: str, number: str, serial: int, life: Life) -> Identity:
    """Return what the holder types in: the paper's data, or the receipt alone."""
    if state == "receipt":
        return Identity(application_receipt=f"STTD-9999-{serial:05d}")
    return Identity(
        number=number,
        grade=_grade(scheme, serial),
        issuer=SCHEMES[scheme].issuer,
        issued_on=life.issued,
        valid_from=life.begins,
        valid_until=life.ends,
    )


def _grade(scheme: str, serial: int) -> str:
    grades = SCHEMES[scheme].grades
    return grades[serial % len(grades)] if grades else ""
