"""The buyer's page: files that cooperatives shared with it."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from catalog.supplier_file import queries, services
from catalog.supplier_file.permissions import SEE_SUPPLIER_FILES
from catalog.supplier_file.views import sent
from marketplace.accounts.access import require_actor, requires
from marketplace.accounts.forms import EmptyForm
from marketplace.core.clock import jakarta_day, now
from marketplace.limits.rules import EXPORT
from marketplace.web.database import reading, transaction
from marketplace.web.limiting import limited
from marketplace.web.pages import asked_words, page_number

blueprint = Blueprint("supplier_inbox", __name__, url_prefix="/berkas-masuk")


@blueprint.get("")
@requires(SEE_SUPPLIER_FILES)
def index() -> ResponseReturnValue:
    """List what can be downloaded today, with what does not count in it any more."""
    session, at = reading(), now()
    page = queries.shared_files(session, require_actor(), asked_words(), page_number(), now=at)
    return render_template(
        "catalog/supplier_file/inbox.html",
        page=page,
        words=asked_words(),
        fallen=queries.fallen_papers(session, page.items, jakarta_day(at)),
    )


@blueprint.post("/<code>/unduh")
@requires(SEE_SUPPLIER_FILES)
@limited(EXPORT)
def download(code: str) -> Response:
    """Send a file that was shared; the cooperative sees that it was fetched."""
    EmptyForm().validate()
    with transaction() as session:
        return sent(services.fetch_shared(session, require_actor(), code, now=now()))
