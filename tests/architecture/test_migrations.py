"""Migrations are history: they know nothing of the code as it is today, they wait for nobody, and they lead back."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations import SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from tests.sources import tree_of

from .test_rules import OUR_APPS, name

FILES = sorted(path for config in OUR_APPS for path in Path(config.path, "migrations").glob("[!_]*.py"))
OURS = [key for key in MigrationLoader(None).disk_migrations if key[0] in {app.label for app in OUR_APPS}]


def packages_of(path: Path) -> set[str]:
    """The packages that a module imports from."""
    nodes = list(ast.walk(tree_of(path)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
    return {module.partition(".")[0] for module in plain | froms}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_it_imports_django_and_the_standard_library_alone(path: Path):
    assert packages_of(path) <= {"django"} | sys.stdlib_module_names


@pytest.mark.django_db
def test_none_waits_longer_than_five_seconds_for_a_lock():
    """While migrations run, and no longer: what is done afterwards may wait. SQLite has one writer at a time."""
    if connection.vendor != "postgresql":
        return
    seen: list[tuple[str, str]] = []

    def ask(execute, statement, *rest):
        done = execute(statement, *rest)
        seen.append((str(statement), connection.connection.execute("SHOW lock_timeout").fetchone()[0]))
        return done

    with connection.execute_wrapper(ask):
        call_command("migrate", verbosity=0)
    of_migrating = [wait for statement, wait in seen if 'AS "codename" FROM "auth_permission"' in statement]
    assert of_migrating, "migrate looks for new rights at its end"
    assert set(of_migrating) == {"5s"}
    assert sql("SHOW lock_timeout") == "0"


@pytest.mark.parametrize("key", OURS, ids=" ".join)
def test_every_step_leads_back(key: tuple[str, str]):
    """A RunPython without `reverse_code` or a RunSQL without `reverse_sql` would close the way back for good."""
    operations = MigrationLoader(None).disk_migrations[key].operations
    assert [step.describe() for step in steps(operations) if not step.reversible] == []


def steps(operations: list[Operation]) -> Iterator[Operation]:
    """The operations, and those inside of others."""
    for operation in operations:
        yield operation
        if isinstance(operation, SeparateDatabaseAndState):
            yield from steps(operation.database_operations)


def sql(statement: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None
