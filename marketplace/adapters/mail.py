"""E-mail: over SMTP, or into files where no server is set (development, demo, tests)."""

import hashlib
import secrets
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import localtime
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT_SECONDS = 20
PERMANENT = 500
"""Replies of a mail server from here on mean: do not try again (RFC 5321, 4.2.1)."""

ADDRESS_BREAKERS = ' ,;<>"()'
"""Marks with which one address could become several."""

DEFAULT_PORTS = {"smtp": 25, "smtps": 465}


class WholeHeader(UnstructuredHeader, BaseHeader):
    """A head line that stays whole: the library would fold a long address by encoding it, and nobody could read it."""

    def fold(self, *, policy: Policy) -> str:
        """Write the line as it is."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", WholeHeader)
POLICY = SMTP.clone(header_factory=HEADERS)


class MailFailed(Exception):
    """A message was not taken. ``permanent``: trying again will not help (wrong address, refused content).

    ``is_returned``: the server of the recipient refused the address or the message for good, so that the person
    should hear of it; not where it is we who are refused.
    """

    def __init__(self, reason: str, *, permanent: bool, is_returned: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.is_returned = is_returned


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message to one person. ``message_id`` is ours and stays the same when it is sent again."""

    to: str
    subject: str
    text: str
    message_id: str
    html: str | None = None
    unsubscribe_url: str = ""
    """Stops mails like this one by a single POST (RFC 8058); empty where they cannot be stopped."""


class Mailer(Protocol):
    """Where mail goes."""

    def send(self, mail: Mail) -> None:
        """Hand a message over; raise ``MailFailed``."""

    def greet(self) -> None:
        """See whether mail would be taken, without sending any; raise ``MailFailed``."""

    @property
    def place(self) -> str:
        """Where mail goes, in words and without any password."""


@dataclass(frozen=True)
class SmtpMailer:
    """Sends over a server: ``smtp://user:password@host:port?starttls=1`` or ``smtps://...``."""

    url: str
    mail_from: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            raise ValueError("SMTP_URL must look like smtp://user:password@host:587?starttls=1 or smtps://host")

    def send(self, mail: Mail) -> None:
        """Hand a message to the server; raise ``MailFailed``."""
        message = message_of(mail, self.mail_from)
        with _refusals(), self._connect() as server:
            server.send_message(message)

    def greet(self) -> None:
        """Connect and sign in; raise ``MailFailed``."""
        with _refusals(), self._connect() as server:
            server.noop()

    @property
    def place(self) -> str:
        """The server and its port."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.hostname}:{parts.port or DEFAULT_PORTS[parts.scheme]}"

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]
        trust = ssl.create_default_context()
        server: smtplib.SMTP
        if parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=trust)
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
        try:
            if parse_qs(parts.query).get("starttls", ["0"])[0] not in ("0", "", "false"):
                server.starttls(context=trust)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what a server says, or does not say, into ``MailFailed`` with its words."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, words = min(error.recipients.values())
        raise MailFailed(f"recipient refused: {_said(code, words)}", permanent=code >= PERMANENT) from error
    except smtplib.SMTPAuthenticationError as error:
        raise MailFailed("the mail server refused our name or password", permanent=False) from error
    except smtplib.SMTPResponseException as error:
        reply = f"reply {_said(error.smtp_code, error.smtp_error)}"
        raise MailFailed(reply, permanent=error.smtp_code >= PERMANENT) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailFailed(str(error) or type(error).__name__, permanent=False) from error


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".split())[:300]


@dataclass(frozen=True)
class FileMailer:
    """Writes each message as an ``.eml`` file; the same message id is the same file, so none comes double."""

    folder: Path
    mail_from: str

    def send(self, mail: Mail) -> None:
        """Write a message; raise ``MailFailed`` when the disk refuses."""
        message = message_of(mail, self.mail_from)
        name = hashlib.sha256(mail.message_id.encode()).hexdigest()[:24]
        temporary = self.folder / f".{name}-{secrets.token_hex(4)}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(message.as_bytes())
            temporary.replace(self.folder / f"{name}.eml")
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            raise MailFailed(str(error), permanent=False) from error

    def greet(self) -> None:
        """See that the folder can be written; raise ``MailFailed``."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MailFailed(str(error), permanent=False) from error

    @property
    def place(self) -> str:
        """The folder."""
        return f"files below {self.folder} (SMTP_URL is not set: nothing leaves this machine)"


def message_of(mail: Mail, mail_from: str) -> EmailMessage:
    """Build the message; raise ``MailFailed`` (permanent) when a head line would carry a line break or no address."""
    for line in (mail.to, mail.subject, mail.message_id, mail.unsubscribe_url, mail_from):
        if any(ord(char) < ord(" ") or char in "\x7f\x85\u2028\u2029" for char in line):
            raise MailFailed("control character in a head line", permanent=True)
    local, at, domain = mail.to.rpartition("@")
    if not (local and at and domain and mail.to.isascii()) or any(char in ADDRESS_BREAKERS for char in mail.to):
        raise MailFailed("not one address", permanent=True)
    if any(char in mail.unsubscribe_url for char in "<> ,") or not mail.unsubscribe_url.isascii():
        raise MailFailed("not one address to stop mails", permanent=True)
    message = EmailMessage(policy=POLICY)
    try:
        message["From"], message["To"], message["Subject"] = mail_from, mail.to, mail.subject
        message["Message-ID"] = f"<{mail.message_id.strip('<>')}>"
        message["Date"] = localtime()
        message["Auto-Submitted"] = "auto-generated"
        if mail.unsubscribe_url:
            message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(mail.text)
        if mail.html is not None:
            message.add_alternative(mail.html, subtype="html")
    except (ValueError, IndexError) as error:
        raise MailFailed(str(error), permanent=True) from error
    return message
