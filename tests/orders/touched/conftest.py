"""A snack on its two papers, on the way to a buyer, and an official who can take one of them out of force."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from catalog.models import Product
from certification import events
from certification.models import Certificate
from marketplace.core.roles import Actor
from marketplace.events import trail
from marketplace.events.models import Event
from marketplace.events.subscriptions import Happening
from orders.lifecycle import OrderState
from orders.models import Order
from tests.factories import NOW, make_buyer, make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.factories_orders import make_order, make_rate

NAME = "Keripik Tempe"
WHY = "Dijual sebagai contoh saja."
LATER = NOW + timedelta(hours=5)


@dataclass
class Trade:
    """Who trades in what; ``halal`` is the paper that is lost."""

    session: Session
    seller: Actor
    buyer: Actor
    official: Actor
    halal: Certificate
    product: Product
    permits: list[Certificate] = field(default_factory=list)

    def order(self, state: OrderState = OrderState.CONFIRMED, *, paid: bool | None = True) -> Order:
        return make_order(self.session, self.buyer, self.seller, product=self.product, state=state, paid=paid)

    def revoke(self, at: datetime = LATER) -> Happening:
        self.halal.state, self.halal.decided_at = "revoked", at
        self.halal.reason = "Dicabut penerbitnya."
        return self.happen(events.CERTIFICATE_REVOKED, at)

    def hold(self) -> Happening:
        self.halal.on_hold = True
        return self.happen(events.CERTIFICATE_HELD, LATER)

    def release(self) -> Happening:
        self.halal.on_hold = False
        return self.happen(events.CERTIFICATE_RELEASED, LATER)

    def happen(self, name: str, at: datetime) -> Happening:
        self.session.flush()
        made = trail.record(self.session, self.official, name, "certificate", self.halal.id, now=at)
        return happening(made)

    def happen_to_product(self, name: str) -> Happening:
        """Record what happened to the product under its halal paper, as holds do."""
        data = {"certificate": self.halal.id}
        made = trail.record(self.session, self.seller, name, "product", self.product.id, now=LATER, **data)
        return happening(made)


def happening(event: Event) -> Happening:
    return Happening(
        id=event.id,
        name=event.name,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        actor_user_id=event.actor_user_id,
        actor_organisation_id=event.actor_organisation_id,
        occurred_at=event.occurred_at,
        data=event.data,
    )


Make = Callable[[Session], Trade]


def make_trade(session: Session) -> Trade:
    seller = make_seller(session, email="ketua@uji.test")
    make_rate(session, seller)
    official = make_official(session, email="petugas@uji.test")
    producer = make_producer(session, seller)
    halal = make_certificate(session, producer, items=(NAME,), official=official)
    permit = make_certificate(session, producer, scheme="pirt", items=(NAME,), official=official)
    product = make_snack(session, seller, halal, permit)
    buyer = make_buyer(session, email="pembeli@uji.test")
    return Trade(session, seller, buyer, official, halal, product, [permit])


def make_snack(session: Session, seller: Actor, *papers: Certificate, name: str = NAME, **over: Any) -> Product:
    return make_product(
        session,
        seller,
        name=name,
        category="snacks",
        producer=papers[0].producer,
        certificates=papers,
        shelf_life_days=90,
        stock_on_hand=1_000,
        **over,
    )


@pytest.fixture
def trade(session: Session) -> Trade:
    return make_trade(session)
