"""The database itself refuses to change or delete a correction or a withdrawal.

On SQLite a later change of the table rebuilds it and loses its triggers: such a migration must `unprotect` before and
`protect` after (tests/subscribers/register/test_triggers.py notices if it doesn't).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "public_site_amendment"
REFUSAL = "a correction or a withdrawal does not change"


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": protect_sqlite, "postgresql": protect_postgresql}[vendor]():
        schema_editor.execute(statement, params=None)


def unprotect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNPROTECT[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def protect_sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f"CREATE TRIGGER amendment_no_update BEFORE UPDATE ON {TABLE} {refuse}",
        f"CREATE TRIGGER amendment_no_delete BEFORE DELETE ON {TABLE} {refuse}",
    ]


def protect_postgresql() -> list[str]:
    return [
        "CREATE FUNCTION amendment_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE TRIGGER amendment_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION amendment_refuse()",
        f"CREATE TRIGGER amendment_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION amendment_refuse()",
    ]


UNPROTECT = {
    "sqlite": ["DROP TRIGGER amendment_no_update", "DROP TRIGGER amendment_no_delete"],
    "postgresql": [
        f"DROP TRIGGER amendment_no_change ON {TABLE}",
        f"DROP TRIGGER amendment_no_truncate ON {TABLE}",
        "DROP FUNCTION amendment_refuse()",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("public_site", "0001_initial")]
    operations = [
        migrations.RunPython(protect, unprotect),
    ]
