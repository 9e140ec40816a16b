"""Plugs the room in: pages with versions, my data, complaints."""

from collections.abc import Collection, Mapping

from flask import Flask, url_for
from sqlalchemy.orm import Session

from marketplace.core.text import _l
from marketplace.desk import registers
from marketplace.desk.registers import Card, Title
from marketplace.privacy import complaints, parts, retention, subscribers, words
from marketplace.privacy.permissions import ANSWER_COMPLAINTS, EDIT_PAGES
from marketplace.privacy.views import complaint, complaint_desk, mine, page_desk, pages
from marketplace.web import navigation
from marketplace.web.navigation import Entry

LISTENERS = (retention, subscribers)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages, menus, the parts of the export, and what every page asks about consent."""
    for module in (pages, complaint, mine, page_desk, complaint_desk):
        app.register_blueprint(module.blueprint)
    parts.register()
    app.jinja_env.filters.update(field_name=words.field_name, field_value=words.field_value)
    app.jinja_env.globals.update(pages_to_agree=pages.pages_to_agree, version_in_force=pages.version_in_force)
    navigation.add(app, *_entries())
    registers.add_card(
        app,
        Card(
            label=_l("Complaints that wait"),
            endpoint="complaint_desk.index",
            count=complaints.open_count,
            icon="message-square-text",
            position=15,
            urgent=True,
        ),
    )
    registers.name_subjects(app, "complaint", _titles)


def _titles(session: Session, ids: Collection[int]) -> Mapping[int, Title]:
    found = complaints.by_ids(session, ids)
    return {row.id: (row.code, url_for("complaint_desk.show", code=row.code)) for row in found}


def _entries() -> list[Entry]:
    return [
        Entry(workplace=navigation.ACCOUNT, label=_l("My data"), endpoint="my_data.show", icon="download", position=70),
        Entry(
            workplace=navigation.OPERATOR,
            label=_l("Complaints"),
            endpoint="complaint_desk.index",
            icon="message-square-text",
            position=35,
            permission=ANSWER_COMPLAINTS,
            count=lambda session, _actor: complaints.open_count(session),
        ),
        Entry(
            workplace=navigation.OPERATOR,
            label=_l("Pages and terms"),
            endpoint="page_desk.index",
            icon="file-text",
            position=65,
            permission=EDIT_PAGES,
            tucked=True,
        ),
    ]
