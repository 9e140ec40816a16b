"""Running the whole site on one machine: site, worker and the payment sandbox as processes of their own."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from flask import Flask

from marketplace.config import ROOT, Settings

PATIENCE_SECONDS = 60
GRACE_SECONDS = 15


@dataclass(frozen=True)
class Process:
    """A process that a package wants beside the site: a name and what follows the Python interpreter."""

    name: str
    arguments: tuple[str, ...]


def add_process(app: Flask, process: Process) -> None:
    """Add a process to those that ``run`` starts."""
    app.extensions.setdefault("processes", []).append(process)


def run(app: Flask, greeting: str) -> int:
    """Start everything, print the address, wait for Ctrl-C; return the exit code."""
    settings: Settings = app.config["SETTINGS"]
    wanted = [
        Process("site", ("-m", "marketplace", "serve")),
        Process("worker", ("-m", "marketplace", "worker")),
        *app.extensions.get("processes", []),
    ]
    # Sessions of their own: Ctrl-C reaches us alone, and we end them in order.
    running = {
        process.name: subprocess.Popen([sys.executable, *process.arguments], cwd=ROOT, start_new_session=True)
        for process in wanted
    }
    try:
        signal.signal(signal.SIGTERM, _interrupt)
        if _is_up(settings, lambda: _all_live(running)):
            print(f"\n{settings.site_name}: {settings.site_url}\n{greeting}\nCtrl-C stops it.", flush=True)
        while _all_live(running):
            time.sleep(0.5)
        print(f"Stopped by itself: {', '.join(_ended(running))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(running)


def _is_up(settings: Settings, alive: Callable[[], bool]) -> bool:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    give_up = time.monotonic() + PATIENCE_SECONDS
    while alive() and time.monotonic() < give_up:
        try:
            with urlopen(f"http://{host}:{settings.port}/healthz", timeout=2):
                return True
        except (URLError, OSError):
            time.sleep(0.1)
    return False


def _all_live(running: dict[str, "subprocess.Popen[bytes]"]) -> bool:
    return not _ended(running)


def _ended(running: dict[str, "subprocess.Popen[bytes]"]) -> list[str]:
    return [name for name, process in running.items() if process.poll() is not None]


def _stop(running: dict[str, "subprocess.Popen[bytes]"]) -> None:
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    for process in running.values():
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
