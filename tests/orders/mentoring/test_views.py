"""The pages of mentoring, as an assistant on a phone and a cooperative use them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day, now
from marketplace.db import Database
from orders.mentoring.models import Step, Visit
from tests.factories import make_seller
from tests.factories_mentoring import make_accompanied, make_office, make_visit
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ASSISTANT, MANAGER = "dewi@uji.test", "siti@uji.test"
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def slug(app: Flask, database: Database) -> str:
    """The address of a cooperative that the assistant accompanies and has visited."""
    with app.test_request_context(), database.transaction() as session:
        office = make_office(session, email=ASSISTANT)
        seller = make_accompanied(session, office, name="KDMP Binaan", email=MANAGER)
        make_visit(session, office.assistant, seller)
        return session.get_one(Organisation, seller.organisation_id).slug


def filled(browser: FlaskClient, path: str, **over: Any) -> dict[str, Any]:
    """Return the fields of a new visit as a browser sends them."""
    key = re.search(r'name="key"[^>]*value="([^"]+)"', browser.get(path).text)
    assert key is not None
    today = jakarta_day(now()).isoformat()
    return {
        "key": key.group(1),
        "day": today,
        "mode": "on_site",
        "topics": ["papers", "books"],
        "notes": "Catatan internal",
        "people": "4",
        "steps-0-text": "Urus NIB",
        "steps-0-owner": "cooperative",
        "steps-0-due_on": today,
        **over,
    }


def test_an_assistant_is_led_to_the_cooperatives_and_every_page_of_the_menu_opens(sign_in: SignIn, slug: str) -> None:
    browser = sign_in(ASSISTANT)
    assert browser.get("/mulai").location == "/binaan"

    page = browser.get("/binaan").text
    menu = re.search(r'class="site-nav".*?</nav>', page, re.DOTALL)
    assert "KDMP Binaan" in page
    assert menu is not None
    links = re.findall(r'href="([^"]+)"', menu.group(0))
    more = [f"/binaan/{slug}", "/pendampingan/pelatihan", "/pendampingan/laporan", f"/rencana-usaha/{slug}/2026"]
    assert "/periksa" not in links
    assert {path: browser.get(path).status_code for path in (*links, *more)} == dict.fromkeys((*links, *more), 200)
    assert browser.get("/pendampingan/penugasan").status_code == 403


def test_a_visit_is_written_down_once_however_often_it_is_sent(sign_in: SignIn, slug: str, database: Database) -> None:
    browser = sign_in(ASSISTANT)
    path = f"/binaan/{slug}/kunjungan"
    fields = filled(browser, path)

    first, second = (post(browser, path, fields, page=path) for _click in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    page = browser.get(first.location).text
    assert "Catatan internal" in page
    assert "Urus NIB" in page
    with database.reading() as session:
        assert session.scalar(select(func.count(Visit.id))) == 2


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(sign_in: SignIn, slug: str) -> None:
    browser = sign_in(ASSISTANT)
    path = f"/binaan/{slug}/kunjungan"
    wrong = filled(browser, path, **{"topics": [], "steps-0-due_on": ""})

    answer = post(browser, path, wrong, page=path)
    late = post(browser, path, {**wrong, "topics": ["books"]}, page=path)

    assert (answer.status_code, late.status_code) == (422, 422)
    assert "Catatan internal" in answer.text
    assert 'id="topics-error"' in answer.text
    assert 'id="steps-0-due_on-error"' in late.text


def test_the_cooperative_sees_steps_but_no_notes_and_ticks(sign_in: SignIn, slug: str, database: Database) -> None:
    browser = sign_in(MANAGER)
    page = browser.get("/pendampingan-saya").text
    assert "Urus NIB" in page
    assert "rahasia" not in page
    with database.reading() as session:
        step_id = session.scalars(select(Step.id)).one()

    ticked = post(browser, f"/langkah/{step_id}/selesai", {"lanjut": "/pendampingan-saya"})
    said = post(browser, f"/langkah/{step_id}", {"text": "Sudah <b>jadi</b>"})

    assert (ticked.status_code, ticked.location, said.status_code) == (302, "/pendampingan-saya", 302)
    step = browser.get(f"/langkah/{step_id}").text
    assert "Sudah &lt;b&gt;jadi&lt;/b&gt;" in step
    assert "rahasia" not in step
    assert post(browser, f"/langkah/{step_id}/batal", {}).status_code == 403
    assert browser.get(f"/binaan/{slug}").status_code == 403


def test_a_plan_is_written_by_the_cooperative_and_a_stale_form_is_kept(sign_in: SignIn, slug: str) -> None:
    browser = sign_in(MANAGER)
    path = f"/rencana-usaha/{slug}/{jakarta_day(now()).year}"
    need = {"needs-0-kind": "capital", "needs-0-text": "Modal", "needs-0-rupiah": "5.000"}
    fields = {"summary": "Maju", "version": "0", **need}

    saved = post(browser, f"{path}/ubah", fields, page=f"{path}/ubah")
    stale = post(browser, f"{path}/ubah", {**fields, "summary": "Lain"}, page=f"{path}/ubah")

    assert (saved.status_code, saved.location, stale.status_code) == (302, path, 409)
    assert "Rp5.000" in browser.get(path).text
    assert "Lain" in stale.text
    assert browser.get(f"{path}?versi=9").status_code == 404
    assert browser.get(f"/rencana-usaha/{slug}/1999").status_code == 404


def test_others_find_nothing(sign_in: SignIn, slug: str, app: Flask, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        make_seller(session, email="lain@uji.test")
        make_office(session, email="asing@uji.test")
    stranger, neighbour = sign_in("asing@uji.test"), sign_in("lain@uji.test")

    assert stranger.get(f"/binaan/{slug}").status_code == 404
    assert neighbour.get(f"/rencana-usaha/{slug}/2026").status_code == 404
    assert neighbour.get("/binaan").status_code == 403


def test_a_report_is_shown_and_saved_by_its_author(sign_in: SignIn, slug: str) -> None:
    browser = sign_in(ASSISTANT)
    found = re.search(r"/pendampingan/laporan/(\d{4}-\d{2})/(\d+)", browser.get("/pendampingan/laporan").text)
    assert found is not None
    path = found.group(0)

    assert browser.get(path).status_code == 200
    assert browser.get(f"{path}/laporan.xlsx").data.startswith(b"PK")
    assert browser.get(f"{path}/laporan.pdf").data.startswith(b"%PDF-")
    assert browser.get("/pendampingan/laporan/2026-13/1").status_code == 404
    assert browser.get(f"/pendampingan/laporan/{found.group(1)}/gabungan.xlsx").status_code == 403
