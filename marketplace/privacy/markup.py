"""The small markup of editable pages: paragraphs, ``## `` headings, ``- `` lists and links; never HTML.

A text becomes a structure, and the template prints the structure, so that everything in it is escaped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["heading", "list", "paragraph"]
LINK = re.compile(
    r"\[(?P<words>[^\[\]\n]{1,200})\]\((?P<target>[^()\s]{1,500})\)|(?P<bare>https?://[^\s()<>\"]{1,500})"
)
SAFE = re.compile(r"https?://[^\s/]|/(?![/\\])")
"""What a link may lead to: another site by http or https, or a page of this one."""
ENDS_SENTENCE = ".,;:!?"


@dataclass(frozen=True)
class Span:
    """A run of words; with ``url`` it is a link."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Block:
    """A heading or a paragraph (one line), or a list (a line for each point)."""

    kind: Kind
    lines: tuple[tuple[Span, ...], ...]


def read(text: str) -> list[Block]:
    """Return the blocks of a text; any text has some reading."""
    blocks = []
    for kind, lines in groupby(text.splitlines(), key=_kind):
        words = [line.strip() for line in lines]
        if kind == "heading":
            blocks += [Block("heading", ((Span(line.removeprefix("## ")),),)) for line in words]
        elif kind == "list":
            blocks.append(Block("list", tuple(spans(line.removeprefix("- ")) for line in words)))
        elif kind == "paragraph":
            blocks.append(Block("paragraph", (spans(" ".join(words)),)))
    return blocks


def spans(line: str) -> tuple[Span, ...]:
    """Return a line as words and links; a link that leads to nothing safe stays the words that were typed."""
    return tuple(span for span in _spans(line) if span.words)


def _spans(line: str) -> Iterator[Span]:
    place = 0
    for found in LINK.finditer(line):
        target = found["target"] or found["bare"].rstrip(ENDS_SENTENCE)
        end = found.end() if found["target"] else found.start() + len(target)
        if not SAFE.match(target):
            continue
        yield Span(line[place : found.start()])
        yield Span(found["words"] or target, target)
        place = end
    yield Span(line[place:])


def _kind(line: str) -> Kind | None:
    if not line.strip():
        return None
    if line.startswith("## "):
        return "heading"
    return "list" if line.startswith("- ") else "paragraph"
