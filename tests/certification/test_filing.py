"""What may be filed of a paper, as truth tables."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from certification.days import years_after
from certification.filing import (
    MAX_ITEM_LENGTH,
    MAX_ITEMS,
    Filing,
    Identity,
    checked,
    checked_items,
    gaps,
    remarks,
)
from marketplace.core.errors import Invalid, NotFound

TODAY = date(2026, 11, 24)
LAMONGAN = "35.24.14.2011"
PIRT = Identity(number="2023524019999-31", issued_on=date(2026, 5, 12), valid_until=date(2031, 5, 12))
HALAL = Identity(number="ID35110009999990526", issued_on=date(2026, 5, 18))


def file(scheme: str, identity: Identity) -> Identity:
    return checked(scheme, identity, region=LAMONGAN, today=TODAY)


def test_a_paper_is_kept_in_its_strict_form() -> None:
    kept = file("pirt", replace(PIRT, number=" P-IRT no. 202 3524 019999 31 "))

    assert kept.number == "2023524019999-31"
    assert kept.valid_from == PIRT.issued_on
    assert kept.issuer == "Bupati/Wali Kota (PTSP, OSS)"


def test_halal_needs_no_end() -> None:
    assert file("halal", HALAL).valid_until is None


def test_halal_may_state_an_older_papers_end() -> None:
    assert file("halal", replace(HALAL, valid_until=date(2027, 1, 1))).valid_until == date(2027, 1, 1)


@pytest.mark.parametrize("scheme", ["pirt", "bpom"])
def test_papers_with_an_end_must_state_it(scheme: str) -> None:
    number = {"pirt": PIRT.number, "bpom": "MD 243513999900131"}[scheme]

    with pytest.raises(Invalid) as refused:
        file(scheme, replace(PIRT, number=number, valid_until=None))

    assert set(refused.value.errors) == {"valid_until"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "12345"}, "number"),
        ({"number": "x" * 200}, "number"),
        ({"issued_on": None}, "issued_on"),
        ({"issued_on": TODAY + timedelta(days=1)}, "issued_on"),
        ({"valid_from": date(2026, 5, 11)}, "valid_from"),
        ({"valid_until": date(2026, 11, 23)}, "valid_until"),
        ({"valid_until": date(2026, 5, 11)}, "valid_until"),
        ({"valid_until": date(2031, 5, 13)}, "valid_until"),
        ({"valid_until": date(9999, 12, 31)}, "valid_until"),
        ({"valid_from": date(2027, 1, 1), "valid_until": date(2026, 12, 31)}, "valid_until"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        file("pirt", replace(PIRT, **change))  # type: ignore[arg-type]

    assert field in refused.value.errors


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        file("pirt", Identity(number="12"))

    assert set(refused.value.errors) == {"number", "issued_on", "valid_until"}


def test_the_last_valid_day_may_be_today_and_exactly_five_years_on() -> None:
    assert file("pirt", replace(PIRT, valid_until=TODAY)).valid_until == TODAY
    assert file("pirt", replace(PIRT, valid_until=date(2031, 5, 12))).valid_until == date(2031, 5, 12)


def test_an_odd_year_in_the_number_warns_only() -> None:
    assert file("pirt", replace(PIRT, number="2023524019999-30")).number == "2023524019999-30"


def test_a_receipt_alone_is_enough_and_has_no_days() -> None:
    kept = file("halal", Identity(application_receipt="STTD-9999-001", issued_on=TODAY))

    assert kept.is_receipt_only
    assert kept.issued_on is None


@pytest.mark.parametrize(
    ("identity", "field"),
    [(Identity(), "number"), (Identity(application_receipt="12"), "application_receipt")],
)
def test_nothing_at_all_or_a_stump_is_refused(identity: Identity, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        file("halal", identity)

    assert set(refused.value.errors) == {field}


def test_an_unknown_scheme_is_not_found() -> None:
    with pytest.raises(NotFound):
        file("organic", HALAL)


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2026, 5, 12), 5, date(2031, 5, 12)),
        (date(2024, 2, 29), 5, date(2029, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2026, 5, 12), -5, date(2021, 5, 12)),
    ],
)
def test_years_are_counted_by_the_calendar(day: date, years: int, later: date) -> None:
    assert years_after(day, years) == later


def test_names_are_tidied_and_kept_once_in_their_order() -> None:
    assert checked_items(["  Abon   Ikan ", "", "Petis", "ABON IKAN"]) == ("Abon Ikan", "Petis")


@pytest.mark.parametrize(
    "names", [[], ["", "  "], ["x" * (MAX_ITEM_LENGTH + 1)], [f"Produk {n}" for n in range(MAX_ITEMS + 1)]]
)
def test_no_names_too_many_or_too_long_ones_are_refused(names: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        checked_items(names)

    assert set(refused.value.errors) == {"items"}


@pytest.mark.parametrize(
    ("change", "steps"),
    [
        ({}, set()),
        ({"identity": Identity()}, {"nomor"}),
        ({"items": ()}, {"produk"}),
        ({"has_scan": False}, {"pindaian"}),
        ({"identity": Identity(), "items": (), "has_scan": False}, {"nomor", "produk", "pindaian"}),
    ],
)
def test_gaps_name_the_step_that_mends_them(change: dict[str, object], steps: set[str]) -> None:
    whole = Filing(scheme="pirt", region=LAMONGAN, identity=PIRT, items=("Keripik",), has_scan=True)

    assert set(gaps(replace(whole, **change), TODAY)) == steps  # type: ignore[arg-type]


def test_a_draft_that_ended_while_it_lay_is_a_gap() -> None:
    whole = Filing(scheme="pirt", region=LAMONGAN, identity=PIRT, items=("Keripik",), has_scan=True)

    assert set(gaps(whole, date(2031, 5, 13))) == {"nomor"}


NKV = Identity(
    number="rphu-9999-001", grade="II", issued_on=date(2025, 5, 12), valid_from=None, valid_until=date(2030, 5, 12)
)
NIB = Identity(number="NIB 9999 0000 12345", issued_on=date(2025, 5, 12))
SNI = Identity(number="SNI 9999:2020", issued_on=date(2025, 5, 12), valid_until=date(2029, 5, 12))


def test_a_grade_is_asked_where_the_paper_has_one_and_nowhere_else() -> None:
    assert file("nkv", NKV).grade == "II"
    for scheme, identity in (("nkv", replace(NKV, grade="")), ("nkv", replace(NKV, grade="IV")), ("halal", HALAL)):
        with pytest.raises(Invalid) as refused:
            file(scheme, identity if scheme == "nkv" else replace(identity, grade="I"))
        assert set(refused.value.errors) == {"grade"}


def test_a_paper_without_end_states_none() -> None:
    assert file("nib", NIB).number == "9999000012345"
    with pytest.raises(Invalid) as refused:
        file("nib", replace(NIB, valid_until=date(2030, 1, 1)))

    assert set(refused.value.errors) == {"valid_until"}


def test_there_is_no_receipt_of_an_application_for_papers_of_the_cooperative() -> None:
    with pytest.raises(Invalid) as refused:
        file("npwp", Identity(application_receipt="STTD-9999-001"))

    assert set(refused.value.errors) == {"number"}


def test_an_end_beyond_an_unconfirmed_limit_is_remarked_and_never_refused() -> None:
    late = replace(SNI, valid_until=date(2029, 5, 13))

    assert file("sni", late).valid_until == date(2029, 5, 13)
    assert [remark.code for remark in remarks("sni", late, region=LAMONGAN, today=TODAY)] == ["unusual_end"]
    assert remarks("sni", SNI, region=LAMONGAN, today=TODAY) == ()


@pytest.mark.parametrize("issued", [date(26, 5, 12), date(206, 5, 12), date(1945, 8, 16)])
def test_a_year_of_issue_that_is_a_slip_is_refused(issued: date) -> None:
    with pytest.raises(Invalid) as refused:
        file("nib", replace(NIB, issued_on=issued))

    assert set(refused.value.errors) == {"issued_on"}


@pytest.mark.parametrize(
    ("scheme", "identity", "codes"),
    [
        ("pirt", PIRT, []),
        ("pirt", Identity(application_receipt="STTD-9999-001"), []),
        ("pirt", replace(PIRT, valid_from=TODAY + timedelta(days=1)), ["begins_later"]),
        ("pirt", replace(PIRT, valid_until=TODAY + timedelta(days=180)), ["end_differs", "ends_soon"]),
        ("pirt", replace(PIRT, number="2023578019999-31"), ["region_differs"]),
        ("bpom", replace(PIRT, number="NA18171234567"), ["other_scheme"]),
        ("npwp", replace(NIB, number="3524014107800001"), ["nik"]),
        ("halal", replace(HALAL, number="04030021380616"), ["mui_number"]),
    ],
)
def test_what_looks_odd_is_told_before_it_is_sent(scheme: str, identity: Identity, codes: list[str]) -> None:
    assert [remark.code for remark in remarks(scheme, identity, region=LAMONGAN, today=TODAY)] == codes


def test_a_paper_of_the_cooperative_is_complete_without_product_names() -> None:
    whole = Filing(scheme="nib", region=LAMONGAN, identity=NIB, items=(), has_scan=True)

    assert gaps(whole, TODAY) == {}
