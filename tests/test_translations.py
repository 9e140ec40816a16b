"""Both languages are complete: every text of code and templates has Indonesian with the same named places."""

import re
from pathlib import Path

import pytest

from marketplace.config import FEATURES, ROOT
from marketplace.web import catalogues

CLASSES = re.compile(r"\{% block body_class %\}.*?\{% endblock %\}", re.DOTALL)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
MARKUP = re.compile(r"<[^>]*>|&\w+;|[\w-]+=\"[^\"]*\"", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{3,}")
SAME_IN_BOTH = frozenset({"OpenAPI", "WhatsApp", "SHA", "SVG", "PNG", "Bahasa", "Indonesia", "English"})
"""Names and marks that are written alike in both languages."""


def test_every_text_has_indonesian() -> None:
    assert catalogues.check() == []


def test_a_text_has_one_indonesian_whatever_the_package() -> None:
    forms: dict[str, set[str]] = {}
    for name in FEATURES:
        for message in catalogues._translated(ROOT, name):
            if message.id:
                forms.setdefault(_key(message.id), set()).add(_key(message.string))

    assert {text: found for text, found in forms.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", FEATURES)
def test_an_indonesian_text_that_nobody_uses_is_gone(name: str) -> None:
    used = {_key(message.id) for message in catalogues._found(ROOT, name)}

    kept = {_key(message.id) for message in catalogues._translated(ROOT, name) if message.id}

    assert kept - used == set()


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: str(path.relative_to(ROOT / "templates"))
)
def test_no_template_says_a_word_outside_of_gettext(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for machinery in (CLASSES, JINJA, MARKUP):
        text = machinery.sub(" ", text)

    assert [word for word in WORD.findall(text) if word not in SAME_IN_BOTH] == []


def _key(text: object) -> str:
    return str(text[0] if isinstance(text, tuple | list) else text)
