"""Plugs supplier files in: called by the package's own wiring."""

from flask import Flask

from catalog.supplier_file import inbox, subscribers, sweeping, views, work
from catalog.supplier_file.figures import file_size
from catalog.supplier_file.looks import STANDINGS, consent_words, mend_url, part_words
from catalog.supplier_file.permissions import MAKE_SUPPLIER_FILE, SEE_SUPPLIER_FILES
from marketplace.core.text import _l
from marketplace.web import navigation
from marketplace.web.navigation import Entry

REGISTERED = (subscribers, work)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register the pages, the menu entries, the sweep, and the words for templates."""
    for module in (views, inbox):
        app.register_blueprint(module.blueprint)
    sweeping.register_sweep(app)
    app.jinja_env.globals.update(
        supplier_part=part_words,
        supplier_look=STANDINGS.__getitem__,
        supplier_consent=consent_words,
        supplier_mend_url=mend_url,
        supplier_size=file_size,
    )
    navigation.add(
        app,
        Entry(
            workplace=navigation.SELLER,
            label=_l("Supplier files"),
            endpoint="supplier_files.index",
            icon="archive",
            position=33,
            permission=MAKE_SUPPLIER_FILE,
            tucked=True,
        ),
        Entry(
            workplace=navigation.BUYER,
            label=_l("Supplier files"),
            endpoint="supplier_inbox.index",
            icon="archive",
            position=66,
            permission=SEE_SUPPLIER_FILES,
        ),
    )
