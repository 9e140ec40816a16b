"""Plugs the operator's desk in."""

from collections.abc import Collection, Mapping
from datetime import date

from flask import Flask
from sqlalchemy.orm import Session

from marketplace.accounts import queries
from marketplace.core.text import _l
from marketplace.desk import background, registers, views
from marketplace.desk.permissions import RUN_SITE
from marketplace.desk.registers import Card, RuleTable, Title
from marketplace.desk.sizes import size, span
from marketplace.limits import rules as limits
from marketplace.limits.rules import Limit
from marketplace.web import navigation
from marketplace.web.navigation import Entry


def init_app(app: Flask) -> None:
    """Register pages, menu, figures, tables of rules and names of subjects."""
    app.register_blueprint(views.blueprint)
    app.jinja_env.filters.update(bytes=size, span=span)
    app.extensions.setdefault("workplace_homes", {})[navigation.OPERATOR] = "desk.home"
    navigation.add(app, *_entries())
    registers.add_card(app, *_cards())
    registers.add_rules(app, _limits())
    registers.name_subjects(app, "organisation", _organisations)
    registers.name_subjects(app, "person", _people)


def _entries() -> list[Entry]:
    rows = (
        (_l("Desk"), "desk.home", "house", 5, False),
        (_l("Audit trail"), "desk.audit", "history", 40, False),
        (_l("Background work"), "desk.work", "repeat", 50, False),
        (_l("Rules and rates"), "desk.rules", "scale", 60, True),
        (_l("Storage"), "desk.used", "boxes", 70, True),
    )
    return [
        Entry(
            workplace=navigation.OPERATOR,
            label=label,
            endpoint=endpoint,
            icon=icon,
            position=position,
            permission=RUN_SITE,
            tucked=tucked,
        )
        for label, endpoint, icon, position, tucked in rows
    ]


def _cards() -> list[Card]:
    return [
        Card(
            label=_l("Registrations that wait"),
            endpoint="organisation.queue",
            count=queries.awaiting_approval_count,
            icon="users",
            position=10,
        ),
        Card(
            label=_l("Background work that failed"),
            endpoint="desk.work",
            count=background.failures,
            icon="triangle-alert",
            position=20,
            urgent=True,
        ),
    ]


def _limits() -> RuleTable:
    found = [value for value in vars(limits).values() if isinstance(value, Limit)]

    def rows(_day: date) -> list[list[object]]:
        return [[limit.name, limit.times, int(limit.window.total_seconds() // 60)] for limit in found]

    return RuleTable(
        title=_l("Limits"),
        about=_l("How often something may be tried within how many minutes, counted over all workers."),
        columns=(_l("What"), _l("Times"), _l("Minutes")),
        rows=rows,
        position=90,
    )


def _organisations(session: Session, ids: Collection[int]) -> Mapping[int, Title]:
    return {row.id: (row.name, "") for row in queries.organisations_by_ids(session, ids)}


def _people(session: Session, ids: Collection[int]) -> Mapping[int, Title]:
    return {row.id: (row.name, "") for row in queries.people_by_ids(session, ids)}
