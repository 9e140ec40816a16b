"""A whole site for the journeys: site, worker and payment sandbox as `make run` starts them, and a real browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

from marketplace.config import ROOT
from tests.journeys.visitor import PHONE, Visitor

PATIENCE_SECONDS = 120
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
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start everything on a fresh folder with the demo, and give the address."""
    folder = tmp_path_factory.mktemp("site")
    port = _free_pair()
    own = {
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "MEDIA_DIR": str(folder / "media"),
        "SEARCH_INDEX_DIR": str(folder / "search"),
        "PORT": str(port),
    }
    foreign = ("SITE_URL", "STRIPE_", "SMTP_URL", "MEILISEARCH_")
    env = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    log = (folder / "site.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "marketplace", "run"], cwd=ROOT, env={**env, **own}, stdout=log, stderr=log
    )
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", process, folder / "site.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        log.close()


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


def _free_pair() -> int:
    """Find a port whose next one is free too: the sandbox takes it."""
    for _ in range(50):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise RuntimeError("no two ports side by side are free")


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the site did not come up:\n{log.read_text(errors='replace')[-4000:]}")
