"""The commands of the ground; the other packages add theirs at wiring. Exit code 0 only when all went well."""

import os
import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup, ScriptInfo, with_appcontext

from marketplace import demo as demo_data
from marketplace import migrating
from marketplace.accounts import organisations, people, queries
from marketplace.app import create_app
from marketplace.config import SettingsError, from_environment
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.core.roles import SYSTEM, Role
from marketplace.privacy import services as privacy
from marketplace.web import catalogues
from marketplace.web.database import database, transaction


def main() -> None:
    """Read the settings, make the app, run the command; say plainly what is wrong."""
    try:
        app = create_app(from_environment(os.environ))
    except SettingsError as error:
        sys.exit(str(error))
    for command in (db, demo, admin, token, serve, worker, run, translations):
        app.cli.add_command(command)
    try:
        app.cli.main(prog_name="python -m marketplace", obj=ScriptInfo(create_app=lambda: app))
    except DomainError as error:
        sys.exit("\n".join([str(error.message or error.code), *(f"{k}: {v}" for k, v in error.errors.items())]))


db = AppGroup("db", help="The database.")


@db.command("upgrade")
@with_appcontext
def upgrade() -> None:
    """Bring the database to the newest shape, load regions, first terms and the operator's organisation."""
    _upgrade()
    click.echo("The database is up to date.")


@click.command("demo")
@click.option("--reset", is_flag=True, help="Throw everything away first (local sites only).")
@with_appcontext
def demo(reset: bool) -> None:
    """Load the demo: Lamongan with cooperatives, products, certificates, orders and fairs."""
    if reset:
        demo_data.reset(_app())
    demo_data.load(_app(), progress=True)
    click.echo(demo_data.accounts_text())


admin = AppGroup("admin", help="Operators of the site.")


@admin.command("create")
@click.argument("email")
@click.option("--name", default="Operator", help="Name of the person.")
@click.password_option(help="At least 12 characters; asked for where it is not given.")
@with_appcontext
def admin_create(email: str, name: str, password: str) -> None:
    """Make an operator's account."""
    with transaction() as session:
        person = people.NewPerson(email=email, name=name, password=password, is_verified=True)
        user = people.sign_up(session, person, now=now())
        operator = organisations.operator_of_site(session, now=now())
        people.join(session, SYSTEM, user.id, operator.id, Role.OPERATOR, now=now())
    click.echo(f"{email} can sign in now.")


@click.command("token")
@click.argument("email")
@click.option("--write", is_flag=True, help="It may also place and change orders.")
@with_appcontext
def token(email: str, write: bool) -> None:
    """Print a new API token for a person's organisation."""
    with transaction() as session:
        user = queries.person_by_email(session, email)
        memberships = people.memberships_of(session, user.id)
        first = memberships[0].organisation_id if memberships else None
        actor = people.actor_of(user, memberships, first)
        click.echo(people.make_token(session, actor, "command line", can_write=write, now=now()))


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Serve the site."""
    from marketplace import serving

    _refuse_demo_in_production()
    serving.serve(_app())


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Deliver events, send mail, keep the search index, do what is due."""
    from marketplace import working

    _refuse_demo_in_production()
    working.work(_app())


@click.command("run")
@with_appcontext
def run() -> None:
    """Do everything for one machine: migrate, load the demo where empty, start site, worker and sandbox."""
    from marketplace import supervising

    _upgrade()
    settings = _app().config["SETTINGS"]
    if settings.is_local and demo_data.is_empty(database()):
        demo_data.load(_app(), progress=True)
    _refuse_demo_in_production()
    sys.exit(supervising.run(_app(), demo_data.accounts_text() if settings.is_local else ""))


@click.command("translations")
@click.option("--check", is_flag=True, help="Change nothing; fail where a text has no Indonesian.")
def translations(check: bool) -> None:
    """Collect the texts of the code into the catalogues and name those without a translation."""
    missing = catalogues.check() if check else catalogues.collect()
    for line in missing:
        click.echo(line)
    if missing:
        sys.exit(f"{len(missing)} texts have no translation.")


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app


def _upgrade() -> None:
    migrating.upgrade(database())
    # Made here and not at first need: two first orders at once would both make it.
    with transaction() as session:
        organisations.operator_of_site(session, now=now())
        privacy.load_first(session, site_name=_app().config["SETTINGS"].site_name, now=now())


def _refuse_demo_in_production() -> None:
    settings = _app().config["SETTINGS"]
    if not settings.is_local and demo_data.has_demo_accounts(database()):
        sys.exit("SITE_URL: the database has demo accounts, and the site is not local. Use a fresh database.")
