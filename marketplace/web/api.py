"""The API kit: one OpenAPI document made from the code, requests checked against it, lists in one envelope."""

from collections.abc import Sequence
from math import ceil
from typing import Any, Generic, TypeVar

from flask import Blueprint, Flask, jsonify, render_template
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field
from spectree import SecurityScheme, SpecTree
from spectree.models import SecuritySchemeData

from marketplace.accounts.access import public
from marketplace.core.errors import Invalid
from marketplace.web.api_document import calls_of, finished
from marketplace.web.api_words import words_of

PREFIX = "/api/v1"
BEARER: dict[str, list[str]] = {"bearer": []}
"""What a call that is not public declares: ``security=BEARER``."""
T = TypeVar("T")


class Schema(BaseModel):
    """Base of what goes out."""

    model_config = ConfigDict(from_attributes=True)


class Request(BaseModel):
    """Base of what comes in with the address: unknown names are refused, so that nobody believes they did something."""

    model_config = ConfigDict(extra="forbid")


class Body(BaseModel):
    """Base of what comes in as JSON: unknown fields are refused, and a number is no text and no truth value."""

    model_config = ConfigDict(extra="forbid", strict=True)


class WriteHeaders(BaseModel):
    """What a write may carry: the same key with the same body gets the same answer and changes nothing again."""

    idempotency_key: str = Field(
        default="", alias="Idempotency-Key", min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$"
    )


class Listing(Schema, Generic[T]):
    """One page of a list."""

    items: list[T]
    page: int
    pages: int
    per_page: int
    total: int


class Problem(Schema):
    """An error as RFC 9457 problem details."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: dict[str, str] = Field(default_factory=dict)


def _refuse(_request: Any, _response: Any, error: Any, _instance: Any, _adapter: Any) -> None:
    """Turn pydantic's findings into our one kind of 422, in the asker's language."""
    if error is None:
        return
    errors = {
        ".".join(str(part) for part in item["loc"]): words_of(item["type"], item.get("ctx") or {})
        for item in error.errors()
    }
    raise Invalid("invalid", "", errors=errors)


_named: dict[str, type] = {}


def _name(model: Any) -> str:
    """Name a component after its class; two classes of one name would silently stand for each other."""
    name: str = model.__name__
    if _named.setdefault(name, model) is not model:
        raise ValueError(f"two schemas of the API are called {name}")
    return name


spec = SpecTree(
    "flask",
    mode="strict",
    title="Etalase Desa",
    version="v1",
    openapi_version="3.1.0",
    before=_refuse,
    validation_error_model=Problem,
    naming_strategy=_name,
    nested_naming_strategy=lambda _parent, child: child,
    security_schemes=[
        SecurityScheme(name="bearer", data=SecuritySchemeData(type="http", scheme="bearer"))  # type: ignore[arg-type]
    ],
)

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
files: dict[str, str] = {}
"""Path of each call that answers a file, as the document writes it, to the content type."""


def listing_of(items: Sequence[Any], *, page: int, per_page: int, total: int) -> dict[str, Any]:
    """Build the envelope of a list."""
    return {
        "items": list(items),
        "page": page,
        "pages": max(1, ceil(total / per_page)),
        "per_page": per_page,
        "total": total,
    }


@blueprint.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    """Answer the OpenAPI 3.1 document."""
    return jsonify(document())


@blueprint.get("/docs")
@public
def docs() -> ResponseReturnValue:
    """Show the document as a page for people."""
    return render_template("marketplace/api_docs.html", calls=calls_of(document()))


def document() -> dict[str, Any]:
    """Return the OpenAPI document of the running app."""
    return finished(spec.spec, files)


def init_app(app: Flask) -> None:
    """Register the document and its page. Routes of the packages are registered by their own wiring."""
    spec.app = app
    app.register_blueprint(blueprint)
