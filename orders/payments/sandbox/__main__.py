"""``python -m orders.payments.sandbox``: run the sandbox until Ctrl-C or SIGTERM."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from .server import start_sandbox
from .state import SandboxOptions


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop; 0 after a clean stop, 2 where it cannot start."""
    options = _options(arguments)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    try:
        running = start_sandbox(options)
    except (OSError, ValueError, OverflowError) as error:
        print(f"Payment sandbox cannot start on {options.host}:{options.port}: {error}", file=sys.stderr)
        return 2
    print(f"Payment sandbox on {running.url}", flush=True)
    stopping.wait()
    running.stop()
    return 0


def _options(arguments: list[str] | None) -> SandboxOptions:
    parser = argparse.ArgumentParser(prog="python -m orders.payments.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address of this machine (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one and prints it")
    parser.add_argument("--site-url", required=True, help="address of the shop")
    parser.add_argument("--webhook-url", default="", help="where events are sent; empty: nowhere")
    parser.add_argument(
        "--webhook-secret",
        default=os.environ.get("STRIPE_WEBHOOK_SECRET", ""),
        help="signs the events (default: STRIPE_WEBHOOK_SECRET)",
    )
    parser.add_argument("--state", type=Path, default=None, help="JSON file that keeps all over a restart")
    parser.add_argument("--control", action="store_true", help="open /_control/ for tests")
    given = parser.parse_args(arguments)
    return SandboxOptions(
        site_url=given.site_url.rstrip("/"),
        webhook_url=given.webhook_url,
        webhook_secret=given.webhook_secret,
        host=given.host,
        port=given.port,
        state_file=given.state,
        control=given.control,
    )


if __name__ == "__main__":
    sys.exit(main())
