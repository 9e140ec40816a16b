"""What one running sandbox is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from .faults import Faults
from .store import Store
from .webhooks import BACKOFF, Sender


@dataclass(frozen=True, kw_only=True)
class SandboxOptions:
    """How to run a sandbox.

    ``site_url`` is the shop; ``webhook_url`` takes the events (empty: none are sent), signed with
    ``webhook_secret``. ``port`` 0 takes a free one. ``control`` opens ``/_control/`` for tests.
    """

    site_url: str
    webhook_url: str = ""
    webhook_secret: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    state_file: Path | None = None
    control: bool = False
    backoff: Sequence[float] = BACKOFF


@dataclass(kw_only=True)
class Sandbox:
    """The parts of a running sandbox; ``url`` is known once the socket is bound."""

    options: SandboxOptions
    store: Store
    sender: Sender
    faults: Faults = field(default_factory=Faults)
    url: str = ""


def assemble(options: SandboxOptions) -> Sandbox:
    """Put the parts together; nothing runs yet."""
    store = Store(options.state_file)
    sender = Sender(store, options.webhook_url, options.webhook_secret, options.backoff)
    return Sandbox(options=options, store=store, sender=sender)


def origin(url: str) -> str:
    """Return scheme, host and port of an address, as a Content-Security-Policy names it."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")
