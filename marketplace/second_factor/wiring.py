"""Plugs the second factor in."""

from flask import Flask

from marketplace.accounts import devices
from marketplace.core.text import _l
from marketplace.second_factor import cli, subscribers
from marketplace.second_factor.views import entering, proof, security
from marketplace.web import navigation
from marketplace.web.navigation import Entry

LISTENERS = (subscribers,)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages, menu and command."""
    for module in (proof, entering, security):
        app.register_blueprint(module.blueprint)
    app.jinja_env.filters.update(device_name=devices.device_name, is_phone=devices.is_phone)
    app.cli.add_command(cli.factor)
    navigation.add(
        app,
        Entry(
            workplace=navigation.ACCOUNT,
            label=_l("Security and devices"),
            endpoint="security.show",
            icon="shield-check",
            position=40,
        ),
    )
