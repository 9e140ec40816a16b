"""The archive as a file: a tar of table parts and media, the manifest and its seal at the end."""

import hashlib
import io
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from pydantic import ValidationError

from marketplace.adapters.files import sync_folder
from marketplace.core.errors import Conflict, Invalid
from marketplace.operation.manifest import FORMAT, NAME, SEAL, Manifest, Part

MEMBER = re.compile(r"(?:tables/[a-z0-9_]{1,63}/\d{4}\.jsonl\.gz|media/(?:public|private)/[0-9a-z.-]{1,60})")
BLOCK = 1024 * 1024
SMALL = 256 * 1024 * 1024
"""No manifest is bigger: it is read into memory."""

Seen = Callable[[int], None]
"""Hears how many bytes went by."""


class _Counting:
    """Passes bytes on and keeps their hash."""

    def __init__(self, source: BinaryIO, seen: Seen) -> None:
        self._source = source
        self._seen = seen
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        try:
            data = self._source.read(size)
        except tarfile.TarError as error:
            raise damaged(str(error)) from error
        self.hash.update(data)
        self._seen(len(data))
        return data


class Writer:
    """Adds members one by one; only one block of them is in memory."""

    def __init__(self, file: BinaryIO, *, made_at: float) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w")  # noqa: SIM115 - closed by close()
        self._made_at = made_at

    def add_bytes(self, name: str, data: bytes) -> Part:
        """Add a member from memory."""
        return self.add(name, io.BytesIO(data), len(data))

    def add(self, name: str, source: BinaryIO, size: int, seen: Seen = lambda _size: None) -> Part:
        """Add a member of so many bytes; raise ``OSError`` where the source ends before."""
        about = tarfile.TarInfo(name)
        about.size, about.mode, about.mtime = size, 0o600, int(self._made_at)
        counting = _Counting(source, seen)
        self._tar.addfile(about, cast(BinaryIO, counting))
        self._tar.members = []  # type: ignore[attr-defined]  # it would remember every file
        return Part(name=name, size=size, sha256=counting.hash.hexdigest())

    def close(self, manifest: Manifest) -> None:
        """Write the manifest, its seal and the end."""
        part = self.add_bytes(NAME, manifest.model_dump_json().encode())
        self.add_bytes(SEAL, part.sha256.encode())
        self._tar.close()


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file that only its owner may read, and put it in place when all of it is on the disk.

    Raises ``Conflict`` where something lies there already; nothing is left behind by a fault.
    """
    if path.exists():
        raise Conflict("exists", f"{path} is there already. Choose another name.")
    temporary = path.with_name(f".{path.name}.part")
    with suppress(FileNotFoundError):
        temporary.unlink()
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb", buffering=BLOCK) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
        sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def members(path: Path) -> Iterator[tuple[str, int, BinaryIO]]:
    """Give the members in order: name, size and what to read; raise ``Invalid`` where the file is no whole archive."""
    try:
        with tarfile.open(path, mode="r|", bufsize=BLOCK) as tar:
            while (member := tar.next()) is not None:
                tar.members = []  # type: ignore[attr-defined]
                source = tar.extractfile(member) if member.isreg() else None
                if source is None:
                    raise damaged(f"{member.name} is no file")
                yield member.name, member.size, cast(BinaryIO, source)
    except (tarfile.TarError, EOFError) as error:
        raise damaged(str(error)) from error


def check(path: Path, seen: Seen = lambda _size: None) -> Manifest:
    """Read the whole archive, compare every hash, and return the manifest; raise ``Invalid``."""
    found: dict[str, Part] = {}
    manifest = seal = b""
    for name, size, source in members(path):
        if seal or name in found or (manifest and name != SEAL):
            raise damaged(f"{name} stands where nothing should")
        if name == NAME and size <= SMALL:
            manifest = source.read()
        elif name == SEAL and size <= SMALL:
            seal = source.read()
        elif MEMBER.fullmatch(name):
            found[name] = Part(name=name, size=size, sha256=_hash(source, seen))
        else:
            raise damaged(f"{name[:80]!r} does not belong there")
    if not seal or hashlib.sha256(manifest).hexdigest().encode() != seal:
        raise damaged("the end is missing or was changed")
    said = _read(manifest)
    wrong = [part.name for part in said.parts().values() if found.get(part.name) != part]
    wrong += sorted(found.keys() - said.parts().keys())
    if wrong:
        raise damaged(f"{wrong[0]} is not what was written ({len(wrong)} such)")
    return said


def damaged(why: str) -> Invalid:
    """Return the refusal of an archive that is not as it was written."""
    return Invalid("damaged", f"The archive is damaged: {why}. Nothing was changed.")


def _read(text: bytes) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        raise damaged(f"the manifest cannot be read: {error.error_count()} faults") from error
    if manifest.format != FORMAT:
        raise Invalid("format", f"The archive has format {manifest.format}; this version reads {FORMAT}.")
    return manifest


def _hash(source: BinaryIO, seen: Seen) -> str:
    counting = _Counting(source, seen)
    while counting.read(BLOCK):
        pass
    return counting.hash.hexdigest()
