"""Webhooks: signed, sent by threads of their own, tried again until they are taken."""

import hashlib
import heapq
import hmac
import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from .store import Store

BACKOFF = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Seconds before the next try; the last one repeats. Stripe's own grow over three days."""

MAX_ATTEMPTS = 200
SENDERS = 4
TIMEOUT_SECONDS = 10
GAP_SECONDS = 0.05


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How badly the deliveries behave: a receiver must stand all of it."""

    copies: int = 1
    """How often every event is sent."""
    reverse: bool = False
    """Of events made together, send the last one first, one after the other."""
    delay: float = 0.0
    """Seconds before the first try."""
    held: bool = False
    """Send nothing by itself; ``deliver`` does."""


@dataclass(frozen=True)
class Attempt:
    """One try to deliver. ``status`` is 0 where nobody answered."""

    event_id: str
    kind: str
    status: int


def sign(body: str, secret: str, at: int) -> str:
    """Return the ``Stripe-Signature`` header of a body (docs.stripe.com/webhooks, verify manually)."""
    digest = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class Sender:
    """Delivers events of a store to one address, until ``stop``."""

    def __init__(self, store: Store, url: str, secret: str, backoff: Sequence[float] = BACKOFF) -> None:
        self._store, self._url, self._secret, self._backoff = store, url, secret, tuple(backoff)
        self._due: list[tuple[float, int, tuple[str, ...]]] = []
        """When (monotonic), a number that keeps the order, and the events to send one after the other."""
        self._busy, self._count, self._stopping = 0, 0, False
        self._changed = threading.Condition()
        self.manner = Manner()
        self.attempts: list[Attempt] = []

    def start(self) -> None:
        """Begin sending; what was not delivered before a restart first."""
        self._store.on_events = self.announce
        self.announce([ident for ident, state in self._store["deliveries"].items() if not state["done"]])
        for _ in range(SENDERS if self._url else 0):
            threading.Thread(target=self._work, name="webhooks", daemon=True).start()

    def announce(self, ids: list[str]) -> None:
        """Plan the first tries of new events, in the present manner."""
        manner = self.manner
        if manner.held or not self._url:
            return
        if manner.reverse:
            self._plan(tuple(ident for ident in ids[::-1] for _ in range(manner.copies)), manner.delay)
            return
        for place, ident in enumerate(ids):
            for _ in range(manner.copies):
                self._plan((ident,), manner.delay + place * GAP_SECONDS)

    def deliver(self, ids: list[str]) -> None:
        """Send these events (again), one after the other in this order."""
        self._plan(tuple(ids), 0)

    def settle(self, timeout: float) -> bool:
        """Wait until nothing is left to send; False where the time was not enough."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._due and not self._busy, timeout)

    def stop(self) -> None:
        """Send nothing more. Does not wait for a receiver that hangs."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def _plan(self, ids: tuple[str, ...], seconds: float) -> None:
        with self._changed:
            self._count += 1
            heapq.heappush(self._due, (time.monotonic() + seconds, self._count, ids))
            self._changed.notify_all()

    def _work(self) -> None:
        while (ids := self._next()) is not None:
            again = [(ident, self._attempt(ident)) for ident in ids]
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()
                for ident, seconds in again:
                    if seconds is not None:
                        self._plan((ident,), seconds)

    def _next(self) -> tuple[str, ...] | None:
        with self._changed:
            while not self._stopping:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    self._busy += 1
                    return heapq.heappop(self._due)[2]
                self._changed.wait(wait)
        return None

    def _attempt(self, ident: str) -> float | None:
        """Try once; return the seconds until the next try, None when there is none."""
        event = self._store["events"][ident]
        status = self._post(json.dumps({**event, "pending_webhooks": 1}))
        taken = 200 <= status < 300
        with self._store.transaction():
            self.attempts.append(Attempt(ident, event["type"], status))
            state = self._store["deliveries"][ident]
            state["attempts"] += 1
            tries = int(state["attempts"])
            state["done"] = state["done"] or taken
            event["pending_webhooks"] = 0 if state["done"] else 1
        if taken or tries >= MAX_ATTEMPTS:
            return None
        return self._backoff[min(tries, len(self._backoff)) - 1]

    def _post(self, body: str) -> int:
        parts = urlsplit(self._url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": sign(body, self._secret, int(time.time())),
            "User-Agent": "Stripe/1.0 (sandbox)",
        }
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("POST", target, body.encode(), headers)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()
