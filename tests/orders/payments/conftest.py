"""A checkout waiting for a card, and the sandbox of the provider that takes it."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from marketplace.core.roles import Actor
from marketplace.db import Database
from orders.models import Order
from orders.payments import cards, webhook
from orders.payments.cards import Addresses
from orders.payments.lifecycle import PaymentMethod
from orders.payments.models import Payment, Refund
from orders.payments.sandbox import SandboxHandle, SandboxOptions, sessions, sign, start_sandbox
from orders.payments.stripe import StripeGateway
from tests.factories import make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_group, make_rate

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run on PostgreSQL only what leans on it: locks, collisions, counts that two take at once (``both_engines``).

    The rest are rules of money told by the same statements on either; half of the suite's longest room is enough.
    """
    dropped = [item for item in items if item.path.is_relative_to(HERE) and _is_second_run(item)]
    config.hook.pytest_deselected(items=dropped)
    items[:] = [item for item in items if item not in set(dropped)]


def _is_second_run(item: pytest.Item) -> bool:
    engine = getattr(item, "callspec", None)
    runs_on = engine.params.get("database_url") if engine is not None else None
    return runs_on == "postgresql" and item.get_closest_marker("both_engines") is None


SECRET = "whsec_for_tests"
SITE = "http://127.0.0.1:8123"
ADDRESSES = Addresses(back=f"{SITE}/kembali", cancelled=f"{SITE}/batal")


@dataclass
class Checkout:
    """One checkout by card and everything around it; what tests ask of it is read anew each time."""

    database: Database
    sandbox: SandboxHandle
    gateway: StripeGateway
    buyer: Actor
    sellers: list[Actor]
    order_ids: list[int]
    now: datetime

    def orders(self) -> list[Order]:
        with self.database.reading() as session:
            return list(session.scalars(select(Order).where(Order.id.in_(self.order_ids)).order_by(Order.id)))

    def states(self) -> list[str]:
        return [order.payment_state for order in self.orders()]

    def payments(self) -> list[Payment]:
        with self.database.reading() as session:
            return list(session.scalars(select(Payment).order_by(Payment.id)))

    def refunds(self) -> list[Refund]:
        with self.database.reading() as session:
            return list(session.scalars(select(Refund).order_by(Refund.id)))

    def open(self, payment: Payment | None = None) -> str:
        """Go to the provider and return the id of the session there."""
        reference = (payment or self.payments()[0]).reference
        cards.open_session(self.database, self.gateway, self.buyer, reference, ADDRESSES, now=self.now)
        with self.database.reading() as session:
            found = session.scalars(select(Payment).where(Payment.reference == reference)).one()
        assert found.session_id is not None
        return found.session_id

    def pay(self, session_id: str) -> list[dict[str, Any]]:
        """Pay at the provider and return the events that it would send."""
        return self.happen(lambda: sessions.pay(self._store, self._store["sessions"][session_id]))

    def happen(self, change: Any) -> list[dict[str, Any]]:
        before = set(self._store["events"])
        with self._store.transaction():
            change()
        return [event for ident, event in self._store["events"].items() if ident not in before]

    def hear(self, event: dict[str, Any], secret: str = SECRET, at: int | None = None) -> None:
        """Receive a webhook as it would come in."""
        body = json.dumps(event)
        header = sign(body, secret, int(time.time()) if at is None else at)
        webhook.receive(self.database, self.gateway, body.encode(), header, now=self.now)

    @property
    def _store(self) -> Any:
        return self.sandbox.sandbox.store


@pytest.fixture(scope="module")
def provider() -> Iterator[SandboxHandle]:
    running = start_sandbox(SandboxOptions(site_url=SITE, webhook_secret=SECRET, control=True))
    yield running
    running.stop()


@pytest.fixture
def now() -> datetime:
    """The real time: the provider's sandbox lives in it."""
    return datetime.now(UTC)


@pytest.fixture
def checkout(database: Database, provider: SandboxHandle, now: datetime) -> Checkout:
    """Two orders of one buyer to two cooperatives, to be paid by one card payment."""
    return place(database, provider, now, sellers=2)


def place(database: Database, provider: SandboxHandle, now: datetime, *, sellers: int) -> Checkout:
    """Order one product of each of some cooperatives by card."""
    with database.transaction() as session:
        buyer, found = make_buyer(session), [make_seller(session) for _ in range(sellers)]
        for seller in found:
            make_rate(session, seller)
        wanted = [(make_product(session, seller), 20) for seller in found]
        group = make_group(session, buyer, wanted, payment_method=PaymentMethod.CARD, now=now)
        order_ids = [order.id for order in group.orders]
    gateway = StripeGateway("sk_test_for_tests", SECRET, provider.url)
    return Checkout(database, provider, gateway, buyer, found, order_ids, now)
