"""The worker: delivers events, runs the regular tasks, in one quiet loop."""

import logging
import signal
import threading
from collections.abc import Callable

from flask import Flask

from marketplace.core.clock import now
from marketplace.events import outbox, schedule
from marketplace.operation import logging as lines
from marketplace.web.database import database, forget_reading

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.5
"""A change reaches the search index within a second."""
AT_ONCE = 20
"""Deliveries of one turn: few, so that mails are not kept waiting by a long backlog and a stop is heard soon."""


Beside = Callable[[Flask, Callable[[], bool]], bool]
"""One turn of work that may take minutes: asks whether it is to stop, tells whether there was something to do."""


def beside(app: Flask, name: str, one_turn: Beside) -> None:
    """Add work that the worker does in a thread of its own, so that no mail waits for it."""
    app.extensions.setdefault("beside_the_worker", {})[name] = one_turn


def work(app: Flask) -> None:
    """Work until SIGTERM or SIGINT; a turn that has begun is finished."""
    lines.start(app.config["SETTINGS"])
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    added: dict[str, Beside] = app.extensions.get("beside_the_worker", {})
    threads = [
        threading.Thread(target=_again_and_again, name=name, args=(app, one_turn, stop))
        for name, one_turn in added.items()
    ]
    for thread in threads:
        thread.start()
    _again_and_again(app, lambda app, _is_stopping: bool(turn(app)), stop)
    for thread in threads:
        thread.join()


def _again_and_again(app: Flask, one_turn: Beside, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            one_turn(app, stop.is_set)
        except Exception:  # the worker outlives any fault; the next turn tries again
            log.exception("a turn of the worker failed: %s", threading.current_thread().name)
        stop.wait(PAUSE_SECONDS)


def turn(app: Flask) -> int:
    """Do one turn and return how many deliveries were tried; texts and addresses need the site's context."""
    with app.test_request_context("/", base_url=app.config["SETTINGS"].site_url):
        tried = outbox.deliver_due(database(), now=now(), limit=AT_ONCE)
        schedule.run_due(database(), now=now())
        forget_reading()
    return tried
