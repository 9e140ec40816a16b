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
    "grade": _l("Grade"),
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

_HEAD, _DAYS = ("number", "grade", "application_receipt"), ("issued_on", "valid_from", "valid_until")
_ORDER = {
    "halal": (*_HEAD, "items", "holder", "place", *_DAYS, "issuer"),
    "pirt": (*_HEAD, "holder", "place", "items", *_DAYS, "issuer"),
    "bpom": (*_HEAD, "items", "holder", "place", *_DAYS, "issuer"),
}
"""The order in which a paper prints its fields, so that the eye goes down both at once; others: as in ``FIELDS``."""


def fields_to_mark(
    *, receipt_only: bool, begins_later: bool, scheme: str = "", has_items: bool = True, has_grade: bool = False
) -> tuple[str, ...]:
    """Return the fields of one paper that must be marked, in the order in which the paper prints them.

    The end is marked where it is open too: a paper with a printed end must not pass as one without. A paper of the
    organisation itself names no products.
    """
    wanted = {"holder", "place", *(["items"] if has_items else [])}
    if receipt_only:
        wanted.add("application_receipt")
    else:
        wanted |= {"number", "issuer", "issued_on", "valid_until"}
        wanted |= {"valid_from"} if begins_later else set()
        wanted |= {"grade"} if has_grade else set()
    return tuple(name for name in _ORDER.get(scheme, tuple(FIELDS)) if name in wanted)


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
    """Return against what a paper of a scheme can be checked: its public register first, where there is one."""
    name = scheme(scheme_code).register_name
    return (Evidence(name, name), *_OTHER) if name else _OTHER


def evidence_name(stored: str) -> Words:
    """Return in words what a paper was checked against."""
    return next((row.name for row in _OTHER if row.code == stored), stored)
