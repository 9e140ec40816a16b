"""The child process: limits itself, reads one request, does one task, answers, ends."""

import resource
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from .frames import read_frame, write_frame
from .refusals import Answer, Refused

MEBIBYTE = 1024 * 1024
ANSWER_BYTES = 96 * MEBIBYTE
OPEN_FILES = 64

TASKS = {
    "photo": ("photo", "make_variants"),
    "photo_scan": ("photo", "make_clean_copy"),
    "pdf_scan": ("pdf", "make_page_images"),
    "sheet": ("sheet", "read_rows"),
}
"""Name of a task to the module and function that do it."""


def limit_myself(memory_mebibytes: int, cpu_seconds: int) -> None:
    """Give up memory, processor time and disk before the first byte of the file is looked at."""
    wanted = {
        resource.RLIMIT_AS: memory_mebibytes * MEBIBYTE,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: ANSWER_BYTES,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in wanted.items():
        resource.setrlimit(kind, (limit, limit))


def task_named(name: str) -> Callable[[bytes, dict[str, Any]], Answer]:
    """Return the task; the decoding libraries are imported only now, inside the limits."""
    module, function = TASKS[name]
    task: Callable[[bytes, dict[str, Any]], Answer] = getattr(import_module(f"{__package__}.{module}"), function)
    return task


def main() -> None:
    """Answer one request; a refusal is an answer too, anything else ends the process with an error."""
    limit_myself(int(sys.argv[1]), int(sys.argv[2]))
    head, (data,) = read_frame(sys.stdin.buffer)
    try:
        figures, files = task_named(str(head["task"]))(data, head)
    except Refused as refusal:
        figures, files = {"refused": refusal.code, **refusal.figures}, []
    write_frame(sys.stdout.buffer, figures, files)


if __name__ == "__main__":
    main()
