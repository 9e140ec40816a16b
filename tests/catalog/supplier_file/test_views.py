"""The pages of supplier files: from choosing a buyer to the buyer's download."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog.supplier_file import subscribers
from marketplace.accounts.models import Organisation
from marketplace.core.clock import now
from marketplace.db import Database
from marketplace.events.models import Event
from marketplace.events.subscriptions import Happening
from marketplace.notifications.models import Notification
from tests.catalog.supplier_file import town
from tests.catalog.supplier_file.town import Place
from tests.factories import make_buyer, make_seller
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def place(app: Flask, database: Database) -> Place:
    """The town, with a stranger on each side."""
    with app.test_request_context(), database.transaction() as session:
        make_seller(session, email="lain@uji.test")
        make_buyer(session, email="asing@uji.test")
        return town.build(app, session)


def test_from_choosing_a_buyer_to_the_buyers_download(
    app: Flask, database: Database, place: Place, sign_in: SignIn
) -> None:
    seller = sign_in("ketua@uji.test")
    overview = seller.get("/berkas-pemasok").text
    found = seller.get("/berkas-pemasok/pembeli?q=surabaya+toko").text
    asked = post(seller, f"/berkas-pemasok/untuk/{place.slug}", {"language": "id", "papers": "y"})
    again = post(seller, f"/berkas-pemasok/untuk/{place.slug}", {"language": "id", "papers": "y"})
    town.work_off(app)
    with database.reading() as session:
        code = town.newest(session).code

    assert "NIK koperasi" in overview
    assert place.slug in found
    assert asked.location == again.location
    assert f"/berkas-pemasok/{code}" in seller.get(asked.location).text
    assert "Bagikan kepada Toko Uji Surabaya" in seller.get(f"/berkas-pemasok/{code}").text

    buyer, stranger = sign_in("pembeli@uji.test"), sign_in("asing@uji.test")
    assert post(buyer, f"/berkas-masuk/{code}/unduh", {}).status_code == 404
    assert post(seller, f"/berkas-pemasok/{code}/bagikan", {}).status_code == 302
    assert "KDMP Sumber" in buyer.get("/berkas-masuk?q=sumber").text
    assert "KDMP Sumber" not in stranger.get("/berkas-masuk").text
    sent = post(buyer, f"/berkas-masuk/{code}/unduh", {})
    assert (sent.status_code, sent.mimetype, sent.data[:2]) == (200, "application/zip", b"PK")
    assert sent.headers["Content-Disposition"].startswith("attachment; filename=berkas-pemasok-kdmp-sumber-rejo-")
    assert sent.headers["Cache-Control"] == "private, no-store"
    sent.close()
    assert post(stranger, f"/berkas-masuk/{code}/unduh", {}).status_code == 404
    assert post(sign_in("lain@uji.test"), f"/berkas-pemasok/{code}/unduh", {}).status_code == 404
    assert "Toko Uji Surabaya" in seller.get(f"/berkas-pemasok/{code}").text.partition("Diunduh")[2]

    post(seller, f"/berkas-pemasok/{code}/tarik", {})
    assert post(buyer, f"/berkas-masuk/{code}/unduh", {}).status_code == 404


def test_the_buyers_people_are_told_when_a_file_is_shared(
    app: Flask, database: Database, place: Place, sign_in: SignIn
) -> None:
    seller = sign_in("ketua@uji.test")
    post(seller, f"/berkas-pemasok/untuk/{place.slug}", {"language": "en"})
    town.work_off(app)
    with database.reading() as session:
        code = town.newest(session).code
    post(seller, f"/berkas-pemasok/{code}/bagikan", {})
    with app.test_request_context(), database.transaction() as session:
        shared = session.scalars(select(Event).where(Event.name == "supplier_file.shared")).one()
        happening = Happening(
            id=shared.id,
            name=shared.name,
            subject_kind=shared.subject_kind,
            subject_id=shared.subject_id,
            data=shared.data,
            actor_user_id=shared.actor_user_id,
            actor_organisation_id=shared.actor_organisation_id,
            occurred_at=shared.occurred_at,
        )
        subscribers.tell(session, happening, now())
        notices = session.scalars(select(Notification)).all()

    assert [notice.user_id for notice in notices] == [place.buyer.user_id]
    assert "KDMP Sumber" in notices[0].title


def test_the_pages_ask_as_often_for_many_buyers_as_for_few(
    app: Flask, database: Database, place: Place, sign_in: SignIn
) -> None:
    seller = sign_in("ketua@uji.test")
    counts = []
    for more in (0, 5):
        with app.test_request_context(), database.transaction() as session:
            for _each in range(more):
                make_buyer(session)
        with count_queries(database) as seen:
            assert seller.get("/berkas-pemasok/pembeli").status_code == 200
        counts.append(len(seen))
    with database.reading() as session:
        assert session.query(Organisation).count() > 6

    assert counts[0] == counts[1]
    assert place.slug


def test_who_does_not_trade_in_that_way_has_no_such_page(place: Place, sign_in: SignIn) -> None:
    assert sign_in("pembeli@uji.test").get("/berkas-pemasok").status_code == 403
    assert sign_in("ketua@uji.test").get("/berkas-masuk").status_code == 403
    assert sign_in("ketua@uji.test").get("/berkas-pemasok/untuk/tidak-ada").status_code == 404
    assert place.slug
