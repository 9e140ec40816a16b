"""The visitor's form and the cooperative's list of contacts."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog.fairs.models import Lead
from marketplace.core.clock import now
from marketplace.db import Database
from tests.catalog.fairs.views.conftest import Scene
from tests.factories import make_seller
from tests.factories_fairs import make_booth, make_fair, make_lead
from tests.pages import post
from tests.queries import count_queries

WRITTEN = {
    "name": "Rini Astuti",
    "organisation_name": "Toko Contoh",
    "phone": "0800-0000-6101",
    "email": "",
    "message": "Berapa harga per karton?",
    "consent": "y",
    "key": "kunci-uji-0000001",
}


def leads_in(database: Database) -> list[Lead]:
    with database.reading() as session:
        return list(session.scalars(select(Lead)))


def test_a_visitor_without_an_account_leaves_a_contact(client: FlaskClient, scene: Scene, database: Database) -> None:
    path = f"/kontak?product={scene.products[0].code}&stan=K7MQ4"
    asked = re.search(r'<label for="consent">([^<]+)</label>', client.get(path).text)

    answer = post(client, path, WRITTEN, page=path)

    assert answer.location == f"/kontak/terima-kasih?cooperative={scene.booth.cooperative.slug}"
    assert client.get(answer.location).status_code == 200
    (lead,) = leads_in(database)
    assert (lead.product_id, lead.booth_id, lead.cooperative_id) == (
        scene.products[0].id,
        scene.booth.id,
        scene.seller.organisation_id,
    )
    assert asked is not None
    assert lead.consent_text == asked.group(1)
    assert scene.booth.cooperative.name in lead.consent_text


def test_the_consent_is_kept_in_the_language_it_was_read_in(
    client: FlaskClient, scene: Scene, database: Database
) -> None:
    path = f"/kontak?product={scene.products[0].code}&lang=en"

    post(client, path, WRITTEN, page=path)

    assert leads_in(database)[0].consent_text.startswith("I agree that")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consent": None}, "consent"),
        ({"phone": ""}, "phone"),
        ({"phone": "halo"}, "phone"),
        ({"email": "bukan surel"}, "email"),
        ({"name": ""}, "name"),
        ({"message": "x" * 3000}, "message"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    client: FlaskClient, scene: Scene, database: Database, change: dict[str, str | None], field: str
) -> None:
    path = f"/kontak?product={scene.products[0].code}"
    sent = {name: value for name, value in {**WRITTEN, **change}.items() if value is not None}

    answer = post(client, path, sent, page=path)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    for name in ("name", "organisation_name", "phone", "message", "key"):
        assert sent.get(name, "") in answer.text
    assert leads_in(database) == []


def test_sending_twice_leaves_one_contact(client: FlaskClient, scene: Scene, database: Database) -> None:
    path = f"/kontak?product={scene.products[0].code}"

    answers = [post(client, path, WRITTEN, page=path) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(leads_in(database)) == 1


@pytest.mark.parametrize("key", ["", "x", "../../etc", "k" * 500, "<script>"])
def test_an_odd_key_still_leaves_the_contact(client: FlaskClient, scene: Scene, database: Database, key: str) -> None:
    path = f"/kontak?product={scene.products[0].code}"

    assert post(client, path, {**WRITTEN, "key": key}, page=path).status_code == 302

    assert len(leads_in(database)[0].idempotency_key) <= 64


def test_a_program_that_fills_in_everything_leaves_nothing(
    client: FlaskClient, scene: Scene, database: Database
) -> None:
    path = f"/kontak?product={scene.products[0].code}"

    assert post(client, path, {**WRITTEN, "website": "http://spam.test"}, page=path).status_code == 302

    assert leads_in(database) == []


def test_a_flood_is_stopped_and_nothing_typed_is_lost(client: FlaskClient, scene: Scene, database: Database) -> None:
    with database.transaction() as session:
        for _ in range(10):
            make_lead(session, make_seller(session), created_at=now())
    path = f"/kontak?product={scene.products[0].code}"

    answer = post(client, path, WRITTEN, page=path)

    assert answer.status_code == 409
    assert "Berapa harga per karton?" in answer.text
    assert len(leads_in(database)) == 10


@pytest.mark.parametrize("query", ["", "?product=TIDAKADA", "?cooperative=tidak-ada", "?stan=TIDAKADA", "?product=%00"])
def test_a_contact_for_nothing_is_not_found(client: FlaskClient, scene: Scene, query: str) -> None:
    assert client.get(f"/kontak{query}").status_code == 404


def test_the_form_is_refused_without_its_token(client: FlaskClient, scene: Scene, database: Database) -> None:
    answer = client.post(f"/kontak?product={scene.products[0].code}", data=WRITTEN)

    assert answer.status_code == 400
    assert leads_in(database) == []


def test_the_cooperative_reads_calls_and_answers(seller: FlaskClient, scene: Scene, database: Database) -> None:
    with database.transaction() as session:
        lead = make_lead(session, scene.seller, email="rini@uji.test", name='Rini "<b>" Uji')

    page = seller.get("/kontak-masuk").text
    assert "https://wa.me/6280000006101?text=" in page
    assert 'href="tel:080000006101"' in page
    assert "<b>" not in page.split("lead-name", 1)[1].split("</h2>")[0]

    for _ in range(2):
        assert post(seller, f"/kontak-masuk/{lead.id}/selesai", {}, page="/akun").status_code == 302
    assert "Rini" not in seller.get("/kontak-masuk").text
    assert "Rini" in seller.get("/kontak-masuk?status=semua").text


def test_a_contact_is_erased_on_a_page_of_its_own(seller: FlaskClient, scene: Scene, database: Database) -> None:
    with database.transaction() as session:
        lead = make_lead(session, scene.seller)
    path = f"/kontak-masuk/{lead.id}/hapus"
    assert "Saya setuju." in seller.get(path).text

    for _ in range(2):
        assert post(seller, path, {}, page="/akun").status_code == 302

    assert leads_in(database)[0].phone == ""
    assert "Rini Uji" not in seller.get("/kontak-masuk?status=semua").text


def test_another_cooperative_neither_sees_nor_touches_a_contact(
    scene: Scene, database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.transaction() as session:
        make_seller(session, email="lain@uji.test")
        lead = make_lead(session, scene.seller)
    stranger = sign_in("lain@uji.test")

    assert "Rini Uji" not in stranger.get("/kontak-masuk?status=semua").text
    assert stranger.get(f"/kontak-masuk/{lead.id}/hapus").status_code == 404
    for action in ("selesai", "hapus"):
        assert post(stranger, f"/kontak-masuk/{lead.id}/{action}", {}, page="/akun").status_code == 404
    assert leads_in(database)[0].handled_at is None


def test_contacts_come_in_pages_at_the_price_of_one(seller: FlaskClient, scene: Scene, database: Database) -> None:
    with database.transaction() as session:
        booth = make_booth(session, make_fair(session, scene.official), scene.seller)
        make_lead(session, scene.seller, booth=booth, product_id=scene.products[0].id)
    with count_queries(database) as few:
        seller.get("/kontak-masuk")
    with database.transaction() as session:
        for number in range(24):
            booth = make_booth(session, make_fair(session, scene.official), scene.seller)
            product_id = scene.products[number % 2].id
            make_lead(session, scene.seller, name=f"Tamu {number:02d}", booth=booth, product_id=product_id)

    with count_queries(database) as many:
        page = seller.get("/kontak-masuk").text

    assert page.count("lead-item") == 20
    assert seller.get("/kontak-masuk?page=2").text.count("lead-item") == 5
    assert len(many) == len(few)
