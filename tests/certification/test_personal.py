"""What certification tells an official of their own decisions."""

from sqlalchemy.orm import Session

from certification import personal
from tests.factories import make_official, make_seller
from tests.factories_certification import make_certificate, make_producer


def test_an_official_reads_the_own_decisions_only(session: Session) -> None:
    mine, other = make_official(session), make_official(session)
    producer = make_producer(session, make_seller(session))
    certificate = make_certificate(session, producer, official=mine)
    make_certificate(session, producer, official=other)

    found = personal.decisions(session, mine.user_id)

    assert [(row["number"], row["verdict"]) for row in found] == [(certificate.number, "verified")]
