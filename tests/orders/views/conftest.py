"""A cooperative, a buyer and their neighbours, who must never see what is between the two."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.core.clock import now
from marketplace.core.roles import Actor
from marketplace.db import Database
from orders.models import Order
from tests.factories import make_buyer, make_seller
from tests.factories_orders import make_order

SignIn = Callable[[str], FlaskClient]


@dataclass(frozen=True)
class Scene:
    """Who is there: ketua@ sells, pembeli@ buys, tetangga@ and saingan@ are strangers to both."""

    database: Database
    seller: Actor
    buyer: Actor
    stranger: Actor
    rival: Actor

    def order(self, **options: Any) -> str:
        """Make an order of the buyer with the seller and return its number."""
        with self.database.transaction() as session:
            return make_order(session, self.buyer, self.seller, now=now(), **options).number

    def read(self, number: str, column: str) -> Any:
        """Return one column of an order as it is stored now."""
        with self.database.reading() as session:
            return session.query(getattr(Order, column)).filter(Order.number == number).scalar()


@pytest.fixture
def scene(database: Database) -> Scene:
    """Make the four."""
    with database.transaction() as session:
        seller = make_seller(session, email="ketua@uji.test", name="KDMP Penjual")
        return Scene(
            database=database,
            seller=seller,
            buyer=make_buyer(session, email="pembeli@uji.test", name="PT Pembeli"),
            stranger=make_seller(session, email="tetangga@uji.test"),
            rival=make_buyer(session, email="saingan@uji.test"),
        )
