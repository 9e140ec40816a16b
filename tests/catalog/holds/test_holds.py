"""A changed product puts its halal paper on hold: until it is confirmed, refused, or taken back."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import details, events, linking, requirements, services
from catalog.coverage import REFUSED
from catalog.drafts import Basics, PackingDraft
from catalog.holds import queries
from catalog.holds import services as holds
from catalog.holds.models import PaperHold
from catalog.holds.subscribers import tell
from catalog.linking import Choice
from catalog.models import Product
from catalog.ordering import check_orderable
from certification.models import Producer
from certification.requirements import Outcome
from certification.status import Status
from marketplace.accounts.models import Membership
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from marketplace.events.models import Event
from marketplace.events.subscriptions import Happening
from marketplace.notifications.models import Notification
from tests.factories import NOW, make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_file, make_producer
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DAY = date(2026, 11, 24)
OLD, NEW = "Tempe, garam", "Tempe, garam, penyedap rasa"
NOTE = "Penyedap rasa bersertifikat halal."


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def maker(session: Session, seller: Actor) -> Producer:
    return make_producer(session, seller, name="Ibu Sumiati")


@pytest.fixture
def product(session: Session, seller: Actor, maker: Producer) -> Product:
    """A snack with a verified halal certificate and a P-IRT, which can be ordered."""
    papers = tuple(
        make_certificate(session, maker, scheme=scheme, items=("Keripik Tempe", "Keripik Tempe Pedas"))
        for scheme in ("halal", "pirt")
    )
    return make_product(
        session,
        seller,
        name="Keripik Tempe 150 g",
        category="snacks",
        producer=maker,
        certificates=papers,
        ingredients=OLD,
        base_unit="bungkus",
    )


def cook(session: Session, seller: Actor, product: Product, ingredients: str) -> None:
    draft = PackingDraft(
        base_unit="bungkus", weight_g=product.weight_g, pack_size=5, carton_size=20, ingredients=ingredients
    )
    details.save_packing(session, seller, product, draft, seen=product.version, now=NOW)


def call(session: Session, seller: Actor, product: Product, name: str, producer_id: int | None = None) -> None:
    draft = Basics(
        name=name,
        category=product.category,
        producer_id=producer_id or product.producer_id,
        description=product.description,
    )
    services.save_basics(session, seller, product, draft, seen=product.version, now=NOW)


def halal(session: Session, product: Product) -> tuple[str, str]:
    """Return status and outcome of the halal duty, and check that the badge says the same."""
    answer = requirements.assessment_of(session, product, DAY).items[0]
    badge = next(row for row in requirements.badges(session, [product], DAY)[product.id] if row.scheme == "halal")
    assert badge.status == answer.status
    assert ("halal" in requirements.valid_days(product)) is (answer.outcome == Outcome.MET)
    return str(answer.status), str(answer.outcome)


def only_hold(session: Session) -> PaperHold:
    return session.scalars(select(PaperHold)).one()


def happened(session: Session) -> list[str]:
    wanted = (
        events.PAPER_HELD,
        events.CHANGE_FILED,
        events.CHANGE_CONFIRMED,
        events.CHANGE_REFUSED,
        events.HOLD_LIFTED,
    )
    return list(session.scalars(select(Event.name).where(Event.name.in_(wanted)).order_by(Event.id)))


def filed(session: Session, seller: Actor, product: Product, ingredients: str = NEW) -> PaperHold:
    cook(session, seller, product, ingredients)
    hold = only_hold(session)
    holds.file_change(session, seller, hold, NOTE, seen=hold.version, now=NOW)
    return hold


def test_new_ingredients_put_the_halal_paper_of_that_product_on_hold_and_no_other(
    session: Session, seller: Actor, product: Product, maker: Producer
) -> None:
    sister = make_product(
        session,
        seller,
        name="Keripik Tempe Pedas 150 g",
        category="snacks",
        producer=maker,
        certificates=tuple(paper.certificate for paper in product.papers),
        ingredients=OLD,
    )
    for paper in sister.papers:
        paper.item = paper.certificate.items[1]
    session.flush()

    cook(session, seller, product, NEW)

    assert halal(session, product) == ("on_hold", "missing")
    assert halal(session, sister) == ("verified", "met")
    assert requirements.assessment_of(session, product, DAY).items[1].outcome == Outcome.MET
    with pytest.raises(Conflict, match="papers_missing"):
        check_orderable(product, requirements.assessment_of(session, product, DAY))
    assert happened(session) == [events.PAPER_HELD]


@pytest.mark.parametrize("ingredients", ["tempe,  GARAM.", "Garam, tempe", "Tempe, garam 2%"])
def test_trivial_edits_hold_nothing(session: Session, seller: Actor, product: Product, ingredients: str) -> None:
    cook(session, seller, product, ingredients)

    assert halal(session, product) == ("verified", "met")
    assert happened(session) == []


def test_another_variant_on_the_same_paper_is_on_hold_and_stays_so_under_its_new_name(
    session: Session, seller: Actor, product: Product
) -> None:
    call(session, seller, product, "Keripik Tempe Pedas 150 g")
    assert halal(session, product) == ("on_hold", "missing")

    wanted = frozenset(offer.item.id for offer in linking.offers(session, product) if offer.item)
    linking.save_papers(session, seller, product, Choice(wanted), seen=product.version, now=NOW)

    assert halal(session, product) == ("on_hold", "missing")


def test_another_maker_puts_it_on_hold_and_an_official_may_confirm_it(
    session: Session, seller: Actor, product: Product
) -> None:
    other = make_producer(session, seller, name="Ibu Lain")
    call(session, seller, product, product.name, other.id)
    assert halal(session, product) == ("on_hold", "missing")

    hold = only_hold(session)
    holds.file_change(session, seller, hold, "Dapur kedua pada sertifikat yang sama.", seen=hold.version, now=NOW)
    holds.confirm(session, make_official(session), hold, seen=hold.version, now=NOW)

    assert halal(session, product) == ("verified", "met")


def test_a_paper_that_nobody_verified_is_not_put_on_hold(session: Session, seller: Actor, maker: Producer) -> None:
    paper = make_certificate(session, maker, state="submitted", items=("Keripik Tempe",))
    product = make_product(
        session,
        seller,
        name="Keripik Tempe",
        category="snacks",
        producer=maker,
        certificates=(paper,),
        ingredients=OLD,
    )

    cook(session, seller, product, NEW)

    assert session.scalars(select(PaperHold)).all() == []


def test_undoing_the_change_lifts_the_hold(session: Session, seller: Actor, product: Product) -> None:
    cook(session, seller, product, NEW)
    cook(session, seller, product, OLD.upper())

    assert halal(session, product) == ("verified", "met")
    assert happened(session) == [events.PAPER_HELD, events.HOLD_LIFTED]


def test_taking_it_back_restores_the_product_and_a_second_click_does_nothing(
    session: Session, seller: Actor, product: Product
) -> None:
    hold = filed(session, seller, product)
    for _click in range(2):
        holds.take_back(session, seller, hold, now=NOW)

    assert product.ingredients == OLD
    assert halal(session, product) == ("verified", "met")
    assert happened(session)[-1] == events.HOLD_LIFTED


def test_a_confirmed_change_counts_and_is_what_the_next_one_is_held_against(
    session: Session, seller: Actor, product: Product
) -> None:
    hold = filed(session, seller, product)
    assert (hold.before["ingredients"], hold.filed and hold.filed["ingredients"]) == (OLD, NEW)

    official = make_official(session)
    for _click in range(2):
        holds.confirm(session, official, hold, seen=hold.version, now=NOW)
    assert halal(session, product) == ("verified", "met")

    cook(session, seller, product, OLD)
    assert halal(session, product) == ("on_hold", "missing")
    assert happened(session) == [events.PAPER_HELD, events.CHANGE_FILED, events.CHANGE_CONFIRMED, events.PAPER_HELD]


def test_a_refused_change_leaves_no_badge_until_there_is_a_new_paper(
    session: Session, seller: Actor, product: Product, maker: Producer
) -> None:
    hold = filed(session, seller, product)
    holds.refuse(session, make_official(session), hold, "Penyedap ini tidak ada.", seen=hold.version, now=NOW)

    assert halal(session, product) == ("missing", "missing")
    assert str(requirements.assessment_of(session, product, DAY).items[0].reason) == str(REFUSED.reason)

    items = frozenset(paper.item_id for paper in product.papers)
    linking.save_papers(session, seller, product, Choice(frozenset()), seen=product.version, now=NOW)
    linking.save_papers(session, seller, product, Choice(items), seen=product.version, now=NOW)
    assert halal(session, product) == ("missing", "missing")

    fresh = make_certificate(session, maker, items=("Keripik Tempe",))
    linking.save_papers(session, seller, product, Choice(frozenset({fresh.items[0].id})), seen=product.version, now=NOW)
    assert halal(session, product) == ("verified", "met")


def test_taking_the_paper_off_and_on_again_hides_no_change(session: Session, seller: Actor, product: Product) -> None:
    items = frozenset(paper.item_id for paper in product.papers)
    linking.save_papers(session, seller, product, Choice(frozenset()), seen=product.version, now=NOW)
    linking.save_papers(session, seller, product, Choice(items), seen=product.version, now=NOW)
    assert halal(session, product) == ("verified", "met")

    linking.save_papers(session, seller, product, Choice(frozenset()), seen=product.version, now=NOW)
    cook(session, seller, product, NEW)
    linking.save_papers(session, seller, product, Choice(items), seen=product.version, now=NOW)
    assert halal(session, product) == ("on_hold", "missing")
    assert happened(session) == [events.PAPER_HELD]


def test_a_change_after_filing_must_be_filed_again(session: Session, seller: Actor, product: Product) -> None:
    hold = filed(session, seller, product)
    seen = hold.version
    cook(session, seller, product, NEW + ", gula")

    assert hold.state == "open"
    with pytest.raises(Conflict, match="already_decided"):
        holds.confirm(session, make_official(session), hold, seen=seen, now=NOW)


def test_filing_needs_words_and_an_own_file(session: Session, seller: Actor, product: Product) -> None:
    cook(session, seller, product, NEW)
    hold = only_hold(session)

    with pytest.raises(Invalid):
        holds.file_change(session, seller, hold, "ganti", seen=hold.version, now=NOW)
    with pytest.raises(Conflict, match="stale"):
        holds.file_change(session, seller, hold, NOTE, seen=hold.version - 1, now=NOW)
    strange = make_file(session, make_producer(session, make_seller(session)))
    with pytest.raises(Invalid):
        holds.file_change(session, seller, hold, NOTE, strange, seen=hold.version, now=NOW)
    with pytest.raises(NotFound):
        holds.file_change(session, make_seller(session), hold, NOTE, seen=hold.version, now=NOW)


def test_nobody_decides_on_their_own_cooperative_and_no_seller_decides(
    session: Session, seller: Actor, product: Product
) -> None:
    hold = filed(session, seller, product)
    official = make_official(session)
    session.add(
        Membership(user_id=official.user_id, organisation_id=seller.organisation_id, role=Role.STAFF, created_at=NOW)
    )
    session.flush()

    with pytest.raises(NotAllowed):
        holds.confirm(session, official, hold, seen=hold.version, now=NOW)
    with pytest.raises(NotAllowed):
        holds.refuse(session, seller, hold, "Tidak.", seen=hold.version, now=NOW)
    assert queries.queue_count(session, official) == 0
    assert queries.queue_count(session, make_official(session)) == 1


def test_a_refusal_needs_a_reason(session: Session, seller: Actor, product: Product) -> None:
    hold = filed(session, seller, product)

    with pytest.raises(Invalid):
        holds.refuse(session, make_official(session), hold, "  ", seen=hold.version, now=NOW)


def test_two_officials_at_once_decide_once(session: Session, seller: Actor, product: Product) -> None:
    hold = filed(session, seller, product)
    seen = hold.version
    holds.confirm(session, make_official(session), hold, seen=seen, now=NOW)

    with pytest.raises(Conflict, match="already_decided"):
        holds.refuse(session, make_official(session), hold, "Tidak.", seen=seen, now=NOW)


def test_those_concerned_are_told_each_time(app: Flask, session: Session, seller: Actor, product: Product) -> None:
    official = make_official(session)
    hold = filed(session, seller, product)
    holds.confirm(session, official, hold, seen=hold.version, now=NOW)

    with app.test_request_context("/"):
        for row in session.scalars(select(Event).where(Event.subject_kind == "product").order_by(Event.id)):
            if row.name in happened(session):
                happening = Happening(
                    id=row.id,
                    name=row.name,
                    subject_kind=row.subject_kind,
                    subject_id=row.subject_id,
                    actor_user_id=row.actor_user_id,
                    actor_organisation_id=row.actor_organisation_id,
                    occurred_at=row.occurred_at,
                    data=row.data,
                )
                tell(session, happening, NOW)

    told = session.execute(select(Notification.user_id, Notification.kind, Notification.url).order_by(Notification.id))
    rows = [tuple(row) for row in told]
    assert (seller.user_id, "certificate_change_held", f"/perubahan/{hold.code}") in rows
    assert (official.user_id, "certificate_change_filed", f"/periksa-perubahan/{hold.code}") in rows
    assert (seller.user_id, "certificate_change_confirmed", f"/perubahan/{hold.code}") in rows


def test_twenty_four_products_with_papers_and_holds_are_judged_in_two_queries(
    database: Database, session: Session, seller: Actor, maker: Producer
) -> None:
    halal_paper, permit = (
        make_certificate(session, maker, scheme=scheme, items=("Keripik Tempe",)) for scheme in ("halal", "pirt")
    )
    products = [
        make_product(
            session,
            seller,
            name="Keripik Tempe 150 g",
            category="snacks",
            producer=maker,
            certificates=(halal_paper, permit),
            ingredients=OLD,
        )
        for _number in range(24)
    ]
    for product in products[:12]:
        cook(session, seller, product, NEW)
    session.flush()

    with count_queries(database) as seen:
        found = requirements.assessments(session, products, DAY)
    assert len(seen) <= 2
    assert [found[product.id].items[0].status for product in products].count(Status.ON_HOLD) == 12
