"""What would be made anew for every test though it never changes: addresses, templates, translations, slow hashes."""

from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from babel.support import Translations
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from marketplace.accounts import passwords


class Remembered(BytecodeCache):
    """Compiled templates of this process; a template that changes has another checksum."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket where its template was compiled before."""
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = Remembered()


def remember_templates(app: Flask) -> None:
    """Let an app take templates that another app of this process has compiled."""
    app.jinja_env.bytecode_cache = TEMPLATES


def cheapen_passwords() -> None:
    """Hash with the least that argon2 allows: a hash is slow on purpose, and every sign-in of a test pays for it."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def remember_translations() -> None:
    """Read each catalogue once."""
    loaded: dict[Any, Any] = {}
    load = Translations.load

    def remembered(dirname: Any = None, locales: Any = None, domain: Any = None) -> Any:
        key = (str(dirname), str(locales), domain)
        if key not in loaded:
            loaded[key] = load(dirname, locales, domain)
        return loaded[key]

    Translations.load = remembered  # type: ignore[method-assign]


def remember_builders() -> None:
    """Let rules that read the same share the function that builds their address.

    Werkzeug compiles that function from the rule's text and defaults alone (everything else it takes from the rule
    that it is bound to), and compiling was most of the time of making an app.
    """
    compiled: dict[Any, Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder

    def remembered(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (tuple(self._trace), repr(self.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(self, append_unknown)
        return compiled[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign]
