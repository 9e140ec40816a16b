"""Plugs the words of the search in."""

from flask import Flask

from catalog.words import indexing, queries, views
from catalog.words.permissions import EDIT_WORDS
from marketplace.core.text import _l
from marketplace.desk import registers
from marketplace.desk.registers import Card
from marketplace.web import navigation
from marketplace.web.navigation import Entry

LISTENERS = (indexing,)
"""Imported so that its tasks are registered."""


def init_app(app: Flask) -> None:
    """Register pages, menu and the figure on the desk."""
    app.register_blueprint(views.blueprint)
    rows = (
        (_l("Synonyms"), "words.synonyms", "languages", 62),
        (_l("Found nothing"), "words.misses", "package-search", 64),
    )
    navigation.add(
        app,
        *(
            Entry(
                workplace=navigation.OPERATOR,
                label=label,
                endpoint=endpoint,
                icon=icon,
                position=position,
                permission=EDIT_WORDS,
                tucked=True,
            )
            for label, endpoint, icon, position in rows
        ),
    )
    registers.add_card(
        app,
        Card(
            label=_l("Searches that found nothing"),
            endpoint="words.misses",
            count=queries.misses_count,
            icon="package-search",
            position=60,
        ),
    )
