"""The looks of all packages' states for the macros ``badge`` and ``pill``; packages are known by name only."""

from importlib import import_module, util

from flask import Flask

from marketplace.config import FEATURES
from marketplace.core.looks import Look


def init_app(app: Flask) -> None:
    """Collect every package's ``looks`` module and let templates ask it."""
    found = [import_module(f"{name}.looks") for name in FEATURES if util.find_spec(f"{name}.looks")]
    badges: dict[str, Look] = {key: look for module in found for key, look in getattr(module, "BADGES", {}).items()}
    pills: dict[str, Look] = {key: look for module in found for key, look in getattr(module, "PILLS", {}).items()}
    app.jinja_env.globals["badge_look"] = lambda status: look_of(badges, status)
    app.jinja_env.globals["pill_look"] = lambda state: look_of(pills, state)


def look_of(looks: dict[str, Look], state: object) -> Look:
    """Return how a state looks; one without a look shows its own word, plainly."""
    return looks.get(str(state)) or Look("none", "circle-dashed", str(state))
