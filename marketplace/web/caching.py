"""Answers that are the same for everybody for a little while: kept briefly, and asked again by their fingerprint."""

from datetime import datetime

from flask import Response, request, session

from marketplace.accounts.access import current_actor

BRIEFLY = 60
"""Seconds that a page may be kept: what an official decides is seen by everybody a minute later."""


def kept_briefly(response: Response, *, changed: datetime | None = None, seconds: int = BRIEFLY) -> Response:
    """Let a page of a signed-out visitor be kept, and answer 304 to whoever has it as it is.

    A page of somebody, one that shows a message once and one that sets the language stay unkept. The fingerprint is
    weak (the same words may travel compressed differently) and alone decides: ``changed`` only informs.
    """
    if current_actor() is not None or session.modified or "lang" in request.args or response.status_code != 200:
        return response
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    response.last_modified = changed
    response.add_etag(weak=True)
    if request.if_none_match:
        response.make_conditional(request)
    if response.status_code == 304:
        response.set_data(b"")
    return response
