"""The page of a job: how far it is, what came of it, and its download."""

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, signed_in
from marketplace.adapters.files import FileStore
from marketplace.core.clock import now
from marketplace.core.errors import NotFound
from marketplace.files.views import send_private
from marketplace.jobs import kinds
from marketplace.jobs.services import own_job
from marketplace.web.database import reading

blueprint = Blueprint("jobs", __name__, url_prefix="/kerja")

TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
}


@blueprint.get("/<code>")
@signed_in
def show(code: str) -> ResponseReturnValue:
    """Show how far it is; the page asks again by itself while something is to come."""
    job = own_job(reading(), require_actor(), code, now=now())
    return render_template("marketplace/job.html", job=job, kind=kinds.named(job.kind))


@blueprint.get("/<code>/hasil")
@signed_in
def download(code: str) -> Response:
    """Send what was made, as a download: to the person who asked for it, in the organisation it was made for."""
    job = own_job(reading(), require_actor(), code, now=now())
    if not job.output_name:
        raise NotFound()
    store: FileStore = current_app.extensions["private_files"]
    suffix = "." + job.output_name.rpartition(".")[2]
    return send_private(store, job.output_name, TYPES.get(suffix, "application/octet-stream"), job.output_title)
