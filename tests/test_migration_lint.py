"""`make check` refuses migrations that are unsafe while the version before still runs, and lets the others pass."""

import pytest
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tests import migration_lint
from tests.migration_lint import problems, sql_of

PEOPLE = migrations.CreateModel(
    "Person",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=50)),
        ("note", models.CharField(max_length=50, null=True)),
    ],
)
UNSAFE = {
    "a column that the version before doesn't fill in": (
        migrations.AddField("person", "age", models.IntegerField(default=0), preserve_default=False),
        "ban-drop-default",
    ),
    "a column that must not be empty any more": (
        migrations.AlterField("person", "note", models.CharField(max_length=50)),
        "adding-not-nullable-field",
    ),
    "a column less": (migrations.RemoveField("person", "note"), "ban-drop-column"),
    "a column with another name": (migrations.RenameField("person", "note", "remark"), "renaming-column"),
    "a column of another type": (
        migrations.AlterField("person", "name", models.BigIntegerField()),
        "changing-column-type",
    ),
    "a table less": (migrations.DeleteModel("Person"), "ban-drop-table"),
    "a table with another name": (migrations.RenameModel("Person", "Citizen"), "renaming-table"),
    "an index, made while nobody may write": (
        migrations.AddIndex("person", models.Index(fields=["name"], name="by_name")),
        "require-concurrent-index-creation",
    ),
    "SQL by hand": (migrations.RunSQL("DROP TABLE office_person", ""), "ban-drop-table"),
}
SAFE = {
    "a column that may be empty": migrations.AddField("person", "age", models.IntegerField(null=True)),
    "a column with a default in the database": migrations.AddField(
        "person", "age", models.IntegerField(db_default=0)
    ),
    "another table": migrations.CreateModel(
        "House",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("street", models.CharField(max_length=50, db_index=True)),
        ],
    ),
}


def rules_broken_by(operation: Operation) -> set[str]:
    """By a migration of this one operation, on the table of PEOPLE."""
    state = ProjectState()
    PEOPLE.state_forwards("office", state)
    migration = migrations.Migration("0002_next", "office")
    migration.operations = [operation]
    return {problem.rule for problem in problems("office.0002_next", sql_of(migration, state))}


@pytest.mark.parametrize(("operation", "rule"), UNSAFE.values(), ids=UNSAFE)
def test_what_is_unsafe_is_refused(operation: Operation, rule: str):
    assert rule in rules_broken_by(operation)


@pytest.mark.parametrize("operation", SAFE.values(), ids=SAFE)
def test_what_is_safe_passes(operation: Operation):
    assert rules_broken_by(operation) == set()


def test_a_migration_is_accepted_by_name_rule_and_reason(monkeypatch):
    monkeypatch.setitem(migration_lint.ACCEPTED, "office.0002_next", {"ban-drop-column": "read by nobody"})
    assert rules_broken_by(migrations.RemoveField("person", "note")) == set()
    assert rules_broken_by(migrations.DeleteModel("Person")) == {"ban-drop-table"}
