"""Plugs the room in: its commands, its lines in the log, its figures and its daily mail."""

from flask import Flask

from marketplace.operation import cli, figures, heads, logging, views

LISTENERS = (heads,)
"""Imported so that its registration takes place."""


def init_app(app: Flask) -> None:
    """Register the commands and the address of the figures; log and count every request."""
    for command in cli.COMMANDS:
        app.cli.add_command(command)
    app.register_blueprint(views.blueprint)
    logging.init_app(app)
    figures.init_app(app)
