"""The cooperative's pages: producers, the list, the steps of filing, sending, taking back."""

import io
import re
from collections.abc import Callable, Mapping

import pikepdf
import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from certification.models import Certificate, Producer
from marketplace.db import Database
from tests.factories import KEMANTREN, make_buyer, make_seller
from tests.factories_certification import make_certificate, make_producer
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SignIn = Callable[[str], FlaskClient]
ME, OTHER, BUYER = "saya@uji.test", "lain@uji.test", "beli@uji.test"
MINE, THEIRS = "MINE2345", "THEIRS23"
VERSION = re.compile(r'name="version"[^>]*value="(-?\d+)"')
NUMBER = {
    "filed_as": "paper",
    "number": "P-IRT 2023524019999-31",
    "issued_on": "2026-05-12",
    "valid_until": "12/05/2031",
}


@pytest.fixture
def shop(database: Database) -> None:
    with database.transaction() as session:
        seller = make_seller(session, email=ME)
        make_certificate(
            session, make_producer(session, seller, name="Ibu Saya"), scheme="pirt", state="draft", code=MINE
        )
        other = make_seller(session, email=OTHER)
        make_certificate(session, make_producer(session, other, name="Ibu Mereka"), state="submitted", code=THEIRS)
        make_buyer(session, email=BUYER)


@pytest.fixture
def me(shop: None, sign_in: SignIn) -> FlaskClient:
    return sign_in(ME)


def stored(database: Database, code: str = MINE) -> Certificate:
    with database.reading() as session:
        found = session.scalars(select(Certificate).where(Certificate.code == code)).one()
        assert found.items is not None
        return found


def send(browser: FlaskClient, step: str, data: Mapping[str, object], *, code: str = MINE) -> TestResponse:
    """Send a step as the page that is there now would: with its version."""
    url = f"/sertifikat/{code}/{step}"
    found = VERSION.search(browser.get(url).text)
    assert found, f"{step} carries no version"
    return post(browser, url, {"version": found.group(1), **data}, page=url)


def picture(kind: str = "PNG") -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(data, kind)
    data.seek(0)
    return data, f"foto.{kind.lower()}"


def scripted_pdf() -> tuple[io.BytesIO, str]:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    data = io.BytesIO()
    pdf.save(data)
    data.seek(0)
    return data, "sertifikat.pdf"


def test_the_list_shows_own_papers_only_and_asks_not_for_each_row(me: FlaskClient, database: Database) -> None:
    with count_queries(database) as few:
        page = me.get("/sertifikat").text
    with database.transaction() as session:
        producer = session.scalars(select(Producer).where(Producer.name == "Ibu Saya")).one()
        for _ in range(8):
            make_certificate(session, producer, state="submitted")
    with count_queries(database) as many:
        assert me.get("/sertifikat").status_code == 200

    assert "Ibu Saya" in page
    assert "Ibu Mereka" not in page
    assert len(many) == len(few)


@pytest.mark.parametrize("step", ["", "/nomor", "/produk", "/pindaian", "/kirim"])
def test_anothers_certificate_is_not_there(me: FlaskClient, step: str) -> None:
    assert me.get(f"/sertifikat/{THEIRS}{step}").status_code == 404


@pytest.mark.parametrize("step", ["nomor", "produk", "pindaian", "kirim", "tarik"])
def test_anothers_certificate_cannot_be_changed(me: FlaskClient, database: Database, step: str) -> None:
    answer = post(me, f"/sertifikat/{THEIRS}/{step}", {"version": "1", **NUMBER, "items": "Palsu"})

    assert answer.status_code == 404
    assert stored(database, THEIRS).state == "submitted"


def test_buyers_and_visitors_have_no_certificates(shop: None, client: FlaskClient, sign_in: SignIn) -> None:
    assert client.get("/sertifikat").status_code == 302
    assert sign_in(BUYER).get("/sertifikat").status_code == 403


def test_a_certificate_is_filed_from_the_start_to_the_queue(me: FlaskClient, database: Database) -> None:
    page = me.get("/sertifikat/baru?scheme=pirt").text
    holder = re.search(r'<option value="(\d+)">Ibu Saya', page)
    assert holder
    begun = post(me, "/sertifikat/baru", {"scheme": "pirt", "producer": holder.group(1)}, page="/sertifikat/baru")
    code = begun.location.split("/")[2]

    assert send(me, "nomor", NUMBER, code=code).location.endswith("/produk")
    assert send(me, "produk", {"items": "Keripik Ikan\nAbon"}, code=code).location.endswith("/pindaian")
    assert send(me, "pindaian", {"scan": picture()}, code=code).location.endswith("/kirim")
    assert send(me, "kirim", {}, code=code).location.endswith(f"/sertifikat/{code}")

    filed = stored(database, code)
    assert (filed.state, filed.number) == ("submitted", "2023524019999-31")
    assert [item.name for item in filed.items] == ["Keripik Ikan", "Abon"]
    shown = me.get(f"/sertifikat/{code}").text
    assert "Menunggu diperiksa" in shown
    with me.get(f"/berkas/{filed.file_id}/halaman/1") as scan:
        assert scan.content_type == "image/webp"


def test_the_application_alone_is_filed_with_its_receipt(me: FlaskClient, database: Database) -> None:
    answer = send(me, "nomor", {"filed_as": "receipt", "application_receipt": "STTD-9999-7", "number": "junk"})

    assert answer.status_code == 302
    assert (stored(database).number, stored(database).application_receipt) == ("", "STTD-9999-7")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": "123"}, "Nomor P-IRT harus 15 angka. Anda menulis 3 angka."),
        ({"issued_on": "kemarin"}, "Tulis tanggal seperti 31/12/2026."),
        ({"issued_on": "2026-02-30"}, "Tulis tanggal seperti 31/12/2026."),
        ({"valid_until": ""}, "Tulis hari terakhir berlaku"),
        ({"valid_until": "2099-01-01"}, "paling lama 5 tahun"),
        ({"filed_as": "<script>"}, ""),
    ],
)
def test_a_wrong_number_or_day_is_said_beside_its_field_and_nothing_is_lost(
    me: FlaskClient, database: Database, change: dict[str, str], words: str
) -> None:
    before = stored(database).number

    answer = send(me, "nomor", {**NUMBER, **change})

    assert answer.status_code == 422
    assert words in answer.text
    for name, typed in {**NUMBER, **change}.items():
        if name != "filed_as" and typed:
            assert f'value="{typed}"' in answer.text
    assert stored(database).number == before


def test_the_number_is_explained_without_javascript(me: FlaskClient, database: Database) -> None:
    before = stored(database).number

    answer = send(me, "nomor", {**NUMBER, "number": "2 02 3524 55 9999 31", "reload": "1"})

    assert answer.status_code == 200
    assert "Kabupaten Lamongan" in answer.text
    assert "Olahan ikan kering" in answer.text
    assert stored(database).number == before


def test_a_number_whose_year_is_not_the_end_warns_and_is_kept(me: FlaskClient, database: Database) -> None:
    assert send(me, "nomor", {**NUMBER, "number": "2023524019999-30"}).status_code == 302

    page = me.get(f"/sertifikat/{MINE}/nomor").text
    assert stored(database).number == "2023524019999-30"
    assert "Tahun dalam nomor berbeda" in page


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        ((io.BytesIO(b"MZ\x90\x00" * 50), "sertifikat.exe"), "tidak diterima"),
        ((io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "foto.png"), ""),
        ((io.BytesIO(b"%PDF-1.7 broken"), "sertifikat.pdf"), "rusak"),
        ((io.BytesIO(b""), "kosong.png"), "kosong"),
        (scripted_pdf(), "skrip"),
        ("", "Pilih pindaian"),
    ],
)
def test_a_hostile_or_missing_file_is_refused_beside_the_field(
    me: FlaskClient, database: Database, upload: tuple[io.BytesIO, str] | str, words: str
) -> None:
    with database.transaction() as session:
        session.scalars(select(Certificate).where(Certificate.code == MINE)).one().file_id = None
    if not isinstance(upload, str):
        upload = (io.BytesIO(upload[0].getvalue()), upload[1])

    answer = send(me, "pindaian", {"scan": upload})

    assert answer.status_code == 422
    assert 'id="scan-error"' in answer.text
    assert words in answer.text
    assert stored(database).file_id is None


def test_without_a_new_file_the_old_scan_stays(me: FlaskClient, database: Database) -> None:
    before = stored(database).file_id

    assert send(me, "pindaian", {"scan": ""}).location.endswith("/kirim")
    assert stored(database).file_id == before


def test_an_incomplete_draft_says_what_is_missing(me: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        session.scalars(select(Certificate).where(Certificate.code == MINE)).one().file_id = None

    page = me.get(f"/sertifikat/{MINE}/kirim").text
    answer = post(me, f"/sertifikat/{MINE}/kirim", {"version": str(stored(database).version)})

    assert "Belum ada pindaian" in page
    assert answer.status_code == 422
    assert stored(database).state == "draft"


def test_a_stale_form_is_told_and_can_be_saved_again(me: FlaskClient, database: Database) -> None:
    url = f"/sertifikat/{MINE}/produk"
    old = VERSION.search(me.get(url).text)
    assert old
    send(me, "produk", {"items": "Dari Rekan"})

    refused = post(me, url, {"version": old.group(1), "items": "Punya Saya"}, page=url)
    fresh = VERSION.search(refused.text)
    assert fresh
    again = post(me, url, {"version": fresh.group(1), "items": "Punya Saya"}, page=url)

    assert refused.status_code == 409
    assert "Punya Saya" in refused.text
    assert again.status_code == 302
    assert [item.name for item in stored(database).items] == ["Punya Saya"]


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40, "1; DROP"])
def test_an_odd_version_is_a_stale_form(me: FlaskClient, database: Database, version: str) -> None:
    answer = post(me, f"/sertifikat/{MINE}/produk", {"version": version, "items": "Palsu"})

    assert answer.status_code == 409


def test_a_sent_record_leads_from_its_steps_to_its_page(me: FlaskClient) -> None:
    send(me, "kirim", {})

    assert me.get(f"/sertifikat/{MINE}/nomor").location == f"/sertifikat/{MINE}"


def test_sending_twice_and_taking_back_twice_are_harmless(me: FlaskClient, database: Database) -> None:
    version = str(stored(database).version)
    url = f"/sertifikat/{MINE}"

    sent = [post(me, f"{url}/kirim", {"version": version}).status_code for _ in range(2)]
    back = [post(me, f"{url}/tarik", {"version": str(stored(database).version)}).status_code for _ in range(2)]

    assert (sent, back) == ([302, 302], [302, 302])
    assert stored(database).state == "draft"


@pytest.mark.parametrize("producer", ["", "abc", "0", "999999", "-1", "9" * 30])
def test_an_odd_or_foreign_holder_is_refused(me: FlaskClient, database: Database, producer: str) -> None:
    answer = post(me, "/sertifikat/baru", {"scheme": "halal", "producer": producer}, page="/sertifikat/baru")

    assert answer.status_code == 422


def test_anothers_producer_cannot_be_the_holder(me: FlaskClient, database: Database) -> None:
    with database.reading() as session:
        foreign = session.scalars(select(Producer).where(Producer.name == "Ibu Mereka")).one().id

    answer = post(me, "/sertifikat/baru", {"scheme": "halal", "producer": str(foreign)}, page="/sertifikat/baru")

    assert answer.status_code == 422
    assert me.get(f"/produsen/{foreign}").status_code == 404


def test_a_producer_is_added_and_one_comes_back_to_where_it_was_needed(me: FlaskClient) -> None:
    data = {"kind": "partner", "name": "CV Rasa", "region": KEMANTREN, "consent": "y"}

    answer = post(me, "/produsen/baru?lanjut=/sertifikat/baru", data, page="/produsen/baru")

    assert answer.location == "/sertifikat/baru"
    assert "CV Rasa" in me.get("/produsen").text


def test_one_does_not_come_back_to_another_site(me: FlaskClient) -> None:
    data = {"kind": "partner", "name": "CV Rasa", "region": KEMANTREN, "consent": "y"}

    answer = post(me, "/produsen/baru?lanjut=https://jahat.example/", data, page="/produsen/baru")

    assert answer.location == "/produsen"


def test_a_producer_without_consent_is_refused_beside_the_box(me: FlaskClient) -> None:
    data = {"kind": "member", "name": "Ibu <b>Baru</b>", "region": KEMANTREN}

    answer = post(me, "/produsen/baru", data, page="/produsen/baru")

    assert answer.status_code == 422
    assert 'id="consent-error"' in answer.text
    assert "<b>Baru</b>" not in answer.text


def test_a_stale_edit_of_a_producer_is_told(me: FlaskClient, database: Database) -> None:
    with database.reading() as session:
        mine = session.scalars(select(Producer).where(Producer.name == "Ibu Saya")).one().id
    url, data = f"/produsen/{mine}", {"kind": "member", "name": "Ibu Baru", "region": KEMANTREN}

    first = post(me, url, {**data, "version": "1"}, page=url)
    second = post(me, url, {**data, "name": "Ibu Lain", "version": "1"}, page=url)

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Ibu Lain" in second.text


def test_a_paper_of_the_cooperative_is_filed_in_three_steps(me: FlaskClient, database: Database) -> None:
    page = me.get("/sertifikat/baru?scheme=npwp").text
    holder = re.search(r'<option value="(\d+)">Ibu Saya', page)
    assert holder
    begun = post(me, "/sertifikat/baru", {"scheme": "npwp", "producer": holder.group(1)}, page="/sertifikat/baru")
    code = begun.location.split("/")[2]
    first = me.get(f"/sertifikat/{code}/nomor").text

    assert not any(f'name="{name}"' in first for name in ("filed_as", "application_receipt", "valid_until", "grade"))
    assert "data-number-explain" not in first, "a private number must not stand in an address"
    number = {"number": "01.312.166.0-091.000", "issued_on": "2020-01-02", "valid_until": "2030-01-01"}
    assert send(me, "nomor", number, code=code).location.endswith("/pindaian")
    assert me.get(f"/sertifikat/{code}/produk").location.endswith("/pindaian")
    assert send(me, "pindaian", {"scan": picture()}, code=code).location.endswith("/kirim")
    assert send(me, "kirim", {}, code=code).status_code == 302

    filed = stored(database, code)
    assert (filed.state, filed.number, filed.valid_until) == ("submitted", "0013121660091000", None)


def test_a_grade_is_chosen_where_the_paper_has_one(me: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        producer = session.scalars(select(Producer).where(Producer.name == "Ibu Saya")).one()
        make_certificate(session, producer, scheme="nkv", state="draft", code="NKVS2345", grade="")
    number = {**NUMBER, "number": "RPHU-9999-001"}

    refused = send(me, "nomor", number, code="NKVS2345")
    assert refused.status_code == 422
    assert "RPHU-9999-001" in refused.text
    assert send(me, "nomor", {**number, "grade": "III"}, code="NKVS2345").status_code == 302
    assert stored(database, "NKVS2345").grade == "III"


def test_what_looks_odd_is_said_before_it_is_sent(me: FlaskClient) -> None:
    send(me, "nomor", {**NUMBER, "number": "2023524019999-30"})

    assert "Periksa lagi sebelum dikirim" in me.get(f"/sertifikat/{MINE}/kirim").text
