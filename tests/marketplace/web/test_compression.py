"""Compressed pages: for everybody who can read them, and of a length that tells nothing."""

import gzip
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from marketplace.db import Database
from marketplace.web.compression import LARGEST_PADDING, packed
from tests.factories import make_seller

GZIP = {"Accept-Encoding": "gzip"}
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
@pytest.mark.parametrize("path", ["/tidak-ada", "/masuk", "/api/v1/openapi.json"])
def test_a_stranger_gets_it_compressed(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=GZIP)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(answer.data)
    assert int(answer.headers["Content-Length"]) == len(answer.data)


@on_sqlite
def test_somebody_who_is_signed_in_gets_it_compressed_too(
    client: FlaskClient, database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.transaction() as session:
        make_seller(session, email="penjual@uji.test")

    answer = sign_in("penjual@uji.test").get("/akun", headers=GZIP)

    assert b"csrf_token" in gzip.decompress(answer.data)


def test_the_length_of_the_same_page_is_another_each_time() -> None:
    page = b"<input name=csrf_token value=rahasia>" * 100

    lengths = {len(packed(page)) for _ in range(200)}

    assert len(lengths) > LARGEST_PADDING // 3
    assert max(lengths) - min(lengths) <= LARGEST_PADDING + 1


@on_sqlite
def test_small_answers_and_old_browsers_get_it_plain(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers=GZIP).headers
    assert "Content-Encoding" not in client.get("/tidak-ada").headers
