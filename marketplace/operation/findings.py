"""What the doctor finds, and the register in which packages above add what they want looked at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import Flask


class Verdict(StrEnum):
    """How something is."""

    OK = "ok"
    LOOK = "look at this"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: how it is, what it is about, what was seen, and how to mend it."""

    verdict: Verdict
    about: str
    seen: str
    mend: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether the site is not as it must be."""
        return self.verdict == Verdict.WRONG

    def line(self) -> str:
        """Return it for a terminal."""
        text = f"{self.verdict:13} {self.about:12} {self.seen}"
        return f"{text}\n{'':26} -> {self.mend}" if self.mend else text


Examination = Callable[[Flask, datetime], Iterable[Finding]]
"""Looks at one thing in the context of the site; what it raises is a finding too."""


def add_examination(app: Flask, name: str, examination: Examination) -> None:
    """Have the doctor look at one more thing."""
    examinations(app)[name] = examination


def examinations(app: Flask) -> dict[str, Examination]:
    """Return what packages above want looked at, by name."""
    found: dict[str, Examination] = app.extensions.setdefault("examinations", {})
    return found


def ok(about: str, seen: str) -> Finding:
    """Say that something is as it must be."""
    return Finding(Verdict.OK, about, seen)


def look(about: str, seen: str, mend: str) -> Finding:
    """Say that a person should look."""
    return Finding(Verdict.LOOK, about, seen, mend)


def wrong(about: str, seen: str, mend: str) -> Finding:
    """Say that something must be mended."""
    return Finding(Verdict.WRONG, about, seen, mend)
