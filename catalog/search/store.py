"""The directory of the embedded index: generations beside each other, one pointer, one lock for whoever writes.

SEARCH_INDEX_DIR/current            name of the generation that is read
SEARCH_INDEX_DIR/g2-.../products    an index; cooperatives beside it
SEARCH_INDEX_DIR/writing            locked by the one process that changes anything
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from catalog.search.engine import SearchUnavailable

POINTER = "current"
_LOCK = "writing"
_PREFIX = "g2-"
"""Names the columns of the index too: a generation with those of an earlier release is as good as none."""
_ANY_GENERATION = "g*-*"
_LOCK_PAUSE_S = 0.02


class Store:
    """Paths, pointer and lock. Readers call ``current`` and nothing else."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path:
        """Return the generation that is read; raises SearchUnavailable (``search_missing``) where there is none."""
        try:
            name = (self.root / POINTER).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SearchUnavailable("search_missing", str(error)) from error
        path = self.root / name
        if not name.startswith(_PREFIX) or "/" in name or not path.is_dir():
            raise SearchUnavailable("search_missing", f"generation {name!r} is not there")
        return path

    def new_generation(self) -> Path:
        """Return an empty directory for a rebuild."""
        path = self.root / f"{_PREFIX}{time.time_ns():020d}-{secrets.token_hex(3)}"
        for part in ("products", "cooperatives"):
            (path / part).mkdir(parents=True)
        return path

    def publish(self, generation: Path) -> None:
        """Let readers see a generation: all of it from the next look on, or none of it."""
        prepared = self.root / f"{POINTER}.new"
        with prepared.open("w", encoding="ascii") as file:
            file.write(generation.name)
            file.flush()
            os.fsync(file.fileno())
        prepared.replace(self.root / POINTER)
        directory = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def clear(self, *, keep: set[str]) -> None:
        """Remove generations, also what a killed rebuild left. Readers that hold one open keep it until they look."""
        for path in self.root.glob(_ANY_GENERATION):
            if path.name not in keep:
                shutil.rmtree(path, ignore_errors=True)

    @contextlib.contextmanager
    def writing(self, timeout_s: float) -> Iterator[None]:
        """Be the only writer; raises SearchUnavailable (``search_busy``) if another still is after these seconds.

        The system frees the lock when its process ends, however it ends.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + timeout_s
        with (self.root / _LOCK).open("a") as file:
            while not _locked(file.fileno()):
                if time.monotonic() >= deadline:
                    raise SearchUnavailable("search_busy", "another process is writing")
                time.sleep(_LOCK_PAUSE_S)
            yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
