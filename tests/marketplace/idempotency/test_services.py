"""A write is done once for a key, also where two send it at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, Invalid
from marketplace.db import Database
from marketplace.idempotency.models import KeptAnswer
from marketplace.idempotency.services import KEPT_FOR, Answer, forget_old, once
from tests.factories import NOW, make_buyer


def refuse() -> Answer:
    raise Conflict("no")


def test_the_first_answer_is_given_again(session: Session) -> None:
    buyer, done = make_buyer(session), []

    def act() -> Answer:
        done.append(1)
        return Answer(201, {"number": len(done)})

    answers = [once(session, buyer, "kunci", b"x", act, now=NOW) for _time in range(2)]

    assert answers == [Answer(201, {"number": 1})] * 2


def test_another_request_under_the_key_is_refused(session: Session) -> None:
    buyer = make_buyer(session)
    once(session, buyer, "kunci", b"x", lambda: Answer(200, {}), now=NOW)

    with pytest.raises(Invalid, match="idempotency_mismatch"):
        once(session, buyer, "kunci", b"y", refuse, now=NOW)


def test_two_at_once_do_it_once(database: Database) -> None:
    with database.transaction() as session:
        buyer = make_buyer(session)
    together, done = Barrier(2), []

    def send() -> Answer:
        together.wait()
        with database.transaction() as session:

            def act() -> Answer:
                done.append(1)
                return Answer(201, {"number": 1})

            return once(session, buyer, "kunci", b"x", act, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        answers = [future.result() for future in [pool.submit(send), pool.submit(send)]]

    assert answers == [Answer(201, {"number": 1})] * 2
    assert len(done) == 1


def test_answers_are_forgotten_in_time(session: Session) -> None:
    buyer = make_buyer(session)
    for key, at in (("lama", NOW - KEPT_FOR - timedelta(minutes=1)), ("baru", NOW)):
        once(session, buyer, key, b"x", lambda: Answer(200, {}), now=at)

    forget_old(session, now=NOW)

    assert session.query(KeptAnswer).count() == 1
