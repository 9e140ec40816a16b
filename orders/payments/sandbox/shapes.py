"""Which parameters each call takes. Others are refused as Stripe refuses them, so that a typing error shows."""

from typing import Any

from .refusal import Refusal

Shape = dict[str, Any]

TEXT = "text"
WHOLE = "whole number"
METADATA = "metadata"

PAGE: Shape = {"limit": WHOLE, "starting_after": TEXT, "ending_before": TEXT}

CREATE_SESSION: Shape = {
    "mode": TEXT,
    "line_items": [
        {
            "price_data": {
                "currency": TEXT,
                "unit_amount": WHOLE,
                "product_data": {"name": TEXT, "description": TEXT},
            },
            "quantity": WHOLE,
        }
    ],
    "metadata": METADATA,
    "payment_intent_data": {"metadata": METADATA, "description": TEXT, "receipt_email": TEXT, "transfer_group": TEXT},
    "payment_method_types": [TEXT],
    "client_reference_id": TEXT,
    "customer_email": TEXT,
    "success_url": TEXT,
    "cancel_url": TEXT,
    "expires_at": WHOLE,
    "locale": TEXT,
    "submit_type": TEXT,
}
CREATE_REFUND: Shape = {
    "payment_intent": TEXT,
    "charge": TEXT,
    "amount": WHOLE,
    "reason": TEXT,
    "metadata": METADATA,
}
LIST_REFUNDS: Shape = {**PAGE, "payment_intent": TEXT, "charge": TEXT}
LIST_EVENTS: Shape = {
    **PAGE,
    "type": TEXT,
    "types": [TEXT],
    "created": {"gt": WHOLE, "gte": WHOLE, "lt": WHOLE, "lte": WHOLE},
}
NOTHING: Shape = {}

MAX_METADATA_KEYS, MAX_METADATA_KEY, MAX_METADATA_VALUE = 50, 40, 500
MAX_TEXT = 5000


def shaped(value: Any, shape: Any, param: str = "") -> Any:
    """Return the parameters with numbers as ``int``; raise ``Refusal`` for what the call does not take."""
    if shape == METADATA:
        return _metadata(value, param)
    if shape == WHOLE:
        return _whole(value, param)
    if shape == TEXT:
        return _text(value, param)
    if isinstance(shape, list):
        return _many(value, shape[0], param)
    return _fields(value, shape, param)


def _fields(value: Any, shape: Shape, param: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refusal("Invalid object", param=param)
    found = {}
    for name, each in value.items():
        full = f"{param}[{name}]" if param else name
        if name not in shape:
            raise Refusal(f"Received unknown parameter: {full}", code="parameter_unknown", param=full)
        if each != "":
            found[name] = shaped(each, shape[name], full)
    return found


def _many(value: Any, shape: Any, param: str) -> list[Any]:
    if not isinstance(value, list):
        raise Refusal("Invalid array", param=param)
    return [shaped(each, shape, f"{param}[{index}]") for index, each in enumerate(value)]


def _text(value: Any, param: str) -> str:
    if not isinstance(value, str):
        raise Refusal("Invalid string", param=param)
    if len(value) > MAX_TEXT:
        raise Refusal(f"Invalid string: must be at most {MAX_TEXT} characters", param=param)
    return value


def _whole(value: Any, param: str) -> int:
    if not isinstance(value, str) or not value.isascii() or not value.isdecimal() or len(value) > 15:
        raise Refusal(f"Invalid integer: {value}", code="parameter_invalid_integer", param=param)
    return int(value)


def _metadata(value: Any, param: str) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > MAX_METADATA_KEYS:
        raise Refusal(f"Metadata can have up to {MAX_METADATA_KEYS} keys", param=param)
    for key, each in value.items():
        if not isinstance(each, str) or len(key) > MAX_METADATA_KEY or len(each) > MAX_METADATA_VALUE:
            raise Refusal(f"Metadata {key[:MAX_METADATA_KEY]} is no text or too long", param=f"{param}[{key}]")
    return dict(value)
