"""The demo's catalogue: whole, varied, and as the contract promises it."""

from collections import Counter

import pytest
from flask import Flask

from catalog import demo, queries, requirements
from catalog.categories import CATEGORIES
from catalog.completeness import gaps
from catalog.models import Product
from certification import demo as certificates
from certification.requirements import Outcome
from certification.status import Status
from marketplace.core.clock import jakarta_day
from marketplace.db import Database
from marketplace.demo import Stage, load_ground
from tests.factories import NOW

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_demo_shows_every_category_every_outcome_and_one_seller_with_many_makers(
    app: Flask, database: Database
) -> None:
    stage = Stage(app=app, database=database, now=NOW)
    with app.test_request_context("/"):
        for load in (load_ground, certificates.load, demo.load):
            load(stage)

    with database.reading() as session:
        products = list(
            queries.products_by_ids(
                session, list(session.scalars(queries.published().with_only_columns(Product.id)))
            ).values()
        )
        assessments = requirements.assessments(session, products, jakarta_day(NOW))
        badges = requirements.badges(session, products, jakarta_day(NOW))
        first = stage.actor(session, "koperasi@demo.test")

        assert len(products) >= 115
        assert len({product.cooperative_id for product in products}) >= 40
        assert {product.category for product in products} == set(CATEGORIES)
        outcomes = Counter(answer.outcome for found in assessments.values() for answer in found.items)
        assert set(outcomes) == set(Outcome)
        statuses = {badge.status for found in badges.values() for badge in found}
        assert statuses == set(Status)
        orderable = sum(assessments[product.id].orderable for product in products)
        assert orderable > 0.7 * len(products)
        assert not any(gaps(product) for product in products)
        own = [product for product in products if product.cooperative_id == first.organisation_id]
        assert len(own) >= 10
        assert len({product.producer_id for product in own}) >= 4
        assert {product.state for product in queries.own_products(session, first, 1).items} == {
            "draft",
            "published",
            "withdrawn",
        }
        store = app.extensions["public_files"]
        names = {name for product in products for photo in product.photos for name in (photo.small, photo.large)}
        assert all(store.size(name) for name in names)
        assert len(names) <= 2 * 58
        assert any(not product.photos for product in products)
