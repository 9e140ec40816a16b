"""What a mail looks like: plain text in short lines, with a greeting, the link, why it came and how to stop it."""

from dataclasses import dataclass
from textwrap import wrap

from flask_babel import gettext as _

WIDTH = 72
"""Letters in a line: read on a phone and in an old mail program alike."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The parts of a mail, already in the reader's language."""

    name: str
    """Of the person, for the greeting."""
    body: str
    """Paragraphs; a line break in it stays one."""
    site_name: str
    link: str = ""
    why: str = ""
    stop_link: str = ""
    choices_link: str = ""


def written(letter: Letter) -> str:
    """Write a mail as text. Needs the language of the reader to be set."""
    parts = [_("Dear %(name)s,", name=" ".join(letter.name.split())), _wrapped(letter.body)]
    if letter.link:
        parts.append(_("Open it here:") + "\n" + letter.link)
    return "\n\n".join([*parts, _foot(letter)]) + "\n"


def _foot(letter: Letter) -> str:
    lines = ["-- ", letter.site_name]
    if letter.why:
        lines += wrap(letter.why, WIDTH)
    if letter.stop_link:
        lines += [_("Stop mails like this one:"), letter.stop_link]
    if letter.choices_link:
        lines += [_("Choose which mails you get:"), letter.choices_link]
    return "\n".join(lines)


def _wrapped(text: str) -> str:
    """Break long lines between words; addresses stay whole."""
    lines = text.strip().splitlines()
    return "\n".join(
        "\n".join(wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False)) if line.strip() else ""
        for line in lines
    )
