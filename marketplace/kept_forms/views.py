"""The page "your form was kept"."""

import flask
from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import current_actor, public
from marketplace.core.clock import now
from marketplace.kept_forms import services
from marketplace.kept_forms.keeping import NAME
from marketplace.kept_forms.words import HIDDEN, name_of
from marketplace.web.database import reading, transaction
from marketplace.web.i18n import _
from marketplace.web.pages import done

blueprint = Blueprint("kept_forms", __name__)


@blueprint.get("/formulir-tersimpan")
@public
def show() -> ResponseReturnValue:
    """Show what was typed, with one button that sends it again and one that throws it away."""
    kept = services.find(reading(), _token(), _user_id(), now=now())
    shown = [(name_of(name), value) for name, value in kept.fields if value and not HIDDEN.search(name)]
    files = ", ".join(name_of(name) for name in kept.file_fields)
    return render_template("marketplace/kept_form.html", kept=kept, shown=shown, files=files)


@blueprint.post("/formulir-tersimpan/kirim")
@public
def send() -> ResponseReturnValue:
    """Send the form on: the browser posts the same fields to the page that they were for (307)."""
    path = _take()
    return redirect(path, code=307)


@blueprint.post("/formulir-tersimpan/buang")
@public
def drop() -> ResponseReturnValue:
    """Throw the form away."""
    _take()
    done(_("The form is thrown away."))
    return redirect("/")


def _take() -> str:
    with transaction() as session:
        path = services.take(session, _token(), _user_id(), now=now())
    flask.session.pop(NAME, None)
    return path


def _token() -> str:
    return str(flask.session.get(NAME, ""))


def _user_id() -> int | None:
    actor = current_actor()
    return actor.user_id if actor is not None else None
