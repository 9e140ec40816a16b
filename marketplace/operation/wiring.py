"""Plugs the room in: its commands."""

from flask import Flask

from marketplace.operation import cli


def init_app(app: Flask) -> None:
    """Register the commands."""
    for command in cli.COMMANDS:
        app.cli.add_command(command)
