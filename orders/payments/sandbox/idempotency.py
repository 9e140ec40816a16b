"""Idempotency-Key: the same request gets the same answer for 24 hours, another one is refused.

As Stripe has it (docs.stripe.com/api/idempotent_requests): the answer is kept once the work began, server
errors too; requests refused for their parameters are not kept.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from .refusal import Refusal
from .store import Store

KEPT_SECONDS = 24 * 3600
MAX_KEY = 255

Answer = tuple[int, Any]
"""HTTP status and JSON body."""


def once(store: Store, key: str | None, asked: dict[str, Any], work: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Do the work, or replay its answer; the flag says which. Call inside a transaction of the store.

    ``asked`` is all that makes the request what it is: account, path, parameters.
    """
    if not key:
        return work(), False
    if len(key) > MAX_KEY:
        raise Refusal(f"Idempotency keys can be at most {MAX_KEY} characters", kind="idempotency_error")
    _forget_old(store)
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    kept = store["keys"].get(key)
    if kept is None:
        answer = work()
        store["keys"][key] = {"digest": digest, "status": answer[0], "body": answer[1], "at": store.now()}
        return answer, False
    if kept["digest"] != digest:
        raise Refusal(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. "
            f"Try using a key other than '{key}' if you meant to execute a different request.",
            kind="idempotency_error",
        )
    return (kept["status"], kept["body"]), True


def _forget_old(store: Store) -> None:
    oldest = store.now() - KEPT_SECONDS
    for key in [key for key, kept in store["keys"].items() if kept["at"] < oldest]:
        del store["keys"][key]
