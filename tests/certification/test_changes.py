"""What a correction changed: then beside now, and what was marked but stands as it did."""

from certification.changes import Change, compare

BEFORE: dict[str, str | list[str]] = {
    "number": "1",
    "issuer": "BPJPH",
    "issued_on": "2026-05-12",
    "items": ["Keripik", "Abon"],
    "grade": "",
}


def test_equal_records_have_no_changes() -> None:
    assert compare(BEFORE, dict(BEFORE), {"number": "match"}) == ()


def test_a_changed_field_shows_both_and_how_it_was_marked() -> None:
    now: dict[str, str | list[str]] = {**BEFORE, "items": ["Keripik"], "issued_on": ""}

    assert compare(BEFORE, now, {"items": "differs", "issued_on": "match"}) == (
        Change(field="items", old=("Keripik", "Abon"), new=("Keripik",), was_marked="differs"),
        Change(field="issued_on", old=("2026-05-12",), new=(), was_marked="match"),
    )


def test_a_field_that_was_marked_and_not_changed_is_told() -> None:
    (found,) = compare(BEFORE, dict(BEFORE), {"issuer": "differs"})

    assert (found.field, found.changed, found.ignored) == ("issuer", False, True)


def test_a_field_that_older_records_do_not_know_is_empty_there() -> None:
    (found,) = compare({}, {"grade": "II"}, {})

    assert (found.old, found.new) == ((), ("II",))
