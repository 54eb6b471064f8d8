"""The database itself refuses to change the register, its seals, and a text that has been in force.

One change of a record is allowed: blanking its content, or its link to a person, once, in the name of a record
of kind "erased". Digests and hash stay, so that the chain still verifies.

After the first rows: the way back removes the guards before it removes the rows. On SQLite a later change of one of
these tables rebuilds it and loses its triggers: such a migration must `unprotect` before and `protect` after (tests/subscribers/register notices if it doesn't).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REGISTER = "subscribers_consentrecord"
SEALS = "subscribers_seal"
TEXTS = "subscribers_servicetext"
REFUSAL = "the register of consents is append-only"
TEXT_REFUSAL = "a text that has been in force does not change"

PLAIN = [
    "id", "sequence", "event_id", "kind", "at_whatsapp", "recorded_at", "took_effect", "rule", "rule_version",
    "channel", "announcement_id", "notice_id", "confirmation_id", "actor_id", "erases",
    "content_digest", "subject_digest", "previous_hash", "hash",
]  # fmt: skip
TEXT = ["id", "key", "version", "body", "in_force_from", "sha256", "author_id", "note"]
BLANKABLE = {
    "content_erased_by": ["words", "reason", "topics", "content_salt"],
    "subject_erased_by": ["pseudonym", "message_digest", "subject_salt"],
}
EMPTY = {"sqlite": {"topics": "'[]'"}, "postgresql": {"topics": "'[]'::jsonb"}}
SAME = {"sqlite": "NEW.{0} IS OLD.{0}", "postgresql": "NEW.{0} IS NOT DISTINCT FROM OLD.{0}"}
NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "now()"}


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": protect_sqlite, "postgresql": protect_postgresql}[vendor]():
        schema_editor.execute(statement, params=None)


def unprotect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNPROTECT[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def allowed(vendor: str) -> str:
    """The condition under which an UPDATE of a record may pass."""
    same = SAME[vendor]
    conditions = [same.format(column) for column in PLAIN]
    for by, columns in BLANKABLE.items():
        untouched = " AND ".join(same.format(column) for column in [by, *columns])
        blanked = " AND ".join(
            f"NEW.{column} = {EMPTY[vendor].get(column, chr(39) * 2)}" for column in columns
        )
        known = f"EXISTS (SELECT 1 FROM {REGISTER} WHERE sequence = NEW.{by} AND kind = 'erased')"  # noqa: S608
        conditions.append(f"(({untouched}) OR (OLD.{by} IS NULL AND {known} AND {blanked}))")
    return " AND ".join(conditions)


def same_text(vendor: str) -> str:
    """Whether an UPDATE leaves what citizens were told as it is."""
    return " AND ".join(SAME[vendor].format(column) for column in TEXT)


def protect_sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    in_force = f"OLD.in_force_from <= {NOW['sqlite']}"
    refuse_text = f"BEGIN SELECT RAISE(ABORT, '{TEXT_REFUSAL}'); END"
    return [
        f"CREATE TRIGGER consent_no_update BEFORE UPDATE ON {REGISTER} WHEN NOT ({allowed('sqlite')}) {refuse}",
        f"CREATE TRIGGER consent_no_delete BEFORE DELETE ON {REGISTER} {refuse}",
        f"CREATE TRIGGER seal_no_update BEFORE UPDATE ON {SEALS} {refuse}",
        f"CREATE TRIGGER seal_no_delete BEFORE DELETE ON {SEALS} {refuse}",
        f"CREATE TRIGGER text_no_update BEFORE UPDATE ON {TEXTS} WHEN {in_force} AND NOT ({same_text('sqlite')}) {refuse_text}",
        f"CREATE TRIGGER text_no_delete BEFORE DELETE ON {TEXTS} WHEN {in_force} {refuse_text}",
    ]


def protect_postgresql() -> list[str]:
    return [
        function("consent_refuse", f"RAISE EXCEPTION '{REFUSAL}';"),
        function(
            "consent_guard",
            f"IF TG_OP = 'UPDATE' THEN IF {allowed('postgresql')} THEN RETURN NEW; END IF; END IF; "
            f"RAISE EXCEPTION '{REFUSAL}';",
        ),
        function(
            "text_guard",
            f"IF TG_OP = 'UPDATE' THEN IF OLD.in_force_from > now() OR ({same_text('postgresql')}) "
            "THEN RETURN NEW; END IF; ELSIF OLD.in_force_from > now() THEN RETURN OLD; END IF; "
            f"RAISE EXCEPTION '{TEXT_REFUSAL}';",
        ),
        row_trigger("consent_no_change", REGISTER, "consent_guard"),
        truncate_trigger("consent_no_truncate", REGISTER),
        row_trigger("seal_no_change", SEALS, "consent_refuse"),
        truncate_trigger("seal_no_truncate", SEALS),
        row_trigger("text_no_change", TEXTS, "text_guard"),
        truncate_trigger("text_no_truncate", TEXTS),
    ]


def function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def row_trigger(name: str, table: str, guard: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {guard}()"


def truncate_trigger(name: str, table: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse()"


UNPROTECT = {
    "sqlite": [
        f"DROP TRIGGER {name}_no_{event}"
        for name in ("consent", "seal", "text")
        for event in ("update", "delete")
    ],
    "postgresql": [
        *(
            f"DROP TRIGGER {name}_no_{event} ON {table}"
            for name, table in (("consent", REGISTER), ("seal", SEALS), ("text", TEXTS))
            for event in ("change", "truncate")
        ),
        *(f"DROP FUNCTION {name}()" for name in ("consent_refuse", "consent_guard", "text_guard")),
    ],
}


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0002_first_rows")]
    operations = [
        migrations.RunPython(protect, unprotect),
    ]
