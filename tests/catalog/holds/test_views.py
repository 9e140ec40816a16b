"""The pages of changes: the seller sees, files and takes back; the official decides."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog import details
from catalog.drafts import PackingDraft
from catalog.holds.models import PaperHold
from catalog.models import LinkState, Product, ProductPaper
from marketplace.db import Database
from tests.factories import NOW, make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.pages import post

SignIn = Callable[[str], FlaskClient]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def product(database: Database) -> str:
    """The code of a product whose ingredients changed under its halal paper."""
    with database.transaction() as session:
        seller = make_seller(session, email="ketua@uji.test")
        make_official(session, email="petugas@uji.test")
        maker = make_producer(session, seller)
        papers = tuple(make_certificate(session, maker, scheme=scheme) for scheme in ("halal", "pirt"))
        found = make_product(
            session,
            seller,
            name="Keripik Tempe 150 g",
            category="snacks",
            producer=maker,
            certificates=papers,
            ingredients="Tempe, garam",
            packaging="botol kaca",
        )
        draft = PackingDraft(base_unit="lembar", weight_g=250, ingredients="Tempe, gula", packaging="botol kaca")
        details.save_packing(session, seller, found, draft, seen=found.version, now=NOW)
        return found.code


def hold_of(database: Database) -> PaperHold:
    with database.reading() as session:
        return session.scalars(select(PaperHold)).one()


def test_a_change_is_seen_filed_and_confirmed(sign_in: SignIn, database: Database, product: str) -> None:
    client = sign_in("ketua@uji.test")
    hold = hold_of(database)
    steps = client.get(f"/produk-saya/{product}/sertifikat").text
    assert f"/perubahan/{hold.code}" in steps
    assert "P-IRT" in steps and "botol kaca" in steps
    assert "Keripik Tempe" in client.get("/perubahan").text
    assert f"/perubahan/{hold.code}" in client.get(f"/produk-saya/{product}").text

    refused = post(client, f"/perubahan/{hold.code}", {"note": "x", "version": str(hold.version)})
    assert refused.status_code == 422
    sent = post(client, f"/perubahan/{hold.code}", {"note": "Gula menggantikan garam.", "version": str(hold.version)})
    assert sent.status_code == 302

    client = sign_in("petugas@uji.test")
    url = f"/periksa-perubahan/{hold.code}"
    assert url in client.get("/periksa-perubahan").text
    assert "Gula menggantikan garam." in client.get(url).text
    version = str(hold_of(database).version)
    assert post(client, url, {"version": version, "verdict": "refuse"}).status_code == 422
    assert post(client, url, {"version": "0", "verdict": "confirm"}).status_code == 409
    assert post(client, url, {"version": version, "verdict": "confirm"}).status_code == 302
    with database.reading() as session:
        assert set(session.scalars(select(ProductPaper.state))) == {LinkState.COUNTS}


def test_a_change_is_taken_back_by_one_press(sign_in: SignIn, database: Database, product: str) -> None:
    client = sign_in("ketua@uji.test")
    hold = hold_of(database)

    assert post(client, f"/perubahan/{hold.code}/kembalikan", {}, page=f"/perubahan/{hold.code}").status_code == 302
    with database.reading() as session:
        assert session.scalars(select(Product.ingredients)).one() == "Tempe, garam"


def test_questions_are_asked_answered_and_their_effect_is_told(
    sign_in: SignIn, database: Database, product: str
) -> None:
    client = sign_in("ketua@uji.test")
    url = f"/produk-saya/{product}/sifat"
    assert 'value="claim"' in client.get(url).text
    assert 'value="fishery"' not in client.get(url).text
    with database.reading() as session:
        version = str(session.scalars(select(Product.version)).one())

    saved = post(client, url, {"traits": ["claim"], "version": version, "then": "stay"})

    assert saved.status_code == 302
    assert saved.location.endswith(url)
    assert "P-IRT" in client.get(url).text
    with database.reading() as session:
        assert session.scalars(select(Product.traits)).one() == ["claim"]
    odd = post(client, url, {"traits": ["fishery"], "version": version})
    assert odd.status_code == 422
