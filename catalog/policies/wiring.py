"""Plugs policies in: called by the package's own wiring."""

from flask import Flask

from catalog.permissions import SEE_POLICY
from catalog.policies import views, writing
from catalog.policies.rules import Finding, Level
from catalog.policies.words import LEVELS, say
from marketplace.core.looks import Look
from marketplace.core.text import _l
from marketplace.web import navigation
from marketplace.web.navigation import Entry


def init_app(app: Flask) -> None:
    """Register the pages, the menu entry, and how findings are said."""
    app.register_blueprint(views.blueprint)
    app.jinja_env.globals.update(level_look=level_look)
    app.jinja_env.filters.update(say_finding=say_finding, noted=writing.findings_in)
    entry = Entry(
        workplace=navigation.BUYER,
        label=_l("Our policy"),
        endpoint="policies.show",
        icon="list-checks",
        position=65,
        permission=SEE_POLICY,
    )
    navigation.add(app, entry)


def level_look(level: Level) -> Look:
    """Return how a level looks beside a line."""
    return LEVELS[level]


def say_finding(finding: Finding) -> str:
    """Say what a product does not meet."""
    return str(say(finding))
