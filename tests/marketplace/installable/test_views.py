"""The manifest, the service worker and the offline page: the same for everybody, and nothing of a person is kept."""

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.db import Database
from marketplace.installable.shell import SHELL, shell_urls
from marketplace.web.assets import asset
from tests.factories import make_buyer
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADDRESSES = ("/manifest.webmanifest", "/sw.js?bahasa=id", "/luring?bahasa=id")


def facts(client: FlaskClient, language: str = "id") -> dict[str, object]:
    """Return what the service worker is told to keep."""
    found = re.match(r"const SHELL = (\{.*\});", client.get(f"/sw.js?bahasa={language}").text)
    assert found
    told: dict[str, object] = json.loads(found.group(1))
    return told


def test_the_manifest_names_icons_that_are_there(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")
    manifest = json.loads(answer.text)

    assert answer.mimetype == "application/manifest+json"
    assert (manifest["display"], manifest["lang"], manifest["scope"]) == ("standalone", "id", "/")
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert [client.get(icon["src"]).status_code for icon in manifest["icons"]] == [200, 200, 200]
    assert client.get(manifest["start_url"]).status_code == 200


def test_the_worker_is_asked_anew_and_its_policy_allows_it(client: FlaskClient) -> None:
    answer = client.get("/sw.js?bahasa=en")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert facts(client, "en")["offline"] == "/luring?bahasa=en"


def test_only_static_files_and_the_offline_page_are_kept(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        assert facts(client)["files"] == shell_urls()
    for name in SHELL:
        assert asset(name).content
    for url in [*facts(client)["files"], facts(client)["offline"]]:  # type: ignore[misc]
        answer = client.get(url)
        assert answer.status_code == 200
        assert url.startswith(("/static/", "/luring?"))


def test_t75_no_answer_that_is_kept_knows_a_person(
    app: Flask, database: Database, client: FlaskClient, sign_in: Callable[[str], FlaskClient]
) -> None:
    with app.test_request_context(), database.transaction() as session:
        make_buyer(session, email="pembeli@uji.test")
    browser = sign_in("pembeli@uji.test")

    for address in ADDRESSES:
        with count_queries(database) as seen:
            signed_in = browser.get(address)
        assert seen == []
        assert signed_in.get_data() == client.get(address).get_data()
        assert "Set-Cookie" not in signed_in.headers
        assert "Cookie" not in signed_in.headers.get("Vary", "")


@pytest.mark.parametrize(("language", "words"), [("id", "Anda sedang luring"), ("en", "You are offline")])
def test_the_offline_page_is_honest_in_both_languages(client: FlaskClient, language: str, words: str) -> None:
    page = client.get(f"/luring?bahasa={language}").text

    assert words in page
    assert 'href=""' in page, "trying again means this very address"
    assert "csrf_token" not in page
