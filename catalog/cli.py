"""The command ``reindex``."""

import sys

import click
from flask.cli import with_appcontext

from catalog.search import indexing, sources
from marketplace.core.clock import jakarta_day, now
from marketplace.web.database import database


@click.command("reindex")
@with_appcontext
def reindex() -> None:
    """Build the search index beside the live one and swap; readers see no gap."""
    with database().reading() as session:
        total = sources.products_on_sale(session)
    with click.progressbar(length=total, label="Products", hidden=not sys.stderr.isatty(), file=sys.stderr) as bar:
        indexing.rebuild(database(), jakarta_day(now()), bar.update)
    click.echo(f"The index is built: {total} products.")
