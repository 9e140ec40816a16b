"""How often something may be tried: counted in the memory of each process, enough to make guessing useless."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from marketplace.core.errors import DomainError
from marketplace.core.text import _l


class TooMany(DomainError):
    """Tried too often; ``retry_after`` says in how many seconds it may be tried again."""

    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__("too_many", _l("Too many tries. Wait a few minutes, then try again."))
        self.retry_after = retry_after


@dataclass
class Throttle:
    """Counts failures by key. A process forgets with its end, and each process counts for itself."""

    limit: int
    window: timedelta
    most_keys: int = 10_000
    _failures: OrderedDict[str, list[datetime]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def check(self, key: str, *, now: datetime) -> None:
        """Raise ``TooMany`` where a key has failed too often within the window."""
        with self._lock:
            recent = [moment for moment in self._failures.get(key, ()) if now - moment < self.window]
        if len(recent) >= self.limit:
            raise TooMany(max(1, int((recent[0] + self.window - now).total_seconds())))

    def failed(self, key: str, *, now: datetime) -> None:
        """Count one failure; the keys that were longest quiet make room."""
        with self._lock:
            recent = [moment for moment in self._failures.pop(key, ()) if now - moment < self.window]
            self._failures[key] = [*recent, now][-self.limit :]
            while len(self._failures) > self.most_keys:
                self._failures.popitem(last=False)

    def forget(self, key: str) -> None:
        """Begin anew for a key: it succeeded."""
        with self._lock:
            self._failures.pop(key, None)
