"""Plugs the ground itself in: its pages, menus, files, mail and subscribers."""

from types import ModuleType

from flask import Flask

from marketplace.accounts import names, people, queries
from marketplace.accounts import wiring as members
from marketplace.accounts.access import current_actor, require_actor
from marketplace.accounts.models import Organisation
from marketplace.accounts.permissions import APPROVE_ORGANISATION
from marketplace.accounts.views import account, organisation, session
from marketplace.adapters.files import FileStore
from marketplace.adapters.mail import FileMailer, Mailer, SmtpMailer
from marketplace.config import Settings
from marketplace.conversations import wiring as conversations
from marketplace.core.text import _l
from marketplace.credentials import wiring as credentials
from marketplace.desk import wiring as desk
from marketplace.files import views as files
from marketplace.idempotency import sweeping as kept_answers
from marketplace.installable import wiring as installable
from marketplace.jobs import wiring as jobs
from marketplace.kept_forms import wiring as kept_forms
from marketplace.limits import sweeping
from marketplace.notifications import inbox
from marketplace.notifications import wiring as notifications
from marketplace.operation import wiring as operation
from marketplace.privacy import wiring as privacy
from marketplace.regions.queries import path_of
from marketplace.second_factor import wiring as second_factor
from marketplace.web import navigation, plumbing
from marketplace.web.database import is_calm, reading
from marketplace.web.navigation import Entry

LISTENERS = (kept_answers, sweeping)
"""Imported so that their registrations take place."""


ROOMS: tuple[ModuleType, ...] = (
    members,
    conversations,
    installable,
    notifications,
    desk,
    jobs,
    operation,
    second_factor,
    credentials,
    kept_forms,
    privacy,
)
"""The rooms of the ground that plug themselves in; each has an ``init_app``."""


def init_app(app: Flask) -> None:
    """Register pages, menus, stores and template context, then every room."""
    settings: Settings = app.config["SETTINGS"]
    for module in (plumbing, session, account, organisation, files):
        app.register_blueprint(module.blueprint)
    app.extensions["public_files"] = FileStore(settings.media_dir / "public")
    app.extensions["private_files"] = FileStore(settings.media_dir / "private")
    app.extensions["mailer"] = _mailer(settings)
    plumbing.add_check(app, "database", plumbing.check_database)
    app.jinja_env.filters["region_name"] = lambda code: path_of(reading(), code)
    app.jinja_env.globals.update(kind_name=names.kind_name, role_name=names.role_name)
    app.context_processor(lambda: _context(settings))
    navigation.add(app, *_entries())
    for room in ROOMS:
        room.init_app(app)


def _entries() -> list[Entry]:
    approvals = [
        Entry(
            workplace=workplace,
            label=_l("Registrations"),
            endpoint="organisation.queue",
            icon="users",
            position=80,
            permission=APPROVE_ORGANISATION,
            count=lambda session, _actor: queries.awaiting_approval_count(session),
        )
        for workplace in (navigation.OFFICIAL, navigation.OPERATOR)
    ]
    profile = Entry(
        workplace=navigation.SELLER,
        label=_l("Profile"),
        endpoint="organisation.profile",
        icon="building-2",
        position=90,
    )
    myself = Entry(
        workplace=navigation.ACCOUNT,
        label=_l("You and your organisations"),
        endpoint="account.show",
        icon="circle-user-round",
        position=10,
    )
    return [*approvals, profile, myself]


def _context(settings: Settings) -> dict[str, object]:
    if is_calm():
        found, unread = navigation.NO_MENUS, 0
    else:
        actor = current_actor()
        found = navigation.menus(actor)
        unread = inbox.unread_count(reading(), actor) if actor is not None else 0
    return {
        "site_name": settings.site_name,
        "is_calm": is_calm(),
        "navigation": found.menu,
        "header_items": found.header,
        "tabbar": found.tabbar,
        "tucked_items": found.tucked,
        "unread_count": unread,
        "other_organisations": _other_organisations,
        "account_items": lambda: navigation.account_items(require_actor()),
    }


def _other_organisations() -> list[Organisation]:
    """Return the organisations that the visitor could also act for; asked only where the account menu is drawn."""
    actor = current_actor()
    return people.other_organisations(reading(), actor) if actor is not None else []


def _mailer(settings: Settings) -> Mailer:
    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url, settings.mail_from)
    return FileMailer(settings.mail_dir, settings.mail_from)
