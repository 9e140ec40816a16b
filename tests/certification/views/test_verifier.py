"""The official's desk: queue, review, decision, next."""

import re
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from certification.models import Certificate, Decision
from marketplace.accounts.models import Membership, Organisation, User
from marketplace.core.roles import Role
from marketplace.db import Database
from tests.factories import NOW, SURABAYA, make_official, make_operator, make_seller
from tests.factories_certification import make_certificate, make_producer
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SignIn = Callable[[str], FlaskClient]
ME, OTHER, SELLER, ADMIN = "petugas@uji.test", "petugas2@uji.test", "koperasi@uji.test", "admin@uji.test"
FIRST, SECOND, RECEIPT, DRAFT = "FIRST234", "SECOND23", "RECEIPT2", "DRAFT234"
FIELDS = ("number", "holder", "place", "items", "issuer", "issued_on", "valid_until")
HIDDEN = re.compile(r'name="(version|file_sha256)"[^>]*value="([^"]*)"')


@pytest.fixture
def queue(database: Database) -> None:
    with database.transaction() as session:
        seller = make_seller(session, email=SELLER, name="KDMP Weru")
        producer = make_producer(session, seller, name="Ibu Sumiati")
        make_certificate(session, producer, scheme="pirt", number="2023524019999-31", state="submitted", code=FIRST)
        make_certificate(session, producer, state="submitted", code=SECOND)
        make_certificate(
            session, producer, state="submitted", code=RECEIPT, number="", application_receipt="STTD-9999-1"
        )
        make_certificate(session, producer, state="draft", code=DRAFT)
        make_official(session, email=ME)
        make_official(session, email=OTHER)
        make_operator(session, email=ADMIN)


@pytest.fixture
def me(queue: None, sign_in: SignIn) -> FlaskClient:
    return sign_in(ME)


def stored(database: Database, code: str = FIRST) -> Certificate:
    with database.reading() as session:
        return session.scalars(select(Certificate).where(Certificate.code == code)).one()


def form_of(browser: FlaskClient, code: str = FIRST) -> dict[str, str]:
    """Read what the review page carries, with every field marked as matching."""
    hidden = dict(HIDDEN.findall(browser.get(f"/periksa/{code}").text))
    assert set(hidden) == {"version", "file_sha256"}
    return {**hidden, **{f"mark_{name}": "match" for name in FIELDS}, "register": "SPP-IRT (BPOM)"}


def decide(browser: FlaskClient, data: Mapping[str, str | list[str]], code: str = FIRST) -> TestResponse:
    return post(browser, f"/periksa/{code}", dict(data))


def test_the_queue_lists_papers_and_receipts_apart_without_a_query_for_each(
    me: FlaskClient, database: Database
) -> None:
    with count_queries(database) as few:
        papers = me.get("/periksa").text
    with database.transaction() as session:
        for _ in range(6):
            make_certificate(session, make_producer(session, make_seller(session)), state="submitted")
    with count_queries(database) as many:
        assert me.get("/periksa").status_code == 200

    assert FIRST in papers
    assert SECOND in papers
    assert RECEIPT not in papers
    assert DRAFT not in papers
    assert RECEIPT in me.get("/periksa?tab=applications").text
    assert len(many) == len(few)


def test_the_review_shows_scan_and_fields_and_explains_the_number(me: FlaskClient, database: Database) -> None:
    page = me.get(f"/periksa/{FIRST}").text

    assert f"/berkas/{stored(database).file_id}/halaman/1" in page
    assert "Ibu Sumiati" in page
    assert "Olahan ikan kering" in page
    assert 'href="https://sppirt.pom.go.id"' in page
    assert 'rel="noopener noreferrer"' in page


@pytest.mark.parametrize("code", [DRAFT, "TIDAKADA"])
def test_drafts_and_unknown_codes_are_not_on_the_desk(me: FlaskClient, code: str) -> None:
    assert me.get(f"/periksa/{code}").status_code == 404


def test_others_have_no_desk(queue: None, client: FlaskClient, sign_in: SignIn) -> None:
    assert client.get("/periksa").status_code == 302
    for email in (SELLER, ADMIN):
        assert sign_in(email).get("/periksa").status_code == 403


def test_an_approval_leads_to_the_next_in_the_queue(me: FlaskClient, database: Database) -> None:
    answer = decide(me, {**form_of(me), "verdict": "verified"})

    assert answer.location == f"/periksa/{SECOND}"
    assert stored(database).state == "verified"
    assert stored(database).register == "SPP-IRT (BPOM)"
    assert "terverifikasi" in me.get(answer.location).text


def test_after_the_last_one_the_queue_is_shown(me: FlaskClient, database: Database) -> None:
    data = {**form_of(me), "verdict": "rejected", "reason": "Tidak ada di daftar."}
    decide(me, data)
    again = {**form_of(me, SECOND), "register": "", "verdict": "rejected", "reason": "Tidak ada di daftar."}

    assert decide(me, again, SECOND).location == "/periksa"


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("mark", ["", "differs"])
def test_approval_is_refused_and_names_the_field(me: FlaskClient, database: Database, field: str, mark: str) -> None:
    answer = decide(me, {**form_of(me), f"mark_{field}": mark, "verdict": "verified", "reason": "Catatan saya"})

    assert answer.status_code == 422
    assert f'id="mark_{field}-error"' in answer.text
    assert answer.text.count("<input checked") == len(FIELDS) - (mark == "") + 1
    assert "Catatan saya" in answer.text
    assert stored(database).state == "submitted"


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": ""},
        {"verdict": "revoked"},
        {"verdict": "approve-all"},
        {"verdict": "rejected", "reason": ""},
        {"verdict": "needs_correction", "reason": "  "},
        {"verdict": "verified", "register": ""},
        {"verdict": "verified", "register": "https://jahat.example"},
        {"verdict": "verified", "mark_number": "maybe"},
    ],
)
def test_odd_decisions_are_refused(me: FlaskClient, database: Database, change: dict[str, str]) -> None:
    answer = decide(me, {**form_of(me), **change})

    assert answer.status_code == 422
    assert stored(database).state == "submitted"


@pytest.mark.parametrize(
    "change", [{"version": "99"}, {"version": "x"}, {"file_sha256": "0" * 64}, {"file_sha256": ""}]
)
def test_a_decision_on_another_version_or_scan_is_refused(
    me: FlaskClient, database: Database, change: dict[str, str]
) -> None:
    answer = decide(me, {**form_of(me), "verdict": "verified", **change})

    assert answer.status_code == 409
    assert "sudah berubah" in answer.text
    assert stored(database).state == "submitted"


def test_of_two_officials_the_second_sees_the_firsts_decision(
    me: FlaskClient, sign_in: SignIn, database: Database
) -> None:
    colleague = sign_in(OTHER)
    mine, theirs = form_of(me), form_of(colleague)

    first = decide(me, {**mine, "verdict": "verified"})
    second = decide(colleague, {**theirs, "verdict": "rejected", "reason": "Buram."})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Diputuskan oleh Siti Uji" in second.text
    with database.reading() as session:
        assert [row.verdict for row in session.scalars(select(Decision))] == ["verified"]


def test_a_double_click_decides_once(me: FlaskClient, database: Database) -> None:
    data = {**form_of(me), "verdict": "verified"}

    answers = [decide(me, data).status_code for _ in range(2)]

    assert answers == [302, 302]
    with database.reading() as session:
        assert len(session.scalars(select(Decision)).all()) == 1


def test_a_receipt_offers_no_approval_and_refuses_a_forged_one(me: FlaskClient, database: Database) -> None:
    page = me.get(f"/periksa/{RECEIPT}").text
    hidden = dict(HIDDEN.findall(page))
    marks = {f"mark_{name}": "match" for name in ("application_receipt", "holder", "place", "items")}

    answer = decide(me, {**hidden, **marks, "register": "SIHALAL (BPJPH)", "verdict": "verified"}, RECEIPT)

    assert 'value="verified"' not in page
    assert answer.status_code == 422
    assert stored(database, RECEIPT).state == "submitted"


def test_an_official_who_belongs_to_the_cooperative_may_look_but_not_decide(
    me: FlaskClient, database: Database
) -> None:
    data = form_of(me)
    with database.transaction() as session:
        user = session.scalars(select(User).where(User.email == ME)).one()
        shop = session.scalars(select(Organisation).where(Organisation.name == "KDMP Weru")).one()
        session.add(Membership(user_id=user.id, organisation_id=shop.id, role=Role.STAFF.value, created_at=NOW))

    page = me.get(f"/periksa/{FIRST}")
    answer = decide(me, {**data, "verdict": "verified"})

    assert page.status_code == 200
    assert 'name="verdict"' not in page.text
    assert answer.status_code == 403
    assert stored(database).state == "submitted"


def test_a_number_filed_twice_is_warned_of_in_queue_and_review(me: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        other = make_producer(session, make_seller(session, name="KDMP Tetangga"), name="Pak Kasnawi")
        make_certificate(session, other, scheme="pirt", number="2023524019999-31", state="rejected")

    assert "muncul dua kali" in me.get("/periksa").text
    assert "KDMP Tetangga atas nama Pak Kasnawi" in me.get(f"/periksa/{FIRST}").text


def test_the_same_scan_at_two_cooperatives_is_warned_of(me: FlaskClient, database: Database) -> None:
    sha256 = form_of(me)["file_sha256"]
    with database.transaction() as session:
        other = make_certificate(session, make_producer(session, make_seller(session, name="KDMP Tetangga")))
        assert other.file is not None
        other.file.sha256 = sha256

    assert "Pindaian yang sama diajukan oleh KDMP Tetangga" in me.get(f"/periksa/{FIRST}").text


def test_there_is_no_way_to_approve_several_at_once(me: FlaskClient) -> None:
    page = me.get("/periksa").text

    assert 'type="checkbox"' not in page
    assert post(me, "/periksa", {"verdict": "verified"}).status_code == 405


def test_the_scan_of_a_draft_is_not_shown_to_officials(me: FlaskClient, database: Database) -> None:
    assert me.get(f"/berkas/{stored(database, DRAFT).file_id}").status_code == 404


def test_another_regencys_paper_is_refused_with_words_and_stays_undecided(
    me: FlaskClient, queue: None, database: Database
) -> None:
    with database.transaction() as session:
        producer = make_producer(session, make_seller(session, region=SURABAYA), region=SURABAYA)
        make_certificate(session, producer, state="submitted", code="SURABAYA")
    data = {**form_of(me), "verdict": "verified", "file_sha256": ""}
    scan = stored(database, "SURABAYA").file_id

    for answer in (me.get("/periksa/SURABAYA"), decide(me, data, "SURABAYA")):
        assert answer.status_code == 403
        assert "Kota Surabaya" in answer.text
    assert "SURABAYA" not in me.get("/periksa").text
    assert me.get(f"/berkas/{scan}").status_code == 404
    assert stored(database, "SURABAYA").state == "submitted"


def test_the_next_one_is_of_the_same_listing(me: FlaskClient, database: Database) -> None:
    listing = "?skema=halal&urut=nilai"
    with database.transaction() as session:
        producer = make_producer(session, make_seller(session))
        make_certificate(session, producer, state="submitted", code="KETIGA", risk_rank=-5)
    data = {**form_of(me, "KETIGA"), "register": "SIHALAL (BPJPH)", "verdict": "verified"}

    page = me.get(f"/periksa{listing}").text
    answer = post(me, f"/periksa/KETIGA{listing}", data)

    assert 'href="/periksa/KETIGA?skema=halal&amp;urut=nilai"' in page
    assert 'aria-sort="descending"' in page
    assert FIRST not in page
    assert answer.location == f"/periksa/{SECOND}{listing}"


def test_ready_sentences_go_into_the_note_before_anything_is_decided(me: FlaskClient, database: Database) -> None:
    chosen = ["scan_blurred", "issued_differs", "halal_appendix"]

    answer = decide(me, {**form_of(me), "reasons": chosen, "reason": "Ibu Sumiati,", "insert": "1"})
    note = answer.text.split("<textarea")[1].split("</textarea>")[0]

    assert answer.status_code == 200
    assert "Ibu Sumiati," in note
    assert "tidak terbaca" in note
    assert "di samping tanda tangan" in note
    assert "lampiran" not in note.lower()  # not of this scheme
    assert stored(database).state == "submitted"


def test_sentences_that_were_chosen_are_sent_with_the_decision(me: FlaskClient, database: Database) -> None:
    answer = decide(me, {**form_of(me), "reasons": ["scan_blurred"], "verdict": "needs_correction"})

    assert answer.status_code == 302
    assert "tidak terbaca" in stored(database).reason


def test_a_corrected_paper_shows_what_was_changed_and_what_was_not(me: FlaskClient, database: Database) -> None:
    data = form_of(me) | {"mark_issued_on": "differs", "mark_issuer": "differs"}
    decide(me, {**data, "verdict": "needs_correction", "reason": "Tanggal dan penerbit keliru."})
    with database.transaction() as session:
        certificate = session.scalars(select(Certificate).where(Certificate.code == FIRST)).one()
        certificate.issued_on = date(2026, 5, 10)
        certificate.state = "submitted"

    page = me.get(f"/periksa/{FIRST}").text
    change = page.split('id="perubahan"')[1].split("</section>")[0]

    assert "12 Mei 2026" in change
    assert "10 Mei 2026" in change
    assert "belum diubah" in change  # the issuer
    assert "Pindaiannya masih sama" in change
    assert "Tanggal dan penerbit keliru." in page.split('id="before"')[1]
