"""A copy of the sources without one slice: its folders are gone, and the lines of whatever has to name it.

The tests' own sources do without it, too: there each name of the slice is a `Nothing`, so that a town hall in full
swing is built from what is left. The product gets no such help: what imports the slice fails.
"""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from broadcasts.apps import SLICES
from tests import patience

BASE = Path(__file__).resolve().parents[2]
NAMES = tuple(package.rpartition(".")[2] for package in SLICES)
"""The capabilities that can be read alone and taken away."""
LISTED = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]
NAMING = (
    "broadcasts/hooks.py",
    "broadcasts/pages/hooks.py",
    "cascina_whatsapp/celery/__init__.py",
    "cascina_whatsapp/settings/__init__.py",
)
"""What may name a slice: who answers what, and the lists that Django and Celery want."""
OPENED = """
import importlib, pkgutil, django
django.setup()
for name in ("broadcasts", "subscribers", "cascina_whatsapp"):
    for found in pkgutil.walk_packages(importlib.import_module(name).__path__, name + "."):
        importlib.import_module(found.name)
from django.core.management import call_command
call_command("check", fail_level="WARNING")
"""
"""What a process does with the sources: imports every module, and has Django check them."""
NOTHING = '''"""In place of whatever a slice had that was taken away."""


class Nothing:
    """Takes whatever is done with it, and gives itself."""

    def __call__(self, *_, **__):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __iter__(self):
        return iter(())

    def __mro_entries__(self, _):
        return ()

    __getitem__ = __enter__ = __or__ = __ror__ = __add__ = __radd__ = __call__

    def __exit__(self, *_):
        return False


NOTHING = Nothing()
'''


class Without(ast.NodeTransformer):
    """Takes out of a module the imports of a slice, and the entries of tuples, lists and tables that name it."""

    def __init__(self, package: str, words: set[str]) -> None:
        self.package, self.words, self.names = package, words, set()

    def visit_Import(self, node: ast.Import) -> ast.AST | None:
        return self._kept(node, "")

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | None:
        return self._kept(node, f"{node.module}." if not node.level else "")

    def _kept(self, node: ast.Import | ast.ImportFrom, origin: str) -> ast.AST | None:
        gone = [alias for alias in node.names if is_within(origin + alias.name, self.package)]
        self.names |= {alias.asname or alias.name for alias in gone}
        node.names = [alias for alias in node.names if alias not in gone]
        return node if node.names else None

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if self._is_named_in(node.annotation):
            node.annotation = ast.Name("object")
        return self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        rows = [row for row in zip(node.keys, node.values, strict=True) if not self._is_named_in(row[1])]
        node.keys, node.values = [key for key, _ in rows], [value for _, value in rows]
        return self.generic_visit(node)

    def visit_Tuple(self, node: ast.Tuple) -> ast.AST:
        node.elts = [one for one in node.elts if not self._is_named_in(one)]
        return self.generic_visit(node)

    visit_List = visit_Tuple

    def _is_named_in(self, node: ast.AST) -> bool:
        return any(
            (isinstance(one, ast.Name) and one.id in self.names)
            or (
                isinstance(one, ast.Constant)
                and isinstance(one.value, str)
                and (one.value in self.words or is_within(one.value, self.package))
            )
            for one in ast.walk(node)
        )


def is_within(name: str, package: str) -> bool:
    """Whether a dotted name is this package, or of it."""
    return f"{name}.".startswith(f"{package}.")


def copy(folder: Path) -> None:
    """The sources as git knows them, and what it would, as they are now."""
    listed = patience.run(LISTED, cwd=BASE, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (BASE / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(BASE / name, folder / name)


def take_away(name: str, folder: Path) -> None:
    """Take the slice `name` out of the sources in `folder`."""
    tasks = {*_tasks(folder / "broadcasts/slices" / name)}
    for gone in ("broadcasts/slices", "tests/broadcasts", "templates/admin/broadcasts"):
        shutil.rmtree(folder / gone / name, ignore_errors=True)
    for file in NAMING:
        source = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(_without(name, tasks, source), encoding="utf-8")
    (folder / "tests" / "nothing.py").write_text(NOTHING, encoding="utf-8")
    for path in (folder / "tests").rglob("*.py"):
        _put_nothing(path, (f"broadcasts.slices.{name}", f"tests.broadcasts.{name}"))


def _tasks(package: Path) -> Iterator[str]:
    """The names of the tasks of a slice: `@shared_task(name="broadcasts.publish")`."""
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and "shared_task" in ast.unparse(node.func):
                yield from (ast.literal_eval(given.value) for given in node.keywords if given.arg == "name")


def _without(name: str, tasks: set[str], source: str) -> str:
    without = Without(f"broadcasts.slices.{name}", tasks)
    tree = ast.fix_missing_locations(without.visit(ast.parse(source)))
    left = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & without.names
    assert not left, f"{left} is named outside of a tuple: which line goes with the slice?"
    return ast.unparse(tree)


def _put_nothing(path: Path, packages: tuple[str, ...]) -> None:
    """In a module of the tests, put `NOTHING` in place of each name that it imports from these packages."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom) and node.module]
    for node in sorted(found, key=lambda node: -node.lineno):
        names = [(f"{node.module}.{alias.name}", alias) for alias in node.names]
        gone = [alias for full, alias in names if any(is_within(full, one) for one in packages)]
        if gone and not node.level:
            kept = ", ".join(ast.unparse(alias) for alias in node.names if alias not in gone)
            rest = [f"from {node.module} import {kept}"] if kept else []
            rest += [f"from tests.nothing import NOTHING as {one.asname or one.name}" for one in gone]
            lines[node.lineno - 1 : node.end_lineno] = [" " * node.col_offset + line + "\n" for line in rest]
    path.write_text("".join(lines), encoding="utf-8")


def run(name: str, folder: Path, *command: str, limit: float = patience.PROCESS) -> None:
    """Run Python in a copy without `name`, on databases of its own; AssertionError with what it said if it fails."""
    database = f"{os.environ.get('TEST_DATABASE_NAME', 'cascina')}_without_{name}"
    own = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE_NAME": database,
        "PYTHONPATH": str(folder),
    }
    ended = patience.run(
        [sys.executable, *command],
        limit=limit,
        cwd=folder,
        env=os.environ | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout
