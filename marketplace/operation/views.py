"""The address of the figures."""

import shutil

from flask import Blueprint, Response, current_app

from marketplace.accounts.access import requires
from marketplace.config import Settings
from marketplace.core.clock import now
from marketplace.operation import figures, gauges
from marketplace.operation.checks.place import existing
from marketplace.operation.gauges import Gauge
from marketplace.operation.permissions import SEE_FIGURES
from marketplace.web.database import reading

blueprint = Blueprint("operation", __name__)


@blueprint.get("/metrics")
@requires(SEE_FIGURES)
def metrics() -> Response:
    """Tell the figures to Prometheus, which comes with an operator's token."""
    settings: Settings = current_app.config["SETTINGS"]
    found = [*gauges.waiting(reading(), now()), _room(settings)]
    for source in gauges.sources(current_app):
        found += source(reading())
    text, kind = figures.text(found)
    return Response(text, content_type=kind)


def _room(settings: Settings) -> Gauge:
    free = shutil.disk_usage(existing(settings.media_dir)).free
    return Gauge("etalase_media_free_bytes", "Room on the disk of the media.", {"": float(free)})
