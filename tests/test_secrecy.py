"""What is never public: tax and identity numbers, bank accounts, homes, people's addresses and numbers, scans.

Every public address is opened, with real things behind it, by strangers and by somebody of another organisation.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from catalog.fairs import withdrawal
from catalog.search import indexing
from certification.models import Certificate
from marketplace.accounts import invitations, people
from marketplace.accounts.access import PUBLIC, guard_of
from marketplace.accounts.models import Organisation, User
from marketplace.accounts.queries import active_cooperative
from marketplace.core.clock import jakarta_day, now
from marketplace.core.roles import Actor, Role
from marketplace.credentials import links
from marketplace.credentials.models import LinkKind
from marketplace.db import Database
from marketplace.files.models import StoredFile
from marketplace.notifications.groups import Group
from marketplace.notifications.stopping import Wish, token_for
from orders.models import Order
from tests.factories import make_buyer, make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.factories_fairs import make_booth, make_fair, make_lead
from tests.factories_orders import make_order
from tests.mails import mails_to, token_in
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MARKS = {
    "npwp": "99.888.777.6-555.444",
    "nik_koperasi": "9988776655443322",
    "bank_account_number": "445566112233",
    "bank_account_holder": "Pemilik Rekening Rahasia",
    "email": "rahasia-orang@uji.test",
    "phone": "081299887766",
    "person": "Nama Orang Rahasia",
    "ship_to_name": "Penerima Rahasia",
    "ship_to_phone": "081299880000",
    "ship_to_address": "Jalan Rumah Rahasia 99",
    "buyer_reference": "PO-RAHASIA-99",
    "note": "Catatan rahasia",
    "original_name": "pindaian-rahasia.pdf",
    "stored_name": "9f8e7d6c5b4a39281706f5e4d3c2b1a0.pdf",
    "page_name": "9f8e7d6c5b4a39281706f5e4d3c2b1a0-p1.webp",
    "sha256": "9f" * 32,
    "lead_name": "Pengunjung Rahasia",
    "lead_phone": "081299881111",
    "lead_email": "rahasia-pengunjung@uji.test",
    "lead_message": "Pesan rahasia pengunjung",
}
PROFILE = ("npwp", "nik_koperasi", "bank_account_number", "bank_account_holder")


@dataclass(frozen=True)
class Town:
    """A cooperative with everything: the values for the places in public addresses."""

    places: dict[tuple[str, str], object]
    """Endpoint and name of the place to what stands there."""
    order: str
    file: int
    token: str
    """Of somebody of another organisation, for the API."""


def mark_person(session: Session, actor: Actor, email: str) -> None:
    """Give a person marked ways to be reached."""
    user = session.get_one(User, actor.user_id)
    user.name, user.email, user.phone = MARKS["person"], email, MARKS["phone"]


def mark_certificate(session: Session, seller: Actor) -> Certificate:
    """Make a certificate whose scan has marked names."""
    certificate = make_certificate(session, make_producer(session, seller))
    scan = session.get_one(StoredFile, certificate.file_id)
    scan.original_name, scan.stored_name = MARKS["original_name"], MARKS["stored_name"]
    scan.pages, scan.sha256 = [MARKS["page_name"]], MARKS["sha256"]
    return certificate


def mark_order(session: Session, buyer: Actor, seller: Actor) -> Order:
    """Make an order to a marked home."""
    return make_order(
        session,
        buyer,
        seller,
        ship_to_name=MARKS["ship_to_name"],
        phone=MARKS["ship_to_phone"],
        address=MARKS["ship_to_address"],
        buyer_reference=MARKS["buyer_reference"],
        note=MARKS["note"],
    )


@pytest.fixture
def town(app: Flask, database: Database) -> Town:
    """Fill the site with one of everything, marked."""
    with app.test_request_context(), database.transaction() as session:
        seller, buyer = make_seller(session, name="KDMP Rahasia Uji"), make_buyer(session)
        organisation = session.get_one(Organisation, seller.organisation_id)
        for name in PROFILE:
            setattr(organisation, name, MARKS[name])
        product = make_product(session, seller)
        certificate = mark_certificate(session, seller)
        order = mark_order(session, buyer, seller)
        booth = make_booth(session, make_fair(session, make_official(session)), seller, products=[product])
        lead = make_lead(
            session,
            seller,
            booth=booth,
            name=MARKS["lead_name"],
            phone=MARKS["lead_phone"],
            email=MARKS["lead_email"],
            message=MARKS["lead_message"],
        )
        mark_person(session, seller, MARKS["email"])
        mark_person(session, buyer, "b-" + MARKS["email"])
        invitations.invite(session, seller, "undangan@uji.test", Role.STAFF, now=now())
        invited = token_in(mails_to(session, "undangan@uji.test")[-1])
        other = make_buyer(session, email="lain@uji.test")
        stop = token_for(app.config["SETTINGS"].secret_key, Wish(seller.user_id, Group.ORDERS))
        reset, verify = (
            links.issue(session, kind, seller.user_id, "x@uji.test", now=now())
            for kind in (LinkKind.RESET, LinkKind.VERIFY_EMAIL)
        )
        assert certificate.file_id is not None
        town = Town(
            places={
                ("catalog_api.cooperative", "slug"): organisation.slug,
                ("storefront.cooperative", "slug"): organisation.slug,
                ("catalog_api.product", "code"): product.code,
                ("storefront.product", "code"): product.code,
                ("certificates_api.explain_number", "scheme"): "halal",
                ("fairs_api.fair", "slug"): booth.fair.slug,
                ("fairs.show", "slug"): booth.fair.slug,
                ("fairs.booth", "slug"): booth.fair.slug,
                ("fairs.booth", "code"): booth.code,
                ("forgetting.withdraw", "token"): withdrawal.token_for(lead),
                ("proof.show", "code"): certificate.code,
                ("proof.qr_svg", "code"): certificate.code,
                ("proof.qr_png", "code"): certificate.code,
                ("booth_screen.show", "slug"): booth.fair.slug,
                ("booth_screen.show", "code"): booth.code,
                ("booth_screen.proofs", "slug"): booth.fair.slug,
                ("booth_screen.proofs", "code"): booth.code,
                ("plumbing.media", "name"): MARKS["page_name"],
                ("pages.old", "slug"): "privasi",
                ("pages.old", "number"): 1,
                ("stopping.show", "token"): stop,
                ("reset.choose", "token"): reset,
                ("credentials.verify", "token"): verify,
                ("invitation.show", "token"): invited,
            },
            order=order.number,
            file=certificate.file_id,
            token=people.make_token(session, other, "uji", can_write=False, now=now()),
        )
    with app.app_context():
        indexing.rebuild(database, jakarta_day(now()))
    return town


HOLDS_SECRETS = {
    "invitation.show": {"person"},
    "credentials.verify": {"email", "person"},
    "stopping.show": {"email", "person"},
    "reset.choose": {"person"},
}
"""Whoever has such a link got it by mail and is named there: what the page may say of them."""

ASKING = {
    "certificates_api.certificates": "?scheme=halal&number=ID",
    "certificates_api.explain_number": "?number=ID35110001325901022",
    "catalog_api.suggestions": "?q=kain",
    "storefront.suggest": "?q=rahasia",
    "storefront.search": "?q=kain",
    "catalog_api.products": "?q=kain",
    "leads.new": "?cooperative=kdmp-rahasia-uji",
    "leads.thanks": "?cooperative=kdmp-rahasia-uji",
}


def public_pages(app: Flask, town: Town) -> Iterator[tuple[str, str]]:
    """Give every public endpoint with an address that leads to something; a new one without is an error."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.endswith("static") or "GET" not in (rule.methods or ()):
            continue
        if guard_of(app.view_functions[rule.endpoint]) == PUBLIC:
            yield rule.endpoint, address(rule, town) + ASKING.get(rule.endpoint, "")


def address(rule: Rule, town: Town) -> str:
    """Return the address of a route with real things in its places."""
    values = {name: town.places[rule.endpoint, name] for name in rule.arguments}
    built = rule.build(values)
    assert built is not None
    return str(built[1])


def told(text: str, endpoint: str = "") -> list[str]:
    """Return which secrets a text tells, however its numbers are grouped."""
    plain = text.replace(" ", "").replace("-", "")
    allowed = HOLDS_SECRETS.get(endpoint, set())
    return [
        name
        for name, mark in MARKS.items()
        if name not in allowed and (mark in text or mark.replace(" ", "").replace("-", "") in plain)
    ]


def browsers(app: Flask) -> Iterator[FlaskClient]:
    """Give a stranger's browser, and one of somebody of another organisation."""
    yield app.test_client()
    signed_in = app.test_client()
    assert post(signed_in, "/masuk", {"email": "lain@uji.test", "password": "kata-sandi-uji-2026"}).status_code == 302
    yield signed_in


def test_no_public_page_or_answer_tells_what_is_secret(app: Flask, town: Town) -> None:
    leaks = []
    opened = 0
    for browser in browsers(app):
        for endpoint, path in public_pages(app, town):
            answer = browser.get(path)
            opened += answer.status_code == 200
            said = answer.get_data().decode(errors="replace")  # pictures too
            leaks += [(endpoint, name) for name in told(said.replace(path, ""), endpoint)]

    assert leaks == []
    assert opened > 50, "most addresses led to something"


def test_a_leak_that_is_there_is_seen(app: Flask, town: Town, database: Database) -> None:
    slug = str(town.places["storefront.cooperative", "slug"])
    with app.test_request_context(), database.transaction() as session:
        active_cooperative(session, slug).about = f"NPWP {MARKS['npwp']}, telepon 0812 9988 7766"

    assert told(app.test_client().get(f"/k/{slug}").text) == ["npwp", "phone"]


def test_scans_and_orders_of_others_are_not_there(app: Flask, town: Town) -> None:
    paths = [f"/berkas/{town.file}", f"/berkas/{town.file}/halaman/1", f"/pesanan/{town.order}"]
    for media in (MARKS["stored_name"], MARKS["page_name"]):
        paths.append(f"/media/{media}")
    for browser in browsers(app):
        for path in paths:
            answer = browser.get(path)
            assert answer.status_code in (302, 404), path
            assert told(answer.get_data().decode(errors="replace").replace(path, "")) == []


@pytest.mark.parametrize("asked", ["groups=admin", "fields=npwp,bank_account_number", "include=organisation.users"])
def test_t26_nobody_picks_what_an_answer_shows(app: Flask, town: Town, asked: str) -> None:
    headers = {"Authorization": f"Bearer {town.token}"}
    calls = [
        f"/api/v1/cooperatives/{town.places['catalog_api.cooperative', 'slug']}",
        f"/api/v1/products/{town.places['catalog_api.product', 'code']}",
        "/api/v1/products",
        "/api/v1/cooperatives",
        "/api/v1/orders",
        f"/api/v1/orders/{town.order}",
    ]
    for call in calls:
        plain = app.test_client().get(call, headers=headers)
        chosen = app.test_client().get(f"{call}?{asked}", headers=headers)

        assert chosen.status_code in (plain.status_code, 400, 422), call
        assert told(plain.text) == told(chosen.text) == [], call
        if chosen.status_code == 200:
            assert chosen.json == plain.json
