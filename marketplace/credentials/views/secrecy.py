"""What keeps the token in an address from leaving by the browser's doors."""

from flask import Response, request


def hide_token(response: Response) -> Response:
    """Let no browser keep a page whose address is a secret, nor tell the address to anybody."""
    if "token" in (request.view_args or {}):
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
    return response
