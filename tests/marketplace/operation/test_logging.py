"""The lines on stderr: one for each request, with its number, without paths, tokens or names, never two of one."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.config import Settings
from marketplace.db import Database
from marketplace.operation import logging as lines
from tests.factories import PASSWORD, make_operator
from tests.pages import post

ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def stream(settings: Settings) -> Iterator[io.StringIO]:
    """What a public site writes to stderr."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    found = io.StringIO()
    lines.start(replace(settings, site_url="https://etalase.example.id"), found)
    yield found
    root.handlers[:], root.level = before[0], before[1]


def told(stream: io.StringIO) -> list[dict[str, object]]:
    """Read the lines."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@ONE_ENGINE
def test_a_request_is_one_line_with_the_number_of_its_answer(stream: io.StringIO, client: FlaskClient) -> None:
    answer = client.get("/masuk?token=rahasia")

    line = told(stream)[-1]
    assert {key: line[key] for key in ("method", "endpoint", "status", "user", "level")} == {
        "method": "GET",
        "endpoint": "session.sign_in",
        "status": 200,
        "user": None,
        "level": "info",
    }
    assert line["request"] == answer.headers["X-Request-Id"]
    assert isinstance(line["ms"], float)
    assert "rahasia" not in stream.getvalue()


@ONE_ENGINE
def test_a_person_is_named_by_id_only(stream: io.StringIO, app: Flask, database: Database, client: FlaskClient) -> None:
    with app.test_request_context(), database.transaction() as session:
        operator = make_operator(session, email="admin@uji.test")
    post(client, "/masuk", {"email": "admin@uji.test", "password": PASSWORD})
    client.get("/akun")

    assert told(stream)[-1]["user"] == operator.user_id
    assert "admin@uji.test" not in stream.getvalue()


@ONE_ENGINE
@pytest.mark.parametrize("path", ["/a%0a%7b%22level%22:%22info%22%7d", "/a%0d%0ab", "/%e2%80%a8x"])
def test_a_line_break_in_an_address_makes_no_line(stream: io.StringIO, client: FlaskClient, path: str) -> None:
    client.get(path)

    assert [(line["endpoint"], line["status"]) for line in told(stream)] == [(None, 404)]


@ONE_ENGINE
def test_a_fault_is_logged_with_the_number_that_its_page_shows(
    stream: io.StringIO, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("kaputt\nlevel: forged")

    monkeypatch.setitem(app.view_functions, "plumbing.ready", broken)
    broken.guard = "public"  # type: ignore[attr-defined]

    answer = client.get("/readyz")

    number = answer.headers["X-Request-Id"]
    assert answer.status_code == 500
    assert number in answer.text
    fault, request = told(stream)
    assert (fault["level"], fault["request"], request["request"]) == ("error", number, number)
    assert "RuntimeError" in str(fault["exception"])


def test_the_short_form_keeps_to_one_line_too() -> None:
    record = logging.LogRecord("marketplace", logging.WARNING, "", 0, "a\r\nb\u2028%s", ("\x1b[31m",), None)

    assert lines.ShortLines().format(record).endswith(r"a\r\nb\u2028\x1b[31m")
