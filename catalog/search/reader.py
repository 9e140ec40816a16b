"""Readers of the embedded index: they notice commits and swaps of other processes by themselves."""

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from catalog.search.engine import SearchUnavailable
from catalog.search.snapshot import Dictionary, Snapshot, WordIndex, open_index
from catalog.search.store import Store

LOOK_EVERY_S = 0.2
"""How long a change of another process may go unnoticed; a look costs two stats and one small file."""


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Turn whatever the index library raises, panics included, into SearchUnavailable."""
    try:
        yield
    except SearchUnavailable:
        raise
    except Exception as error:
        raise SearchUnavailable(detail=f"{type(error).__name__}: {error}") from error
    except BaseException as error:
        # A panic of the library derives from BaseException and cannot be imported by name.
        if type(error).__name__ != "PanicException":
            raise
        raise SearchUnavailable(detail=f"panic: {error}") from None


class _Part:
    """One index of a generation, reloaded when its list of segments changes."""

    def __init__(self, path: Path) -> None:
        self._meta = path / "meta.json"
        self._stamp = self._seen()
        self._index = open_index(path)
        self._dictionary = Dictionary()
        self._version = 0
        self.words = WordIndex(self._index, self._dictionary, 0)

    def _seen(self) -> tuple[int, int]:
        stat = self._meta.stat()
        return stat.st_mtime_ns, stat.st_ino

    def reload(self) -> bool:
        """Take up new commits; return whether there were any."""
        stamp = self._seen()
        if stamp == self._stamp:
            return False
        self._index.reload()
        self._stamp = stamp
        self._version += 1
        self.words = WordIndex(self._index, self._dictionary, self._version)
        return True


class Reader:
    """Hands out the present snapshot. Used by many threads; one of them looks, the others take what there is."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._parts: tuple[_Part, _Part] | None = None
        self._next_look = 0.0

    def look_soon(self) -> None:
        """Look at the next search: this process itself has written."""
        self._next_look = 0.0

    def snapshot(self) -> Snapshot:
        """Return the present state; raises SearchUnavailable where there is no readable index."""
        present = self._snapshot
        if present is not None and time.monotonic() < self._next_look:
            return present
        if present is not None and self._next_look > 0 and self._lock.locked():
            return present  # Another thread is looking; nobody waits for it.
        with self._lock:
            if self._snapshot is None or time.monotonic() >= self._next_look:
                self._look()
            assert self._snapshot is not None
            return self._snapshot

    def _look(self) -> None:
        try:
            with refusals():
                self._snapshot = self._read()
        except SearchUnavailable:
            self._snapshot, self._parts = None, None
            raise
        self._next_look = time.monotonic() + LOOK_EVERY_S

    def _read(self) -> Snapshot:
        path = self._store.current()
        if self._snapshot is None or self._parts is None or self._snapshot.generation != path.name:
            self._parts = self._open(path)
        else:
            changed = [part.reload() for part in self._parts]
            if not any(changed):
                return self._snapshot
        products, cooperatives = self._parts
        return Snapshot(path.name, products.words, cooperatives.words)

    def _open(self, path: Path) -> tuple[_Part, _Part]:
        try:
            return _Part(path / "products"), _Part(path / "cooperatives")
        except (OSError, ValueError):
            # A second rebuild may have removed what the pointer named a moment ago.
            newer = self._store.current()
            if newer == path:
                raise
            return _Part(newer / "products"), _Part(newer / "cooperatives")
