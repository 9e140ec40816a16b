"""The screen of a booth: proofs of the moment, for everybody the same, and nothing of a person."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import update

from catalog.models import Product
from marketplace.db import Database
from tests.factories import make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.factories_fairs import make_booth, make_fair
from tests.queries import count_queries

SignIn = Callable[[str], FlaskClient]


def make_stand(database: Database, *, products: int = 1, state: str = "verified", fair: str = "public") -> str:
    with database.transaction() as session:
        seller, official = make_seller(session), make_official(session, name="Dinas Uji")
        shown = []
        for number in range(products):
            maker = make_producer(session, seller)
            paper = make_certificate(session, maker, state=state, items=("Keripik Tempe",), official=official)
            product: dict[str, Any] = {
                "code": f"LAYAR{number}",
                "producer": maker,
                "category": "snacks",
                "shelf_life_days": 90,
            }
            shown.append(make_product(session, seller, name="Keripik Tempe", certificates=(paper,), **product))
        place = make_fair(session, official, state=fair)
        booth = make_booth(session, place, seller, products=shown)
        return f"/pameran/{place.slug}/{booth.code}"


def test_the_screen_tells_the_hour_and_who_checked(client: FlaskClient, database: Database) -> None:
    page = client.get(f"{make_stand(database)}/layar").text

    # What the script is given stands in attributes: what is asked for here is read without a script too.
    lamp, proofs = (page.partition(f'class="{name}"')[2] for name in ("screen-contact", "screen-proofs"))
    assert "per jam" in lamp.partition("</p>")[0]
    shown = proofs.partition("</ul>")[0]
    assert "Halal terverifikasi" in shown
    assert "diperiksa Dinas Uji" in shown


def test_the_answer_for_the_device_says_what_counts_and_from_when_it_is(
    client: FlaskClient, database: Database
) -> None:
    answer = client.get(f"{make_stand(database)}/bukti.json").get_json()

    (halal,) = [proof for proof in answer["products"]["LAYAR0"] if proof["scheme"] == "halal"]
    assert halal["counts"] is True
    assert answer["at"].endswith("+07:00")


def test_a_revoked_paper_is_shown_as_revoked_on_the_screen_and_at_the_booth(
    client: FlaskClient, database: Database
) -> None:
    stand = make_stand(database, state="revoked")

    (halal,) = [p for p in client.get(f"{stand}/bukti.json").get_json()["products"]["LAYAR0"] if p["scheme"] == "halal"]
    assert (halal["status"], halal["counts"]) == ("revoked", False)
    for path in (f"{stand}/layar", stand):
        page = client.get(path).text
        assert "dicabut" in page
        assert "Halal terverifikasi" not in page


def test_what_a_device_keeps_is_the_same_for_everybody(
    client: FlaskClient, sign_in: SignIn, database: Database
) -> None:
    stand = make_stand(database)
    with database.transaction() as session:
        make_official(session, email="petugas@uji.test")
    browser = sign_in("petugas@uji.test")

    for path in ("layar", "bukti.json"):
        own, strangers = browser.get(f"{stand}/{path}"), client.get(f"{stand}/{path}")
        assert "Set-Cookie" not in own.headers
        assert "csrf" not in own.text
        assert "Siti Uji" not in own.text
        assert len(own.text) == len(strangers.text)


def test_a_fair_in_preparation_has_no_screen(client: FlaskClient, database: Database) -> None:
    stand = make_stand(database, fair="draft")

    assert client.get(f"{stand}/layar").status_code == 404
    assert client.get(f"{stand}/bukti.json").status_code == 404


def test_more_products_ask_no_more_questions(client: FlaskClient, database: Database) -> None:
    asked = []
    for products in (1, 4):
        stand = make_stand(database, products=products)
        with count_queries(database) as queries:
            assert client.get(f"{stand}/layar").status_code == 200
        asked.append(len(queries))
        with database.transaction() as session:
            session.execute(update(Product).values(code=Product.code + "X"))

    assert asked[0] == asked[1]
