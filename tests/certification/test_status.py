"""Certificates: how one stands on a day. The last day still counts; days are days in Jakarta."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from certification.lifecycle import CertificateState
from certification.schemes import GOODS_SCHEMES, ORGANISATION_SCHEMES, SCHEMES, Validity, scheme
from certification.status import CertificateFacts, Status, is_not_yet_valid, is_valid, shown_on, status_on
from marketplace.core.errors import NotFound

TODAY = date(2026, 11, 24)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
IN_90, IN_91 = TODAY + timedelta(days=90), TODAY + timedelta(days=91)


@pytest.mark.parametrize(
    ("state",            "valid_from", "valid_until", "on_hold", "shown",            "counts"),
    [
        ("draft",            None,      None,      False, "missing",          False),
        ("draft",            None,      YESTERDAY, False, "missing",          False),
        ("submitted",        None,      None,      False, "submitted",        False),
        ("submitted",        None,      YESTERDAY, False, "submitted",        False),
        ("needs_correction", None,      None,      False, "needs_correction", False),
        ("rejected",         None,      IN_91,     False, "rejected",         False),
        ("revoked",          None,      IN_91,     False, "revoked",          False),
        ("revoked",          None,      YESTERDAY, False, "revoked",          False),
        ("verified",         None,      None,      False, "verified",         True),
        ("verified",         None,      None,      True,  "on_hold",          False),
        ("verified",         None,      IN_91,     False, "verified",         True),
        ("verified",         None,      IN_90,     False, "expiring",         True),
        ("verified",         None,      TOMORROW,  False, "expiring",         True),
        ("verified",         None,      TODAY,     False, "expiring",         True),
        ("verified",         None,      YESTERDAY, False, "expired",          False),
        ("verified",         None,      YESTERDAY, True,  "expired",          False),
        ("verified",         None,      IN_90,     True,  "on_hold",          False),
        ("verified",         YESTERDAY, IN_91,     False, "verified",         True),
        ("verified",         TODAY,     IN_91,     False, "verified",         True),
        ("verified",         TOMORROW,  IN_91,     False, "on_hold",          False),
    ],
)  # fmt: skip
def test_status_follows_from_facts_and_the_day(
    state: str, valid_from: date | None, valid_until: date | None, on_hold: bool, shown: str, counts: bool
) -> None:
    facts = CertificateFacts(
        scheme="pirt",
        state=CertificateState(state),
        valid_from=valid_from,
        valid_until=valid_until,
        on_hold=on_hold,
    )

    status = status_on(facts, TODAY)

    assert status == shown
    assert is_valid(status) is counts


@pytest.mark.parametrize("state", ["draft", "submitted", "needs_correction", "rejected", "revoked"])
@pytest.mark.parametrize("on_hold", [False, True])
@pytest.mark.parametrize("valid_until", [None, YESTERDAY, TOMORROW])
@pytest.mark.parametrize("replaced_from", [None, TODAY])
def test_what_is_not_verified_never_counts_whatever_its_days_are(
    state: str, on_hold: bool, valid_until: date | None, replaced_from: date | None
) -> None:
    facts = CertificateFacts(
        scheme="pirt",
        state=CertificateState(state),
        valid_from=YESTERDAY,
        valid_until=valid_until,
        on_hold=on_hold,
        replaced_from=replaced_from,
    )

    assert status_on(facts, TODAY) == shown_on(facts, TODAY) == ("missing" if state == "draft" else state)
    assert not is_valid(status_on(facts, TODAY))


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "on_hold", "replaced_from", "outward",  "said"),
    [
        (None,         IN_91,       False,     None,            "verified", "verified"),
        (None,         IN_91,       False,     TOMORROW,        "verified", "verified"),
        (None,         IN_91,       False,     TODAY,           "expired",  "replaced"),
        (None,         IN_91,       False,     YESTERDAY,       "expired",  "replaced"),
        (None,         None,        False,     TODAY,           "expired",  "replaced"),
        (None,         IN_91,       True,      TODAY,           "expired",  "replaced"),
        (None,         YESTERDAY,   False,     YESTERDAY,       "expired",  "expired"),
        (None,         YESTERDAY,   False,     None,            "expired",  "expired"),
        (TOMORROW,     IN_91,       False,     None,            "on_hold",  "not_yet_valid"),
        (TOMORROW,     IN_91,       True,      None,            "on_hold",  "on_hold"),
        (TODAY,        IN_91,       True,      None,            "on_hold",  "on_hold"),
        (TODAY,        IN_90,       False,     TOMORROW,        "expiring", "expiring"),
    ],
)  # fmt: skip
def test_pages_say_in_words_what_the_contract_has_no_status_for(
    valid_from: date | None,
    valid_until: date | None,
    on_hold: bool,
    replaced_from: date | None,
    outward: str,
    said: str,
) -> None:
    facts = CertificateFacts(
        scheme="pirt",
        state=CertificateState.VERIFIED,
        valid_from=valid_from,
        valid_until=valid_until,
        on_hold=on_hold,
        replaced_from=replaced_from,
    )

    assert (status_on(facts, TODAY), shown_on(facts, TODAY)) == (outward, said)


def test_one_certificate_goes_through_its_life() -> None:
    facts = CertificateFacts(
        scheme="pirt",
        state=CertificateState.VERIFIED,
        valid_from=date(2026, 1, 1),
        valid_until=date(2030, 12, 31),
    )

    days = (date(2025, 12, 31), date(2026, 1, 1), date(2030, 10, 1), date(2030, 10, 2), date(2030, 12, 31))

    assert [status_on(facts, day) for day in days] == ["on_hold", "verified", "verified", "expiring", "expiring"]
    assert status_on(facts, date(2031, 1, 1)) == Status.EXPIRED


@pytest.mark.parametrize(
    ("valid_from", "state", "waits"),
    [(TOMORROW, "verified", True), (TODAY, "verified", False), (None, "verified", False), (TOMORROW, "draft", False)],
)
def test_a_paper_that_begins_later_is_told_from_one_on_hold(valid_from: date | None, state: str, waits: bool) -> None:
    facts = CertificateFacts(scheme="bpom", state=CertificateState(state), valid_from=valid_from)

    assert is_not_yet_valid(facts, TODAY) is waits


def test_a_scheme_that_left_the_table_keeps_the_usual_window() -> None:
    facts = CertificateFacts(scheme="gone", state=CertificateState.VERIFIED, valid_until=IN_90)

    assert status_on(facts, TODAY) == Status.EXPIRING
    assert status_on(replace(facts, valid_until=IN_91), TODAY) == Status.VERIFIED


@pytest.mark.parametrize(
    ("code", "validity", "years", "renewal"),
    [
        ("halal", "conditional", None, None),
        ("pirt",  "dated",       5,    180),
        ("bpom",  "dated",       5,    180),
    ],
)  # fmt: skip
def test_schemes_state_how_they_end(code: str, validity: str, years: int | None, renewal: int | None) -> None:
    row = scheme(code)

    assert (row.validity, row.max_validity_years, row.renewal_days) == (validity, years, renewal)
    assert row.has_end_date is (row.validity == Validity.DATED)
    assert row.register_url.startswith("https://")
    assert row.source


def test_every_scheme_stands_under_its_code() -> None:
    assert GOODS_SCHEMES == (
        "halal", "pirt", "bpom", "cosmetic", "traditional", "psat", "nkv", "sni", "trademark", "tkdn",
    )  # fmt: skip
    assert ORGANISATION_SCHEMES == ("nib", "npwp", "nik_koperasi", "ahu", "gs1")
    assert list(SCHEMES) == [*GOODS_SCHEMES, *ORGANISATION_SCHEMES]
    assert all(code == row.code for code, row in SCHEMES.items())


def test_an_unknown_scheme_is_not_found() -> None:
    with pytest.raises(NotFound):
        scheme("organic")
