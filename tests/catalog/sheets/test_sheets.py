"""Products out and in again: tried out without a trace, judged by the forms' own rules, taken in once."""

import csv
import io
import zipfile
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from catalog.lifecycle import ProductState
from catalog.models import Product
from catalog.sheets import services
from catalog.sheets.cells import cells_of
from catalog.sheets.columns import COLUMNS
from catalog.sheets.lines import sheet_of
from catalog.sheets.writing import csv_of, xlsx_of
from marketplace.adapters.sheets import read_sheet
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import Actor
from marketplace.db import Database
from marketplace.events.models import Event
from marketplace.jobs import working
from marketplace.jobs.models import Job, JobState
from tests.factories import make_seller
from tests.factories_catalog import make_product

PAYLOADS = [
    f"{mark}{rest}"
    for mark in ("=", "+", "-", "@", "\t=", "\r=", "=1+", "'=", "%0A=", ";=")
    for rest in ("cmd|' /C calc'!A0", 'HYPERLINK("http://x.test")', "SUM(A1:A9)", "1")
]
"""Forty names that spreadsheet programs might take for formulas (OWASP, CSV injection)."""

NEW = "Nama produk;Kategori;Deskripsi;Berat kotor (g);Harga;Minimum pesanan\n"
GOOD = NEW + "Keripik Uji;Camilan dan kerupuk;Renyah.;150;12.500;20\n"


@pytest.fixture
def actor(app: Flask, database: Database) -> Actor:
    """The manager of a cooperative that reads English, so that the words below are the source texts."""
    with app.test_request_context(), database.transaction() as session:
        return make_seller(session, email="ketua@uji.test")


def tried(app: Flask, database: Database, actor: Actor, data: bytes) -> Job:
    """Send a spreadsheet and let it be tried out."""
    with app.test_request_context():
        name, arguments = services.prepare(data, app.extensions["private_files"])
    with database.transaction() as session:
        job = services.ask_check(session, actor, name, arguments, now=now())
    return done(app, database, job)


def taken_in(app: Flask, database: Database, actor: Actor, job: Job, **options: Any) -> Job:
    """Take in what was tried out."""
    store = app.extensions["private_files"]
    copy = store.put(store.read(job.input_name), ".json")
    with database.transaction() as session:
        asked = services.ask_apply(session, actor, job.code, copy, now=now(), **options)
    return done(app, database, asked)


def done(app: Flask, database: Database, job: Job) -> Job:
    while working.turn(app):
        pass
    with database.reading() as session:
        found = session.get_one(Job, job.id)
    assert found.state == JobState.DONE, found.error
    return found


def counts(job: Job) -> dict[str, int]:
    return dict(job.result["counts"])


def products(database: Database) -> list[Product]:
    with database.reading() as session:
        return list(session.scalars(select(Product).order_by(Product.id)))


def exported(app: Flask, database: Database, actor: Actor, wanted: str = "xlsx") -> bytes:
    with database.transaction() as session:
        job = services.ask_export(session, actor, wanted, now=now())
    found = done(app, database, job)
    data: bytes = app.extensions["private_files"].read(found.output_name)
    return data


def test_trying_out_tells_what_would_be_and_leaves_no_trace(app: Flask, database: Database, actor: Actor) -> None:
    with database.reading() as session:
        before = session.scalar(select(func.count(Event.id)).where(Event.subject_kind == "product"))

    job = tried(app, database, actor, GOOD.encode())

    assert counts(job) == {"new": 1}
    assert job.result["changes"][0]["name"] == "Keripik Uji"
    assert products(database) == []
    with database.reading() as session:
        assert session.scalar(select(func.count(Event.id)).where(Event.subject_kind == "product")) == before


def test_a_file_taken_in_again_and_again_makes_nothing_twice(app: Flask, database: Database, actor: Actor) -> None:
    job = tried(app, database, actor, GOOD.encode())

    assert counts(taken_in(app, database, actor, job)) == {"new": 1}
    assert counts(taken_in(app, database, actor, job)) == {"unchanged": 1}
    assert counts(tried(app, database, actor, GOOD.encode())) == {"unchanged": 1}
    (product,) = products(database)
    assert (product.state, product.price, product.minimum_order, product.weight_g) == ("draft", 12_500, 20, 150)
    assert product.producer_id is not None


@pytest.mark.parametrize("wanted", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_what_was_taken_out_comes_back_unchanged(
    app: Flask, database: Database, actor: Actor, wanted: str, language: str
) -> None:
    from marketplace.accounts.models import User

    with app.test_request_context(), database.transaction() as session:
        session.execute(update(User).values(language=language))
        make_product(session, actor, name="=Kain Formula", description='satu\r\ndua; "tiga"')
        make_product(
            session,
            actor,
            tiers=((1, 900),),
            availability="made_to_order",
            lead_time_days=3,
            monthly_capacity=500,
            pack_size=None,
            carton_size=None,
            barcode="8991234567890",
        )
        make_product(session, actor, state=ProductState.DRAFT, tiers=(), weight_g=0, producer=None)

    data = exported(app, database, actor, wanted)

    assert counts(tried(app, database, actor, data)) == {"unchanged": 3}


def test_a_changed_cell_changes_that_and_nothing_else(app: Flask, database: Database, actor: Actor) -> None:
    with app.test_request_context(), database.transaction() as session:
        code = make_product(session, actor, name="Kain Lama").code

    job = tried(app, database, actor, f"Kode,Nama produk,Harga\n{code.lower()},Kain Baru,\n".encode())
    assert counts(job) == {"changed": 1}
    assert job.result["changes"][0]["cells"] == [{"column": "Nama produk", "before": "Kain Lama", "after": "Kain Baru"}]
    taken_in(app, database, actor, job)

    (product,) = products(database)
    assert (product.name, product.price, product.pack_size) == ("Kain Baru", 15_000, 5)


def test_every_problem_is_told_with_line_and_column(app: Flask, database: Database, actor: Actor) -> None:
    with app.test_request_context(), database.transaction() as session:
        mine = make_product(session, actor).code
        foreign = make_product(session, make_seller(session)).code
    lines = [
        "Kode;Nama produk;Kategori;Berat kotor (g);Isi karton;Isi pak;"
        "Minimum pesanan;Harga;Mulai 2;Harga 2;Pembuat;Catatan",
        ";Teh;Camilan dan kerupuk;;;;;;;;;",
        ";ab;Camilan dan kerupuk;;;;;;;;;",
        ";Kopi;Roket;;;;;;;;;",
        f"{mine};;;seratus;;;;;;;;",
        f"{mine};;;;7;;;;;;;",
        f"{foreign};Curian;;;;;;;;;;",
        ";Sabun;Sabun dan perawatan tubuh;100;21;5;;;;;;",
        ";Madu;Kopi, teh, dan madu;100;;;10;5000;20;6000;;",
        ";Jamu;herbal;100;;;10;5000;20;;;",
        ";Gula;Minuman;100;;;;;;;Bu Tidak Ada;",
    ]

    job = tried(app, database, actor, "\r\n".join(lines).encode())

    told = {(item["line"], item["column"]) for item in job.result["problems"]}
    assert {(3, "Nama produk"), (4, "Kategori"), (5, "Berat kotor (g)"), (6, "Kode"), (7, "Kode")} <= told
    assert {(8, "Isi karton"), (9, "Harga"), (10, "Mulai 2"), (11, "Pembuat")} <= told
    assert counts(job) == {"new": 1, "wrong": 9}
    assert job.arguments["ignored"] == ["Catatan"]
    with pytest.raises(Conflict):
        taken_in(app, database, actor, job, only_whole=True)
    assert counts(taken_in(app, database, actor, job)) == {"new": 1, "wrong": 9}
    assert [product.name for product in products(database) if product.name == "Curian"] == []


def test_a_product_on_sale_stays_whole(app: Flask, database: Database, actor: Actor) -> None:
    with app.test_request_context(), database.transaction() as session:
        code = make_product(session, actor).code

    job = tried(app, database, actor, f"Kode;Deskripsi\n{code};\n".encode())

    assert counts(job) == {"wrong": 1}
    assert job.result["problems"][0]["line"] == 2


def test_stock_changes_only_where_it_was_counted_anew(app: Flask, database: Database, actor: Actor) -> None:
    with app.test_request_context(), database.transaction() as session:
        code = make_product(session, actor, stock_on_hand=40, stock_reserved=10).code

    old = tried(app, database, actor, f"Kode;Stok tercatat;Hasil hitung stok\n{code};7;\n".encode())
    counted = tried(app, database, actor, f"Kode;Stok tercatat;Hasil hitung stok\n{code};7;25\n".encode())
    below = tried(app, database, actor, f"Kode;Hasil hitung stok\n{code};5\n".encode())
    taken_in(app, database, actor, counted)

    assert (counts(old), counts(counted), counts(below)) == ({"unchanged": 1}, {"changed": 1}, {"wrong": 1})
    assert products(database)[0].stock_on_hand == 25


def test_a_kill_in_the_middle_makes_no_product_twice(
    app: Flask, database: Database, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from catalog.sheets import saving, work

    rows = "".join(f"Keripik {number};Camilan dan kerupuk;Enak.;100;1000;1\n" for number in range(8))
    job = tried(app, database, actor, (NEW + rows).encode())
    save, calls = saving.save_line, []

    class Killed(BaseException):
        pass

    def killed_at_half(*args: Any, **options: Any) -> Any:
        saved = save(*args, **options)
        calls.append(1)
        if len(calls) == 5:
            raise Killed
        return saved

    monkeypatch.setattr(work, "save_line", killed_at_half)
    with pytest.raises(Killed):
        taken_in(app, database, actor, job)
    assert len(products(database)) == 4
    with database.transaction() as session:
        session.execute(update(Job).where(Job.state == JobState.RUNNING).values(leased_until=now()))
    while working.turn(app):
        pass

    assert len(products(database)) == 8
    with database.reading() as session:
        assert session.scalars(select(Job).order_by(Job.id.desc())).first().result["counts"] == {"new": 8}  # type: ignore[union-attr]


def test_t67_texts_never_become_formulas(app: Flask) -> None:
    assert len(PAYLOADS) == 40
    rows: list[dict[str, Any]] = [{"name": text, "description": text} for text in PAYLOADS]

    with app.test_request_context():
        book, table = xlsx_of(rows, "id"), csv_of(rows, "id")

    with zipfile.ZipFile(io.BytesIO(book)) as container:
        assert b"<f>" not in container.read("xl/worksheets/sheet1.xml")
        assert not [
            name
            for name in container.namelist()
            if "_rels/sheet1" in name and b"http" in container.read(name).replace(b"http://schemas", b"")
        ]
    place = [column.key for column in COLUMNS].index("name")
    assert [line.cells[place] for line in read_sheet(book)[1:]] == [text.replace("\r", "\n") for text in PAYLOADS]
    cells = [row[place] for row in csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), delimiter=";")][1:]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_headings_that_are_not_ours_are_refused() -> None:
    for text in (b"a;b\n1;2\n", b"Kode;Kode\n1;2\n", b"Kode\n"):
        with pytest.raises(Invalid) as caught:
            sheet_of(read_sheet(text), "x")
        assert "file" in caught.value.errors


def test_another_persons_trial_cannot_be_taken_in(app: Flask, database: Database, actor: Actor) -> None:
    job = tried(app, database, actor, GOOD.encode())
    with app.test_request_context(), database.transaction() as session:
        other = make_seller(session)

    with pytest.raises(NotFound):
        taken_in(app, database, other, job)
    assert products(database) == []


def test_every_column_has_its_cell(app: Flask, database: Database, actor: Actor) -> None:
    with app.test_request_context(), database.transaction() as session:
        cells = cells_of(make_product(session, actor))

    assert set(cells) == {column.key for column in COLUMNS}


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("klaim pada label; susu atau olahannya", ["claim", "dairy"]),
        ("Claim on the label;", ["claim"]),
        ("claim", ["claim"]),
        ("Tidak satu pun", []),
        ("", None),
    ],
)
def test_traits_are_read_in_both_languages(
    app: Flask, database: Database, actor: Actor, cell: str, stored: list[str] | None
) -> None:
    sheet = f"Nama produk,Kategori,Sifat\nKeripik Uji,snacks,{cell}\n"

    taken_in(app, database, actor, tried(app, database, actor, sheet.encode()))

    assert products(database)[0].traits == stored


@pytest.mark.parametrize("cell", ["klaim pada label; entah", "ikan atau udang"])
def test_a_trait_that_is_unknown_or_of_no_matter_is_refused_beside_its_cell(
    app: Flask, database: Database, actor: Actor, cell: str
) -> None:
    job = tried(app, database, actor, f"Nama produk,Kategori,Sifat\nKeripik Uji,snacks,{cell}\n".encode())

    assert "Sifat" in str(job.result)
    assert counts(job).get("new", 0) == 0
