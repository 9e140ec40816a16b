"""Business plans: versions that stay, and what was reached from received orders."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from orders.lifecycle import OrderState
from orders.mentoring import plan_queries, plans
from orders.mentoring.plans import NeedDraft, PlanDraft, TargetDraft
from orders.mentoring.progress import Sold
from orders.mentoring.words import NeedKind
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_mentoring import make_accompanied, make_office
from tests.factories_orders import make_order, receive, ship

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
YEAR = jakarta_day(NOW).year


@pytest.fixture
def seller(session: Session) -> Actor:
    """The manager of a cooperative with an office around it."""
    return make_accompanied(session, make_office(session))


def house(session: Session, seller: Actor) -> Organisation:
    return session.get_one(Organisation, seller.organisation_id)


def test_each_saving_is_a_version_and_the_same_content_is_none(session: Session, seller: Actor) -> None:
    product = make_product(session, seller, price=15_000)
    home = house(session, seller)
    first = PlanDraft(summary="Maju", targets=[TargetDraft(product_id=product.id, quarters=(1, 2, 3, 4))], needs=[])

    one = plans.write(session, seller, home, YEAR, first, now=NOW)
    again = plans.write(session, seller, home, YEAR, first, now=NOW)
    needs = [NeedDraft(kind=NeedKind.CAPITAL, text="Modal", rupiah=5), NeedDraft(kind="", text=" ")]
    two = plans.write(session, seller, home, YEAR, PlanDraft(summary="Maju", targets=[], needs=needs, seen=1), now=NOW)

    assert one is again
    assert (one.number, two.number, one.targets[0].rupiah) == (1, 2, 150_000)
    assert [row.number for row in plan_queries.versions(session, home.id, YEAR)] == [2, 1]
    with pytest.raises(Conflict, match="stale"):
        plans.write(session, seller, home, YEAR, PlanDraft(summary="Lain", targets=[], needs=[], seen=1), now=NOW)


def test_a_plan_has_targets_for_its_own_products_only(session: Session, seller: Actor) -> None:
    alien = make_product(session, make_seller(session))
    for draft in (
        PlanDraft(summary="", targets=[TargetDraft(product_id=alien.id, quarters=(1, 0, 0, 0))], needs=[]),
        PlanDraft(summary=" ", targets=[], needs=[]),
        PlanDraft(summary="", targets=[], needs=[NeedDraft(kind="apa", text="Modal")]),
    ):
        with pytest.raises(Invalid):
            plans.write(session, seller, house(session, seller), YEAR, draft, now=NOW)


@pytest.mark.parametrize(("year", "fits"), [(YEAR - 2, False), (YEAR - 1, True), (YEAR + 2, True), (YEAR + 3, False)])
def test_years_near_this_one_can_be_planned(session: Session, year: int, fits: bool) -> None:
    assert plans.is_writable(year, NOW) is fits


def test_reached_is_what_buyers_received_in_the_year_by_quarter(session: Session, seller: Actor) -> None:
    buyer = make_buyer(session)
    product = make_product(session, seller, stock_on_hand=500)
    order = make_order(session, buyer, seller, product=product, quantity=20, state=OrderState.CONFIRMED, paid=True)
    ship(session, seller, order, now=NOW)
    receive(session, buyer, order, 5, now=datetime(2026, 9, 30, 16, 59, tzinfo=UTC))
    receive(session, buyer, order, 7, now=datetime(2026, 9, 30, 17, 0, tzinfo=UTC))
    receive(session, buyer, order, 8, now=datetime(2026, 12, 31, 17, 0, tzinfo=UTC))

    price = order.lines[0].unit_price
    found = plan_queries.reached(session, seller.organisation_id or 0, 2026)

    assert found == {(product.id, 3): Sold(5, 5 * price), (product.id, 4): Sold(7, 7 * price)}
