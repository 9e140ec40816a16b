"""The pages of a policy, and the chip in the search that switches it off."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.policies.checking import current
from catalog.policies.rules import Level, PaperRule, Policy
from catalog.search import indexing
from marketplace.core.clock import jakarta_day, now
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from tests.factories import make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_policies import make_policy
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SignIn = Callable[[str], FlaskClient]
PATH = "/organisasi/kebijakan"
FORM = {
    "rule_0_papers": ["pirt", "bpom"],
    "rule_0_days": "120",
    "rule_0_level": "reason",
    "barcode": "warn",
    "readiness": "",
    "readiness_level": "inform",
    "lapse": "warn",
    "version": "0",
    "note": "Aturan pertama",
}


@pytest.fixture
def buyer(app: Flask, database: Database) -> Actor:
    """A retailer, a rival, and a cooperative with one product that has a barcode and one that has none."""
    with app.app_context(), database.transaction() as session:
        seller = make_seller(session, email="ketua@uji.test")
        make_product(session, seller, name="Sarung Berkode", barcode="8990000000006")
        make_product(session, seller, name="Sarung Polos")
        make_buyer(session, email="saingan@uji.test")
        make_buyer(session, email="keuangan@uji.test", role=Role.FINANCE)
        return make_buyer(session, email="pembeli@uji.test")


def test_a_policy_is_made_changed_and_kept(database: Database, buyer: Actor, sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")
    assert post(browser, f"{PATH}/ubah", FORM).status_code == 302
    assert post(browser, f"{PATH}/ubah", {**FORM, "rule_0_days": "90", "version": "1"}).status_code == 302

    assert "90 hari" in browser.get(PATH).text
    assert "120 hari" in browser.get(f"{PATH}/1").text
    with database.reading() as session:
        found = current(session, buyer.organisation_id or 0)
    rule = PaperRule(any_of=("pirt", "bpom"), days_left=90, level=Level.REASON)
    assert (found.papers, found.barcode, found.version) == ((rule,), Level.WARN, 2)


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"rule_0_days": "-3"}, 422, "rule_0_days"),
        ({"rule_0_days": "seratus"}, 422, "rule_0_days"),
        ({"rule_0_days": "99999"}, 422, "rule_0_days"),
        ({"readiness": "101"}, 422, "readiness"),
        ({"rule_0_papers": "nib"}, 422, "rule_0_papers"),
        ({"rule_1_papers": ["pirt", "bpom"], "rule_1_level": "warn"}, 422, "rule_1_papers"),
        ({"rule_0_papers": [], "rule_1_papers": "pirt", "rule_1_days": "99999"}, 422, "rule_1_days"),
        ({"note": "x" * 301}, 422, "note"),
        ({"version": "7"}, 409, ""),
    ],
)
def test_odd_input_is_refused_beside_its_field_and_nothing_typed_is_lost(
    buyer: Actor, sign_in: SignIn, change: dict[str, object], status: int, field: str
) -> None:
    answer = post(sign_in("pembeli@uji.test"), f"{PATH}/ubah", {**FORM, **change})
    assert answer.status_code == status
    assert not field or f'href="#{field}"' in answer.text
    assert "Aturan pertama" in answer.text or "x" * 301 in answer.text


def test_an_empty_form_is_the_law_alone_and_levels_of_nobody_are_warnings(buyer: Actor, sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")
    assert browser.get(f"{PATH}/ubah").status_code == 200
    assert post(browser, f"{PATH}/ubah", {"version": "0", "lapse": "zzz"}).status_code == 302


def test_the_shop_is_counted_before_anything_is_saved(
    app: Flask, database: Database, buyer: Actor, sign_in: SignIn
) -> None:
    with app.app_context():
        indexing.rebuild(database, jakarta_day(now()))
    browser = sign_in("pembeli@uji.test")

    tried = post(browser, f"{PATH}/ubah", {"barcode": "warn", "version": "0", "reload": "1"})

    assert (tried.status_code, "1 dari 2 produk" in tried.text) == (200, True)
    assert "2 dari 2 produk" in browser.get(PATH).text


def test_who_may_read_and_who_may_change(database: Database, buyer: Actor, sign_in: SignIn) -> None:
    with database.transaction() as session:
        make_policy(session, buyer, Policy(barcode=Level.WARN))
    for stranger in ("saingan@uji.test", "keuangan@uji.test"):
        assert sign_in(stranger).get(f"{PATH}/1").status_code == 404
    assert sign_in("ketua@uji.test").get(PATH).status_code == 403
    finance = sign_in("keuangan@uji.test")
    assert (finance.get(PATH).status_code, finance.get(f"{PATH}/ubah").status_code) == (200, 403)


def test_the_policy_narrows_searches_until_it_is_switched_off(
    app: Flask, database: Database, buyer: Actor, sign_in: SignIn, client: FlaskClient
) -> None:
    with app.app_context(), database.transaction() as session:
        make_policy(session, buyer, Policy(barcode=Level.WARN))
    with app.app_context():
        indexing.rebuild(database, jakarta_day(now()))
    browser = sign_in("pembeli@uji.test")

    narrowed, off = browser.get("/cari?q=sarung").text, browser.get("/cari?q=sarung&kebijakan=0").text

    assert ("Sarung Berkode" in narrowed, "Sarung Polos" in narrowed) == (True, False)
    assert "q=sarung&amp;kebijakan=0" in narrowed
    assert ("Sarung Polos" in off, 'name="kebijakan" value="0"' in off) == (True, True)
    for visitor in (client, sign_in("saingan@uji.test")):
        page = visitor.get("/cari?q=sarung").text
        assert ("Sarung Polos" in page, "kebijakan=0" in page) == (True, False)
    assert client.get("/api/v1/products?q=sarung").get_json()["total"] == 2


def test_a_search_asks_as_often_with_a_policy_as_without(
    app: Flask, database: Database, buyer: Actor, sign_in: SignIn
) -> None:
    with app.app_context():
        indexing.rebuild(database, jakarta_day(now()))
    browser = sign_in("pembeli@uji.test")

    def asked() -> int:
        browser.get("/cari?q=sarung")
        with count_queries(database) as seen:
            assert "2 produk" in browser.get("/cari?q=sarung").text
        return len(seen)

    before = asked()
    with database.transaction() as session:
        make_policy(session, buyer, Policy(readiness=1, readiness_level=Level.WARN))
    assert asked() == before
