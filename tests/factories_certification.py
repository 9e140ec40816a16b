"""Makers of producers and certificates; every default can be said otherwise by keyword."""

import hashlib
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from certification.days import years_after
from certification.marking import Mark, evidence_for
from certification.models import Certificate, CertificateItem, Decision, Producer
from certification.schemes import SCHEMES
from marketplace.core.roles import Actor
from marketplace.files.models import StoredFile
from tests.factories import KEMANTREN, NOW, make_official

_serial = count(1)

NUMBERS = {
    "bpom": "MD 2435139999{serial:05d}",
    "cosmetic": "NA189999{serial:05d}",
    "traditional": "TR9999{serial:05d}",
    "psat": "PSAT-PDUK 9999-{serial:05d}",
    "nkv": "RPHU-9999-{serial:03d}",
    "sni": "SNI 9999:2020 {serial:05d}",
    "trademark": "IDM9999{serial:05d}",
    "tkdn": "9999/TKDN/{serial:05d}",
    "nib": "9999{serial:09d}",
    "npwp": "0999{serial:012d}",
    "nik_koperasi": "9999{serial:09d}",
    "ahu": "AHU-99{serial:05d}.AH.01.26.TAHUN 2025",
    "gs1": "8999999{serial:05d}",
}
"""Numbers of each scheme's form, with the fictional part 9999."""

DECIDED = {"verified", "needs_correction", "rejected", "revoked"}
VALIDITY: dict[str, tuple[date, date | None]] = {
    "halal": (date(2026, 5, 18), None),
    "pirt": (date(2026, 5, 12), date(2031, 5, 12)),
    "bpom": (date(2026, 3, 9), date(2031, 3, 9)),
}


def make_producer(
    session: Session, actor: Actor, *, name: str = "", kind: str = "member", region: str = KEMANTREN
) -> Producer:
    """Make a producer of the actor's cooperative, with consent."""
    producer = Producer(
        cooperative_id=actor.organisation_id,
        kind=kind,
        name=name or f"Ibu Uji {next(_serial)}",
        region_code=region,
        consent_at=NOW,
        consent_by_id=actor.user_id,
        created_at=NOW,
    )
    session.add(producer)
    session.flush()
    return producer


def make_file(session: Session, producer: Producer, *, sha256: str = "") -> StoredFile:
    """Make the record of a scan; there are no bytes behind it."""
    number = next(_serial)
    file = StoredFile(
        organisation_id=producer.cooperative_id,
        uploaded_by_id=producer.consent_by_id,
        uploaded_at=NOW,
        original_name="pindaian.pdf",
        content_type="application/pdf",
        size=1000,
        sha256=sha256 or hashlib.sha256(str(number).encode()).hexdigest(),
        stored_name=f"{number:032x}.pdf",
        pages=[f"{number:032x}-p1.webp"],
    )
    session.add(file)
    session.flush()
    return file


def _days_of(scheme: str) -> tuple[date, date | None]:
    issued, years = date(2026, 5, 12), SCHEMES[scheme].max_validity_years
    return issued, None if years is None else years_after(issued, years)


def number_for(scheme: str, serial: int) -> str:
    """Return a number of a scheme's form with the fictional producer part 9999."""
    if scheme == "halal":
        return f"ID3519999{serial:06d}0526"
    if scheme == "pirt":
        return f"2023524{serial % 100:02d}9999-31"
    return NUMBERS[scheme].format(serial=serial)


def make_certificate(
    session: Session,
    producer: Producer,
    *,
    scheme: str = "halal",
    number: str | None = None,
    state: str = "verified",
    items: tuple[str, ...] = ("Keripik Tempe",),
    official: Actor | None = None,
    **fields: Any,
) -> Certificate:
    """Make a certificate with a scan in any stored state; decided ones carry their decision."""
    serial = next(_serial)
    issued_on, valid_until = VALIDITY.get(scheme) or _days_of(scheme)
    defaults: dict[str, Any] = {
        "code": f"UJI{serial:05d}",
        "cooperative_id": producer.cooperative_id,
        "number": number_for(scheme, serial) if number is None else number,
        "issuer": SCHEMES[scheme].issuer,
        "grade": "II" if SCHEMES[scheme].grades else "",
        "issued_on": issued_on,
        "valid_from": issued_on,
        "valid_until": valid_until,
        "created_at": NOW,
        "submitted_at": None if state == "draft" else NOW,
    }
    certificate = Certificate(
        scheme=scheme,
        state=state,
        producer=producer,
        items=[CertificateItem(position=place, name=name) for place, name in enumerate(items, 1)],
        **{**defaults, **fields},
    )
    if "file" not in fields:
        certificate.file = make_file(session, producer)
    if state in DECIDED:
        _decide(session, certificate, official or make_official(session))
    session.add(certificate)
    session.flush()
    return certificate


def _decide(session: Session, certificate: Certificate, official: Actor) -> None:
    state = certificate.state
    certificate.decided_at = NOW
    certificate.decided_by_id = official.user_id
    certificate.decided_by_organisation_id = official.organisation_id
    certificate.register = evidence_for(certificate.scheme)[0].code if state in ("verified", "revoked") else ""
    certificate.reason = "" if state == "verified" else "Pindaian tidak terbaca."
    certificate.decisions.append(
        Decision(
            verdict=state,
            decided_at=NOW,
            decided_by_id=official.user_id,
            organisation_id=official.organisation_id,
            register=certificate.register,
            reason=certificate.reason,
            fields={"number": Mark.MATCH.value},
            file_sha256=certificate.file.sha256 if certificate.file else "",
        )
    )
