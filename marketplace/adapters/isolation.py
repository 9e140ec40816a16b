"""Files from strangers are opened in a child process that has little memory, little time and no secrets.

A child is started by ``exec``, never by ``fork`` alone: the server has threads, and a forked copy of it would
hold their locks, its database connections and its keys.
"""

import io
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from marketplace.adapters.isolated.frames import BadFrame, read_frame, write_frame
from marketplace.core.errors import Unavailable
from marketplace.core.text import _l

log = logging.getLogger(__name__)

START = "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_module('isolated', run_name='__main__')"
"""The folder goes to the end of the path, so that nothing in it can stand in for a module of Python."""

CHILDREN_AT_ONCE = 2
WAIT_SECONDS = 10.0
_slots = threading.BoundedSemaphore(CHILDREN_AT_ONCE)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a child may use: address space in MiB, processor and wall time in seconds."""

    memory_mebibytes: int = 768
    cpu_seconds: int = 20
    wall_seconds: float = 25.0


DEFAULT_LIMITS = Limits()


class ChildFailed(Exception):
    """The child ended without an answer: out of memory, out of time, or the decoder broke."""


def run_isolated(
    task: str, data: bytes, *, figures: Mapping[str, int] | None = None, limits: Limits = DEFAULT_LIMITS
) -> tuple[dict[str, Any], list[bytes]]:
    """Do one task of ``marketplace.adapters.isolated`` on bytes from a stranger.

    Raises ``ChildFailed`` when the child dies or takes too long, ``Unavailable`` when too many are at work.
    """
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise Unavailable("uploads_busy", _l("Many files are being uploaded right now. Please try again in a minute."))
    try:
        with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaint:
            code = _run_child(_request(task, data, figures or {}), answer, complaint, limits)
            return _read_answer(code, answer, complaint)
    finally:
        _slots.release()


def _request(task: str, data: bytes, figures: Mapping[str, int]) -> bytes:
    buffer = io.BytesIO()
    write_frame(buffer, {"task": task, **figures}, [data])
    return buffer.getvalue()


def _run_child(request: bytes, answer: IO[bytes], complaint: IO[bytes], limits: Limits) -> int:
    """Run the child to its end; the answer goes to a file, whose size the child cannot exceed."""
    command = [sys.executable, "-I", "-c", START, str(Path(__file__).parent)]
    command += [str(limits.memory_mebibytes), str(limits.cpu_seconds)]
    environment = {"MALLOC_ARENA_MAX": "2", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            command,
            input=request,
            stdout=answer,
            stderr=complaint,
            timeout=limits.wall_seconds,
            env=environment,
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ChildFailed("out of time") from error
    return done.returncode


def _read_answer(code: int, answer: IO[bytes], complaint: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    answer.seek(0)
    try:
        if code != 0:
            raise BadFrame(f"ended with {code}")
        return read_frame(answer)
    except BadFrame as error:
        complaint.seek(0)
        last_words = complaint.read(4000).decode(errors="replace").strip().splitlines()[-1:]
        log.warning("a file could not be read in isolation: %s %s", error, last_words)
        raise ChildFailed(str(error)) from error
