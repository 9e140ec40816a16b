"""Which listings hang on a certificate, and how many of a holder's listed products it names."""

import pytest
from sqlalchemy.orm import Session

from catalog.at_risk import listings_on
from catalog.listed import coverage
from certification.models import Certificate
from marketplace.core.roles import Actor
from marketplace.db import Database
from tests.factories import make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


def paper(session: Session, seller: Actor, state: str = "submitted", name: str = "Keripik Tempe") -> Certificate:
    producer = make_producer(session, seller)
    return make_certificate(session, producer, state=state, items=(name,))


def hanging(session: Session, certificate: Certificate) -> set[int]:
    return listings_on(session, [certificate.id])[certificate.id]


def test_a_listing_hangs_on_the_paper_that_it_stands_on(session: Session, seller: Actor) -> None:
    certificate = paper(session, seller)
    product = make_product(
        session, seller, name="Keripik Tempe", producer=certificate.producer, certificates=(certificate,)
    )

    assert hanging(session, certificate) == {product.id}


def test_a_listing_whose_name_is_printed_waits_before_it_is_linked(session: Session, seller: Actor) -> None:
    certificate = paper(session, seller)
    product = make_product(session, seller, name="Keripik Tempe 250 g", producer=certificate.producer)
    make_product(session, seller, name="Keripik Tempe Pedas", producer=certificate.producer)
    make_product(session, seller, name="Keripik Tempe")  # of another producer
    make_product(session, seller, name="Keripik Tempe", producer=certificate.producer, state="draft")

    assert hanging(session, certificate) == {product.id}


def test_it_waits_for_no_second_paper_where_a_verified_one_names_it(session: Session, seller: Actor) -> None:
    held = paper(session, seller, "verified")
    second = make_certificate(session, held.producer, state="submitted", items=("Keripik Tempe",))
    product = make_product(session, seller, name="Keripik Tempe", producer=held.producer, certificates=(held,))

    assert hanging(session, second) == set()
    assert hanging(session, held) == {product.id}


def test_many_papers_are_asked_about_at_once(session: Session, seller: Actor, database: Database) -> None:
    def asked(certificates: list[Certificate]) -> int:
        ids = [certificate.id for certificate in certificates]
        session.expire_all()
        with count_queries(database) as seen:
            assert listings_on(session, ids).keys() == set(ids)
        return len(seen)

    papers = [paper(session, seller) for _ in range(4)]
    for certificate in papers:
        make_product(session, seller, name="Keripik Tempe", producer=certificate.producer, certificates=(certificate,))

    assert asked(papers[:1]) == asked(papers)
    assert listings_on(session, []) == {}


def test_the_names_on_a_paper_are_held_against_what_is_listed(session: Session, seller: Actor) -> None:
    certificate = paper(session, seller)
    certificate.items[0].name = "Rengginang"
    make_product(session, seller, name="Keripik Tempe", producer=certificate.producer)

    found = coverage(session, certificate)

    assert (found.listed, found.named, found.idle) == (("Keripik Tempe",), (), ("Rengginang",))
