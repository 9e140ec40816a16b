"""Taking in a regency's spreadsheet: 10,000 lines, 2,000 cooperatives with four papers each, on a site of its own."""

import time
from dataclasses import replace
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from certification.models import Certificate
from certification.sheets import services
from marketplace.adapters.workbooks import Table, xlsx_of
from marketplace.app import create_app
from marketplace.config import from_environment
from marketplace.core.clock import now
from marketplace.core.roles import Actor
from marketplace.db import Database
from marketplace.jobs import working
from marketplace.jobs.models import Job, JobState
from marketplace.migrating import upgrade
from marketplace.regions.loading import load
from tests.bench.figure import Figure
from tests.factories import KEMANTREN, make_official
from tests.factories_certification import number_for

COOPERATIVES, PAPERS, GOAL_SECONDS = 2_000, 4, 30
HEADS = ("Nama koperasi", "NIK koperasi", "Kode desa", "Skema", "Nomor", "Tanggal terbit", "Produk")


def measure(folder: Path) -> list[Figure]:
    """Read, try out, take in and try out again the same file, as the worker does."""
    folder.mkdir(parents=True, exist_ok=True)
    base = from_environment({"DATABASE_URL": f"sqlite:///{folder / 'imports.sqlite3'}"})
    settings = replace(base, media_dir=folder / "media", search_index_dir=folder / "search", mail_dir=folder / "mail")
    app = create_app(settings)
    database: Database = app.extensions["database"]
    upgrade(database)
    with database.transaction() as session:
        load(session)
        official = make_official(session)
    data = _workbook()
    started = time.perf_counter()
    trial = _tried(app, database, official, data)
    tried = time.perf_counter() - started
    started = time.perf_counter()
    _taken_in(app, database, official, trial)
    taken = time.perf_counter() - started
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Certificate)) == COOPERATIVES * PAPERS
    again = _tried(app, database, official, data)
    assert again.result["counts"] == {"unchanged": COOPERATIVES * (PAPERS + 1)}, again.result["counts"]
    database.close()
    return [
        Figure("import of 10,000 lines, read and tried out", tried, GOAL_SECONDS, "s"),
        Figure("import of 10,000 lines, taken in", taken, GOAL_SECONDS, "s"),
    ]


def _tried(app: Flask, database: Database, official: Actor, data: bytes) -> Job:
    with app.test_request_context():
        name, arguments = services.prepare(data, app.extensions["private_files"], consent=False)
    with database.transaction() as session:
        job = services.ask_check(session, official, name, arguments, now=now())
    return _done(app, database, job)


def _taken_in(app: Flask, database: Database, official: Actor, trial: Job) -> None:
    store = app.extensions["private_files"]
    copy = store.put(store.read(trial.input_name), ".json")
    with database.transaction() as session:
        job = services.ask_apply(session, official, trial.code, copy, now=now())
    _done(app, database, job)


def _done(app: Flask, database: Database, job: Job) -> Job:
    while working.turn(app):
        pass
    with database.reading() as session:
        found = session.get_one(Job, job.id)
    assert found.state == JobState.DONE, found.error
    return found


def _workbook() -> bytes:
    rows: list[tuple[str, ...]] = []
    for place in range(COOPERATIVES):
        name, key = f"Koperasi Desa Merah Putih Ukur {place}", f"3524{place:09d}"
        rows.append((name, key, KEMANTREN, "", "", "", ""))
        numbers = (number_for("halal", place * PAPERS + paper) for paper in range(PAPERS))
        rows += [(name, key, "", "Halal", number, "12/05/2026", "Keripik Ukur; Abon Ukur") for number in numbers]
    return xlsx_of([Table(name="Data", heads=[(head, 20) for head in HEADS], rows=rows)])
