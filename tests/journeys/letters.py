"""Mails that no page shows: the worker writes them as files, as a site without a mail server does."""

import re
import time
from email import message_from_bytes, policy

from marketplace.config import ROOT

FOLDER = ROOT / "var" / "mail"
"""All local sites of this machine write here: a mail is known by its address and by the site that its link is of."""

PATIENCE_SECONDS = 60


def link_to(site: str, address: str) -> str:
    """Wait for the mail of this site to an address, and return the path that its link leads to."""
    begun, give_up = time.time(), time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        for path in FOLDER.glob("*.eml"):
            if path.stat().st_mtime > begun - PATIENCE_SECONDS:
                found = _link_in(path.read_bytes(), site, address)
                if found:
                    return found
        time.sleep(0.3)
    raise AssertionError(f"no mail with a link came to {address}")


def _link_in(raw: bytes, site: str, address: str) -> str:
    letter = message_from_bytes(raw, policy=policy.default)
    body = letter.get_body(("plain",))
    if letter["To"] != address or body is None:
        return ""
    found = re.search(rf"{re.escape(site)}(/\S+)", body.get_content())
    return found.group(1) if found else ""
