"""A whole site for the journeys, and a real browser for each person in them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.visitor import PHONE, Visitor
from tests.live import running_site

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium once."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs Chromium: apt-get install chromium")
        pytest.skip("NOT RUN: no Chromium found (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder with the data of the site, for commands beside it."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def site(chromium: Browser, site_folder: Path) -> Iterator[str]:
    """Start everything on a fresh folder with the demo, and give the address."""
    with running_site(site_folder) as address:
        yield address


@pytest.fixture
def visitor(site: str, chromium: Browser) -> Iterator[Visitor]:
    """Give one browser on a desktop, nobody signed in."""
    with closing(Visitor(chromium, site)) as person:
        yield person


@pytest.fixture
def second_visitor(site: str, chromium: Browser) -> Iterator[Visitor]:
    """Give another browser, for the other party."""
    with closing(Visitor(chromium, site)) as person:
        yield person


@pytest.fixture
def phone(site: str, chromium: Browser) -> Iterator[Visitor]:
    """Give one browser on a phone."""
    with closing(Visitor(chromium, site, **PHONE)) as person:
        yield person
