"""The form in which parent and child exchange a message: a line of JSON, then the bytes it announces."""

import json
from collections.abc import Mapping, Sequence
from typing import IO, Any

MAX_HEAD_BYTES = 64 * 1024


class BadFrame(Exception):
    """What came is no complete message."""


def write_frame(stream: IO[bytes], head: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Write one message: ``head`` as JSON with the sizes of the blobs, then the blobs."""
    line = json.dumps({"head": dict(head), "sizes": [len(blob) for blob in blobs]})
    stream.write(line.encode() + b"\n")
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Read one message; raise ``BadFrame`` when it is cut short or not in the form."""
    line = stream.readline(MAX_HEAD_BYTES)
    try:
        message = json.loads(line)
        head, sizes = message["head"], message["sizes"]
        blobs = [stream.read(int(size)) for size in sizes]
    except (ValueError, KeyError, TypeError) as error:
        raise BadFrame(str(error)) from error
    if not isinstance(head, dict) or [len(blob) for blob in blobs] != sizes:
        raise BadFrame("cut short")
    return head, blobs
