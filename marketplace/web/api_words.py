"""What pydantic finds wrong, in words for people: one sentence for each kind of finding."""

from collections.abc import Callable, Mapping
from typing import Any

from babel.support import LazyProxy

from marketplace.core.text import _l

WORDS: Mapping[str, LazyProxy] = {
    "missing": _l("This is needed."),
    "extra_forbidden": _l("There is no such field here; it would have no effect."),
    "string_type": _l("This must be a text."),
    "string_unicode": _l("This text holds letters that do not exist."),
    "string_pattern_mismatch": _l("This does not have the right form."),
    "int_type": _l("This must be a whole number."),
    "int_parsing": _l("This must be a whole number."),
    "int_parsing_size": _l("This number is too big."),
    "int_from_float": _l("This must be a whole number."),
    "list_type": _l("This must be a list."),
    "dict_type": _l("This must be an object."),
    "model_type": _l("This must be an object."),
    "model_attributes_type": _l("This must be an object."),
}
"""By pydantic's error type (pydantic.dev/errors/validation_errors)."""

LIMITS: Mapping[str, tuple[str, Callable[[str], LazyProxy]]] = {
    "string_too_short": ("min_length", lambda limit: _l("Write at least %(limit)s letters.", limit=limit)),
    "string_too_long": ("max_length", lambda limit: _l("Write at most %(limit)s letters.", limit=limit)),
    "too_short": ("min_length", lambda limit: _l("At least %(limit)s are needed.", limit=limit)),
    "too_long": ("max_length", lambda limit: _l("At most %(limit)s are possible.", limit=limit)),
    "greater_than_equal": ("ge", lambda limit: _l("The least is %(limit)s.", limit=limit)),
    "less_than_equal": ("le", lambda limit: _l("The most is %(limit)s.", limit=limit)),
    "literal_error": ("expected", lambda limit: _l("Choose one of: %(limit)s.", limit=limit)),
}
"""By error type: where pydantic names the limit, and what is said of it."""

UNUSABLE = _l("This value cannot be used.")


def words_of(kind: str, context: Mapping[str, Any]) -> LazyProxy:
    """Return what to say of a finding of pydantic; ``context`` is pydantic's ``ctx``."""
    if kind not in LIMITS:
        return WORDS.get(kind, UNUSABLE)
    name, sentence = LIMITS[kind]
    return sentence(str(context.get(name, "")).replace("'", "").replace(" or ", ", "))
