"""What an official must hold against the scan, and what the marks allow to be decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from babel.support import LazyProxy

from certification.numbers import Words
from certification.schemes import scheme
from marketplace.core.text import _l


class Mark(StrEnum):
    """How a filed field compares with the scan."""

    MATCH = "match"
    DIFFERS = "differs"


FIELDS: dict[str, LazyProxy] = {
    "number": _l("Number"),
    "application_receipt": _l("Receipt of the application"),
    "holder": _l("Holder"),
    "place": _l("Place of production"),
    "items": _l("Products covered"),
    "issuer": _l("Issuer"),
    "issued_on": _l("Issued on"),
    "valid_from": _l("Valid from"),
    "valid_until": _l("Valid until"),
}
"""Every field that can be marked, with its name, in the order of the page."""

_ALWAYS = ("holder", "place", "items")


def fields_to_mark(*, receipt_only: bool, begins_later: bool) -> tuple[str, ...]:
    """Return the fields of one paper that must be marked.

    The end is marked where it is open too: a paper with a printed end must not pass as one without.
    """
    if receipt_only:
        return ("application_receipt", *_ALWAYS)
    own = ("issuer", "issued_on", *(("valid_from",) if begins_later else ()), "valid_until")
    return ("number", *_ALWAYS, *own)


def open_marks(wanted: tuple[str, ...], marks: Mapping[str, str]) -> dict[str, Words]:
    """Return what forbids approval, by the mark's form field: every field that is unmarked or differs."""
    faults: dict[str, Words] = {}
    for name in wanted:
        if marks.get(name) == Mark.DIFFERS:
            faults[f"mark_{name}"] = _l("%(field)s differs: ask for a correction instead.", field=FIELDS[name])
        elif marks.get(name) != Mark.MATCH:
            faults[f"mark_{name}"] = _l("%(field)s is not marked yet.", field=FIELDS[name])
    return faults


def only_marks(wanted: tuple[str, ...], marks: Mapping[str, str]) -> dict[str, str]:
    """Return the marks that are of these fields and are marks at all."""
    return {name: marks[name] for name in wanted if marks.get(name) in set(Mark)}


@dataclass(frozen=True)
class Evidence:
    """One way in which a paper was checked. ``code`` is stored where it is no register's own name."""

    code: str
    name: Words


_OTHER = (
    Evidence("original", _l("The original paper, seen by the office")),
    Evidence("letter", _l("A letter of the issuer")),
)


def evidence_for(scheme_code: str) -> tuple[Evidence, ...]:
    """Return against what a paper of a scheme can be checked: its public register first."""
    row = scheme(scheme_code)
    return (Evidence(row.register_name, row.register_name), *_OTHER)


def evidence_name(stored: str) -> Words:
    """Return in words what a paper was checked against."""
    return next((row.name for row in _OTHER if row.code == stored), stored)
