"""Goods whose paper keeps them in their province are not sold into another one."""

import pytest
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict
from marketplace.core.roles import Actor
from orders import cart, checkout
from orders.shipping import ShippingMethod
from tests.factories import NOW, SURABAYA, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.factories_orders import make_draft, make_rate

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

JAKARTA = "31.73.06"


@pytest.fixture
def seller(session: Session) -> Actor:
    seller = make_seller(session)
    make_rate(session, seller)
    return seller


def eggs(session: Session, seller: Actor, buyer: Actor, *grades: str) -> None:
    """Put a carton of eggs with an NKV of each grade into the cart."""
    maker = make_producer(session, seller)
    papers = tuple(make_certificate(session, maker, scheme="nkv", items=("Telur",), grade=grade) for grade in grades)
    product = make_product(session, seller, name="Telur", category="fresh", producer=maker, certificates=papers)
    cart.add(session, buyer, product.code, "carton", 1, now=NOW)


def order(session: Session, seller: Actor, buyer: Actor, region: str) -> None:
    draft = make_draft(shipping={seller.organisation_id: ShippingMethod.COURIER}, region=region)
    checkout.place(session, buyer, draft, now=NOW)


@pytest.mark.parametrize(
    ("grades", "region", "sent"),
    [
        (("III",), SURABAYA, True),
        (("III",), JAKARTA, False),
        (("II",), JAKARTA, True),
        (("I",), JAKARTA, True),
        (("III", "II"), JAKARTA, True),
        (("",), JAKARTA, True),
    ],
)
def test_level_three_stays_in_the_province(
    session: Session, seller: Actor, grades: tuple[str, ...], region: str, sent: bool
) -> None:
    buyer = make_buyer(session)
    eggs(session, seller, buyer, *grades)

    problems = cart.contents(session, buyer, region=region, now=NOW).problems
    assert [problem.code for problem in problems] == ([] if sent else ["out_of_reach"])
    if sent:
        order(session, seller, buyer, region)
    else:
        with pytest.raises(Conflict, match="out_of_reach") as refusal:
            order(session, seller, buyer, region)
        assert "III" in str(refusal.value.message)


def test_while_no_place_is_chosen_nothing_is_refused(session: Session, seller: Actor) -> None:
    buyer = make_buyer(session)
    eggs(session, seller, buyer, "III")

    assert cart.contents(session, buyer, now=NOW).problems == ()
