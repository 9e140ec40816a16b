"""The sandbox's memory: all objects behind one lock, kept in a JSON file where one is named."""

import copy
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import objects
from .objects import Object

TABLES = ("sessions", "lines", "intent_data", "intents", "charges", "refunds", "events", "deliveries", "keys")


class Store:
    """Tables of objects by id, in the order of their making."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._lock = threading.RLock()
        self._fresh: list[str] = []
        self.on_events: Callable[[list[str]], None] = lambda ids: None
        """Told the ids of new events after they were stored."""
        self.clock_offset = 0.0
        """Seconds that the sandbox's clock runs ahead (tests only)."""
        self.tables: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._load(file)

    def now(self) -> int:
        """Return the sandbox's time in seconds since 1970."""
        return int(time.time() + self.clock_offset)

    def __getitem__(self, table: str) -> dict[str, Any]:
        return self.tables[table]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the lock; store at the end, then announce the new events. Callers check before they change."""
        with self._lock:
            yield
            fresh, self._fresh = self._fresh, []
            self._save()
        if fresh:
            self.on_events(fresh)

    def emit(self, kind: str, subject: Object, *, idempotency_key: str | None = None) -> None:
        """Add an event with a copy of the object. Call inside a transaction."""
        made = objects.event(kind, copy.deepcopy(subject), now=self.now(), idempotency_key=idempotency_key)
        self["events"][made["id"]] = made
        self["deliveries"][made["id"]] = {"attempts": 0, "done": False}
        self._fresh.append(made["id"])

    def _load(self, file: Path) -> None:
        try:
            found = json.loads(file.read_text("utf-8"))
            self.tables.update({name: dict(found.get(name, {})) for name in TABLES})
        except FileNotFoundError:
            return
        except (ValueError, TypeError, AttributeError, OSError) as error:
            aside = file.with_suffix(file.suffix + ".broken")
            file.replace(aside)
            print(f"Sandbox: {file} cannot be read ({error}); moved to {aside}, starting empty.", file=sys.stderr)

    def _save(self) -> None:
        if self._file is None:
            return
        fresh = self._file.with_suffix(self._file.suffix + ".tmp")
        fresh.write_text(json.dumps(self.tables), "utf-8")
        fresh.replace(self._file)
