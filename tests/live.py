"""A whole site on a free port: site, worker and payment sandbox as `make run` starts them, on a fresh folder."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from marketplace.config import ROOT

PATIENCE_SECONDS = 300
FOREIGN = ("SITE_URL", "STRIPE_", "SMTP_URL", "MEILISEARCH_", "DATABASE_URL")


@contextmanager
def running_site(folder: Path) -> Iterator[str]:
    """Start everything with the demo below a folder (again: with what is there) and give the address."""
    port = free_pair()
    path = folder / "site.log"
    with path.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "marketplace", "run"],
            cwd=ROOT,
            env={**environment(folder), "PORT": str(port)},
            stdout=log,
            stderr=log,
        )
        try:
            wait_until_up(f"http://127.0.0.1:{port}/readyz", process, path)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def command(folder: Path, *arguments: str) -> str:
    """Run one command of the site below a folder, beside the running site, and return what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "marketplace", *arguments],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def environment(folder: Path) -> dict[str, str]:
    """Return this process's environment with the settings of a site whose data lie below a folder."""
    own = {
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "MEDIA_DIR": str(folder / "media"),
        "SEARCH_INDEX_DIR": str(folder / "search"),
    }
    return {**{key: value for key, value in os.environ.items() if not key.startswith(FOREIGN)}, **own}


def free_pair() -> int:
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


def wait_until_up(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the site did not come up:\n{log.read_text(errors='replace')[-4000:]}")
