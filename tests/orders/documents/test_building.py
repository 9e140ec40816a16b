"""What an order says on its papers."""

import pytest
from sqlalchemy.orm import Session

from orders import tax
from orders.documents.building import TAX_LABELS, delivery_note_of, invoice_of
from orders.lifecycle import OrderState
from orders.payments.queries import payment_of
from tests.factories import make_buyer, make_seller
from tests.factories_orders import make_order, ship

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_every_rule_of_tax_has_its_words() -> None:
    assert TAX_LABELS.keys() == tax.WORDS.keys()


@on_sqlite
def test_an_order_that_is_not_confirmed_has_no_invoice(session: Session) -> None:
    order = make_order(session, make_buyer(session), make_seller(session))

    with pytest.raises(ValueError, match="no invoice yet"):
        invoice_of(order, None, page_url="")


@on_sqlite
def test_an_unpaid_invoice_says_until_when_and_to_which_account(session: Session) -> None:
    order = make_order(session, make_buyer(session), make_seller(session, is_pkp=True), state=OrderState.CONFIRMED)

    paper = invoice_of(order, payment_of(session, order), page_url="https://etalase.example")

    assert paper.due_on is not None
    assert paper.paid_on is None
    assert paper.bank is not None
    assert paper.total == order.total == paper.goods + paper.shipping + paper.tax
    assert paper.payment_reference == order.number


@on_sqlite
def test_a_paid_invoice_has_no_due_day(session: Session) -> None:
    order = make_order(session, make_buyer(session), make_seller(session), state=OrderState.SHIPPED)

    paper = invoice_of(order, payment_of(session, order), page_url="")

    assert paper.due_on is None
    assert paper.paid_on is not None


@on_sqlite
@pytest.mark.parametrize(("part", "cartons"), [(20, 1), (19, None)])
def test_cartons_are_counted_only_where_they_are_whole(session: Session, part: int, cartons: int | None) -> None:
    seller = make_seller(session)
    order = make_order(session, make_buyer(session), seller, state=OrderState.CONFIRMED, paid=True)
    ship(session, seller, order, part)
    session.refresh(order)

    paper = delivery_note_of(order, order.shipments[0], "Sukolilo", page_url="")

    assert [line.cartons for line in paper.lines] == [cartons]
    assert paper.recipient.address[-1] == "Sukolilo"
