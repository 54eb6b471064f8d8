"""The part of `make check` that refuses unsafe migrations: those that lock a table for long, or break the version
before, whose web process still runs while they are applied.

The SQL that PostgreSQL would get is collected without a server, and held against the rules of squawk.
What a RunPython does is not seen: tests/architecture/test_migrations.py says what it must not do.
"""

import json
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import ConnectionHandler
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import Model

OLDEST_POSTGRESQL = 15
NOT_ASKED = {
    "prefer-bigint-over-int": "only an id can grow out of an integer, and ids are BigAutoField",
    "prefer-bigint-over-smallint": "the same",
    "prefer-text-field": "Django writes varchar(n); that a longer one locks the table, changing-column-type says",
    "prefer-robust-stmts": "Django writes no IF EXISTS: it knows from django_migrations what was applied",
    "require-lock-timeout": "set by our own `migrate` for all of them: tests/architecture/test_migrations.py",
    "require-statement-timeout": "filling a column may take long; what must not last is the wait for a lock",
}
"""Rules of squawk that no migration of ours is held against, and why."""
LONGER = "varchar(n) to text rewrites neither table nor index: only PostgreSQL's catalogue changes"
FEW_ROWS = "lists that wait and numbers of staff: hundreds of rows, locked for milliseconds"
BY_PSEUDONYM = "an encrypted column can't be unique: that of the pseudonym beside it is"
ACCEPTED: dict[str, dict[str, str]] = {
    "accounts.0004_app_secrets_encrypted": {
        "changing-column-type": "varchar to text rewrites nothing, and the table has a few rows",
    },
    "accounts.0011_one_email_one_account": {"require-concurrent-index-creation": FEW_ROWS},
    "public_site.0004_reasons_change": {
        "require-concurrent-index-deletion": "corrections and withdrawals: hundreds of rows, locked for milliseconds",
    },
    "public_site.0006_second_person": {
        "ban-drop-table": "no version that was released reads it: the table is younger than 0.2.0",
    },
    "subscribers.0005_encrypted": {
        "changing-column-type": LONGER,
        "ban-drop-constraint": BY_PSEUDONYM,
        "require-concurrent-index-deletion": f"{BY_PSEUDONYM}; to drop one takes milliseconds",
        "require-concurrent-index-creation": FEW_ROWS,
    },
    "subscribers.0007_rare_subscribers": {
        "require-concurrent-index-creation": "at most as many rows as inhabitants: locked for some milliseconds",
    },
    "broadcasts.0005_encrypted": {
        "changing-column-type": LONGER,
        "ban-drop-constraint": BY_PSEUDONYM,
        "require-concurrent-index-deletion": FEW_ROWS,
        "require-concurrent-index-creation": FEW_ROWS,
    },
    "broadcasts.0006_longer_titles": {"changing-column-type": "a longer varchar(n) rewrites nothing"},
    "broadcasts.0009_several_topics": {
        "ban-drop-constraint": "a broadcast without its one topic reaches nobody in the version before",
        "constraint-missing-not-valid": "broadcasts: hundreds of rows, read in milliseconds",
    },
    "broadcasts.0017_elections": {
        "ban-drop-constraint": "it is made again in the same transaction, with one state more",
        "constraint-missing-not-valid": "broadcasts: hundreds of rows, read in milliseconds",
    },
    "broadcasts.0020_held_and_expired": {
        "ban-drop-constraint": "it is made again in the same transaction, with two states more",
        "constraint-missing-not-valid": "a million deliveries are read in a second, while the worker is stopped",
        "require-concurrent-index-creation": "the same; few of them are in one of its states",
        "require-concurrent-index-deletion": "the same index is made again in the same transaction",
    },
    "broadcasts.0022_warnings": {
        "adding-foreign-key-constraint": "notices of the account: a few a month, read in milliseconds",
        "require-concurrent-index-creation": "the same",
    },
    "broadcasts.0040_thrown_drafts": {
        "adding-foreign-key-constraint": "broadcasts: hundreds of rows, read in milliseconds",
        "require-concurrent-index-creation": "the same",
    },
    "broadcasts.0047_no_calendar_feeds": {
        "ban-drop-table": "no version that was released reads it: the table is younger than 0.2.0",
    },
    "elections.0004_agcom_notes": {
        "ban-drop-table": "no version that was released reads it: the table is younger than 0.2.0",
    },
    "broadcasts.0048_limits_by_two": {
        "adding-foreign-key-constraint": "prices and limits: a few a year, read in milliseconds",
        "require-concurrent-index-creation": "the same",
    },
    "broadcasts.0052_no_reserved_sums": {
        "ban-drop-table": "no version that was released reads them: the tables are younger than 0.2.0",
    },
    "staff_notices.0002_ends": {
        "adding-foreign-key-constraint": "notices of the last months: hundreds of rows, read in milliseconds",
        "require-concurrent-index-creation": "the same",
    },
    "subscribers.0019_export_release": {
        "adding-foreign-key-constraint": "exports: a few a month, read in milliseconds",
        "constraint-missing-not-valid": "the same",
        "require-concurrent-index-creation": "the same",
    },
    "subscribers.0024_second_person": {
        "ban-drop-table": "no version that was released reads them: the tables are younger than 0.2.0",
    },
    "privacy.0003_encrypted": {"changing-column-type": LONGER},
    "privacy.0015_withdrawn_and_sent": {"changing-column-type": "a longer varchar(n) rewrites nothing"},
}
"""Single migrations that may break a rule, since the version before doesn't need any more what they take away, for
example: "app.name" → rule → why."""


@dataclass(frozen=True)
class Problem:
    """A statement that breaks a rule."""

    migration: str
    rule: str
    sentence: str


class SqlCollector(DatabaseSchemaEditor):
    """Writes down what it would execute. Asks the server nothing, neither to quote nor for names of constraints."""

    def execute(self, sql: Any, params: Any = ()) -> None:
        """Not Django's for PostgreSQL, which has the server's library put in the parameters."""
        BaseDatabaseSchemaEditor.execute(self, str(sql), params)

    def _constraint_names(self, model: type[Model], column_names: Any = None, **kinds: Any) -> list[str]:
        """One that is there, whatever it is called: the rules look at what is done, not at names."""
        return ["_".join([model._meta.db_table, *(column_names or [])])]


def sql_of(migration: Migration, before: ProjectState) -> str:
    """What PostgreSQL gets when this migration is applied to the state `before`. Changes `before`."""
    connection = ConnectionHandler({"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "none"}})[
        "default"
    ]
    connection.pg_version = OLDEST_POSTGRESQL * 10_000
    editor = SqlCollector(connection, collect_sql=True)
    editor.deferred_sql = []
    migration.apply(before, editor, collect_sql=True)
    return "\n".join([*editor.collected_sql, *(f"{statement};" for statement in editor.deferred_sql)])


def problems(name: str, sql: str, *, is_atomic: bool = True) -> list[Problem]:
    """Everything in the SQL of the migration `name` that breaks a rule and is not accepted."""
    found = _squawk(name, sql, is_atomic=is_atomic)
    return [problem for problem in found if problem.rule not in ACCEPTED.get(name, {})]


def _squawk(name: str, sql: str, *, is_atomic: bool) -> Iterator[Problem]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{name}.sql")
        file.write_text(sql, encoding="utf-8")
        command = [
            str(Path(sysconfig.get_path("scripts"), "squawk")),
            "--reporter=json",
            f"--exclude={','.join(NOT_ASKED)}",
            f"--pg-version={OLDEST_POSTGRESQL}.0",
            *(["--assume-in-transaction"] if is_atomic else []),
            str(file),
        ]
        said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if said.returncode not in (0, 1) or not said.stdout.strip():
        raise RuntimeError(f"squawk could not read {name}: {said.stderr}")
    for one in json.loads(said.stdout):
        yield Problem(name, one["rule_name"], f"line {one['line'] + 1}: {one['message']}")


def migrations_of_ours(loader: MigrationLoader) -> Iterator[tuple[str, str]]:
    """App and name of every migration in a folder of this project."""
    ours = {
        app.label
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(settings.BASE_DIR / app.name.partition(".")[0])
    }
    return (key for key in sorted(loader.graph.nodes) if key[0] in ours)


def main() -> int:
    """0 when no migration breaks a rule; otherwise says which, where and why."""
    django.setup()
    loader = MigrationLoader(None)
    found: list[Problem] = []
    for key in migrations_of_ours(loader):
        migration = loader.graph.nodes[key]
        sql = sql_of(migration, loader.project_state(key, at_end=False))
        found += problems(".".join(key), sql, is_atomic=migration.atomic)
    for problem in found:
        print(f"{problem.migration}: {problem.rule}: {problem.sentence}")  # noqa: T201
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
