"""A refusal in the shape that Stripe's clients understand."""

from typing import Any


class Refusal(Exception):
    """An answer that is no success: HTTP status and Stripe's ``error`` object (docs.stripe.com/api/errors)."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.kind = kind
        self.code = code
        self.param = param

    def body(self) -> dict[str, Any]:
        """Return the JSON body of the answer."""
        fields = {"type": self.kind, "message": self.message, "code": self.code, "param": self.param}
        return {"error": {key: value for key, value in fields.items() if value is not None}}


def missing(kind: str, given: str) -> Refusal:
    """Return the refusal for an id that does not exist."""
    return Refusal(f"No such {kind}: '{given}'", status=404, code="resource_missing", param="id")
