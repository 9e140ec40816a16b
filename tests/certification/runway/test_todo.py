"""What a cooperative has to do about its papers, by state and day."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from certification.runway.todo import Kind, todo_of
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import Actor
from tests.factories import NOW, make_seller
from tests.factories_certification import make_certificate, make_producer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TODAY = jakarta_day(NOW)


def _kinds(session: Session, seller: Actor) -> list[Kind]:
    return [task.kind for task in todo_of(session, seller, TODAY)]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"state": "draft"}, Kind.FINISH),
        ({"state": "needs_correction"}, Kind.CORRECT),
        ({"state": "submitted"}, None),
        ({"state": "submitted", "number": "", "application_receipt": "STTD-1"}, None),
        (
            {
                "state": "submitted",
                "number": "",
                "application_receipt": "STTD-1",
                "submitted_at": NOW - timedelta(days=40),
            },
            Kind.ASK_ISSUER,
        ),
        ({"valid_until": TODAY + timedelta(days=180)}, Kind.RENEW),
        ({"valid_until": TODAY + timedelta(days=181)}, None),
        ({"valid_until": TODAY}, Kind.RENEW),
        ({"valid_until": TODAY - timedelta(days=1)}, Kind.ENDED),
        ({"valid_until": TODAY - timedelta(days=400)}, None),
        ({"valid_until": None}, None),
        ({"on_hold": True, "valid_until": TODAY + timedelta(days=900)}, Kind.HELD),
        ({"valid_until": TODAY + timedelta(days=9), "replaced_from": TODAY}, None),
        ({"state": "rejected"}, None),
        ({"state": "revoked"}, None),
    ],
)
def test_what_a_paper_asks_of_its_holder(session: Session, fields: dict[str, object], kind: Kind | None) -> None:
    seller = make_seller(session)
    days = {"issued_on": date(2024, 1, 2), "valid_from": date(2024, 1, 2)}
    make_certificate(session, make_producer(session, seller), scheme="pirt", **{**days, **fields})  # type: ignore[arg-type]

    assert _kinds(session, seller) == ([] if kind is None else [kind])


def test_the_most_pressing_comes_first_and_a_sent_renewal_takes_the_task_away(session: Session) -> None:
    seller = make_seller(session)
    producer = make_producer(session, seller)
    days = {"issued_on": date(2024, 1, 2), "valid_from": date(2024, 1, 2), "scheme": "pirt"}
    make_certificate(session, producer, state="draft")
    make_certificate(session, producer, valid_until=TODAY + timedelta(days=60), **days)  # type: ignore[arg-type]
    soon = make_certificate(session, producer, valid_until=TODAY + timedelta(days=6), **days)  # type: ignore[arg-type]
    make_certificate(session, producer, state="needs_correction")
    assert _kinds(session, seller) == [Kind.CORRECT, Kind.RENEW, Kind.RENEW, Kind.FINISH]

    make_certificate(session, producer, state="submitted", scheme="pirt", renews_id=soon.id)

    assert _kinds(session, seller) == [Kind.CORRECT, Kind.RENEW, Kind.FINISH]


def test_the_papers_of_others_are_nobodys_task(session: Session) -> None:
    make_certificate(session, make_producer(session, make_seller(session)), state="needs_correction")

    assert _kinds(session, make_seller(session)) == []
