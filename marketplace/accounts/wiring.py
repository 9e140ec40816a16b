"""Plugs members, invitations, bank accounts and the operator's lists in."""

from flask import Flask

from marketplace.accounts import banking, queries, subscribers, suspension
from marketplace.accounts.access import require_actor
from marketplace.accounts.names import ROLE_NOTES
from marketplace.accounts.permissions import MANAGE_PEOPLE, SUSPEND_ORGANISATION
from marketplace.accounts.views import bank, desk_organisations, desk_people, invitation, members
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.web import navigation
from marketplace.web.database import reading
from marketplace.web.navigation import Entry

LISTENERS = (subscribers,)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages, menu, and what every page of a suspended organisation says."""
    for module in (members, invitation, bank, desk_organisations, desk_people):
        app.register_blueprint(module.blueprint)
    app.jinja_env.globals.update(
        suspension_reason=_suspension_reason, may_see_bank=_may_see_bank, role_notes=lambda: ROLE_NOTES
    )
    navigation.add(
        app,
        Entry(
            workplace=navigation.OPERATOR,
            label=_l("Organisations"),
            endpoint="desk_organisations.index",
            icon="building-2",
            position=20,
            permission=SUSPEND_ORGANISATION,
        ),
        Entry(
            workplace=navigation.OPERATOR,
            label=_l("People of the site"),
            endpoint="desk_people.index",
            icon="users",
            position=30,
            permission=MANAGE_PEOPLE,
        ),
    )


def _may_see_bank() -> bool:
    """Tell whether the visitor has a say about the bank account of the active organisation."""
    actor = require_actor()
    return banking.may_stop(actor, queries.organisation(reading(), actor.organisation_id))


def _suspension_reason(actor: Actor) -> str:
    """Return why the actor's organisation is suspended; asked only where it is."""
    lasting = suspension.current(reading(), actor.organisation_id)
    return lasting.reason if lasting is not None else ""
