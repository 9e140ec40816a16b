"""Words for people in pure tables: marked for translation here, translated when they are shown."""

from typing import Any

from babel.support import LazyProxy


def _translate(message: str, **values: Any) -> str:
    from flask_babel import gettext

    return str(gettext(message, **values))


def _l(message: str, **values: Any) -> LazyProxy:
    """Return a lazy text: the English source now, the reader's language when it is rendered.

    Outside of a request (a script, a test of pure rules) it stays the English source.
    """
    return LazyProxy(_translate, message, enable_cache=False, **values)
