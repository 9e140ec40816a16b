"""The commands of this room. Exit code 0 only when all went well."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from marketplace.adapters.mail import Mail, Mailer, MailFailed
from marketplace.config import Settings
from marketplace.core.clock import now
from marketplace.web.database import database


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write database and files of the running site into one archive.

    It holds personal data, so only its owner may read it. SECRET_KEY and the other settings are not in it: keep
    them elsewhere. The search index is not in it either: restore builds it anew.
    """
    from marketplace.operation import backing_up

    with _Bars() as bars:
        progress = backing_up.Progress(bars.begin, bars.step)
        manifest = backing_up.back_up(database(), _settings(), file, progress, now=now())
    click.echo(
        f"{file}: {manifest.rows} rows, {len(manifest.media)} files, {file.stat().st_size / 1e6:.1f} MB. "
        f"Head of the chain: {manifest.chain}. SECRET_KEY is not in it."
    )


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Throw away what is here first (local sites only).")
@click.pass_context
@with_appcontext
def restore(ctx: click.Context, file: Path, replace: bool) -> None:
    """Bring a site back from an archive; stop site and worker first. A damaged archive changes nothing."""
    from marketplace.operation import backing_up, restoring

    with _Bars() as bars:
        progress = backing_up.Progress(bars.begin, bars.step)
        found = restoring.restore(database(), _settings(), file, progress, replace=replace)
    click.echo(f"{found.rows} rows and {found.files} files are back. The chain of events holds: {found.chain}")
    reindex = current_app.cli.get_command(ctx, "reindex")
    if reindex is not None:
        ctx.invoke(reindex)


mail = AppGroup("mail", help="E-mail.")


@mail.command("test")
@click.argument("address")
@with_appcontext
def mail_test(address: str) -> None:
    """Send a mail now and say what the server answered."""
    settings = _settings()
    mailer: Mailer = current_app.extensions["mailer"]
    moment = now()
    letter = Mail(
        to=address,
        subject=f"{settings.site_name}: test",
        text=f"This mail was sent by `mail test` of {settings.site_url} at {moment:%Y-%m-%d %H:%M:%S} UTC.\n",
        message_id=f"test-{moment:%Y%m%d%H%M%S%f}@etalase",
    )
    try:
        mailer.send(letter)
    except MailFailed as error:
        sys.exit(f"Not sent: {error}. {'Trying again will not help.' if error.permanent else 'Trying again may help.'}")
    click.echo(f"The mail to {address} was taken by {mailer.place}")


@click.command("doctor")
@click.option("--head", default="", metavar="LENGTH:HASH", help="A head of the chain from a mail: is it still there?")
@with_appcontext
def doctor(head: str) -> None:
    """Look at everything the site needs; say what is wrong and how to mend it."""
    from marketplace.operation import doctor as examination

    with _app().test_request_context("/", base_url=_settings().site_url):
        wrong = False
        for finding in examination.examine(_app(), os.environ, head, now=now()):
            click.echo(finding.line())
            wrong |= finding.is_wrong
    sys.exit(1 if wrong else 0)


COMMANDS = (backup, restore, mail, doctor)


class _Bars:
    """One progress bar after the other, on a terminal only."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._bar: click._termui_impl.ProgressBar[int] | None = None

    def __enter__(self) -> "_Bars":
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def begin(self, label: str, total: int) -> None:
        """End the last bar and begin another."""
        self._stack.close()
        bar = click.progressbar(length=total, label=label, hidden=not sys.stderr.isatty(), file=sys.stderr)
        self._bar = self._stack.enter_context(bar)

    def step(self, amount: int) -> None:
        """Move on."""
        if self._bar is not None:
            self._bar.update(amount)


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
