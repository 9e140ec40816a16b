"""The texts of the code and their Indonesian: collected from Python and templates, checked to be complete."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from marketplace.config import FEATURES, ROOT

KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
WRITTEN = datetime(2026, 11, 24, tzinfo=UTC)
"""One fixed day at the head of the files, so that collecting again changes only what has changed."""
PLACE = re.compile(r"%\((\w+)\)[sd]")
SHARED_TEMPLATES = ("layout", "macros")
"""Template folders that belong to the ground."""


def collect(root: Path = ROOT) -> list[str]:
    """Bring every package's Indonesian catalogue up to date and name the texts without a translation."""
    for name in FEATURES:
        catalogue = _translated(root, name)
        catalogue.update(_found(root, name), no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        buffer = BytesIO()
        write_po(buffer, catalogue, width=120, sort_output=True, omit_header=False, no_location=True)
        path = _path(root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(buffer.getvalue())
    return check(root)


def check(root: Path = ROOT) -> list[str]:
    """Name every text that has no Indonesian, or whose Indonesian has other named places."""
    return [problem for name in FEATURES for problem in _problems(root, name)]


def _problems(root: Path, name: str) -> Iterator[str]:
    translated = _translated(root, name)
    for message in _found(root, name):
        if not message.id:
            continue
        there = translated.get(message.id)
        if there is None or there.fuzzy or not _texts(there.string) or not all(_texts(there.string)):
            yield f"{name}: {message.id!r} has no Indonesian"
        elif any(_places(text) - _places(" ".join(_texts(message.id))) for text in _texts(there.string)):
            yield f"{name}: the places of {message.id!r} differ"


def _texts(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _places(text: str) -> set[str]:
    return set(PLACE.findall(text))


def _found(root: Path, name: str) -> Catalog:
    catalogue = Catalog(project="etalase-desa", charset="utf-8")
    for folder, method in _folders(root, name):
        for _file, line, text, comments, _context in extract_from_dir(
            folder, method_map=[method], keywords=KEYWORDS, options_map={"**.html": {"trimmed": "true"}}
        ):
            catalogue.add(text, None, [(name, line)], auto_comments=comments)
    return catalogue


def _folders(root: Path, name: str) -> Iterator[tuple[Path, tuple[str, str]]]:
    yield root / name, ("**.py", "python")
    folders = (name, *SHARED_TEMPLATES) if name == FEATURES[0] else (name,)
    for folder in folders:
        yield root / "templates" / folder, ("**.html", "jinja2.ext:babel_extract")


def _translated(root: Path, name: str) -> Catalog:
    path = _path(root, name)
    catalogue = Catalog(locale="id", charset="utf-8")
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale="id", charset="utf-8")
    # Babel writes blanks to be filled in by hand at the head of a file; ours is kept by this module.
    catalogue.header_comment = f"# Indonesian of the package {name}; collected by `make translations`."
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "etalase-desa", "1"
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = "-"
    catalogue.creation_date = catalogue.revision_date = WRITTEN
    return catalogue


def _path(root: Path, name: str) -> Path:
    return root / name / "translations" / "id" / "LC_MESSAGES" / "messages.po"
