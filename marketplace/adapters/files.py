"""The store of uploaded and made files: names made by us, written whole or not at all."""

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from marketplace.core.errors import NotFound, Unavailable
from marketplace.core.text import _l

NAME = re.compile(r"[0-9a-f]{32}(?:-[0-9a-z]{1,12})?\.[a-z0-9]{2,5}")
SUFFIX = re.compile(r"(?:-[0-9a-z]{1,12})?\.[a-z0-9]{2,5}")
"""A kind, with a variant before it where one thing has several files: ``.pdf``, ``-640.webp``, ``-p1.webp``."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def stored_stem() -> str:
    """Return a new random stem; files of one thing (the sizes of a photo) may share it."""
    return secrets.token_hex(16)


def stored_name(suffix: str = "", *, stem: str = "") -> str:
    """Return a name under which a file is stored: random, or of a given stem, never the user's words."""
    if suffix and SUFFIX.fullmatch(suffix) is None:
        raise ValueError(f"not a suffix: {suffix!r}")
    return (stem or stored_stem()) + suffix


@dataclass(frozen=True)
class FileStore:
    """Files below one folder, spread over 256 sub-folders by the beginning of their names."""

    root: Path

    def put(self, data: bytes, suffix: str, *, stem: str = "") -> str:
        """Write a file and return its name; when this returns, the file survives a power cut.

        Raises ``Unavailable("storage_full")`` when there is no room; nothing is left behind then.
        """
        name = stored_name(suffix, stem=stem)
        target = self._place(name)
        with _room_or_unavailable():
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(target, data)
        return name

    def path(self, name: str) -> Path:
        """Return where a stored file lies; raise ``NotFound`` for a name that is not ours or not there."""
        place = self._place(name)
        if not place.is_file():
            raise NotFound()
        return place

    def open(self, name: str) -> BinaryIO:
        """Open a stored file for reading; raise ``NotFound``."""
        return self.path(name).open("rb")

    def read(self, name: str) -> bytes:
        """Return the bytes of a stored file; raise ``NotFound``."""
        return self.path(name).read_bytes()

    def size(self, name: str) -> int:
        """Return the size of a stored file in bytes; raise ``NotFound``."""
        return self.path(name).stat().st_size

    def delete(self, name: str) -> None:
        """Remove a stored file; one that is gone already is no error."""
        self._place(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """Give the name of every stored file, in order."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(path.name for path in folder.iterdir() if NAME.fullmatch(path.name))

    def take_back(self, name: str, source: BinaryIO) -> None:
        """Write a file under the name it had (restore). Whoever brings many flushes them all at once at the end."""
        target = self._place(name)
        with _room_or_unavailable():
            target.parent.mkdir(parents=True, exist_ok=True)
            with _beside(target) as file:
                shutil.copyfileobj(source, file, 1024 * 1024)

    def _place(self, name: str) -> Path:
        """Return the place of a name; only names of our own form have one, so no path leads outside."""
        if NAME.fullmatch(name) is None:
            raise NotFound()
        return self.root / name[:2] / name


def _write_whole(target: Path, data: bytes) -> None:
    with _beside(target) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(target.parent)


@contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    """Give a file beside the target and rename it at the end: a reader sees all of it or nothing."""
    temporary = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
            yield file
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """Flush the folder's list of names, which holds the rename."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _room_or_unavailable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise Unavailable(
                "storage_full", _l("The file could not be saved because the storage is full. Please try again later.")
            ) from error
        raise
