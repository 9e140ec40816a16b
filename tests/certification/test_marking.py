"""What the marks of an official allow, as truth tables."""

import pytest

from certification.marking import (
    FIELDS,
    Mark,
    evidence_for,
    evidence_name,
    fields_to_mark,
    only_marks,
    open_marks,
)
from certification.schemes import SCHEMES

WHOLE = fields_to_mark(receipt_only=False, begins_later=False)
ALL_MATCH = dict.fromkeys(WHOLE, "match")


@pytest.mark.parametrize(
    ("receipt_only", "begins_later", "fields"),
    [
        (False, False, ("number", "holder", "place", "items", "issuer", "issued_on", "valid_until")),
        (False, True, ("number", "holder", "place", "items", "issuer", "issued_on", "valid_from", "valid_until")),
        (True, False, ("application_receipt", "holder", "place", "items")),
    ],
)
def test_each_kind_of_record_has_its_fields(receipt_only: bool, begins_later: bool, fields: tuple[str, ...]) -> None:
    assert fields_to_mark(receipt_only=receipt_only, begins_later=begins_later) == fields


def test_every_field_has_a_name_to_be_shown() -> None:
    assert set(WHOLE) < set(FIELDS)


def test_all_matching_may_be_approved() -> None:
    assert open_marks(WHOLE, ALL_MATCH) == {}


@pytest.mark.parametrize("field", WHOLE)
@pytest.mark.parametrize("mark", [None, "differs", "maybe", ""])
def test_one_field_that_does_not_match_forbids_approval_and_is_named(field: str, mark: str | None) -> None:
    marks = {**ALL_MATCH, field: mark} if mark is not None else {k: v for k, v in ALL_MATCH.items() if k != field}

    assert set(open_marks(WHOLE, marks)) == {f"mark_{field}"}


def test_only_real_marks_of_asked_fields_are_kept() -> None:
    assert only_marks(("number", "holder"), {"number": "match", "holder": "maybe", "items": "match"}) == {
        "number": Mark.MATCH
    }


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_public_register_is_offered_first_where_there_is_one(scheme: str) -> None:
    assert evidence_for(scheme)[0].code == (SCHEMES[scheme].register_name or "original")


def test_what_is_stored_is_shown_in_words() -> None:
    assert str(evidence_name("original")) == "The original paper, seen by the office"
    assert evidence_name("Cek BPOM") == "Cek BPOM"
