"""The register of what jobs can do: filled by the packages above at wiring."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplace.jobs.running import JobRun

Work = Callable[[JobRun], None]
"""Does the work step by step. It may be begun again after a kill, so its steps must not do anything twice."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of job: what it is called, what its counts are called, and who does it."""

    name: str
    title: Any
    run: Work
    counts: Mapping[str, Any] = field(default_factory=dict)
    """Names of counts in ``result`` to words, in the order in which they are shown."""
    panel: str = ""
    """A template that the page shows under the progress: what can be done with the result."""
    back: tuple[str, Any] = ("account.home", "")
    """Endpoint and words of the place that the person came from."""


_register: dict[str, Kind] = {}


def kind(name: str, title: Any, **options: Any) -> Callable[[Work], Work]:
    """Register a kind of job; ``options`` are the further fields of ``Kind``."""

    def keep(work: Work) -> Work:
        _register[name] = Kind(name=name, title=title, run=work, **options)
        return work

    return keep


def named(name: str) -> Kind | None:
    """Return one kind, or None where it is gone from the code."""
    return _register.get(name)
