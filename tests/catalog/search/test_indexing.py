"""The index follows the database: through events, after a rebuild, and where the two have drifted apart."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from catalog import events, subscribers
from catalog.models import Product
from catalog.search import indexing, sources
from catalog.search.engine import Change, Receipt, SearchUnavailable
from catalog.search.query import SearchQuery
from certification import events as papers
from certification.lifecycle import CertificateState
from certification.models import Certificate
from marketplace.accounts import events as accounts
from marketplace.accounts import suspension
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import SYSTEM, Actor
from marketplace.db import Database
from marketplace.events import outbox, trail
from marketplace.events.models import Delivery, DeliveryState
from tests.factories import NOW, make_operator, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TODAY = jakarta_day(NOW)


@pytest.fixture(autouse=True)
def context(app: Flask) -> Iterator[None]:
    """The site's context, as the worker has it."""
    with app.app_context():
        yield


@pytest.fixture
def seller(database: Database) -> Actor:
    """A cooperative with an index that does not know it yet."""
    with database.transaction() as session:
        actor = make_seller(session, name="KDMP Kemantren")
    indexing.rebuild(database, TODAY)
    return actor


def found(text: str = "", **choice: object) -> list[int]:
    """Return the ids that the engine finds."""
    return indexing.engine().search(SearchQuery(text=text, **{"today": TODAY, **choice})).ids  # type: ignore[arg-type]


def happen(database: Database, name: str, kind: str, subject_id: int) -> None:
    """Record an event and let the worker deliver it."""
    with database.transaction() as session:
        trail.record(session, SYSTEM, name, kind, subject_id, now=NOW)
    outbox.drain(database, now=NOW)


def add_product(database: Database, seller: Actor, **over: object) -> int:
    """Make a published product and let the index hear of it."""
    with database.transaction() as session:
        number = make_product(session, seller, **over).id  # type: ignore[arg-type]
    happen(database, events.PRODUCT_PUBLISHED, "product", number)
    return number


def change(database: Database, model: type[Product] | type[Organisation] | type[Certificate], **values: object) -> int:
    """Change the only row of a model and return its id."""
    with database.transaction() as session:
        row: Any = session.scalars(select(model)).one()
        for name, value in values.items():
            setattr(row, name, value)
        number: int = row.id
        return number


def test_a_product_is_found_after_it_was_published_and_gone_after_it_was_withdrawn(
    database: Database, seller: Actor
) -> None:
    number = add_product(database, seller, name="Bandeng Presto")
    assert found("bandeng") == found("bnadeng") == [number]

    change(database, Product, state="withdrawn")
    happen(database, events.PRODUCT_WITHDRAWN, "product", number)

    assert found("bandeng") == []


def test_a_changed_product_is_found_by_what_it_says_now(database: Database, seller: Actor) -> None:
    number = add_product(database, seller, name="Bandeng Presto", price=20_000)

    change(database, Product, name="Terasi Udang", price=15_000, category="spices")
    happen(database, events.PRODUCT_CHANGED, "product", number)

    assert found("bandeng") == []
    assert found("terasi", max_price=15_000, categories=frozenset({"spices"})) == [number]


@pytest.mark.parametrize("words", ["camilan", "snacks", "KDMP Kemantren", "paciran", "lamongan", "8999999000015"])
def test_a_product_is_found_by_category_in_both_languages_seller_place_and_barcode(
    database: Database, seller: Actor, words: str
) -> None:
    number = add_product(database, seller, name="Keripik Tempe", category="snacks", barcode="8999999000015")

    assert found(words) == [number]


def test_a_certificate_counts_from_the_hour_of_its_verification_and_no_longer_once_revoked(
    database: Database, seller: Actor
) -> None:
    halal = frozenset({"halal"})
    with database.transaction() as session:
        producer = make_producer(session, seller)
        paper = make_certificate(session, producer, state="submitted", items=("Keripik Tempe",))
        product = make_product(
            session, seller, name="Keripik Tempe", category="snacks", producer=producer, certificates=(paper,)
        )
        official = make_certificate(session, producer, scheme="pirt").decided_by_id
        ids = (product.id, paper.id, paper.number)
        office = session.scalars(select(Certificate.decided_by_organisation_id)).all()[-1]
    happen(database, events.PRODUCT_PUBLISHED, "product", ids[0])
    assert found(certificates=halal) == []

    with database.transaction() as session:
        row = session.get_one(Certificate, ids[1])
        row.state, row.register = CertificateState.VERIFIED, "SIHALAL (BPJPH)"
        row.decided_at, row.decided_by_id, row.decided_by_organisation_id = NOW, official, office
    happen(database, papers.CERTIFICATE_VERIFIED, "certificate", ids[1])
    assert found(certificates=halal) == found(ids[2]) == [ids[0]]

    with database.transaction() as session:
        session.get_one(Certificate, ids[1]).state = CertificateState.REVOKED
    happen(database, papers.CERTIFICATE_REVOKED, "certificate", ids[1])
    assert found(certificates=halal) == found(ids[2]) == []


def test_the_calendar_alone_begins_and_ends_a_certificate(database: Database, seller: Actor) -> None:
    with database.transaction() as session:
        producer = make_producer(session, seller)
        paper = make_certificate(
            session,
            producer,
            scheme="pirt",
            valid_from=TODAY + timedelta(days=1),
            valid_until=TODAY + timedelta(days=9),
            items=("Keripik Tempe",),
        )
        number = make_product(
            session, seller, name="Keripik Tempe", category="snacks", producer=producer, certificates=(paper,)
        ).id
    indexing.rebuild(database, TODAY)

    on = {days: found(certificates=frozenset({"pirt"}), today=TODAY + timedelta(days=days)) for days in (0, 1, 9, 10)}

    assert on == {0: [], 1: [number], 9: [number], 10: []}


def test_what_can_be_ordered_stands_before_what_cannot(database: Database, seller: Actor) -> None:
    lacks_papers = add_product(database, seller, name="Abon Ikan", category="fish")
    free = add_product(database, seller, name="Abon Ikan", category="crafts")

    assert found("abon ikan") == [free, lacks_papers]


def test_a_cooperative_that_is_renamed_or_suspended_takes_its_products_along(database: Database, seller: Actor) -> None:
    number = add_product(database, seller, name="Bandeng Presto")
    engine = indexing.engine()

    organisation = change(database, Organisation, name="KDMP Sidoarum")
    happen(database, accounts.CHANGED, "organisation", organisation)
    assert found("sidoarum") == [number]
    assert engine.suggest_cooperatives("sidoa") == [organisation]

    change(database, Organisation, state=OrganisationState.SUSPENDED)
    happen(database, accounts.CHANGED, "organisation", organisation)
    assert found("bandeng") == engine.suggest_cooperatives("sidoa") == []


def test_products_of_a_suspended_cooperative_leave_the_index_and_come_back(database: Database, seller: Actor) -> None:
    number = add_product(database, seller, name="Bandeng Presto")
    assert found("bandeng") == [number]

    with database.transaction() as session:
        operator, organisation = make_operator(session), session.get_one(Organisation, seller.organisation_id)
        suspension.suspend(session, operator, organisation, "Periksa dulu.", now=NOW)
    outbox.drain(database, now=NOW)
    assert found("bandeng") == []

    with database.transaction() as session:
        organisation = session.get_one(Organisation, seller.organisation_id)
        suspension.resume(session, operator, organisation, now=NOW)
    outbox.drain(database, now=NOW)
    assert found("bandeng") == [number]


def test_only_cooperatives_that_trade_are_suggested(database: Database) -> None:
    with database.transaction() as session:
        trading = make_seller(session, name="KDMP Tracal").organisation_id
        make_seller(session, name="KDMP Tracal Baru", state=OrganisationState.PENDING)
    indexing.rebuild(database, TODAY)

    assert indexing.engine().suggest_cooperatives("tracal") == [trading]


def test_a_rebuild_holds_what_is_on_sale_and_nothing_else(database: Database, seller: Actor) -> None:
    with database.transaction() as session:
        wanted = {make_product(session, seller).id for _number in range(3)}
        make_product(session, seller, state="draft")
        make_product(session, make_seller(session, state=OrganisationState.SUSPENDED))
    told: list[int] = []

    indexing.rebuild(database, TODAY, told.append)

    assert set(found()) == wanted
    assert sum(told) == 3


def test_a_rebuild_in_small_batches_leaves_nothing_out(
    database: Database, seller: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        wanted = {make_product(session, seller).id for _number in range(7)}
    monkeypatch.setattr(sources, "BATCH", 3)

    indexing.rebuild(database, TODAY)

    assert set(found()) == wanted


def test_what_changed_during_a_rebuild_is_in_the_new_index(
    database: Database, seller: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = add_product(database, seller, name="Bandeng Presto")
    engine = indexing.engine()
    build = engine.rebuild

    def slow_build(*documents: Any) -> Receipt:
        receipt = build(*documents)  # has read the old name
        change(database, Product, name="Terasi Udang")
        with database.transaction() as session:
            trail.record(session, SYSTEM, events.PRODUCT_CHANGED, "product", number, now=NOW)
        return receipt

    monkeypatch.setattr(engine, "rebuild", slow_build)
    indexing.rebuild(database, TODAY)

    assert (found("terasi"), found("bandeng")) == ([number], [])


def test_the_worker_builds_an_index_that_is_missing(database: Database) -> None:
    with database.transaction() as session:
        number = make_product(session, make_seller(session)).id
    with pytest.raises(SearchUnavailable):
        found()

    subscribers.build_missing(database, NOW)

    assert found() == [number]


def test_an_event_before_the_first_build_is_no_fault(database: Database) -> None:
    with database.transaction() as session:
        number = make_product(session, make_seller(session)).id
    happen(database, events.PRODUCT_PUBLISHED, "product", number)

    with database.reading() as session:
        assert set(session.scalars(select(Delivery.state))) == {DeliveryState.DONE}
    subscribers.build_missing(database, NOW)
    assert found() == [number]


def test_an_engine_that_is_down_hears_of_the_change_when_it_is_back(
    database: Database, seller: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_changes: Sequence[Change]) -> Receipt:
        raise SearchUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(indexing.engine(), "apply", down)
        number = add_product(database, seller, name="Bandeng Presto")
    assert found("bandeng") == []

    outbox.drain(database, now=NOW + timedelta(minutes=1))

    assert found("bandeng") == [number]


def test_the_daily_check_repairs_what_was_lost(database: Database, seller: Actor) -> None:
    with database.transaction() as session:
        number = make_product(session, seller).id  # behind the back of the events
    assert found() == []

    subscribers.repair(database, NOW)

    assert found() == [number]


def test_the_daily_check_leaves_a_true_index_alone(database: Database, seller: Actor) -> None:
    add_product(database, seller)
    before = indexing.engine().status().generation

    subscribers.repair(database, NOW)

    assert indexing.engine().status().generation == before


def test_reindex_builds_the_index_and_says_so(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        number = make_product(session, make_seller(session)).id

    answer = app.test_cli_runner().invoke(args=["reindex"])

    assert answer.exit_code == 0, answer.output
    assert "1" in answer.output
    assert found() == [number]


def test_the_site_is_ready_only_with_an_index(app: Flask, database: Database) -> None:
    client = app.test_client()
    before = client.get("/readyz")

    indexing.rebuild(database, TODAY)

    assert before.status_code == 503
    assert before.get_json()["parts"]["search"] != "ok"
    assert client.get("/readyz").status_code == 200
