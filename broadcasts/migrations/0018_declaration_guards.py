"""The database itself refuses to delete a declaration, and to change what was declared, decided or reviewed.

What comes later is written once: the decision, the withdrawal, the review. On SQLite a later change of the table
rebuilds it and loses its triggers: such a migration must `unprotect` before and `protect` after
(tests/subscribers/register/test_triggers.py notices if it doesn't).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

DECLARATIONS = "broadcasts_electiondeclaration"
REFUSAL = "a declaration does not change"
FIXED = [
    "id", "campaign_id", "period_id", "impersonal", "indispensable", "not_deferrable", "category", "reason",
    "checklist", "fingerprint", "is_emergency", "standing_order", "declared_by_id", "declared_at",
]  # fmt: skip
ONCE = {
    "decided_at": ["decided_by_id", "note"],
    "withdrawn_at": ["withdrawn_by_id", "withdrawn_reason"],
    "reviewed_at": ["reviewed_by_id", "review_outcome", "review_note"],
}
"""What is empty at first → what is written together with it, and never again."""
SAME = {"sqlite": "NEW.{0} IS OLD.{0}", "postgresql": "NEW.{0} IS NOT DISTINCT FROM OLD.{0}"}
STEPS = "NEW.outcome = OLD.outcome OR OLD.outcome = 'open' OR (OLD.outcome = 'authorised' AND NEW.outcome = 'withdrawn')"


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": protect_sqlite, "postgresql": protect_postgresql}[vendor]():
        schema_editor.execute(statement, params=None)


def unprotect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNPROTECT[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def allowed(vendor: str) -> str:
    """The condition under which an UPDATE may pass."""
    same = SAME[vendor]
    conditions = [same.format(column) for column in FIXED]
    for when, columns in ONCE.items():
        untouched = " AND ".join(same.format(column) for column in [when, *columns])
        conditions.append(f"(OLD.{when} IS NULL OR ({untouched}))")
    return " AND ".join([*conditions, f"({STEPS})"])


def protect_sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f"CREATE TRIGGER declaration_no_update BEFORE UPDATE ON {DECLARATIONS} WHEN NOT ({allowed('sqlite')}) {refuse}",
        f"CREATE TRIGGER declaration_no_delete BEFORE DELETE ON {DECLARATIONS} {refuse}",
    ]


def protect_postgresql() -> list[str]:
    kept = f"IF TG_OP = 'UPDATE' THEN IF {allowed('postgresql')} THEN RETURN NEW; END IF; END IF; "
    return [
        function("declaration_refuse", f"RAISE EXCEPTION '{REFUSAL}';"),
        function("declaration_guard", f"{kept}RAISE EXCEPTION '{REFUSAL}';"),
        f"CREATE TRIGGER declaration_no_change BEFORE UPDATE OR DELETE ON {DECLARATIONS} FOR EACH ROW EXECUTE FUNCTION declaration_guard()",
        f"CREATE TRIGGER declaration_no_truncate BEFORE TRUNCATE ON {DECLARATIONS} FOR EACH STATEMENT EXECUTE FUNCTION declaration_refuse()",
    ]


def function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


UNPROTECT = {
    "sqlite": ["DROP TRIGGER declaration_no_update", "DROP TRIGGER declaration_no_delete"],
    "postgresql": [
        f"DROP TRIGGER declaration_no_change ON {DECLARATIONS}",
        f"DROP TRIGGER declaration_no_truncate ON {DECLARATIONS}",
        "DROP FUNCTION declaration_refuse()",
        "DROP FUNCTION declaration_guard()",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("broadcasts", "0017_elections")]
    operations = [
        migrations.RunPython(protect, unprotect),
    ]
