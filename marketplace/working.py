"""The worker: delivers events, runs the regular tasks, in one quiet loop."""

import logging
import signal
import threading

from flask import Flask

from marketplace.core.clock import now
from marketplace.events import outbox, schedule
from marketplace.web.database import database, forget_reading

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.5
"""A change reaches the search index within a second."""


def work(app: Flask) -> None:
    """Work until SIGTERM or SIGINT; a turn that has begun is finished."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        try:
            turn(app)
        except Exception:  # the worker outlives any fault; the next turn tries again
            log.exception("a turn of the worker failed")
        stop.wait(PAUSE_SECONDS)


def turn(app: Flask) -> int:
    """Do one turn and return how many deliveries were tried; texts and addresses need the site's context."""
    with app.test_request_context("/", base_url=app.config["SETTINGS"].site_url):
        tried = outbox.deliver_due(database(), now=now())
        schedule.run_due(database(), now=now())
        forget_reading()
    return tried
