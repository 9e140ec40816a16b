"""The API kit: one OpenAPI document made from the code, requests checked against it, lists in one envelope."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

from flask import Blueprint, Flask, jsonify, render_template
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field
from spectree import SecurityScheme, SpecTree
from spectree.models import SecuritySchemeData

from marketplace.accounts.access import public
from marketplace.core.errors import Invalid

PREFIX = "/api/v1"
T = TypeVar("T")


class Schema(BaseModel):
    """Base of what goes out."""

    model_config = ConfigDict(from_attributes=True)


class Request(BaseModel):
    """Base of what comes in: unknown fields are refused, so that nobody believes they did something."""

    model_config = ConfigDict(extra="forbid")


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
    """Turn pydantic's findings into our one kind of 422."""
    if error is None:
        return
    errors = {".".join(str(part) for part in item["loc"]): item["msg"] for item in error.errors()}
    raise Invalid("invalid", "", errors=errors)


spec = SpecTree(
    "flask",
    mode="strict",
    title="Etalase Desa",
    version="v1",
    openapi_version="3.1.0",
    before=_refuse,
    validation_error_model=Problem,
    security_schemes=[
        SecurityScheme(name="bearer", data=SecuritySchemeData(type="http", scheme="bearer"))  # type: ignore[arg-type]
    ],
)

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)


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
    found: dict[str, Any] = spec.spec
    return found


@dataclass(frozen=True)
class Parameter:
    """One parameter of a call, as the page shows it."""

    name: str
    place: str
    kind: str
    required: bool


@dataclass(frozen=True)
class Call:
    """One call of the API, as the page shows it."""

    method: str
    path: str
    summary: str
    parameters: list[Parameter]
    answers: list[str]


def calls_of(found: dict[str, Any]) -> list[Call]:
    """Read the calls out of an OpenAPI document, in the order of their paths."""
    return [
        Call(
            method=method.upper(),
            path=path,
            summary=str(about.get("description") or about.get("summary") or ""),
            parameters=[_parameter(item) for item in about.get("parameters", ())],
            answers=sorted(about.get("responses", {})),
        )
        for path, methods in sorted(found.get("paths", {}).items())
        for method, about in methods.items()
    ]


def _parameter(item: dict[str, Any]) -> Parameter:
    schema = item.get("schema", {})
    choices = [schema, *schema.get("anyOf", ())]
    kinds = [str(choice["type"]) for choice in choices if choice.get("type") not in (None, "null")]
    return Parameter(item["name"], item["in"], " | ".join(kinds) or "string", bool(item.get("required")))


def init_app(app: Flask) -> None:
    """Register the document and its page. Routes of the packages are registered by their own wiring."""
    spec.app = app
    app.register_blueprint(blueprint)
