"""A regency's spreadsheet: tried out without a trace, taken in once, never over what a cooperative keeps itself."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from certification.lifecycle import CertificateState
from certification.models import Certificate, Producer
from certification.sheets import services, work
from certification.sheets.saving import save
from marketplace.accounts.models import Organisation, OrganisationState, User
from marketplace.core.clock import now
from marketplace.core.errors import Invalid, NotAllowed
from marketplace.core.roles import Actor
from marketplace.db import Database
from marketplace.jobs import working
from marketplace.jobs.models import Job, JobState
from marketplace.jobs.running import LeaseLost
from tests.factories import KEMANTREN, in_language, make_official, make_organisation, make_seller
from tests.factories_certification import number_for

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HEADS = (
    "Nama koperasi;NIK koperasi;NIB;Kode Kemendagri desa;Desa/kelurahan;Telepon kantor;"
    "Produsen;Skema;No Sertifikat;Tanggal terbit;Berlaku sampai;Produk\n"
)
COOPERATIVE = "KDMP Kemantren Baru;3524001234567;9120000000001;35.24.14.2011;;8123456;;;;;;\n"
HALAL = number_for("halal", 77)
PAPER = f"KDMP Kemantren Baru;3524001234567;;;;;;Halal;{HALAL};24/11/2024;;Keripik Uji; \n"
Try = Callable[..., Job]


@pytest.fixture
def office(app: Flask, database: Database) -> Actor:
    """An official of Kabupaten Lamongan who reads English."""
    with app.test_request_context(), database.transaction() as session:
        actor = make_official(session, email="dinas@uji.test")
        session.get_one(User, actor.user_id).language = "en"
    return in_language(actor, "en")


@pytest.fixture
def send(app: Flask, database: Database, office: Actor) -> Try:
    """Send a file, and take it in where that is asked."""

    def sending(text: str | bytes, *, apply: bool = False, consent: bool = False) -> Job:
        data = text.encode() if isinstance(text, str) else text
        with app.test_request_context():
            name, arguments = services.prepare(data, app.extensions["private_files"], consent=consent)
        with database.transaction() as session:
            job = services.ask_check(session, office, name, arguments, now=now())
        job = done(app, database, job)
        if not apply:
            return job
        store = app.extensions["private_files"]
        copy = store.put(store.read(job.input_name), ".json")
        with database.transaction() as session:
            asked = services.ask_apply(session, office, job.code, copy, now=now())
        return done(app, database, asked)

    return sending


def done(app: Flask, database: Database, job: Job) -> Job:
    while working.turn(app):
        pass
    with database.reading() as session:
        found = session.get_one(Job, job.id)
    assert found.state == JobState.DONE, found.error
    return found


def count(database: Database, model: Any) -> int:
    with database.reading() as session:
        return int(session.scalar(select(func.count()).select_from(model)) or 0)


def test_a_dry_run_says_everything_and_changes_nothing(database: Database, send: Try) -> None:
    before = count(database, Organisation)
    job = send(HEADS + PAPER + COOPERATIVE)

    assert job.result["counts"] == {"new": 2}, job.result["problems"]
    assert [item["line"] for item in job.result["changes"]] == [3, 2]
    assert count(database, Organisation) == before
    assert count(database, Certificate) == 0


def test_what_is_taken_in_waits_and_shows_no_badge(database: Database, send: Try) -> None:
    job = send(HEADS + COOPERATIVE + PAPER, apply=True)

    assert job.result["counts"] == {"new": 2}
    with database.reading() as session:
        row = session.scalars(select(Organisation).where(Organisation.nib == "9120000000001")).one()
        paper = session.scalars(select(Certificate)).one()
        assert (row.state, row.region_code, row.phone) == (OrganisationState.PENDING, KEMANTREN, "08123456")
        assert (paper.state, paper.file_id, paper.decided_at) == (CertificateState.DRAFT, None, None)
        assert (paper.cooperative_id, [item.name for item in paper.items]) == (row.id, ["Keripik Uji"])


def test_the_same_file_a_second_time_changes_nothing(database: Database, send: Try) -> None:
    send(HEADS + COOPERATIVE + PAPER, apply=True)
    before = [count(database, model) for model in (Organisation, Certificate, Producer)]
    again = send(HEADS + COOPERATIVE + PAPER, apply=True)

    assert again.result["counts"] == {"unchanged": 2}
    assert [count(database, model) for model in (Organisation, Certificate, Producer)] == before


def test_another_line_changes_only_what_it_says(database: Database, send: Try) -> None:
    send(HEADS + COOPERATIVE + PAPER, apply=True)
    later = COOPERATIVE.replace("8123456", "0899999") + PAPER.replace("Keripik Uji", "Keripik Uji; Kripik Baru", 1)
    later = later.replace("Keripik Uji; Kripik Baru", '"Keripik Uji; Kripik Baru"')
    job = send(HEADS + later, apply=True)

    assert job.result["counts"] == {"changed": 2}, job.result
    assert [cell["after"] for item in job.result["changes"] for cell in item["cells"]] == [
        "0899999",
        "Keripik Uji; Kripik Baru",
    ]


def test_what_a_cooperative_keeps_itself_is_never_overwritten(app: Flask, database: Database, send: Try) -> None:
    with app.test_request_context(), database.transaction() as session:
        make_seller(session, name="KDMP Punya Sendiri", nik_koperasi="3524001234567", phone="0811")
    job = send(HEADS + COOPERATIVE, apply=True)

    assert job.result["counts"] == {"differs": 1}
    with database.reading() as session:
        row = session.scalars(select(Organisation).where(Organisation.nik_koperasi == "3524001234567")).one()
        assert (row.name, row.phone) == ("KDMP Punya Sendiri", "0811")


def test_a_kill_between_two_steps_leaves_no_doubles(
    app: Flask, database: Database, send: Try, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(f"KDMP Baris {n};352400{n:07d};;35.24.14.2011;;;;;;;;\n" for n in range(6))
    send(HEADS + lines)
    monkeypatch.setattr(work, "AT_ONCE", 2)
    saved: list[int] = []

    def dying(*args: Any, **options: Any) -> None:
        save(*args, **options)
        saved.append(1)
        if len(saved) == 2:
            raise LeaseLost("killed")

    monkeypatch.setattr(work, "save", dying)
    job = send(HEADS + lines, apply=True)

    assert len(saved) == 4  # the second step was rolled back and done again
    assert job.result["counts"] == {"new": 6}
    with database.reading() as session:
        taken = session.scalars(select(Organisation.name).where(Organisation.name.startswith("KDMP Baris"))).all()
    assert len(taken) == len(set(taken)) == 6


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("KDMP A;1.23457E+14;;35.24.14.2011;;;;;;;;", "rounded"),
        ("KDMP A;#REF!;;35.24.14.2011;;;;;;;;", "formula"),
        ("KDMP A;;;35.78.09;;;;;;;;", "none of your regency"),
        ("KDMP A;;;;Atlantis;;;;;;;", "no such place"),
        ("KDMP A;;;2147483647;;;;;;;;", "none of your regency"),
        ("KDMP A;;;;;;;;;;;", "code of the village"),
        ("X;;;35.24.14.2011;;;;;;;;", "full name"),
        (f"KDMP Asing;9;;;;;;Halal;{HALAL};24/11/2024;;A", "number"),
        ("KDMP Kemantren Baru;3524001234567;;;;;;Halal;ABC;24/11/2024;;A", ""),
        (f"KDMP Kemantren Baru;3524001234567;;;;;;Sihir;{HALAL};24/11/2024;;A", "no kind of certificate"),
        (f"KDMP Kemantren Baru;3524001234567;;;;;;Halal;{HALAL};kemarin;;A", "no day"),
        (f"KDMP Kemantren Baru;3524001234567;;;;;;Halal;{HALAL};24/11/2024;;", "product name"),
        (f"KDMP Kemantren Baru;3524001234567;;;;;Bu Uji;Halal;{HALAL};24/11/2024;;A", "agreed"),
        ("KDMP Kemantren Baru;3524001234567;;35.24.14.2011;;;;;;;;", "line 2"),
    ],
)
def test_a_line_that_cannot_be_is_told_by_its_number(send: Try, line: str, words: str) -> None:
    job = send(HEADS + COOPERATIVE + line + "\n")

    assert job.result["counts"] == {"new": 1, "wrong": 1}, job.result
    assert {item["line"] for item in job.result["problems"]} == {3}
    assert words in " ".join(item["text"] for item in job.result["problems"])
    assert job.output_name  # every problem, beyond what the page shows


def test_serial_days_and_bare_codes_are_read(database: Database, send: Try) -> None:
    paper = PAPER.replace("24/11/2024", "45620")
    send(HEADS + COOPERATIVE.replace("35.24.14.2011", "3524142011") + paper, apply=True)

    with database.reading() as session:
        assert str(session.scalars(select(Certificate.issued_on)).one()) == "2024-11-24"


def test_formulas_stay_texts_in_and_out(app: Flask, database: Database, send: Try, office: Actor) -> None:
    send(HEADS + COOPERATIVE.replace("KDMP Kemantren Baru", "'=1+1 KDMP"), apply=True)
    with database.transaction() as session:
        job = services.ask_export(session, office, now=now())
    job = done(app, database, job)
    book = CalamineWorkbook.from_filelike(io.BytesIO(app.extensions["private_files"].read(job.output_name)))

    rows = book.get_sheet_by_name("Koperasi").to_python()
    assert [row[0] for row in rows] == ["Nama koperasi", "=1+1 KDMP"]
    assert "NPWP" not in rows[0]
    assert book.sheet_names == ["Koperasi", "Sertifikat"]


def test_an_office_sees_and_changes_its_own_regency_only(
    app: Flask, database: Database, send: Try, office: Actor
) -> None:
    with app.test_request_context(), database.transaction() as session:
        make_organisation(session, name="KDMP Surabaya", region="35.78.09", nik_koperasi="3524001234567")
        job = services.ask_export(session, office, now=now())
    job = done(app, database, job)
    data = app.extensions["private_files"].read(job.output_name)
    refused = send(HEADS + COOPERATIVE)

    assert "KDMP Surabaya" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "another regency" in refused.result["problems"][0]["text"]


@pytest.mark.parametrize("text", ["", "\n\n", HEADS, "a;b\n1;2\n", "Nama koperasi;Nama\nA;B\n"])
def test_an_empty_or_strange_sheet_is_refused(app: Flask, text: str) -> None:
    with app.test_request_context(), pytest.raises(Invalid):
        services.prepare(text.encode(), app.extensions["private_files"], consent=False)


def test_fifty_thousand_lines_are_too_many(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(Invalid) as caught:
        services.prepare(("Nama koperasi\n" + "A\n" * 50_000).encode(), app.extensions["private_files"], consent=False)
    assert "20000" in str(caught.value.errors["file"]).replace(",", "")


def test_a_cooperative_may_not_ask_for_the_regency(app: Flask, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        seller = make_seller(session)
        with pytest.raises(NotAllowed):
            services.ask_export(session, seller, now=now())
