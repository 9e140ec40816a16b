"""States as tables: which action leads from which state to which, and who may take it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from marketplace.core.errors import Conflict

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)
P = TypeVar("P", bound=StrEnum)


@dataclass(frozen=True)
class Transition(Generic[S, A, P]):
    """One row of a table: in ``source``, ``party`` may do ``action``, which leads to ``target``."""

    source: S
    action: A
    target: S
    party: P


@dataclass(frozen=True)
class Lifecycle(Generic[S, A, P]):
    """A table of transitions, asked by services (``next``) and by pages and API (``actions``)."""

    name: str
    rows: tuple[Transition[S, A, P], ...]
    _by_key: dict[tuple[S, A, P], S] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key: dict[tuple[S, A, P], S] = {}
        for row in self.rows:
            key = (row.source, row.action, row.party)
            if key in by_key:
                raise ValueError(f"{self.name}: two rows for {key}")
            by_key[key] = row.target
        object.__setattr__(self, "_by_key", by_key)

    @classmethod
    def of(cls, name: str, rows: Iterable[tuple[S, A, S, P]]) -> "Lifecycle[S, A, P]":
        """Build a lifecycle from plain rows ``(source, action, target, party)``."""
        return cls(name, tuple(Transition(*row) for row in rows))

    def next(self, state: S, action: A, by: P) -> S:
        """Return the state that the action leads to; raise ``Conflict`` where the table has no such row."""
        target = self._by_key.get((state, action, by))
        if target is None:
            raise Conflict("wrong_state", f"{self.name}: {action} by {by} is not possible in state {state}")
        return target

    def allows(self, state: S, action: A, by: P) -> bool:
        """Tell whether the table has a row for this."""
        return (state, action, by) in self._by_key

    def actions(self, state: S, by: P) -> tuple[A, ...]:
        """Return what a party may do now, in the order of the table."""
        return tuple(row.action for row in self.rows if row.source == state and row.party == by)

    def is_final(self, state: S) -> bool:
        """Tell whether no action leads out of a state."""
        return all(row.source != state for row in self.rows)
