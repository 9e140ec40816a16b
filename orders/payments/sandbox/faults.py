"""Faults of the interface that a test may order: refuse, answer late, answer 500 after the work was done."""

import time
from dataclasses import dataclass


@dataclass(kw_only=True)
class Faults:
    """What goes wrong with the next writing calls."""

    times: int = 0
    """How many calls are hit."""
    status: int = 0
    """Answer this status (0: answer as usual)."""
    after: bool = False
    """Do the work first, and keep the bad answer for the idempotency key, as Stripe keeps a 500."""
    delay: float = 0.0
    """Seconds before the answer goes out, after the work was done."""

    def take(self) -> "Faults":
        """Return what this call suffers, and count it."""
        if self.times <= 0:
            return Faults()
        self.times -= 1
        return Faults(times=1, status=self.status, after=self.after, delay=self.delay)

    def wait(self) -> None:
        """Let the answer come late."""
        if self.delay:
            time.sleep(self.delay)
