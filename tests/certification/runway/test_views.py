"""The calendar of a cooperative and an office's list of whom to help, as people see them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from marketplace.core.clock import jakarta_day, now
from marketplace.db import Database
from tests.factories import make_official, make_seller
from tests.factories_certification import make_certificate, make_producer
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SignIn = Callable[[str], FlaskClient]


def _ending(database: Database, name: str, left: int, *, region: str = "35.24.14.2011", count: int = 1) -> None:
    ends = jakarta_day(now()) + timedelta(days=left)
    with database.transaction() as session:
        seller = make_seller(session, name=name, email=f"{name.split()[-1].lower()}@uji.test", region=region)
        for place in range(count):
            make_certificate(
                session,
                make_producer(session, seller),
                scheme="pirt",
                items=(f"Keripik {name} {place}",),
                issued_on=date(2024, 1, 2),
                valid_from=date(2024, 1, 2),
                valid_until=ends,
            )


def test_the_calendar_shows_tasks_and_ends_of_ones_own_papers_alone(database: Database, sign_in: SignIn) -> None:
    _ending(database, "KDMP Satu", 20)
    _ending(database, "KDMP Dua", 20)

    page = sign_in("satu@uji.test").get("/sertifikat/kalender").text

    assert page.count("P-IRT Keripik KDMP Satu 0") == 2
    assert "KDMP Dua" not in page
    assert "Sisa 20 hari" in page


def test_an_empty_calendar_says_so(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        make_seller(session, email="baru@uji.test")

    page = sign_in("baru@uji.test").get("/sertifikat/kalender").text

    assert "Tidak ada yang perlu dikerjakan" in page


def test_an_office_sees_whom_to_help_in_its_regency_the_most_pressing_first(
    database: Database, sign_in: SignIn
) -> None:
    _ending(database, "KDMP Nanti", 150)
    _ending(database, "KDMP Segera", 3)
    _ending(database, "KDMP Jauh", 900)
    _ending(database, "KDMP Seberang", 3, region="35.22.01")
    with database.transaction() as session:
        make_official(session, email="petugas@uji.test")
    browser = sign_in("petugas@uji.test")

    page = browser.get("/periksa/bantu").text
    assert page.index("KDMP Segera") < page.index("KDMP Nanti")
    assert "KDMP Jauh" not in page
    assert "KDMP Seberang" not in page

    assert "KDMP Nanti" not in browser.get("/periksa/bantu?q=segera").text
    month = (jakarta_day(now()) + timedelta(days=150)).strftime("%Y-%m")
    assert "KDMP Segera" not in browser.get(f"/periksa/bantu?bulan={month}").text
    for odd in ("0000-99", "9999-12", "2026-13", "%00"):
        assert browser.get(f"/periksa/bantu?bulan={odd}&region=%25&q=%25%00").status_code == 200


def test_the_list_takes_as_many_queries_for_many_as_for_one(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        make_official(session, email="petugas@uji.test")
    browser = sign_in("petugas@uji.test")
    _ending(database, "KDMP Satu", 20)
    browser.get("/periksa/bantu")
    with count_queries(database) as few:
        browser.get("/periksa/bantu")
    for name in ("Dua", "Tiga", "Empat", "Lima"):
        _ending(database, f"KDMP {name}", 30, count=3)
    with count_queries(database) as many:
        browser.get("/periksa/bantu")

    assert len(many) == len(few)
    assert len(few) <= 30


@pytest.mark.parametrize("path", ["/sertifikat/kalender", "/periksa/bantu"])
def test_nobody_without_the_right_comes_in(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 302
