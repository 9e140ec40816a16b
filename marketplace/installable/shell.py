"""What a browser may keep for times without a connection: public static files, and nothing else."""

import hashlib
import json

from marketplace.web.assets import asset, static_url

SHELL = (
    "plus-jakarta-sans.woff2",
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "css/pages.css",
    "js/site.js",
    "js/offline.js",
    "js/worker_registration.js",
    "icons.svg",
    "mark.svg",
    "tenun.svg",
)
"""What the offline page needs to look like the site. Files of ``static/`` only: never a page of a person."""

ICONS = ("icons/app-192.png", "icons/app-512.png", "icons/app-maskable-512.png")
SCRIPT = "js/worker.js"


def shell_urls() -> list[str]:
    """Return the addresses of the files with their fingerprints."""
    return [static_url(name) for name in SHELL]


def worker_script(offline_url: str) -> str:
    """Return the service worker: the script, told what to keep and under which version."""
    urls = shell_urls()
    script = asset(SCRIPT)
    version = hashlib.sha256("\n".join([*urls, offline_url, script.fingerprint]).encode()).hexdigest()[:12]
    facts = {"version": version, "offline": offline_url, "files": urls}
    return f"const SHELL = {json.dumps(facts)};\n{script.content.decode()}"
