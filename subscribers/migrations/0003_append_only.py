# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database itself refuses to change the register of consents.

On SQLite a later change of the table's columns rebuilds it and loses its triggers: such a migration must call
`protect` again (tests/subscribers/register/test_register.py notices if it doesn't).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "subscribers_consentrecord"
REFUSAL = "the register of consents is append-only"


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in PROTECT[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unprotect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNPROTECT[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


PROTECT = {
    "sqlite": [
        f"CREATE TRIGGER consent_no_{event.lower()} BEFORE {event} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for event in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION consent_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE TRIGGER consent_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION consent_refuse()",
        f"CREATE TRIGGER consent_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse()",
    ],
}
UNPROTECT = {
    "sqlite": ["DROP TRIGGER consent_no_update", "DROP TRIGGER consent_no_delete"],
    "postgresql": [
        f"DROP TRIGGER consent_no_change ON {TABLE}",
        f"DROP TRIGGER consent_no_truncate ON {TABLE}",
        "DROP FUNCTION consent_refuse()",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0002_texts_and_topics")]
    operations = [migrations.RunPython(protect, unprotect)]
