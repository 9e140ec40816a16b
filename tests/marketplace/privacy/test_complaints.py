"""Complaints: written by anybody, answered once, forgotten in time."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.privacy import complaints
from marketplace.privacy.complaints import ComplaintDraft
from marketplace.privacy.models import Complaint, ComplaintState
from marketplace.privacy.periods import COMPLAINTS
from tests.factories import NOW, make_buyer, make_operator

DRAFT = ComplaintDraft(kind="product", text="Labelnya salah.", name="Rini", email="Rini@Uji.test", idempotency_key="a")


def test_a_strangers_complaint_gets_a_number_that_tells_nothing(session: Session) -> None:
    found = complaints.make(session, None, DRAFT, now=NOW)

    assert re.fullmatch(r"ADU-2026-[2-9A-Z]{6}", found.code)
    assert (found.email, found.user_id, found.state) == ("rini@uji.test", None, "open")


def test_a_double_click_is_one_complaint(session: Session) -> None:
    first = complaints.make(session, None, DRAFT, now=NOW)
    second = complaints.make(session, None, DRAFT, now=NOW)

    assert first.id == second.id
    assert session.scalar(select(func.count(Complaint.id))) == 1


def test_whoever_is_signed_in_cannot_write_in_anothers_name(session: Session) -> None:
    buyer = make_buyer(session, email="pembeli@uji.test")

    found = complaints.make(session, buyer, DRAFT, now=NOW)

    assert (found.user_id, found.email) == (buyer.user_id, "pembeli@uji.test")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "lain"}, "kind"),
        ({"text": " "}, "text"),
        ({"text": "x" * 4_001}, "text"),
        ({"email": ""}, "email"),
        ({"email": "bukan"}, "email"),
    ],
)
def test_what_is_missing_is_named(session: Session, change: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        complaints.make(session, None, replace(DRAFT, **change), now=NOW)

    assert field in refused.value.errors


def test_a_complaint_is_answered_once_and_by_an_operator(session: Session) -> None:
    found = complaints.make(session, None, DRAFT, now=NOW)
    operator = make_operator(session)
    with pytest.raises(NotAllowed):
        complaints.answer(session, make_buyer(session), found.code, "Baik.", now=NOW)
    with pytest.raises(NotFound):
        complaints.answer(session, operator, "ADU-2026-AAAAAA", "Baik.", now=NOW)
    with pytest.raises(Invalid):
        complaints.answer(session, operator, found.code, "  ", now=NOW)

    complaints.answer(session, operator, found.code.lower(), "Sudah diperbaiki.", now=NOW)

    assert (found.state, found.answered_by_id) == (ComplaintState.ANSWERED, operator.user_id)
    with pytest.raises(Conflict):
        complaints.answer(session, operator, found.code, "Lagi.", now=NOW)


def test_the_list_finds_words_and_shows_what_waits_longest_first(session: Session) -> None:
    operator = make_operator(session)
    late = complaints.make(session, None, replace(DRAFT, idempotency_key="b"), now=NOW + timedelta(hours=1))
    early = complaints.make(session, None, replace(DRAFT, text="100% salah", idempotency_key="c"), now=NOW)

    assert complaints.listed(session, operator, 1, is_open=True).items == [early, late]
    assert complaints.listed(session, operator, 1, is_open=False, words="100%").items == [early]
    assert complaints.listed(session, operator, 1, is_open=False, words="0_s").items == []


def test_words_of_a_complaint_are_erased_two_years_after_the_answer(session: Session) -> None:
    operator = make_operator(session)
    answered = complaints.make(session, None, DRAFT, now=NOW)
    waiting = complaints.make(session, None, replace(DRAFT, idempotency_key="b"), now=NOW)
    complaints.answer(session, operator, answered.code, "Baik.", now=NOW)
    session.flush()

    assert complaints.erase_old(session, now=NOW + COMPLAINTS) == 0
    assert complaints.erase_old(session, now=NOW + COMPLAINTS + timedelta(seconds=1)) == 1

    assert (answered.name, answered.email, answered.text, answered.answer) == ("", "", "", "")
    assert waiting.text == "Labelnya salah."
