"""Names that look like the language of templates are names: on pages, in notices, in mails, in the API."""

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.models import Organisation, User
from marketplace.core.clock import now
from marketplace.db import Database
from marketplace.events import outbox
from marketplace.notifications.models import OutgoingMail
from tests.factories import make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_order

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TRICK = "{{7*7}} {event.__init__.__code__} %(name)s {0} %s ${7*7}"
PRODUCT, SELLER, BUYER, PERSON = (f"{kind} {TRICK}" for kind in ("Kain", "KDMP", "PT", "Siti"))


def test_t68_names_in_the_language_of_templates_come_out_as_they_are(
    app: Flask, database: Database, client: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    with app.test_request_context(), database.transaction() as session:
        seller = make_seller(session, email="penjual@uji.test", name=SELLER)
        buyer = make_buyer(session, email="pembeli@uji.test", name=BUYER)
        session.get_one(User, buyer.user_id).name = PERSON
        product = make_product(session, seller, name=PRODUCT)
        number = make_order(session, buyer, seller, product=product, now=now()).number
        code, slug = product.code, session.get_one(Organisation, seller.organisation_id).slug
    with app.test_request_context():
        outbox.drain(database, now=now())
    buying, selling = sign_in("pembeli@uji.test"), sign_in("penjual@uji.test")

    for browser, path, names in (
        (client, f"/p/{code}", [PRODUCT, SELLER]),
        (client, f"/k/{slug}", [PRODUCT, SELLER]),
        (buying, f"/pesanan/{number}", [PRODUCT, SELLER, PERSON]),
        (selling, f"/pesanan/{number}", [PRODUCT, BUYER]),
        (buying, "/pesanan", [SELLER]),
        (selling, "/pesanan", [BUYER]),
        (selling, "/kabar", [BUYER]),
        (buying, "/akun", [PERSON]),
    ):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert [name for name in names if name not in unescape(answer.text)] == [], path
    with database.reading() as session:
        mails = [mail.subject + mail.text for mail in session.scalars(select(OutgoingMail))]
    assert any(BUYER in mail for mail in mails)
