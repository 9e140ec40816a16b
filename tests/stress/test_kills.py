"""Buyers' processes killed in mid-order: nothing half done, nothing lost that was acknowledged."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.models import Product
from marketplace.accounts.organisations import operator_of_site
from marketplace.config import ROOT
from marketplace.core.roles import Actor
from marketplace.db import Database
from marketplace.events.models import Delivery, Event
from orders import events
from orders.models import CartLine, Order, OrderGroup, OrderLine
from orders.payments.models import Allocation, Payment
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_rate
from tests.stress.ordering import EACH

pytestmark = pytest.mark.stress

STARTING_SECONDS = 60
"""How long a process may take to its first order on a busy machine."""


class Shop:
    """One seller with much stock of one product, and buyers' processes that order it."""

    def __init__(self, database: Database, database_url: str, folder: Path) -> None:
        self.database = database
        self._url = database_url
        self._folder = folder
        self._started = 0
        with database.transaction() as session:
            operator_of_site(session, now=NOW)
            self._seller = make_seller(session)
            make_rate(session, self._seller)
            product = make_product(session, self._seller, stock_on_hand=500_000)
            self.product_id, self._code = product.id, product.code
            self._buyers = [make_buyer(session) for _ in range(4)]

    def order_and_kill(self, *flags: str) -> list[str]:
        """Let one buyer order for a while, kill the process with SIGKILL, return what it had acknowledged."""
        buyer: Actor = self._buyers[self._started % len(self._buyers)]
        self._started += 1
        path = self._folder / f"acknowledged-{self._started}"
        wanted = (buyer.user_id, buyer.organisation_id, self._code, self._seller.organisation_id)
        with path.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.stress.ordering", self._url, *map(str, wanted), *flags],
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.DEVNULL,
            )
        give_up = time.monotonic() + STARTING_SECONDS
        while not path.stat().st_size and process.poll() is None and time.monotonic() < give_up:
            time.sleep(0.005)
        time.sleep(random.uniform(0, 0.2))
        process.kill()
        process.wait(30)
        return path.read_text().split()


@pytest.fixture
def shop(app: object, database: Database, database_url: str, tmp_path: Path) -> Shop:
    """A shop on the test's database."""
    return Shop(database, database_url, tmp_path)


def test_orders_survive_killed_processes_whole(shop: Shop, full_size: bool) -> None:
    acknowledged = [code for _ in range(60 if full_size else 4) for code in shop.order_and_kill()]

    with shop.database.reading() as session:
        assert acknowledged
        assert lost(session, acknowledged) == []
        assert half_done(session, shop.product_id) == {}


def test_what_is_acknowledged_before_its_commit_can_be_lost_and_the_check_sees_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The pause is nothing here: a process that acknowledges first is killed right after its first word.
    monkeypatch.setattr(random, "uniform", lambda _low, _high: 0.0)
    tries = (shop.order_and_kill("--before") for _ in range(40))

    def is_lost(acknowledged: list[str]) -> bool:
        with shop.database.reading() as session:
            return bool(lost(session, acknowledged))

    assert any(is_lost(acknowledged) for acknowledged in tries)


def lost(session: Session, acknowledged: list[str]) -> list[str]:
    """Return the acknowledged checkouts that are not in the database."""
    kept = set(session.scalars(select(OrderGroup.code)))
    return [code for code in acknowledged if code not in kept]


def half_done(session: Session, product_id: int) -> dict[str, tuple[int, int]]:
    """Return every pair of figures that belong together and differ."""
    product = session.get_one(Product, product_id)
    orders = _count(session, Order)
    placed = select(Event.id).where(Event.name == events.ORDER_PLACED)
    told = select(func.count(func.distinct(Delivery.event_id))).where(Delivery.event_id.in_(placed))
    pairs = {
        "orders and checkouts": (orders, _count(session, OrderGroup)),
        "orders and lines": (orders, _count(session, OrderLine)),
        "orders and payments": (orders, _count(session, Payment)),
        "orders and allocations": (orders, _count(session, Allocation)),
        "orders and events": (orders, session.scalar(select(func.count()).select_from(placed.subquery())) or 0),
        "orders and what is told of them": (orders, session.scalar(told) or 0),
        "reserved pieces": (product.stock_reserved, orders * EACH),
        "cart lines left": (_count(session, CartLine), 0),
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _count(session: Session, model: type[object]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0
