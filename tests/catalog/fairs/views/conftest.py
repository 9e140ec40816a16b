"""A fair under way today, on the visitor's calendar: pages read the real clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.fairs.models import Booth, Fair
from catalog.models import Product
from marketplace.core.clock import jakarta_day, now
from marketplace.core.roles import Actor
from marketplace.db import Database
from tests.factories import make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_fairs import make_booth, make_fair

OFFICIAL = "petugas@uji.test"
SELLER = "penjual@uji.test"


@dataclass(frozen=True)
class Scene:
    """A public fair with one booth and two products; its people sign in with the addresses above."""

    fair: Fair
    booth: Booth
    products: tuple[Product, Product]
    seller: Actor
    official: Actor


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, templates: dict[str, str], tmp_path: Any) -> str:
    """Pages are drawn on SQLite only: what differs between the engines is tested below."""
    import shutil

    path = tmp_path / "test.sqlite3"
    shutil.copyfile(templates[request.param], path)
    return f"sqlite:///{path}"


@pytest.fixture
def scene(app: Flask, database: Database) -> Scene:
    """Set the scene."""
    today = jakarta_day(now())
    with app.app_context(), database.transaction() as session:
        official, seller = make_official(session, email=OFFICIAL), make_seller(session, email=SELLER)
        products = (make_product(session, seller, photos=1), make_product(session, seller, name="Selendang Uji"))
        fair = make_fair(session, official, starts_on=today, ends_on=today + timedelta(days=2))
        booth = make_booth(session, fair, seller, products=products, label="A12", code="K7MQ4")
        assert booth.cooperative.id == seller.organisation_id  # loads it, since tests read it after the session
    return Scene(fair, booth, products, seller, official)


@pytest.fixture
def official(scene: Scene, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    """The organiser's browser."""
    return sign_in(OFFICIAL)


@pytest.fixture
def seller(scene: Scene, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    """The browser of the cooperative at the booth."""
    return sign_in(SELLER)
