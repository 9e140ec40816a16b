"""Ready sentences: which are offered for a paper on a day, and how they come into a note."""

from datetime import date, timedelta

from certification import reasons
from certification.marking import FIELDS
from certification.reasons import REASONS, Reason, combined, offered
from certification.schemes import SCHEMES

TODAY = date(2026, 11, 24)


def codes(scheme: str, *fields: str) -> list[str]:
    return [row.code for row in offered(scheme, fields, TODAY)]


def test_every_sentence_speaks_of_a_scheme_and_a_field_that_there_are() -> None:
    assert all(row.schemes <= SCHEMES.keys() for row in REASONS.values())
    assert all(not row.field or row.field in FIELDS for row in REASONS.values())


def test_those_of_other_papers_and_of_fields_that_are_not_marked_are_left_out() -> None:
    assert "halal_appendix" in codes("halal", *FIELDS)
    assert "halal_appendix" not in codes("pirt", *FIELDS)
    assert codes("pirt", "holder") == ["scan_blurred", "scan_incomplete", "scan_other_paper", "holder_differs"]


def test_a_sentence_is_offered_on_the_days_of_its_rule_only(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    tomorrow = Reason(code="besok", text=REASONS["ended"].text, since=TODAY + timedelta(days=1))
    over = Reason(code="lewat", text=REASONS["ended"].text, until=TODAY - timedelta(days=1))
    today = Reason(code="kini", text=REASONS["ended"].text, since=TODAY, until=TODAY)
    monkeypatch.setattr(reasons, "_ROWS", (tomorrow, over, today))

    assert codes("halal") == ["kini"]


def test_sentences_are_added_on_lines_of_their_own_and_never_twice() -> None:
    assert combined("", ["Satu.", "Dua."]) == "Satu.\nDua."
    assert combined("Yth. Ibu,\n", ["Satu."]) == "Yth. Ibu,\nSatu."
    assert combined("Satu.", ["Satu.", "Dua."]) == "Satu.\nDua."
    assert combined("Tetap", []) == "Tetap"
