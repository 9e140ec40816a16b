"""Who sees which products, in how many queries."""

import pytest
from sqlalchemy.orm import Session

from catalog import queries
from marketplace.accounts.models import OrganisationState
from marketplace.core.errors import NotFound
from marketplace.db import Database
from tests.factories import make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.queries import count_queries


def test_a_published_product_is_everybodys(session: Session) -> None:
    product = make_product(session, make_seller(session), code="ABC234")

    assert queries.public_product(session, "abc234").id == product.id


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_an_unpublished_product_is_its_cooperatives_alone(session: Session, state: str) -> None:
    seller = make_seller(session)
    product = make_product(session, seller, state=state)

    assert queries.public_product(session, product.code, seller).id == product.id
    for stranger in (None, make_seller(session), make_buyer(session)):
        with pytest.raises(NotFound):
            queries.public_product(session, product.code, stranger)


def test_products_of_a_suspended_cooperative_are_gone(session: Session) -> None:
    seller = make_seller(session)
    product = make_product(session, seller)
    product.cooperative.state = OrganisationState.SUSPENDED
    session.flush()

    with pytest.raises(NotFound):
        queries.public_product(session, product.code)
    assert queries.products_of_cooperative(session, product.cooperative_id, 1).total == 0


def test_own_products_are_paged_and_filtered(session: Session) -> None:
    seller = make_seller(session)
    for number in range(30):
        make_product(session, seller, name=f"Kain {number:02d}", state="draft" if number < 3 else "published")
    make_product(session, make_seller(session))

    assert queries.own_products(session, seller, 1).total == 30
    assert len(queries.own_products(session, seller, 2).items) == 6
    assert queries.own_products(session, seller, 1, "draft").total == 3
    assert queries.own_products(session, seller, 1, None, "kain 1").total == 10
    assert queries.own_counts(session, seller) == {"draft": 3, "published": 27, "withdrawn": 0}


def test_products_by_ids_come_whole_in_a_fixed_number_of_queries(session: Session, database: Database) -> None:
    seller = make_seller(session)
    ids = []
    for _number in range(12):
        maker = make_producer(session, seller)
        papers = (make_certificate(session, maker), make_certificate(session, maker, scheme="pirt"))
        ids.append(make_product(session, seller, producer=maker, certificates=papers, photos=2).id)
    session.flush()
    session.expunge_all()

    with count_queries(database) as seen:
        found = queries.products_by_ids(session, [*ids, 10**9])
        for product in found.values():
            assert product.producer is not None
            assert (product.cooperative.region.name, product.producer.region.name) != ("", "")
            assert len(product.tiers) == len(product.photos) == len(product.papers) == 2
            assert product.papers[0].certificate.number
            assert product.papers[0].item.name

    assert set(found) == set(ids)
    assert len(seen) == 4


def test_no_ids_ask_nothing(session: Session, database: Database) -> None:
    with count_queries(database) as seen:
        assert queries.products_by_ids(session, []) == {}

    assert seen == []
