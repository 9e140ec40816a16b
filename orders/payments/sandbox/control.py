"""``/_control/``: what only tests may do — order faults, move the clock, replay events. Off unless asked for."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, request

from . import sessions
from .api import check_key
from .faults import Faults
from .objects import Object
from .refusal import Refusal
from .state import Sandbox
from .webhooks import Manner


def blueprint(sandbox: Sandbox) -> Blueprint:
    """Return the routes; each takes and gives JSON and needs a key like the interface itself."""
    control = Blueprint("control", __name__, url_prefix="/_control")
    store = sandbox.store

    @control.before_request
    def authenticate() -> None:
        check_key()

    @control.post("/webhooks")
    def set_manner() -> Object:
        sandbox.sender.manner = _made(Manner)
        return asdict(sandbox.sender.manner)

    @control.post("/faults")
    def order_faults() -> Object:
        sandbox.faults = _made(Faults)
        return asdict(sandbox.faults)

    @control.post("/deliver")
    def deliver() -> Object:
        wanted = _json().get("events")
        if not isinstance(wanted, list) or any(ident not in store["events"] for ident in wanted):
            raise Refusal("events must be a list of ids that exist", param="events")
        sandbox.sender.deliver(wanted)
        return {"planned": len(wanted)}

    @control.post("/clock")
    def advance_clock() -> Object:
        seconds = _json().get("advance", 0)
        if not isinstance(seconds, int | float):
            raise Refusal("advance must be seconds", param="advance")
        store.clock_offset += seconds
        with store.transaction():
            sessions.expire_due(store)
        return {"now": store.now()}

    @control.post("/sessions/<ident>/<outcome>")
    def choose(ident: str, outcome: str) -> Object:
        """Pay or decline without the page; paying works on an expired session too (money that comes late)."""
        with store.transaction():
            found = sessions.find(store, ident)
            if outcome not in ("pay", "decline") or found["status"] == "complete":
                raise Refusal("outcome must be pay or decline, of a session that is not complete")
            (sessions.pay if outcome == "pay" else sessions.decline)(store, found)
            return dict(found)

    @control.get("/attempts")
    def attempts() -> Object:
        return {"attempts": [asdict(each) for each in list(sandbox.sender.attempts)]}

    return control


def _json() -> dict[str, Any]:
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise Refusal("A JSON object is needed")
    return found


def _made(kind: type[Any]) -> Any:
    try:
        return kind(**_json())
    except TypeError as error:
        raise Refusal(f"Unknown setting: {error}") from error
