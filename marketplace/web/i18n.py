"""Two languages: which one the reader wants, the catalogues of every package, and how numbers and days print."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, get_locale, gettext, ngettext

from marketplace.config import FEATURES, ROOT
from marketplace.core.clock import JAKARTA
from marketplace.core.money import format_rupiah
from marketplace.core.text import _l

LANGUAGES = ("id", "en")
COOKIE = "bahasa"
ONE_YEAR = 365 * 24 * 3600

_ = gettext

__all__ = ["LANGUAGES", "_", "_l", "compile_catalogues", "init_app", "language", "ngettext"]


def init_app(app: Flask) -> None:
    """Set up Flask-Babel with one catalogue for each package, and the filters that templates use."""
    compile_catalogues()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(ROOT / name / "translations") for name in FEATURES)
    app.config["BABEL_DEFAULT_LOCALE"] = "id"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Jakarta"
    Babel(app, locale_selector=_choose)
    app.after_request(_remember)
    app.jinja_env.filters.update(
        rp=format_rupiah, day=day, long_day=long_day, month=month, moment=moment, clock=clock, number=number
    )
    app.context_processor(lambda: {"lang": language(), "other_lang_url": other_language_url()})


def language() -> str:
    """Return the reader's language, ``id`` or ``en``."""
    return str(get_locale() or "id")


def addressed_language(default: str = LANGUAGES[0]) -> str:
    """Return the language in ``?bahasa=``: for answers that are kept or printed, where no cookie may decide."""
    wanted = request.args.get("bahasa", "")
    return wanted if wanted in LANGUAGES else default


def day(value: date | datetime | None) -> str:
    """Print a day: ``24 Nov 2026``; nothing for None."""
    return _format(value, "d MMM yyyy")


def long_day(value: date | datetime | None) -> str:
    """Print a day in full: ``24 November 2026``."""
    return _format(value, "d MMMM yyyy")


def month(value: date | None) -> str:
    """Print a month: ``Nov 2026``."""
    return _format(value, "MMM yyyy")


def moment(value: datetime | None) -> str:
    """Print an instant in western Indonesian time: ``24 Nov 2026 07.40 WIB``."""
    if value is None:
        return ""
    local = value.astimezone(JAKARTA)
    return f"{day(local)} {local:%H.%M} WIB"


def clock(value: datetime) -> str:
    """Print the time of day of an instant in western Indonesian time: ``07.40``."""
    return f"{value.astimezone(JAKARTA):%H.%M}"


def number(value: int) -> str:
    """Print a whole number with dots (Indonesian) or commas (English)."""
    text = f"{value:,}"
    return text if language() == "en" else text.replace(",", ".")


def other_language_url() -> str:
    """Return this page's address in the other language; a page answered to a POST leads to the home page."""
    if not has_request_context() or request.method not in ("GET", "HEAD"):
        return "/?lang=" + ("en" if language() == "id" else "id")
    args = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return f"{request.path}?{urlencode([*args, ('lang', 'en' if language() == 'id' else 'id')])}"


def compile_catalogues(root: Path = ROOT) -> None:
    """Write the binary catalogue beside each text catalogue that is newer; needs no extra build step."""
    for name in FEATURES:
        for source in (root / name / "translations").glob("*/LC_MESSAGES/messages.po"):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parent.parent.name)
            buffer = BytesIO()
            write_mo(buffer, catalogue)
            fresh = target.with_suffix(f".{id(buffer)}.tmp")
            fresh.write_bytes(buffer.getvalue())
            fresh.replace(target)


def _choose() -> str:
    if not has_request_context():
        return "id"
    wanted = [request.args.get("lang"), request.cookies.get(COOKIE)]
    if request.path.startswith("/api/"):
        wanted += [request.accept_languages.best_match(LANGUAGES), getattr(g.get("actor"), "language", None)]
    return next((value for value in wanted if value in LANGUAGES), "id")


def _remember(response: Response) -> Response:
    chosen = request.args.get("lang")
    if chosen in LANGUAGES and chosen != request.cookies.get(COOKIE):
        secure = bool(g.get("secure_cookies", False))
        response.set_cookie(COOKIE, chosen, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=secure)
    return response


def _format(value: date | datetime | None, pattern: str) -> str:
    if value is None:
        return ""
    local = value.astimezone(JAKARTA) if isinstance(value, datetime) else value
    return format_date(local, pattern, locale="en" if language() == "en" else "id")
