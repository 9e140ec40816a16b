"""The finished OpenAPI document: what every call may answer is added here once, not at every call."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

PROBLEM = "application/problem+json"
JSON = "application/json"

OF_EVERY_CALL = {
    "401": "The token is missing, unknown or revoked",
    "429": "Too many calls; Retry-After says in how many seconds to go on",
    "503": "A part from outside does not answer; Retry-After says when to try again",
}
OF_EVERY_WRITE = {
    "400": "The body cannot be read",
    "413": "The body is too big",
    "415": "The body is no application/json",
}
WAITING = {"Retry-After": {"description": "Seconds", "schema": {"type": "integer", "minimum": 0}}}

REFUSED = {"content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def finished(made: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, Any]:
    """Return a document made from the code with the answers that all calls share.

    ``files``: path of a call that answers a file to its content type.
    """
    whole: dict[str, Any] = deepcopy(dict(made))
    schemas = whole["components"]["schemas"]
    for path, methods in whole["paths"].items():
        for method, about in methods.items():
            _finish(about, is_write=method != "get", file=files.get(path, ""))
            if "requestBody" in about:
                about["requestBody"]["required"] = bool(_body_of(about, schemas).get("required"))
    return whole


def _finish(about: dict[str, Any], *, is_write: bool, file: str) -> None:
    answers = about["responses"]
    for code, words in (OF_EVERY_CALL | OF_EVERY_WRITE if is_write else OF_EVERY_CALL).items():
        answers.setdefault(code, {"description": words})
    for code, answer in answers.items():
        if code >= "400":
            answer |= deepcopy(REFUSED)
        elif file:
            answer["content"] = {file: {"schema": {"type": "string", "format": "binary"}}}
        if code in ("429", "503"):
            answer["headers"] = deepcopy(WAITING)
    about["responses"] = dict(sorted(answers.items()))


@dataclass(frozen=True)
class Parameter:
    """One parameter or field of a call, as the page shows it."""

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


def calls_of(found: Mapping[str, Any]) -> list[Call]:
    """Read the calls out of a document, in the order of their paths."""
    schemas = found.get("components", {}).get("schemas", {})
    return [
        Call(
            method=method.upper(),
            path=path,
            summary=str(about.get("description") or about.get("summary") or ""),
            parameters=[*(_parameter(item) for item in about.get("parameters", ())), *_fields(about, schemas)],
            answers=sorted(about.get("responses", {})),
        )
        for path, methods in sorted(found.get("paths", {}).items())
        for method, about in methods.items()
    ]


def _parameter(item: Mapping[str, Any]) -> Parameter:
    return Parameter(item["name"], item["in"], _kind(item.get("schema", {})), bool(item.get("required")))


def _fields(about: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[Parameter]:
    """Return the fields of the body, those of an object within it by their whole name."""
    return _fields_of(_body_of(about, schemas), schemas, "")


def _body_of(about: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of a call's body; one in which nothing is needed may be left out altogether."""
    return _meant(about.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {}), schemas)


def _meant(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schemas.get(str(schema.get("$ref", "")).rpartition("/")[2], schema)
    return found


def _fields_of(schema: Mapping[str, Any], schemas: Mapping[str, Any], before: str) -> list[Parameter]:
    whole = _meant(schema, schemas)
    found = []
    for name, about in whole.get("properties", {}).items():
        inner = about.get("items", about)
        nested = "[]" if "items" in about else ""
        found.append(Parameter(f"{before}{name}", "body", _kind(about), name in whole.get("required", ())))
        found += _fields_of(inner, schemas, f"{before}{name}{nested}.") if "$ref" in inner else []
    return found


def _kind(schema: Mapping[str, Any]) -> str:
    choices = [schema, *schema.get("anyOf", ())]
    kinds = [str(choice["type"]) for choice in choices if choice.get("type") not in (None, "null")]
    return " | ".join(kinds) or ("object" if "$ref" in schema else "string")
