"""For the operator: whose mail comes back."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.notifications import bounces
from marketplace.notifications.permissions import SEE_RETURNED_MAIL
from marketplace.web.database import reading
from marketplace.web.pages import asked_words, page_number

blueprint = Blueprint("returned_mail", __name__)


@blueprint.get("/pengelola/surel-kembali")
@requires(SEE_RETURNED_MAIL)
def index() -> ResponseReturnValue:
    """List the people whose mail came back within the last 30 days."""
    words = asked_words()
    page = bounces.returned(reading(), require_actor(), page=page_number(), now=now(), words=words)
    return render_template("marketplace/returned_mail.html", page=page, words=words)
