"""The database itself refuses to delete or change an active period, and to delete an order of Agcom.

Of an active period three things may change: a run-off of which nobody knew is settled, once; acts of our own are
added where there were none; it is annulled. Of an annulled one nothing may.

On SQLite a later change of one of these tables rebuilds it and loses its triggers: such a migration must `unprotect`
before and `protect` after (tests/subscribers/register/test_triggers.py notices if it doesn't).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PERIODS = "elections_electoralperiod"
ORDERS = "elections_agcomorder"
REFUSAL = "an active electoral period does not change"
ORDER_REFUSAL = "an order of Agcom is not deleted"
FIXED = [
    "id", "name", "kind", "act_kind", "act_number", "act_date", "act_link", "act_file", "starts_at", "ends_at",
    "run_off_starts_at", "run_off_ends_at", "applies_to_us", "applies_reason", "warning_from", "made_by_id", "made_at",
    "changed_by_id", "changed_at", "activated_by_id", "activated_at",
]  # fmt: skip
ACTS = {
    "internal_number": "= ''",
    "internal_date": "IS NULL",
    "internal_file": "= ''",
    "standing_order_number": "= ''",
    "standing_order_date": "IS NULL",
    "standing_order_by_id": "IS NULL",
}
"""Column → when it is empty."""
SETTLED = ["run_off", "settled_by_id", "settled_at"]
ANNULLED = ["state", "annulled_by_id", "annulled_at", "annulled_reason"]
SAME = {"sqlite": "NEW.{0} IS OLD.{0}", "postgresql": "NEW.{0} IS NOT DISTINCT FROM OLD.{0}"}


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": protect_sqlite, "postgresql": protect_postgresql}[vendor]():
        schema_editor.execute(statement, params=None)


def unprotect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNPROTECT[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def same(vendor: str, columns: list[str]) -> str:
    return " AND ".join(SAME[vendor].format(column) for column in columns)


def allowed(vendor: str) -> str:
    """The condition under which an UPDATE of a period that is no draft may pass."""
    settled = "OLD.run_off = 'unknown' AND NEW.run_off IN ('yes', 'no') AND NEW.settled_by_id IS NOT NULL"
    untouched, kept = same(vendor, SETTLED), same(vendor, ANNULLED)
    added = " AND ".join(
        f"({same(vendor, [column])} OR OLD.{column} {empty})" for column, empty in ACTS.items()
    )
    return (
        f"OLD.state = 'active' AND {same(vendor, FIXED)} AND {added} AND ({untouched} OR ({settled})) "
        f"AND ({kept} OR NEW.state = 'annulled')"
    )


def protect_sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    decided = "OLD.state <> 'draft'"
    return [
        f"CREATE TRIGGER period_no_update BEFORE UPDATE ON {PERIODS} WHEN {decided} AND NOT ({allowed('sqlite')}) {refuse}",
        f"CREATE TRIGGER period_no_delete BEFORE DELETE ON {PERIODS} WHEN {decided} {refuse}",
        f"CREATE TRIGGER agcom_order_no_delete BEFORE DELETE ON {ORDERS} BEGIN SELECT RAISE(ABORT, '{ORDER_REFUSAL}'); END",
    ]


def protect_postgresql() -> list[str]:
    return [
        function(
            "period_guard",
            f"IF TG_OP = 'UPDATE' THEN IF OLD.state = 'draft' OR ({allowed('postgresql')}) THEN RETURN NEW; END IF; "
            f"ELSIF OLD.state = 'draft' THEN RETURN OLD; END IF; RAISE EXCEPTION '{REFUSAL}';",
        ),
        function("period_refuse", f"RAISE EXCEPTION '{REFUSAL}';"),
        function("agcom_order_refuse", f"RAISE EXCEPTION '{ORDER_REFUSAL}';"),
        f"CREATE TRIGGER period_no_change BEFORE UPDATE OR DELETE ON {PERIODS} FOR EACH ROW EXECUTE FUNCTION period_guard()",
        f"CREATE TRIGGER period_no_truncate BEFORE TRUNCATE ON {PERIODS} FOR EACH STATEMENT EXECUTE FUNCTION period_refuse()",
        f"CREATE TRIGGER agcom_order_no_delete BEFORE DELETE ON {ORDERS} FOR EACH ROW EXECUTE FUNCTION agcom_order_refuse()",
        f"CREATE TRIGGER agcom_order_no_truncate BEFORE TRUNCATE ON {ORDERS} FOR EACH STATEMENT EXECUTE FUNCTION agcom_order_refuse()",
    ]


def function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


UNPROTECT = {
    "sqlite": [
        "DROP TRIGGER period_no_update",
        "DROP TRIGGER period_no_delete",
        "DROP TRIGGER agcom_order_no_delete",
    ],
    "postgresql": [
        f"DROP TRIGGER period_no_change ON {PERIODS}",
        f"DROP TRIGGER period_no_truncate ON {PERIODS}",
        f"DROP TRIGGER agcom_order_no_delete ON {ORDERS}",
        f"DROP TRIGGER agcom_order_no_truncate ON {ORDERS}",
        "DROP FUNCTION period_guard()",
        "DROP FUNCTION period_refuse()",
        "DROP FUNCTION agcom_order_refuse()",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("elections", "0001_initial")]
    operations = [
        migrations.RunPython(protect, unprotect),
    ]
