"""The queue of an office: its own regency, narrowed, ordered, and what comes next in the same order."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from certification.desk import queries as desk
from certification.desk.listing import Listing, Order, Tab
from certification.models import Certificate
from certification.subscribers import tell
from marketplace.core.roles import Actor
from marketplace.db import Database
from tests.factories import NOW, SURABAYA, make_official, make_seller
from tests.factories_certification import make_certificate, make_producer
from tests.queries import count_queries

DEKET = "35.24.17"


def paper(session: Session, *, region: str = "", holder: str = "", name: str = "", **fields: Any) -> Certificate:
    profile = {key: value for key, value in {"region": region, "name": name}.items() if value}
    producer = make_producer(session, make_seller(session, **profile), name=holder)
    days = fields.pop("days", 1)
    return make_certificate(
        session, producer, state=fields.pop("state", "submitted"), submitted_at=NOW - timedelta(days=days), **fields
    )


@pytest.fixture
def me(session: Session) -> Actor:
    return make_official(session)


def codes(session: Session, me: Actor, listing: Listing) -> list[str]:
    return [row.code for row in desk.page_of(session, me, listing, 1)]


def test_the_longest_waiting_is_first_and_each_part_is_apart(session: Session, me: Actor) -> None:
    paper(session, code="MUDA", days=1)
    paper(session, code="TUA", days=5)
    paper(session, code="TANDA", number="", application_receipt="STTD-9999-1")
    paper(session, code="KEMBALI", state="needs_correction")
    paper(session, code="SAH", state="verified")
    paper(session, code="DRAF", state="draft")

    assert codes(session, me, Listing()) == ["TUA", "MUDA"]
    assert codes(session, me, Listing(tab=Tab.APPLICATIONS)) == ["TANDA"]
    assert codes(session, me, Listing(tab=Tab.RETURNED)) == ["KEMBALI"]
    assert codes(session, me, Listing(tab=Tab.DECIDED)) == ["SAH"]
    assert desk.counts(session, me, Listing()) == {
        Tab.PAPERS: 2,
        Tab.APPLICATIONS: 1,
        Tab.RETURNED: 1,
        Tab.DECIDED: 1,
    }
    assert desk.waiting_count(session, me) == 2


def test_papers_of_another_regency_are_in_no_part_of_the_queue(session: Session, me: Actor) -> None:
    for state in ("submitted", "verified", "needs_correction"):
        paper(session, region=SURABAYA, state=state)

    assert set(desk.counts(session, me, Listing()).values()) == {0}
    assert all(codes(session, me, Listing(tab=tab)) == [] for tab in Tab)
    assert desk.next_of(session, me, Listing()) is None
    assert codes(session, me, Listing(region=SURABAYA)) == []


def test_what_is_most_at_risk_is_first_and_of_equals_the_oldest(session: Session, me: Actor) -> None:
    paper(session, code="SEPI2", days=1)
    paper(session, code="SEPI1", days=9)
    paper(session, code="BESAR", days=2, risk_rank=-5_000_000)
    paper(session, code="KECIL", days=3, risk_rank=-40_000)

    assert codes(session, me, Listing(order=Order.RISK)) == ["BESAR", "KECIL", "SEPI1", "SEPI2"]


@pytest.mark.parametrize("order", list(Order))
def test_next_goes_through_the_listing_in_its_order_and_no_further(session: Session, me: Actor, order: Order) -> None:
    for place in range(4):
        paper(session, days=place // 2, risk_rank=-(place % 2), scheme="pirt")
    paper(session, scheme="halal", days=9, risk_rank=-99)
    listing = Listing(order=order, scheme="pirt")

    walked, here = [], desk.next_of(session, me, listing)
    while here is not None:
        walked.append(here.code)
        here = desk.next_of(session, me, listing, after=here)

    assert len(walked) == 4
    assert walked == codes(session, me, listing)


NARROWINGS: tuple[tuple[Listing, list[str]], ...] = (
    (Listing(region="35.24.14"), ["LAMA", "BARU"]),
    (Listing(region="35.24.1"), []),  # a prefix ends at a dot
    (Listing(region=DEKET), ["DEKET"]),
    (Listing(scheme="bpom"), ["DEKET"]),
    (Listing(q="2435 1399-9900"), ["DEKET"]),
    (Listing(q="sumiati"), ["LAMA"]),
    (Listing(q="kdmp deket"), ["DEKET"]),
    (Listing(q="baru"), ["BARU"]),
    (Listing(q="100%"), []),
    (Listing(q="_"), []),
    (Listing(scheme="pirt", q="sumiati"), []),
)


def test_it_is_narrowed_by_place_kind_and_words(session: Session, me: Actor) -> None:
    paper(session, code="LAMA", days=3, holder="Ibu Sumiati")
    paper(session, code="BARU", days=2)
    paper(session, code="DEKET", days=1, region=DEKET, name="KDMP Deket", scheme="bpom", number="MD 243513999900131")

    for listing, found in NARROWINGS:
        assert codes(session, me, listing) == found, listing
        assert desk.counts(session, me, listing)[Tab.PAPERS] == len(found), listing


def test_the_queue_asks_as_much_for_many_papers_as_for_one(session: Session, database: Database, me: Actor) -> None:
    def asked() -> int:
        session.expunge_all()
        session.info.clear()  # as a new request would begin
        with count_queries(database) as seen:
            for row in desk.page_of(session, me, Listing(), 1):
                assert row.producer.name
                assert row.cooperative.region.path
        return len(seen)

    paper(session)
    few = asked()
    for _ in range(5):
        paper(session)

    assert asked() == few


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_officials_of_the_regency_are_told_of_a_new_paper(app: Flask, session: Session, me: Actor) -> None:
    from marketplace.events.subscriptions import Happening
    from marketplace.notifications.models import Notification

    elsewhere = make_official(session, region=SURABAYA)
    certificate = paper(session)
    happening = Happening(
        id=1,
        name="certificate.submitted",
        subject_kind="certificate",
        subject_id=certificate.id,
        actor_user_id=None,
        actor_organisation_id=None,
        occurred_at=NOW,
        data={},
    )

    with app.test_request_context():
        tell(session, happening, NOW)
    session.flush()
    told = {row.user_id for row in session.query(Notification).all()}

    assert me.user_id in told
    assert elsewhere.user_id not in told
