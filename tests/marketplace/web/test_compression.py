"""Compressed pages: for those whose page holds nothing to guess, for nobody else."""

import gzip
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from marketplace.db import Database
from tests.factories import make_seller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GZIP = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("path", ["/tidak-ada", "/masuk", "/api/v1/openapi.json"])
def test_a_stranger_gets_it_compressed(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=GZIP)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(answer.data)
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_somebody_with_a_session_gets_it_plain_because_of_the_secret_in_it(
    client: FlaskClient, database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.transaction() as session:
        make_seller(session, email="penjual@uji.test")
    client.get("/masuk")

    answers = [sign_in("penjual@uji.test").get("/akun", headers=GZIP), client.get("/masuk", headers=GZIP)]

    assert all("csrf_token" in answer.text for answer in answers)
    assert not any("Content-Encoding" in answer.headers for answer in answers)
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in answers)


def test_an_answer_to_a_token_goes_plain(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json", headers={**GZIP, "Authorization": "Bearer ed_x"})

    assert "Content-Encoding" not in answer.headers


def test_small_answers_and_old_browsers_get_it_plain(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers=GZIP).headers
    assert "Content-Encoding" not in client.get("/tidak-ada").headers
