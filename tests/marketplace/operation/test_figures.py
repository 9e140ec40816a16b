"""Figures for Prometheus: behind an operator's token, counted over all workers."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from marketplace.accounts import people
from marketplace.config import ROOT
from marketplace.core.roles import SYSTEM, Actor
from marketplace.db import Database
from marketplace.events import subscriptions, trail
from marketplace.notifications.services import mail_to
from tests.factories import NOW, make_operator, make_seller
from tests.live import free_pair, wait_until_up
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def token_of(app: Flask, database: Database, actor: Actor) -> str:
    """Make an API token."""
    with app.test_request_context(), database.transaction() as session:
        return people.make_token(session, actor, "prometheus", can_write=False, now=NOW)


@pytest.fixture
def token(app: Flask, database: Database) -> str:
    """An operator's token."""
    with app.test_request_context(), database.transaction() as session:
        operator = make_operator(session, email="admin@uji.test")
    return token_of(app, database, operator)


def figures(text: str) -> dict[tuple[str, ...], float]:
    """Read figures: name and values of labels to number."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def scrape(client: FlaskClient, token: str) -> dict[tuple[str, ...], float]:
    """Ask as Prometheus does."""
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return figures(answer.text)


def test_figures_are_for_an_operators_token_only(
    app: Flask, database: Database, client: FlaskClient, token: str
) -> None:
    with app.test_request_context(), database.transaction() as session:
        seller = make_seller(session)
    other = token_of(app, database, seller)
    tries = {"": 401, "Bearer": 401, "Bearer ed_unknown": 401, f"Bearer {other}": 403, f"Bearer {token}": 200}

    assert {kind: client.get("/metrics", headers={"Authorization": kind}).status_code for kind in tries} == tries
    post(client, "/masuk", {"email": "admin@uji.test", "password": "kata-sandi-uji-2026"})
    assert client.get("/metrics").status_code == 401


def test_requests_are_counted_by_endpoint_and_answer(client: FlaskClient, token: str) -> None:
    before = scrape(client, token)
    for _ in range(3):
        client.get("/healthz")
    client.get("/tidak-ada")
    post(client, "/masuk", {"email": "siapa@uji.test", "password": "salah-sekali-2026"})

    after = scrape(client, token)

    def grown(*key: str) -> float:
        return after[key] - before.get(key, 0)

    assert grown("etalase_requests_total", "plumbing.health", "GET", "200") == 3
    assert grown("etalase_requests_total", "none", "GET", "404") == 1
    assert grown("etalase_request_seconds_count", "plumbing.health") == 3
    assert grown("etalase_sign_in_failures_total") == 1


def test_what_waits_is_told_with_few_questions(
    app: Flask, database: Database, client: FlaskClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "_register", {})
    subscriptions.subscribe("slow", "test.happened")(lambda *_: None)
    with app.test_request_context(), database.transaction() as session:
        trail.record(session, SYSTEM, "test.happened", "test", 1, now=NOW)
        session.add(mail_to("siapa@uji.test", "x", "x", now=NOW))
    scrape(client, token)

    with count_queries(database) as asked:
        found = scrape(client, token)

    assert found["etalase_outbox_deliveries", "pending"] == 1
    assert found["etalase_outbox_deliveries", "failed"] == 0
    assert found["etalase_mails", "waiting"] == 1
    assert found["etalase_jobs", "queued"] == 0
    assert found["etalase_database_up",] == 1
    assert found["etalase_search_documents",] == 0
    assert found["etalase_media_free_bytes",] > 0
    assert len(asked) <= 7


def test_two_workers_count_together(database_url: str, database: Database, token: str, tmp_path: Path) -> None:
    port = free_pair()
    site = f"http://127.0.0.1:{port}"
    own = {"DATABASE_URL": database_url, "PORT": str(port), "SEARCH_INDEX_DIR": str(tmp_path / "search")}
    env = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG")}
    command = [sys.executable, "-m", "marketplace", "serve"]
    path = tmp_path / "site.log"
    with path.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env={**env, **own}, stderr=log)
    try:
        wait_until_up(f"{site}/healthz", process, path)
        for _ in range(20):
            _get(f"{site}/healthz")
        told = [figures(_get(f"{site}/metrics", token)) for _ in range(8)]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)

    assert {found["etalase_requests_total", "plumbing.health", "GET", "200"] for found in told} == {21}
    assert b"GET operation.metrics 200" in path.read_bytes()


def _get(url: str, token: str = "") -> str:
    with urlopen(Request(url, headers={"Authorization": f"Bearer {token}"} if token else {}), timeout=30) as answer:
        return str(answer.read().decode())
