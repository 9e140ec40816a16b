"""Words for people in pure tables: marked for translation here, translated when they are shown."""

from datetime import date
from typing import Any

from babel.dates import format_date
from babel.support import LazyProxy


def _translate(message: str, **values: Any) -> str:
    from flask_babel import gettext

    return str(gettext(message, **values))


def _l(message: str, **values: Any) -> LazyProxy:
    """Return a lazy text: the English source now, the reader's language when it is rendered.

    Outside of a request (a script, a test of pure rules) it stays the English source.
    """
    return LazyProxy(_translate, message, enable_cache=False, **values)


def _print_day(value: date) -> str:
    from flask_babel import get_locale

    return format_date(value, "d MMM yyyy", locale="en" if str(get_locale()) == "en" else "id")


def lazy_day(value: date) -> LazyProxy:
    """Return a day that prints in the reader's language when it is rendered: for the places of a lazy text."""
    return LazyProxy(_print_day, value, enable_cache=False)
