"""A buyer and a cooperative that talk to the API with tokens of their own."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from catalog.models import Product
from marketplace.accounts import people
from marketplace.core.clock import now
from marketplace.core.roles import Actor
from marketplace.db import Database
from tests.factories import SURABAYA, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_order, make_rate

_keys = count(1)


@dataclass
class Program:
    """A program with a token; paths below /api/v1."""

    client: FlaskClient
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **options: Any) -> TestResponse:
        """Ask."""
        return self.client.get(f"/api/v1{path}", headers=self._headers(), **options)

    def post(self, path: str, body: Any = None, *, key: str = "", **options: Any) -> TestResponse:
        """Write; without a body an empty object is sent."""
        headers = self._headers() | ({"Idempotency-Key": key} if key else {})
        sent = {} if "data" in options else {"json": {} if body is None else body}
        return self.client.post(f"/api/v1{path}", headers=headers, **sent, **options)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", **self.headers}


@dataclass
class Market:
    """Who is there."""

    database: Database
    client: FlaskClient
    seller: Actor
    buyer: Actor

    def program(self, actor: Actor, *, can_write: bool = True, language: str = "") -> Program:
        """Make a token and return a program that uses it."""
        with self.database.transaction() as session:
            token = people.make_token(session, actor, "uji", can_write=can_write, now=now())
        return Program(self.client, token, {"Accept-Language": language} if language else {})

    def product(self, seller: Actor | None = None, **over: Any) -> Product:
        """Make a product that can be ordered."""
        with self.database.transaction() as session:
            return make_product(session, seller or self.seller, **over)

    def rate(self, seller: Actor | None = None, **over: Any) -> None:
        """Let a cooperative ship anywhere."""
        with self.database.transaction() as session:
            make_rate(session, seller or self.seller, **over)

    def order(self, **options: Any) -> str:
        """Make an order and return its number."""
        with self.database.transaction() as session:
            return make_order(session, self.buyer, self.seller, now=now(), **options).number


@pytest.fixture
def market(app: Flask, database: Database, client: FlaskClient) -> Market:
    """Make a cooperative and a buyer."""
    with app.app_context(), database.transaction() as session:
        seller = make_seller(session, name="KDMP Penjual")
        return Market(database, client, seller, make_buyer(session, name="PT Pembeli"))


def wish(*lines: tuple[str, int], **over: Any) -> dict[str, Any]:
    """Return the body of an order to Surabaya, paid by transfer."""
    ship_to = {"name": "Gudang Uji", "phone": "0800-0000-0000", "address": "Jalan Uji 1", "region": SURABAYA}
    return {
        "lines": [{"product": code, "quantity": quantity} for code, quantity in lines],
        "ship_to": ship_to,
        "payment_method": "bank_transfer",
        **over,
    }


def new_key() -> str:
    """Return a key that was not used before."""
    return f"kunci-{next(_keys)}"
