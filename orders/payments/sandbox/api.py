"""Stripe's HTTP interface: ``/v1/…`` as the official client speaks it."""

import base64
import binascii
import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from . import idempotency, listing, params, refunds, sessions, shapes
from .idempotency import Answer
from .objects import Object
from .refusal import Refusal, missing
from .shapes import Shape
from .state import Sandbox

KEY_PREFIX = "sk_test_"


def blueprint(sandbox: Sandbox) -> Blueprint:
    """Return the routes of the interface."""
    api = Blueprint("api", __name__, url_prefix="/v1")
    _add_frame(api)
    _add_reading(api, sandbox)
    _add_writing(api, sandbox)
    return api


def check_key() -> str:
    """Return the secret key of this request (Bearer, or Basic with the key as user); raise ``Refusal`` 401."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    key = _from_basic(given) if scheme.lower() == "basic" else given.strip()
    if scheme.lower() not in ("basic", "bearer") or not key:
        raise Refusal("You did not provide an API key.", status=401)
    if not key.startswith(KEY_PREFIX) or len(key) == len(KEY_PREFIX):
        raise Refusal(f"Invalid API Key provided: the sandbox takes keys that begin with {KEY_PREFIX}", status=401)
    return key


def refused(refusal: Refusal) -> tuple[Response, int]:
    """Answer a refusal."""
    return jsonify(refusal.body()), refusal.status


def _from_basic(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _add_frame(api: Blueprint) -> None:
    @api.before_request
    def authenticate() -> None:
        g.key = check_key()

    @api.after_request
    def name_request(response: Response) -> Response:
        response.headers["Request-Id"] = f"req_{secrets.token_hex(7)}"
        if "Stripe-Version" in request.headers:
            response.headers["Stripe-Version"] = request.headers["Stripe-Version"]
        return response


def _add_reading(api: Blueprint, sandbox: Sandbox) -> None:
    store = sandbox.store

    def read(table: str, kind: str, ident: str) -> Object:
        _given(shapes.NOTHING)
        found: Object | None = store[table].get(ident)
        if found is None:
            raise missing(kind, ident)
        return found

    @api.get("/checkout/sessions/<ident>")
    def retrieve_session(ident: str) -> Object:
        _given(shapes.NOTHING)
        with store.transaction():
            return sessions.find(store, ident)

    @api.get("/payment_intents/<ident>")
    def retrieve_intent(ident: str) -> Object:
        return read("intents", "payment_intent", ident)

    @api.get("/refunds/<ident>")
    def retrieve_refund(ident: str) -> Object:
        return read("refunds", "refund", ident)

    @api.get("/events/<ident>")
    def retrieve_event(ident: str) -> Object:
        return read("events", "event", ident)

    @api.get("/refunds")
    def list_refunds() -> Object:
        return listing.refunds(store, _given(shapes.LIST_REFUNDS))

    @api.get("/events")
    def list_events() -> Object:
        return listing.events(store, _given(shapes.LIST_EVENTS))


def _add_writing(api: Blueprint, sandbox: Sandbox) -> None:
    store = sandbox.store

    @api.post("/checkout/sessions")
    def create_session() -> Response:
        return _write(sandbox, shapes.CREATE_SESSION, lambda given, key: sessions.create(store, given, sandbox.url))

    @api.post("/checkout/sessions/<ident>/expire")
    def expire_session(ident: str) -> Response:
        return _write(sandbox, shapes.NOTHING, lambda given, key: sessions.expire(store, ident))

    @api.post("/refunds")
    def create_refund() -> Response:
        return _write(sandbox, shapes.CREATE_REFUND, lambda given, key: refunds.create(store, given, key))


def _given(shape: Shape) -> Any:
    """Return the parameters of the query or the form, checked."""
    try:
        text = (request.get_data() if request.method == "POST" else request.query_string).decode()
    except UnicodeDecodeError as error:
        raise Refusal("Invalid request body: not UTF-8") from error
    return shapes.shaped(params.decode(text), shape)


def _write(sandbox: Sandbox, shape: Shape, work: Callable[[Object, str | None], Object]) -> Response:
    """Do a writing call once for its idempotency key, with the faults that a test ordered."""
    given, key, fault = _given(shape), request.headers.get("Idempotency-Key"), sandbox.faults.take()
    broken = Refusal("The sandbox was told to fail", status=fault.status or 500, kind="api_error")
    if fault.status and not fault.after:
        raise broken

    def worked() -> Answer:
        made = work(given, key)
        return (fault.status, broken.body()) if fault.status else (200, dict(made))

    asked = {"account": g.key, "path": request.path, "params": given}
    with sandbox.store.transaction():
        (status, body), replayed = idempotency.once(sandbox.store, key, asked, worked)
        response = jsonify(body)
    fault.wait()
    response.status_code = status
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response
