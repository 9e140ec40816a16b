"""The demo: certificates in every state, quietly, and makers that packages above can use."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from certification import demo, subscribers
from certification.demo_papers import life_of, number_of
from certification.models import Certificate
from certification.numbers import explain
from certification.queries import status_of
from certification.schemes import SCHEMES
from certification.status import Status
from certification.twins import twins_of
from marketplace.core.clock import jakarta_day
from marketplace.db import Database
from marketplace.demo import Stage, load_ground
from marketplace.events.models import Delivery
from tests.factories import NOW


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_demo_has_every_state_and_tells_nobody(app: Flask, database: Database) -> None:
    stage = Stage(app=app, database=database, now=NOW)
    with app.test_request_context("/"):
        load_ground(stage)
        demo.load(stage)

    with database.reading() as session:
        papers = session.scalars(select(Certificate)).all()
        statuses = {status_of(paper, jakarta_day(NOW)) for paper in papers}
        own = {paper.state for paper in papers if paper.cooperative_id == stage.cooperatives[0]}
        told = session.scalars(select(Delivery).where(Delivery.subscriber == subscribers.NAME)).all()
        doubles = [pair for pair in twins_of(session, papers).values() if pair]
    assert statuses == set(Status) - {Status.EXEMPT}
    assert own == {"draft", "submitted", "needs_correction", "verified", "rejected", "revoked"}
    assert told == []
    assert len(doubles) == 2, "one pair that turns up twice"
    assert all(paper.submitted_at is None or paper.submitted_at < NOW for paper in papers)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("state", [*demo.STATES, "draft"])
@pytest.mark.parametrize("serial", [0, 7, 99, 990])
def test_fictional_numbers_have_the_right_form_and_belong_to_nobody(scheme: str, state: str, serial: int) -> None:
    today = jakarta_day(NOW)
    life = life_of(state, scheme, serial=serial, today=today)
    number = number_of(scheme, serial, life, food_type="06", packaging="2")

    answer = explain(scheme, number, today=today)

    assert answer.valid
    assert answer.normalized == number
    assert "9999" in number
    assert life.issued <= life.filed <= life.decided
    assert life.ends is None or life.ends - timedelta(days=10 * 366) <= life.issued
