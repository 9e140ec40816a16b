"""Jobs: asked for once, done step by step, resumed after a kill, seen by nobody else, cleared away in the end."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import Actor
from marketplace.db import Database
from marketplace.jobs import claiming, kinds, services, working
from marketplace.jobs.models import Job, JobState
from marketplace.jobs.running import LEASE, JobRun, LeaseLost
from tests.factories import make_seller

STEPS = 4


class Killed(BaseException):
    """As if the process had gone: no handler of the worker catches it."""


@pytest.fixture
def kind() -> Iterator[list[int]]:
    """A kind of job whose steps each write down their number; a number of -1 kills the worker before that step."""
    seen: list[int] = []

    def work(run: JobRun) -> None:
        run.begin(STEPS)
        for number in range(run.done, STEPS):
            if number == run.arguments.get("killed_at") and -1 not in seen:
                seen.append(-1)
                raise Killed
            with run.step():
                seen.append(number)
                run.count("steps")
        run.output = (b"selesai", ".csv", "hasil.csv")

    kinds.kind("uji", "Uji")(work)
    yield seen
    kinds._register.pop("uji")


@pytest.fixture
def actor(app: Flask, database: Database) -> Actor:
    """Somebody who asks for work."""
    with app.test_request_context(), database.transaction() as session:
        return make_seller(session, email="ketua@uji.test")


def ask(database: Database, actor: Actor, **arguments: object) -> int:
    with database.transaction() as session:
        return services.queue(session, actor, "uji", arguments=arguments, now=now()).id


def job(database: Database, job_id: int) -> Job:
    with database.reading() as session:
        return session.get_one(Job, job_id)


def test_a_job_is_done_step_by_step_and_its_result_can_be_fetched(
    app: Flask, database: Database, actor: Actor, kind: list[int]
) -> None:
    job_id = ask(database, actor)

    assert working.turn(app)

    found = job(database, job_id)
    assert (found.state, found.done, found.total) == (JobState.DONE, STEPS, STEPS)
    assert found.result["counts"] == {"steps": STEPS}
    assert app.extensions["private_files"].read(found.output_name) == b"selesai"
    assert not working.turn(app)


def test_a_second_click_asks_for_nothing_and_too_many_are_refused(
    database: Database, actor: Actor, kind: list[int]
) -> None:
    assert ask(database, actor) == ask(database, actor)

    for number in range(services.MOST_WAITING - 1):
        ask(database, actor, number=number)
    with pytest.raises(Conflict):
        ask(database, actor, number=99)


def test_a_job_whose_worker_was_killed_at_half_goes_on_and_does_no_step_twice(
    app: Flask, database: Database, actor: Actor, kind: list[int]
) -> None:
    job_id = ask(database, actor, killed_at=2)
    with pytest.raises(Killed):
        working.turn(app)
    assert job(database, job_id).state == JobState.RUNNING
    assert not working.turn(app)  # its lease still holds

    with database.transaction() as session:
        session.execute(update(Job).values(leased_until=now() - timedelta(seconds=1)))
    assert working.turn(app)

    assert kind == [0, 1, -1, 2, 3]
    assert job(database, job_id).result["counts"] == {"steps": STEPS}


def test_a_run_that_lost_its_lease_changes_nothing(app: Flask, database: Database, actor: Actor) -> None:
    ask(database, actor)
    with database.transaction() as session:
        claimed = claiming.claim(session, now=now())
        assert claimed is not None
    run = JobRun(
        job_id=claimed.id,
        lease="another",
        actor=actor,
        arguments={},
        database=database,
        store=app.extensions["private_files"],
        clock=now,
    )

    with pytest.raises(LeaseLost), run.step() as session:
        session.execute(update(User).values(name="Berubah"))

    with database.reading() as session:
        assert set(session.scalars(select(User.name))) == {"Siti Uji"}


def test_a_worker_that_stops_gives_the_job_back_at_once(
    app: Flask, database: Database, actor: Actor, kind: list[int]
) -> None:
    job_id = ask(database, actor)

    working.turn(app, lambda: len(kind) == 2)
    assert (job(database, job_id).state, job(database, job_id).done) == (JobState.QUEUED, 2)
    working.turn(app)

    assert kind == [0, 1, 2, 3]
    assert job(database, job_id).state == JobState.DONE


@pytest.mark.parametrize(
    ("fault", "words"), [(Invalid("odd", "Berkas aneh."), "Berkas aneh."), (ZeroDivisionError(), "Something broke")]
)
def test_a_job_that_fails_says_so(
    app: Flask, database: Database, actor: Actor, kind: list[int], fault: Exception, words: str
) -> None:
    def work(_run: JobRun) -> None:
        raise fault

    kinds.kind("uji", "Uji")(work)
    with database.transaction() as session:
        session.execute(update(User).values(language="en"))
    job_id = ask(database, actor)

    working.turn(app)

    assert job(database, job_id).state == JobState.FAILED
    assert words in job(database, job_id).error


def test_a_person_who_left_the_organisation_gets_nothing_done_for_it(
    app: Flask, database: Database, actor: Actor, kind: list[int]
) -> None:
    from marketplace.core.roles import SELLING, permission

    needed = permission("uji:kerja", SELLING)
    kinds.kind("uji", "Uji")(lambda run: run.actor.check(needed))
    job_id = ask(database, actor)
    with database.transaction() as session:
        session.execute(update(User).values(disabled_at=now()))

    working.turn(app)

    assert job(database, job_id).state == JobState.FAILED


def test_old_jobs_go_with_their_files_and_open_ones_stay(
    app: Flask, database: Database, actor: Actor, kind: list[int]
) -> None:
    old = ask(database, actor)
    working.turn(app)
    name = job(database, old).output_name
    waiting = ask(database, actor, another=True)
    later = now() + services.KEPT + timedelta(minutes=1)

    working.sweep_jobs(app, database, later)

    with database.reading() as session:
        assert list(session.scalars(select(Job.id))) == [waiting]
    with pytest.raises(NotFound):
        app.extensions["private_files"].path(name)


def test_a_job_is_the_persons_own(session: Session) -> None:
    mine, stranger = make_seller(session), make_seller(session)
    job = services.queue(session, mine, "uji", arguments={}, now=now())

    assert services.own_job(session, mine, job.code, now=now()) is job
    with pytest.raises(NotFound):
        services.own_job(session, stranger, job.code, now=now())
    assert timedelta(seconds=10) < LEASE
