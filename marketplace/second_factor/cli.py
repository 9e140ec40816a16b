"""The command for whoever sits at the server: the way back in when the operator's own phone is lost."""

import click
from flask.cli import AppGroup, with_appcontext

from marketplace.accounts import queries
from marketplace.core.clock import now
from marketplace.second_factor import services
from marketplace.web.database import transaction

factor = AppGroup("factor", help="The code at sign-in.")


@factor.command("reset")
@click.argument("email")
@with_appcontext
def reset(email: str) -> None:
    """Take the code at sign-in off a person's account and end their sign-ins."""
    with transaction() as session:
        services.reset_on_server(session, queries.person_by_email(session, email).id, now=now())
    click.echo(f"{email} signs in with the password alone now.")
