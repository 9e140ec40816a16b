"""Static files: kept for a year by fingerprint, compressed, light enough, and nothing outside of their folder."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.config import FEATURES, ROOT
from marketplace.web import assets

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GZIP = {"Accept-Encoding": "gzip, br"}
ADDRESS = re.compile(r'(?:href|src)="(/static/[^"#]+)')
ICON = re.compile(r"""icon\(['"]([a-z0-9-]+)['"]|icon=['"]([a-z0-9-]+)['"]|Look\("\w+", "([a-z0-9-]+)\"""")
BUDGET = 60 * 1024
"""Bytes of a first view without photos (issue 1, The look)."""


def test_a_file_with_its_fingerprint_is_kept_for_a_year(client: FlaskClient, app: Flask) -> None:
    with app.test_request_context("/"):
        url = assets.static_url("css/base.css")

    right, old, bare = client.get(url), client.get("/static/css/base.css?v=0"), client.get("/static/css/base.css")

    assert right.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert old.headers["Cache-Control"] == bare.headers["Cache-Control"] == "no-cache"
    assert "Cookie" not in right.headers.get("Vary", "")


def test_a_file_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/static/css/base.css")

    again = client.get("/static/css/base.css", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""


def test_text_goes_compressed_to_those_who_can_read_it(client: FlaskClient) -> None:
    plain, packed = client.get("/static/icons.svg"), client.get("/static/icons.svg", headers=GZIP)
    refused = client.get("/static/icons.svg", headers={"Accept-Encoding": "gzip;q=0"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data == refused.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize(
    "path", ["../pyproject.toml", "..%2Fpyproject.toml", "css/../../pyproject.toml", "css", "", "%00", "//etc/passwd"]
)
def test_nothing_outside_of_the_folder_is_sent(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code in (308, 404)


def test_files_that_style_sheets_and_scripts_name_bear_fingerprints_and_exist(client: FlaskClient) -> None:
    styles, script = client.get("/static/css/tokens.css").text, client.get("/static/js/site.js").text

    assert re.search(r'url\("\.\./plus-jakarta-sans\.woff2\?v=\w{10}"\)', styles)
    named = re.findall(r'import\("\./(\w+\.js\?v=\w{10})"\)', script)
    assert len(named) == script.count("import(")
    for name in named:
        assert client.get(f"/static/js/{name}").headers["Cache-Control"].endswith("immutable")


def test_every_icon_that_is_named_is_in_the_sprite(app: Flask) -> None:
    there = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons.svg").read_text(encoding="utf-8")))
    files = [*(ROOT / "templates").rglob("*.html"), *(p for name in FEATURES for p in (ROOT / name).rglob("*.py"))]

    named = {(name, path.name) for path in files for name in _icons(path)}

    assert named
    assert sorted((name, where) for name, where in named if name not in there) == []


WORKING_PAGES = {"booth_screen", "number_explain", "review_keys", "scan_viewer"}
"""Behaviours of one screen each, which none of these pages loads."""


@pytest.mark.parametrize("path", ["/", "/cari", "/koperasi", "/masuk", "/daftar", "/api/v1/docs"])
def test_a_first_view_weighs_at_most_sixty_kilobytes(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers=GZIP)
    html = gzip.decompress(page.data).decode()
    wanted = set(ADDRESS.findall(html)) | {"/static/icons.svg"}

    weight = len(page.data) + sum(len(client.get(url, headers=GZIP).data) for url in wanted)
    weight += sum(
        len(client.get(f"/static/js/{js.name}", headers=GZIP).data)
        for js in (ROOT / "static/js").glob("*.js")
        if js.stem not in WORKING_PAGES
    )

    assert weight + 300 * len(wanted) <= BUDGET


def _icons(path: Path) -> set[str]:
    return {name for found in ICON.findall(path.read_text(encoding="utf-8")) for name in found if name}
