"""A renewed paper carries its products over, in the moment in which it is verified."""

import pytest
from sqlalchemy.orm import Session

from catalog.models import LinkState
from catalog.renewing import carry_over
from certification.models import Certificate
from marketplace.core.roles import Actor
from tests.factories import make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


def test_products_that_the_renewal_names_stand_on_it_and_the_others_do_not(session: Session, seller: Actor) -> None:
    producer = make_producer(session, seller)

    def paper(*items: str) -> Certificate:
        return make_certificate(session, producer, items=items)

    old, gone, new = paper("Abon Lele"), paper("Petis Udang"), paper("Abon Lele")
    named = make_product(session, seller, name="Abon Lele", producer=producer, certificates=(old,))
    dropped = make_product(session, seller, name="Petis Udang", producer=producer, certificates=(gone,))

    for before in (old, old, gone):
        carry_over(session, before, new)

    assert [link.certificate_id for link in named.papers] == [old.id, new.id]
    assert [link.certificate_id for link in dropped.papers] == [gone.id]


@pytest.mark.parametrize("state", [LinkState.HELD, LinkState.REFUSED])
def test_a_renewal_confirms_no_change_that_nobody_confirmed(session: Session, seller: Actor, state: LinkState) -> None:
    producer = make_producer(session, seller)
    old, new = (make_certificate(session, producer, items=("Abon Lele",)) for _ in range(2))
    product = make_product(session, seller, name="Abon Lele", producer=producer, certificates=(old,))
    product.papers[0].state = state
    session.flush()

    carry_over(session, old, new)

    assert [link.certificate_id for link in product.papers] == [old.id]
