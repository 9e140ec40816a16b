"""The commands: what they do, what they refuse, and that the exit code says so."""

import os
import subprocess
import sys
from dataclasses import replace

import click
import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace import cli, demo
from marketplace.accounts.models import Membership, Organisation, OrganisationState, User
from marketplace.config import ROOT, Settings
from marketplace.core.errors import Conflict, DomainError, Invalid, NotFound
from marketplace.core.roles import OrganisationKind, Role
from marketplace.db import Database
from tests.factories import make_seller, make_user
from tests.pages import post

ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STRONG = "kata-sandi-panjang-2026"


def _run(app: Flask, command: click.Command, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(command, list(arguments))


def _python(*arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    command = [sys.executable, "-m", "marketplace", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**kept, **env}, capture_output=True, text=True, timeout=120)


@ONE_ENGINE
def test_an_operator_made_by_command_signs_in_and_sees_registrations(app: Flask, client: FlaskClient) -> None:
    result = _run(app, cli.admin, "create", "Admin@Uji.test", "--password", STRONG)

    assert (result.exit_code, result.output.strip()) == (0, "Admin@Uji.test can sign in now.")
    assert post(client, "/masuk", {"email": "admin@uji.test", "password": STRONG}).status_code == 302
    assert client.get("/periksa-organisasi").status_code == 200


@ONE_ENGINE
@pytest.mark.parametrize(("email", "password"), [("admin@uji.test", "pendek"), ("bukan alamat", STRONG)])
def test_a_bad_operator_is_refused_and_nothing_is_left(
    app: Flask, database: Database, email: str, password: str
) -> None:
    result = _run(app, cli.admin, "create", email, "--password", password)

    assert result.exit_code != 0
    assert isinstance(result.exception, Invalid)
    with database.reading() as session:
        assert session.scalar(select(func.count(User.id))) == 0


@ONE_ENGINE
def test_two_operators_share_one_organisation(app: Flask, database: Database) -> None:
    for email in ("satu@uji.test", "dua@uji.test"):
        _run(app, cli.admin, "create", email, "--password", STRONG)

    with database.reading() as session:
        rows = session.execute(select(Membership.organisation_id, Membership.role)).all()
    assert len(rows) == 2
    assert len(set(rows)) == 1
    assert rows[0].role == Role.OPERATOR


@ONE_ENGINE
def test_a_token_is_printed_alone_and_opens_the_api(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        make_seller(session, email="penjual@uji.test")

    result = _run(app, cli.token, "penjual@uji.test")

    assert result.exit_code == 0
    assert result.output.strip().startswith("ed_")
    assert len(result.output.split()) == 1


@ONE_ENGINE
@pytest.mark.parametrize(("email", "error"), [("tidak-ada@uji.test", NotFound), ("sendiri@uji.test", Conflict)])
def test_no_token_for_strangers_and_people_without_an_organisation(
    app: Flask, database: Database, email: str, error: type[DomainError]
) -> None:
    with database.transaction() as session:
        make_user(session, email="sendiri@uji.test")

    result = _run(app, cli.token, email)

    assert result.exit_code != 0
    assert isinstance(result.exception, error)


@ONE_ENGINE
def test_upgrading_twice_changes_nothing(app: Flask) -> None:
    results = [_run(app, cli.db, "upgrade") for _ in range(2)]

    assert [result.exit_code for result in results] == [0, 0]


@ONE_ENGINE
def test_the_demo_is_never_poured_over_real_people(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        make_seller(session)

    with pytest.raises(Conflict, match="not_empty"):
        demo.load(app)


@ONE_ENGINE
def test_the_demo_is_for_local_sites_only(app: Flask, settings: Settings) -> None:
    app.config["SETTINGS"] = replace(settings, site_url="https://etalase.example.id")

    for command in (demo.load, demo.reset):
        with pytest.raises(Conflict, match="not_local"):
            command(app)


@ONE_ENGINE
def test_a_public_site_does_not_start_with_demo_accounts(app: Flask, database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        make_user(session).is_demo = True
    app.config["SETTINGS"] = replace(settings, site_url="https://etalase.example.id")

    for command in (cli.serve, cli.worker):
        result = _run(app, command)

        assert result.exit_code == 1
        assert "SITE_URL" in result.output


def test_the_operators_organisation_is_there_before_the_first_order(app: Flask, database: Database) -> None:
    for _ in range(2):
        assert _run(app, cli.upgrade).exit_code == 0

    with database.reading() as session:
        found = session.scalars(select(Organisation)).one()
    assert (found.kind, found.state) == (OrganisationKind.OPERATOR, OrganisationState.ACTIVE)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "abc"),
        ("DATABASE_URL", "mysql://x"),
        ("SECRET_KEY", "short"),
        ("SITE_URL", "https://etalase.example.id"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_its_name(variable: str, value: str) -> None:
    result = _python("db", "upgrade", **{variable: value})

    assert result.returncode == 1
    assert result.stderr.startswith(("SECRET_KEY" if variable == "SITE_URL" else variable) + ":")
    assert "Traceback" not in result.stderr


@ONE_ENGINE
def test_a_refusal_is_said_in_words_not_in_a_traceback(database_url: str) -> None:
    result = _python("token", "tidak-ada@uji.test", DATABASE_URL=database_url)

    assert result.returncode == 1
    assert "Traceback" not in result.stderr
