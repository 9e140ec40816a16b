"""Every list that can grow has a search field: parts of words find, signs are literal, and an empty result says so."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.words.models import SearchMiss, Synonym
from marketplace.accounts.models import OrganisationState
from marketplace.accounts.queries import organisation
from marketplace.core.clock import now
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from marketplace.notifications.models import MailBounce, MailState, Notification, OutgoingMail
from orders.payments.lifecycle import PaymentMethod
from orders.payments.models import Refund, RefundState
from tests.doors_goods import payment_of
from tests.factories import (
    make_buyer,
    make_member,
    make_official,
    make_operator,
    make_organisation,
    make_seller,
    make_user,
)
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.factories_fairs import make_fair, make_lead
from tests.factories_orders import make_order, make_rate
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]
ME = "saya@uji.test"
AYAM, KAMBING = "Rasa Ayam 50% Uji", "Rasa Kambing Uji"
"""What is looked for, and what stands beside it."""


def _seller(session: Session) -> Actor:
    return make_seller(session, email=ME, name="KDMP Pencari")


def _operator(session: Session) -> Actor:
    return make_operator(session, email=ME)


def _official(session: Session) -> Actor:
    return make_official(session, email=ME)


def news(session: Session, name: str, me: Actor) -> None:
    session.add(Notification(user_id=me.user_id, kind="uji", title=name, body="Kabar.", created_at=now()))


def members(session: Session, name: str, me: Actor) -> None:
    make_member(session, organisation(session, me.organisation_id), Role.STAFF, name=name)


def registrations(session: Session, name: str, _me: Actor) -> None:
    make_organisation(session, name=name, state=OrganisationState.PENDING)


def papers(session: Session, name: str, me: Actor) -> None:
    make_certificate(session, make_producer(session, me), items=(name,))


def producers(session: Session, name: str, me: Actor) -> None:
    make_producer(session, me, name=name)


def contacts(session: Session, name: str, me: Actor) -> None:
    make_lead(session, me, name=name)


def fairs(session: Session, name: str, me: Actor) -> None:
    make_fair(session, me, name=name)


def misses(session: Session, name: str, _me: Actor) -> None:
    session.add(SearchMiss(words=name, times=2, first_at=now(), last_at=now()))


def synonyms(session: Session, name: str, me: Actor) -> None:
    session.add(Synonym(word=name, means=f"arti-{name[-9:]}", created_by_id=me.user_id, created_at=now()))


def returned(session: Session, name: str, _me: Actor) -> None:
    person = make_user(session, name=name)
    person.email_verified_at = now() - timedelta(days=2)
    session.add(MailBounce(address=person.email, at=now(), reason="550"))


def failed(session: Session, name: str, _me: Actor) -> None:
    session.add(
        OutgoingMail(
            recipient="uji@uji.test",
            subject=name,
            text="",
            message_id=f"<{name}>",
            state=MailState.FAILED,
            created_at=now(),
            next_attempt_at=now(),
        )
    )


def refunds(session: Session, name: str, _me: Actor) -> None:
    buyer, seller = make_buyer(session, name=name), make_seller(session)
    order = make_order(session, buyer, seller, product=make_product(session, seller), payment_method=PaymentMethod.CARD)
    payment = payment_of(session, order)
    session.add(Refund(order_id=order.id, payment_id=payment.id, amount=1, state=RefundState.FAILED, created_at=now()))


def rates(session: Session, name: str, me: Actor) -> None:
    make_rate(session, me, region_prefix="35.24" if name == AYAM else "35.78")


Make = Callable[[Session, str, Actor], None]
LISTS: dict[str, tuple[Callable[[Session], Actor], Make, str]] = {
    "/kabar": (_seller, news, "ayam"),
    "/organisasi/anggota": (_seller, members, "AYAM"),
    "/periksa-organisasi": (_official, registrations, "ayam uji"),
    "/sertifikat": (_seller, papers, "ayam"),
    "/produsen": (_seller, producers, "yam 50%"),
    "/kontak-masuk": (_seller, contacts, "ayam"),
    "/pameran-saya": (_official, fairs, "ayam"),
    "/pengelola/pencarian-kosong": (_operator, misses, "ayam"),
    "/pengelola/sinonim": (_operator, synonyms, "ayam"),
    "/pengelola/surel-kembali": (_operator, returned, "ayam"),
    "/pengelola/latar": (_operator, failed, "ayam"),
    "/pengelola/pengembalian": (_operator, refunds, "ayam"),
    "/ongkir": (_seller, rates, "lamongan"),
}
SHOWN = {"/ongkir": ("Kabupaten Lamongan</td>", "Kota Surabaya</td>")}
"""Where the list shows something else than the names."""


@pytest.mark.parametrize("path", LISTS)
def test_a_list_finds_by_parts_of_words(app: Flask, database: Database, sign_in: SignIn, path: str) -> None:
    who, make, words = LISTS[path]
    with app.test_request_context(), database.transaction() as session:
        me = who(session)
        for name in (AYAM, KAMBING):
            make(session, name, me)
    wanted, other = SHOWN.get(path, (AYAM, KAMBING))
    browser = sign_in(ME)
    whole = browser.get(path).text

    with count_queries(database) as plain:
        browser.get(path)
    with count_queries(database) as searching:
        found = browser.get(path, query_string={"q": words}).text
    nothing = browser.get(path, query_string={"q": "_%_"})

    assert wanted in whole
    assert other in whole
    assert wanted in found
    assert other not in found
    assert f'value="{words}"' in found
    assert nothing.status_code == 200
    assert "Tidak ada yang cocok dengan" in nothing.text
    assert wanted not in nothing.text
    assert len(searching) <= len(plain)


def test_the_words_are_kept_while_paging(app: Flask, database: Database, sign_in: SignIn) -> None:
    with app.test_request_context(), database.transaction() as session:
        me = _seller(session)
        for number in range(25):
            make_producer(session, me, name=f"Ibu Ayam {number:02d}")
        make_producer(session, me, name="Pak Kambing")
    browser = sign_in(ME)

    first = browser.get("/produsen?q=ibu").text
    second = browser.get("/produsen?q=ibu&page=2").text

    assert 'href="/produsen?q=ibu&amp;page=2"' in first
    assert "Ibu Ayam 24" in second
    assert "Kambing" not in first + second


@pytest.mark.parametrize("odd", ["\x00", "%", "\\", "' OR 1=1", "🙂" * 200])
def test_odd_words_find_nothing_and_break_nothing(app: Flask, database: Database, sign_in: SignIn, odd: str) -> None:
    with app.test_request_context(), database.transaction() as session:
        make_producer(session, _seller(session), name="Ibu Ayam")

    assert sign_in(ME).get("/produsen", query_string={"q": odd}).status_code == 200
