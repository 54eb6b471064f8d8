"""A trail without records, which the database itself refuses to change; who may read it.

One kind of DELETE passes: what a record of kind "cut" names, and what is older than six months by the database's
own clock (Garante, 27 November 2008: kept for six months at the least). TRUNCATE never does.

On SQLite a later change of the table rebuilds it and loses its triggers: such a migration must `unprotect` before and
`protect` after (tests/subscribers/register/test_triggers.py notices if it doesn't).
"""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import QuerySet

TRAIL = "trail_trailrecord"
REFUSAL = "the trail is append-only"
BEFORE_THE_FIRST_RECORD = "0" * 64
"""The hash that the first record of the chain continues."""
READERS = ("RPD", "Revisore")
RIGHTS = ("view_trailrecord", "export_trailrecord", "view_trailcheck")

OLD_ENOUGH = {
    "sqlite": "OLD.at < strftime('%Y-%m-%d %H:%M:%S', 'now', '-180 days')",
    "postgresql": "OLD.at < now() - interval '180 days'",
}
REACHES = {
    "sqlite": "json_extract(details, '$.up_to')",
    "postgresql": "(details->>'up_to')::bigint",
}
"""The number up to which a cut goes."""


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": protect_sqlite, "postgresql": protect_postgresql}[vendor]():
        schema_editor.execute(statement, params=None)


def unprotect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNPROTECT[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def may_go(vendor: str) -> str:
    """The condition under which a DELETE of a record may pass."""
    cut = f"SELECT 1 FROM {TRAIL} WHERE event = 'cut' AND {REACHES[vendor]} >= OLD.sequence"  # noqa: S608
    return f"{OLD_ENOUGH[vendor]} AND EXISTS ({cut})"


def protect_sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f"CREATE TRIGGER trail_no_update BEFORE UPDATE ON {TRAIL} {refuse}",
        f"CREATE TRIGGER trail_no_delete BEFORE DELETE ON {TRAIL} WHEN NOT ({may_go('sqlite')}) {refuse}",
    ]


def protect_postgresql() -> list[str]:
    kept = f"IF TG_OP = 'DELETE' THEN IF {may_go('postgresql')} THEN RETURN OLD; END IF; END IF; "
    return [
        function("trail_refuse", f"RAISE EXCEPTION '{REFUSAL}';"),
        function("trail_guard", f"{kept}RAISE EXCEPTION '{REFUSAL}';"),
        f"CREATE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON {TRAIL} FOR EACH ROW EXECUTE FUNCTION trail_guard()",
        f"CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON {TRAIL} FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()",
    ]


def function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


UNPROTECT = {
    "sqlite": ["DROP TRIGGER trail_no_update", "DROP TRIGGER trail_no_delete"],
    "postgresql": [
        f"DROP TRIGGER trail_no_change ON {TRAIL}",
        f"DROP TRIGGER trail_no_truncate ON {TRAIL}",
        "DROP FUNCTION trail_refuse()",
        "DROP FUNCTION trail_guard()",
    ],
}


def rows(model: str, apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> QuerySet[Any]:
    found: QuerySet[Any] = apps.get_model(model).objects.using(schema_editor.connection.alias)
    return found


def begin_trail(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows("trail.TrailHead", apps, schema_editor).create(pk=1, sequence=0, hash=BEFORE_THE_FIRST_RECORD)


def end_trail(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows("trail.TrailHead", apps, schema_editor).filter(pk=1).delete()


def make_permissions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Django makes them only after all migrations; the groups need them now."""
    config = apps.get_app_config("trail")
    config.models_module = True  # type: ignore[assignment]  # anything that is true will do
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None


def let_read(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    permissions = rows("auth.Permission", apps, schema_editor)
    for group in rows("auth.Group", apps, schema_editor).filter(name__in=READERS):
        group.permissions.add(*permissions.filter(content_type__app_label="trail", codename__in=RIGHTS))


def let_nobody_read(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    permissions = rows("auth.Permission", apps, schema_editor)
    for group in rows("auth.Group", apps, schema_editor).filter(name__in=READERS):
        group.permissions.remove(*permissions.filter(content_type__app_label="trail", codename__in=RIGHTS))


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial"), ("privacy", "0002_groups")]
    operations = [
        migrations.RunPython(begin_trail, end_trail),
        migrations.RunPython(make_permissions, migrations.RunPython.noop),
        migrations.RunPython(let_read, let_nobody_read),
        migrations.RunPython(protect, unprotect),
    ]
