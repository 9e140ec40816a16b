"""The machine: room on its disks, the mail server, what documents are printed with."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from marketplace.adapters.mail import FileMailer, Mailer, MailFailed
from marketplace.config import Settings
from marketplace.operation.findings import Finding, look, ok, wrong
from marketplace.web import assets

GB = 1024**3
LOW_BYTES = 5 * GB
EMPTY_BYTES = 1 * GB
FONT = "plus-jakarta-sans.woff2"


def disks(settings: Settings) -> Iterator[Finding]:
    """See that the folders can be written to and have room."""
    for folder in dict.fromkeys((settings.media_dir, settings.search_index_dir, settings.mail_dir.parent)):
        there = existing(folder)
        free = shutil.disk_usage(there).free
        about = f"{folder}: {free / GB:.1f} GB free"
        if not os.access(there, os.W_OK | os.X_OK):
            yield wrong("disk", f"{folder} cannot be written to", f"chown it to the site's user, now {os.geteuid()}")
        elif free < EMPTY_BYTES:
            yield wrong("disk", about, "Make room now: uploads are refused soon.")
        elif free < LOW_BYTES:
            yield look("disk", about, "Make room, or move MEDIA_DIR to a larger disk.")
        else:
            yield ok("disk", about)


def mail(mailer: Mailer, settings: Settings) -> Iterator[Finding]:
    """See that mail would be taken; none is sent."""
    try:
        mailer.greet()
    except MailFailed as error:
        yield wrong("mail", f"{mailer.place}: {error}", "Mend SMTP_URL, then: python -m marketplace mail test ADDRESS")
        return
    if isinstance(mailer, FileMailer) and not settings.is_local:
        yield wrong("mail", f"mail goes to {mailer.place}", "Set SMTP_URL and MAIL_FROM: nobody gets a mail now.")
    else:
        yield ok("mail", f"{mailer.place}")


def documents() -> Iterator[Finding]:
    """See that the font of the pages is there and that a document can be printed."""
    import typst

    font = assets.folder("static") / FONT
    if not font.is_file():
        yield wrong("fonts", f"{font} is missing", "Install the release anew.")
    printed = typst.compile("Uji – ﷼ Rp".encode(), ignore_system_fonts=True, format="pdf")
    if isinstance(printed, bytes) and printed.startswith(b"%PDF"):
        yield ok("fonts", "the font of the pages is there, documents can be printed")


def existing(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.exists())
