"""What lies in a supplier file: true hashes, readable documents, nothing without consent, nothing that has lapsed."""

import hashlib
import io
import re
from collections.abc import Collection

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import func, select

from catalog.supplier_file import services
from catalog.supplier_file.models import SupplierFile
from catalog.supplier_file.rules import Consent
from marketplace.adapters.sheets import read_sheet
from marketplace.core.clock import now
from marketplace.db import Database
from marketplace.jobs.models import Job, JobState
from tests.catalog.supplier_file import town
from tests.catalog.supplier_file.town import Place

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def place(app: Flask, database: Database) -> Place:
    """The town."""
    with app.test_request_context(), database.transaction() as session:
        return town.build(app, session)


def make(app: Flask, database: Database, place: Place, *, agreed: Collection[Consent], language: str = "id") -> None:
    with app.test_request_context(), database.transaction() as session:
        services.ask(session, place.seller, place.slug, language=language, consents=agreed, now=now())
    town.work_off(app)


def words_in(pdf: bytes) -> str:
    assert pdf.startswith(b"%PDF")
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\ufffe", ""))


def test_everything_agreed_to_lies_in_it_under_safe_names_with_true_hashes(
    app: Flask, database: Database, place: Place
) -> None:
    make(app, database, place, agreed=set(Consent))
    inside = town.unpacked(app, database)
    with database.reading() as session:
        file = town.newest(session)
        contents, kept, name = file.contents, file.papers, file.file_name
        agreed = [(consent.subject, consent.given_by_id) for consent in file.consents]

    assert all(re.fullmatch(r"(surat/|sertifikat/|produk/)?[a-z0-9-]+\.(pdf|xlsx)", entry) for entry in inside)
    assert next(iter(inside)) == "00-sampul.pdf"
    assert {entry.split("-uji")[0] for entry in inside if entry.startswith("surat/")} == {
        "surat/nib", "surat/npwp", "surat/ahu",
    }  # fmt: skip
    assert {"surat-rekening.pdf", "daftar-harga.pdf", "daftar-harga.xlsx"} <= set(inside)
    assert {"produk/ujia-keripik-tempe.pdf", "produk/ujib-kain-batik-2-m.pdf"} <= set(inside)
    assert [row["sha256"] for row in contents] == [hashlib.sha256(data).hexdigest() for data in inside.values()]
    assert len(kept) == 4
    assert re.fullmatch(r"berkas-pemasok-kdmp-sumber-rejo-\d{4}-\d\d-\d\d\.zip", name)
    assert sorted(agreed) == [(subject, place.seller.user_id) for subject in ("bank", "npwp", "papers")]


def test_without_consent_there_is_no_scan_no_account_and_no_tax_number(
    app: Flask, database: Database, place: Place
) -> None:
    make(app, database, place, agreed=())
    inside = town.unpacked(app, database)
    everything = " ".join(words_in(data) for name, data in inside.items() if name.endswith(".pdf"))

    assert not any(name.startswith("surat") or town.SCAN in data for name, data in inside.items())
    assert "9999000111" not in everything
    assert not re.search(r"NPWP \(nomor pajak\) \d|99\.999", everything)
    assert "/s/UJI" in everything


def test_lapsed_and_unchecked_papers_are_named_as_missing_and_never_put_in(
    app: Flask, database: Database, place: Place
) -> None:
    make(app, database, place, agreed=set(Consent), language="en")
    inside = town.unpacked(app, database)
    cover = words_in(inside["00-sampul.pdf"])
    sheet = words_in(inside["produk/ujia-keripik-tempe.pdf"])
    papers = words_in(inside["sertifikat/daftar-sertifikat.pdf"])

    assert not any("pirt" in name or "nik-koperasi" in name for name in inside)
    assert "P-IRT of Ibu Sri" in cover
    assert "An official has not checked it yet." in cover
    assert "P-IRT" not in sheet
    assert "Halal" in sheet
    assert "Ibu Sri" in papers
    assert "P-IRT" not in papers


def test_the_price_list_names_each_step_as_numbers(app: Flask, database: Database, place: Place) -> None:
    make(app, database, place, agreed=())
    lines = read_sheet(town.unpacked(app, database)["daftar-harga.xlsx"])
    rows = [line.cells for line in lines if line.cells[0] == "UJIB"]

    assert [[cell.partition(".")[0] for cell in row[4:6]] for row in rows] == [["10", "15000"], ["100", "13500"]]
    assert rows[0][7].partition(".")[0] == "20"


def test_a_job_done_twice_keeps_one_file_and_leaves_no_bytes_behind(
    app: Flask, database: Database, place: Place
) -> None:
    make(app, database, place, agreed=())
    before = list(app.extensions["private_files"].names())
    with database.transaction() as session:
        session.scalars(select(Job)).one().state = JobState.QUEUED
    town.work_off(app)

    with database.reading() as session:
        assert session.scalar(select(func.count(SupplierFile.id))) == 1
    assert list(app.extensions["private_files"].names()) == before


def test_scans_that_are_too_big_are_refused_before_anything_is_printed(
    app: Flask, database: Database, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.supplier_file.rules.MAX_BYTES", 1024)
    make(app, database, place, agreed=set(Consent))

    with database.reading() as session:
        job = session.scalars(select(Job)).one()
        assert (job.state, "MB" in job.error) == (JobState.FAILED, True)
        assert session.scalar(select(func.count(SupplierFile.id))) == 0
