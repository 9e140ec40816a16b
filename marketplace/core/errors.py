"""What can go wrong in the domain: four errors, each with a stable code and words for the user."""

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """Base of all refusals. ``code`` is stable for programs, ``message`` (may be lazy) is for people."""

    status = 400

    def __init__(self, code: str, message: Any = "", *, errors: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.errors: dict[str, Any] = dict(errors or {})
        """Field name to message, for the refusals that belong beside a field."""

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotFound(DomainError):
    """There is no such thing, or it is not yours: the two are never told apart."""

    status = 404

    def __init__(self, code: str = "not_found", message: Any = "") -> None:
        super().__init__(code, message)


class NotAllowed(DomainError):
    """You are known, but your role does not permit this."""

    status = 403


class Conflict(DomainError):
    """The state forbids it, or somebody else was faster."""

    status = 409


class Invalid(DomainError):
    """Something given is not usable; ``errors`` names the fields."""

    status = 422

    @classmethod
    def field(cls, name: str, message: Any, *, code: str = "invalid") -> "Invalid":
        """Refuse one field with a message beside it."""
        return cls(code, message, errors={name: message})


class Unavailable(DomainError):
    """A part from outside (search engine, payment) does not answer now; trying again may help."""

    status = 503
