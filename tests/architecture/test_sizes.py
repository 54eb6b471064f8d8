"""How large the project may be: names at a glance, few layers, no cycles.

That imports only go down, the linter sees to: here, that its contracts name every room and let nothing through. For
the cycles imports are read from the sources, those inside functions and those for types alone included.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import tree_of

BASE = Path(__file__).resolve().parents[2]
ROOTS = ("cascina_whatsapp", "subscribers", "broadcasts")
NAMES_AT_MOST = 16
"""Directly in a folder, the plumbing aside: what one takes in at a glance."""
LAYERS_AT_MOST = 12
PLUMBING = {
    "__init__.py",
    "__pycache__",
    "apps.py",
    "README.md",
    "locale",
    "migrations",
    "management",
    "static",
}
"""What every Django app has, wherever Django looks for it."""
UNDOCUMENTED = {"migrations", "management", "templatetags", "formats"}
"""Packages that are there because Django looks for modules in them."""
SENTENCE_END = re.compile(r"[.!?](?=\s|$)")


# ── What the sources import ─────────────────────────────────────────────────────────────────────────────────

SOURCES = [
    path for root in ROOTS for path in sorted((BASE / root).rglob("*.py")) if "migrations" not in path.parts
]


def dotted(path: Path) -> str:
    """`broadcasts/sending/__init__.py` → `broadcasts.sending`."""
    return ".".join(path.relative_to(BASE).with_suffix("").parts).removesuffix(".__init__")


MODULES = {dotted(path): path for path in SOURCES}


def package_of(module: str) -> list[str]:
    """The parts of the package that a relative import starts from."""
    parts = module.split(".")
    return parts if MODULES[module].name == "__init__.py" else parts[:-1]


def imported_names(module: str, tree: ast.Module) -> Iterator[str]:
    """Every dotted name that an import statement mentions, wherever in the module it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = package_of(module)
            start = package[: len(package) - node.level + 1] if node.level else []
            origin = [*start, *(node.module or "").split(".")] if node.module else start
            yield from (".".join([*origin, alias.name]) for alias in node.names)


def module_called(name: str) -> str | None:
    """The module of ours that such a name is, or is found in."""
    while name not in MODULES:
        name, dot, _ = name.rpartition(".")
        if not dot:
            return None
    return name


def imports_of_ours() -> set[tuple[str, str]]:
    """Who imports whom, among our own modules."""
    found = set()
    for module, path in MODULES.items():
        for name in imported_names(module, tree_of(path)):
            imported = module_called(name)
            if imported and imported != module:
                found.add((module, imported))
    return found


IMPORTS = imports_of_ours()


def test_the_sources_are_read_as_python_reads_them():
    """Imports of each kind that are known to be there: were they not seen, nothing below could fail."""
    assert ("broadcasts.tasks", "broadcasts.sending.sender") in IMPORTS  # from .sending import sender
    assert ("subscribers.consent.decisions", "subscribers.consent.rows") in IMPORTS  # from . import rows
    assert ("cascina_whatsapp.routing", "subscribers.conversation.inbound") in IMPORTS  # from a.b import c
    inside = ast.parse(
        "def later():\n    from broadcasts.sending import sender\n    import broadcasts.models"
    )
    assert list(imported_names("broadcasts.tasks", inside)) == [
        "broadcasts.sending.sender",
        "broadcasts.models",
    ]


# ── Names and layers ────────────────────────────────────────────────────────────────────────────────────────

CONTRACTS = [
    contract
    for contract in tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
    if contract["type"] == "layers"
]
CALLED = [contract["name"] for contract in CONTRACTS]


def test_every_folder_is_taken_in_at_a_glance():
    """At every depth; migrations are a history, and compiled modules are no sources."""
    found = {root: BASE / root for root in ROOTS}
    for root in ROOTS:
        found |= {
            path.relative_to(BASE).as_posix(): path for path in (BASE / root).rglob("*/") if path.is_dir()
        }
    sizes = {
        name: len({one.name for one in path.iterdir()} - PLUMBING)
        for name, path in found.items()
        if not {"migrations", "__pycache__"} & set(path.parts)
    }
    assert {name: size for name, size in sizes.items() if size > NAMES_AT_MOST} == {}


def layers(contract: dict) -> list[set[str]]:
    """The full names of the modules in each layer, the highest first."""
    container = f"{contract['containers'][0]}." if "containers" in contract else ""
    return [{container + room.strip(" ()") for room in layer.split("|")} for layer in contract["layers"]]


@pytest.mark.parametrize("contract", CONTRACTS, ids=CALLED)
def test_a_contract_has_few_layers_and_only_rooms_that_exist(contract):
    assert len(contract["layers"]) <= LAYERS_AT_MOST
    assert [room for layer in layers(contract) for room in layer if room not in MODULES] == []


@pytest.mark.parametrize("app", ROOTS)
def test_every_room_of_an_app_has_its_layer(app):
    (contract,) = [one for one in CONTRACTS if one.get("containers") == [app]]
    assert contract["exhaustive"] is True
    ignored = {f"{app}.{name}" for name in contract["exhaustive_ignores"]}
    assert ignored <= {*(f"{app}.{name}" for name in ("migrations", "apps", "hooks", "slices"))}
    children = {".".join(module.split(".")[:2]) for module in MODULES if module.startswith(f"{app}.")}
    assert set().union(*layers(contract)) == children - ignored


@pytest.mark.parametrize("contract", CONTRACTS, ids=CALLED)
def test_no_import_is_let_through(contract):
    assert contract.get("ignore_imports", []) == []


# ── Cycles ──────────────────────────────────────────────────────────────────────────────────────────────────


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """Rooms each of which imports the next, the last being the first again; empty where there are none."""
    finished: set[str] = set()

    def follow(room: str, way: list[str]) -> list[str]:
        if room in way:
            return [*way[way.index(room) :], room]
        if room in finished:
            return []
        found = (follow(other, [*way, room]) for other in sorted(graph.get(room, ())))
        result = next((one for one in found if one), [])
        finished.add(room)
        return result

    return next((found for room in sorted(graph) if (found := follow(room, []))), [])


def rooms_of(package: str) -> dict[str, set[str]]:
    """For each module or package directly in `package`: which others of these it imports."""
    depth = package.count(".") + 2
    graph: dict[str, set[str]] = {}
    for importer, imported in IMPORTS:
        if importer.startswith(f"{package}.") and imported.startswith(f"{package}."):
            room, other = (".".join(module.split(".")[:depth]) for module in (importer, imported))
            if room != other:
                graph.setdefault(room, set()).add(other)
    return graph


def test_a_cycle_is_found():
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert cycle({"a": {"b", "c"}, "b": {"c"}}) == []


PACKAGES = sorted(module for module, path in MODULES.items() if path.name == "__init__.py")


@pytest.mark.parametrize("package", [one for one in PACKAGES if one not in ROOTS])
def test_no_rooms_import_each_other(package):
    """Those of the three are looked at together (`test_slices.py`)."""
    assert cycle(rooms_of(package)) == []


# ── What a package says of itself ───────────────────────────────────────────────────────────────────────────

EXPLAINED = [package for package in PACKAGES if not UNDOCUMENTED & set(package.split("."))]


@pytest.mark.parametrize("package", EXPLAINED)
def test_a_package_opens_with_two_or_three_sentences(package):
    """What lives there, what may come in, what it may touch."""
    words = ast.get_docstring(tree_of(MODULES[package])) or ""
    assert len(SENTENCE_END.findall(words)) in (2, 3), words
