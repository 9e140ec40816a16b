"""The page of a job and its download."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from marketplace.accounts.models import Membership
from marketplace.core.clock import now
from marketplace.core.roles import Role
from marketplace.db import Database
from marketplace.jobs import kinds, services, working
from marketplace.jobs.models import Job, JobState
from marketplace.jobs.running import JobRun
from tests.factories import make_member, make_organisation, make_seller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def asked(app: Flask, database: Database) -> Iterator[str]:
    """The code of a job of ketua@uji.test; a colleague and a stranger are there too."""

    def work(run: JobRun) -> None:
        run.begin(1)
        with run.step():
            pass
        run.output = (b"a;b", ".csv", "hasil uji.csv")

    kinds.kind("uji", "Uji coba")(work)
    with app.test_request_context(), database.transaction() as session:
        actor = make_seller(session, email="ketua@uji.test")
        make_seller(session, email="lain@uji.test")
        organisation = make_organisation(session)
        colleague = make_member(session, organisation, Role.STAFF, email="staf@uji.test")
        session.execute(
            update(Membership)
            .where(Membership.user_id == colleague.user_id)
            .values(organisation_id=actor.organisation_id)
        )
        code = services.queue(session, actor, "uji", arguments={}, now=now()).code
    yield code
    kinds._register.pop("uji")


def test_the_page_renews_itself_only_while_something_is_to_come(app: Flask, asked: str, sign_in: SignIn) -> None:
    browser = sign_in("ketua@uji.test")

    before = browser.get(f"/kerja/{asked}").text
    working.turn(app)
    after = browser.get(f"/kerja/{asked}").text

    assert 'http-equiv="refresh"' in before
    assert "<progress" in before
    assert 'http-equiv="refresh"' not in after
    assert "<progress" not in after
    assert f"/kerja/{asked}/hasil" in after


def test_t15_the_download_is_locked_up_and_only_for_who_asked(app: Flask, asked: str, sign_in: SignIn) -> None:
    working.turn(app)

    answer = sign_in("ketua@uji.test").get(f"/kerja/{asked}/hasil", buffered=True)

    assert answer.data == b"a;b"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    for email in ("staf@uji.test", "lain@uji.test"):
        assert sign_in(email).get(f"/kerja/{asked}/hasil").status_code == 404


def test_t22_a_strangers_job_is_as_missing_as_none(app: Flask, asked: str, sign_in: SignIn) -> None:
    browser = sign_in("lain@uji.test")

    missing, foreign = browser.get("/kerja/tidak-ada"), browser.get(f"/kerja/{asked}")

    assert (missing.status_code, foreign.status_code) == (404, 404)
    assert foreign.text.replace(asked, "tidak-ada") == missing.text


def test_an_expired_result_is_gone_even_before_it_is_swept(
    app: Flask, database: Database, asked: str, sign_in: SignIn
) -> None:
    working.turn(app)
    with database.transaction() as session:
        session.execute(update(Job).where(Job.state == JobState.DONE).values(expires_at=now()))

    assert sign_in("ketua@uji.test").get(f"/kerja/{asked}/hasil").status_code == 404
