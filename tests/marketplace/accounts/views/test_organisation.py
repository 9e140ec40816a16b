"""Registering, the profile and the decision on a registration, as browsers do it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.models import Membership, Organisation, OrganisationState, User
from marketplace.core.roles import OrganisationKind, Role
from marketplace.db import Database
from tests.factories import (
    KEMANTREN,
    NOW,
    make_member,
    make_official,
    make_operator,
    make_organisation,
    make_seller,
    make_user,
)
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]
VILLAGE = ["35", "35.24", "35.24.14", KEMANTREN]
REGISTERED = Organisation.kind != OrganisationKind.OPERATOR
"""The operator's own organisation is always there."""
REGISTRATION = {"kind": "cooperative", "name": "KDMP Baru", "region": VILLAGE, "nib": "", "about": "Kami baru."}


@pytest.fixture
def newcomer(database: Database, sign_in: SignIn) -> FlaskClient:
    """Sign somebody in who has no organisation."""
    with database.transaction() as session:
        make_user(session, email="baru@uji.test")
    return sign_in("baru@uji.test")


@pytest.fixture
def manager(database: Database, sign_in: SignIn) -> FlaskClient:
    """Sign the manager of an approved cooperative in."""
    with database.transaction() as session:
        make_seller(session, email="penjual@uji.test", name="KDMP Melati", address="Jalan Lama")
    return sign_in("penjual@uji.test")


@pytest.fixture
def official(database: Database, sign_in: SignIn) -> FlaskClient:
    """Sign an official in."""
    with database.transaction() as session:
        make_official(session, email="petugas@uji.test")
    return sign_in("petugas@uji.test")


def _pending(database: Database, **person: str) -> int:
    with database.transaction() as session:
        organisation = make_organisation(session, state=OrganisationState.PENDING, name="KDMP Menunggu")
        make_member(session, organisation, Role.MANAGER, **person)
        return organisation.id


def _state(database: Database, organisation_id: int) -> str:
    with database.reading() as session:
        return session.get_one(Organisation, organisation_id).state


def _version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found.group(1)


def _edit(browser: FlaskClient, version: str | None = None, **change: Any) -> Any:
    wanted = _version(browser.get("/organisasi").text) if version is None else version
    data = {"name": "KDMP Melati", "region": VILLAGE, "version": wanted, **change}
    return post(browser, "/organisasi", data, page="/organisasi")


def test_a_registration_with_gaps_is_taken_and_waits(newcomer: FlaskClient, database: Database) -> None:
    answer = post(newcomer, "/organisasi/daftar", REGISTRATION, page="/organisasi/daftar")

    assert answer.location == "/organisasi"
    page = newcomer.get("/organisasi").text
    assert "Menunggu persetujuan" in page
    assert "4 nomor belum ada" in page
    with database.reading() as session:
        organisation = session.scalars(select(Organisation).where(REGISTERED)).one()
        assert (organisation.state, organisation.region_code) == (OrganisationState.PENDING, KEMANTREN)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Tulis nama lengkap"),
        ({"region": ["35", "35.24"]}, "Pilih wilayah dari daftar"),
        ({"region": ["35", "31.71.01"]}, "Pilih wilayah dari daftar"),
        ({"region": "' OR 1=1 --"}, "Pilih wilayah dari daftar"),
        ({"kind": "operator"}, "Pilih salah satu dari daftar."),
        ({"kind": "agency"}, "Pilih salah satu dari daftar."),
        ({"about": "x" * 2001}, "Panjangnya paling banyak 2000 huruf."),
    ],
)
def test_a_bad_registration_says_why_and_keeps_what_was_typed(
    newcomer: FlaskClient, database: Database, change: dict[str, Any], words: str
) -> None:
    typed = {**REGISTRATION, "address": "Jalan <b>Baru</b> 7", **change}

    answer = post(newcomer, "/organisasi/daftar", typed, page="/organisasi/daftar")

    assert answer.status_code == 422
    assert words in answer.text
    assert "Jalan &lt;b&gt;Baru&lt;/b&gt; 7" in answer.text
    with database.reading() as session:
        assert session.scalars(select(Organisation).where(REGISTERED)).all() == []


def test_without_javascript_the_next_list_of_regions_comes_by_a_button(newcomer: FlaskClient) -> None:
    typed = {"name": "KDMP Baru", "region": ["35", "35.24"], "reload": "1"}

    answer = post(newcomer, "/organisasi/daftar", typed, page="/organisasi/daftar")

    assert answer.status_code == 200
    assert answer.text.count(' name="region"') == 3
    assert '<option value="35.24.14">Paciran</option>' in answer.text
    assert 'value="KDMP Baru"' in answer.text


def test_the_profile_shows_what_is_stored_and_saves_what_is_typed(manager: FlaskClient, database: Database) -> None:
    page = manager.get("/organisasi").text
    assert f'<option value="{KEMANTREN}" selected>' in page
    assert 'value="Jalan Lama"' in page

    answer = _edit(manager, address="Jalan Baru")

    assert answer.location == "/organisasi"
    assert "Tersimpan." in manager.get("/organisasi").text
    with database.reading() as session:
        assert session.scalars(select(Organisation.address).where(REGISTERED)).one() == "Jalan Baru"


@pytest.mark.parametrize("version", ["0", "", "x", "-1", "9" * 30])
def test_an_old_profile_form_overwrites_nothing_and_shows_what_a_colleague_wrote(
    manager: FlaskClient, database: Database, version: str
) -> None:
    answer = _edit(manager, version, address="Jalan Saya")

    assert answer.status_code == 409
    assert 'value="Jalan Saya"' in answer.text
    assert "<li>Alamat: Jalan Lama</li>" in answer.text
    with database.reading() as session:
        assert session.scalars(select(Organisation.address).where(REGISTERED)).one() == "Jalan Lama"


def test_the_form_of_a_refused_save_can_be_saved_after_comparing(manager: FlaskClient) -> None:
    refused = _edit(manager, "0", address="Jalan Saya")

    assert _edit(manager, _version(refused.text), address="Jalan Saya").status_code == 302


def test_a_role_that_may_not_edit_reads_the_profile_and_saves_nothing(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        company = make_organisation(session, kind=OrganisationKind.STATE_COMPANY, name="PT Contoh")
        make_member(session, company, Role.RECEIVER, email="penerima@uji.test")
    browser = sign_in("penerima@uji.test")

    assert 'name="bank_name"' not in browser.get("/organisasi").text
    assert _edit(browser, "2", name="PT Lain").status_code == 403


def test_a_long_queue_takes_no_more_queries_than_a_short_one(official: FlaskClient, database: Database) -> None:
    counts = []
    for more in (1, 12):
        for _ in range(more):
            _pending(database)
        with count_queries(database) as seen:
            assert official.get("/periksa-organisasi").status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 12


def test_an_official_approves_and_the_organisation_can_work(
    official: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    number = _pending(database, email="menunggu@uji.test")
    assert "KDMP Menunggu" in official.get("/periksa-organisasi").text

    answer = post(official, f"/periksa-organisasi/{number}", {"decision": "approve"}, page="/kabar")

    assert answer.location == "/periksa-organisasi"
    assert _state(database, number) == OrganisationState.ACTIVE
    assert "KDMP Menunggu" not in official.get("/periksa-organisasi").text
    assert "Disetujui" in sign_in("menunggu@uji.test").get("/organisasi").text


def test_a_refusal_needs_a_reason_which_the_organisation_reads_and_mends(
    official: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    number = _pending(database, email="menunggu@uji.test")
    url = f"/periksa-organisasi/{number}"

    silent = post(official, url, {"decision": "refuse", "reason": " "}, page="/kabar")
    refused = post(official, url, {"decision": "refuse", "reason": "NIB milik orang lain"}, page="/kabar")
    browser = sign_in("menunggu@uji.test")
    page = browser.get("/organisasi").text
    mended = _edit(browser, nib="1234567890123")

    assert silent.status_code == 422
    assert "Tulis alasannya" in silent.text
    assert refused.status_code == 302
    assert "NIB milik orang lain" in page
    assert mended.status_code == 302
    assert _state(database, number) == OrganisationState.PENDING


def test_a_second_decision_comes_too_late(official: FlaskClient, database: Database) -> None:
    number = _pending(database)
    url = f"/periksa-organisasi/{number}"

    post(official, url, {"decision": "approve"}, page="/kabar")
    second = post(official, url, {"decision": "refuse", "reason": "Tidak jadi"}, page="/kabar")

    assert second.status_code == 409
    assert "sudah diputuskan" in second.text
    assert _state(database, number) == OrganisationState.ACTIVE


def test_nobody_decides_on_their_own_organisation(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        agency = make_organisation(session, kind=OrganisationKind.AGENCY)
        make_member(session, agency, Role.OFFICIAL, email="petugas@uji.test")
        user = session.scalars(select(User)).one()
        mine = make_organisation(session, state=OrganisationState.PENDING)
        session.add(Membership(user_id=user.id, organisation_id=mine.id, role=Role.MANAGER, created_at=NOW))
        number = mine.id
    browser = sign_in("petugas@uji.test")

    answer = post(browser, f"/periksa-organisasi/{number}", {"decision": "approve"}, page="/kabar")

    assert answer.status_code == 403
    assert _state(database, number) == OrganisationState.PENDING


def test_the_operator_may_decide_too(database: Database, sign_in: SignIn) -> None:
    number = _pending(database)
    with database.transaction() as session:
        make_operator(session, email="admin@uji.test")
    browser = sign_in("admin@uji.test")

    post(browser, f"/periksa-organisasi/{number}", {"decision": "approve"}, page="/kabar")

    assert _state(database, number) == OrganisationState.ACTIVE


@pytest.mark.parametrize("decision", ["", "delete", "APPROVE"])
def test_a_made_up_decision_decides_nothing(official: FlaskClient, database: Database, decision: str) -> None:
    number = _pending(database)

    answer = post(official, f"/periksa-organisasi/{number}", {"decision": decision}, page="/kabar")

    assert answer.status_code == 422
    assert _state(database, number) == OrganisationState.PENDING


def test_a_cooperative_sees_no_registrations(manager: FlaskClient, database: Database) -> None:
    number = _pending(database)

    answers = [manager.get("/periksa-organisasi"), manager.get(f"/periksa-organisasi/{number}")]
    answers.append(post(manager, f"/periksa-organisasi/{number}", {"decision": "approve"}, page="/kabar"))

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert _state(database, number) == OrganisationState.PENDING


def test_a_registration_that_never_was_is_not_there(official: FlaskClient, database: Database) -> None:
    assert official.get("/periksa-organisasi/999999").status_code == 404
    assert official.get(f"/periksa-organisasi/{'9' * 40}").status_code == 404
