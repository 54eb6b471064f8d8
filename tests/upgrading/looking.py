"""What a database is made of, and what it holds, in a form that can be compared: order and spelling left aside."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

SCHEMA = {
    "postgresql": {
        "columns": (
            "SELECT table_name, column_name, data_type, udt_name, character_maximum_length, numeric_precision, "
            "numeric_scale, is_nullable, column_default, is_identity FROM information_schema.columns "
            "WHERE table_schema = 'public'"
        ),
        "constraints": (
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace"
        ),
        "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "triggers": (
            "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled FROM pg_trigger "
            "WHERE NOT tgisinternal"
        ),
        "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    },
    "sqlite": {
        "columns": (
            'SELECT m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk FROM sqlite_master m, '
            "pragma_table_info(m.name) c WHERE m.type = 'table'"
        ),
        "references": (
            'SELECT m.name, f."from", f."table", f."to", f.on_delete FROM sqlite_master m, '
            "pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"
        ),
        "indexes and triggers": (
            "SELECT type, tbl_name, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') "
            "AND name NOT LIKE 'sqlite_autoindex_%'"
        ),
    },
}


def schema_of(connection: BaseDatabaseWrapper) -> dict[str, set[tuple]]:
    """Columns with type, nullability and default; constraints; indexes; triggers and their functions."""
    with connection.cursor() as cursor:
        found = {}
        for what, question in SCHEMA[connection.vendor].items():
            cursor.execute(question)
            found[what] = {tuple(row) for row in cursor.fetchall()}
        tables = connection.introspection.table_names(cursor)
        found["constraints by columns"] = {
            (table, *sorted((key, str(value)) for key, value in constraint.items() if key in KINDS))
            for table in tables
            for constraint in connection.introspection.get_constraints(cursor, table).values()
        }
    return found


KINDS = {"columns", "primary_key", "unique", "foreign_key", "check", "index"}


def columns_of(connection: BaseDatabaseWrapper, prefixes: tuple[str, ...]) -> dict[str, list[str]]:
    """The tables whose names begin like this, and the names of their columns."""
    with connection.cursor() as cursor:
        return {
            table: sorted(
                column.name for column in connection.introspection.get_table_description(cursor, table)
            )
            for table in connection.introspection.table_names(cursor)
            if table.startswith(prefixes)
        }


def rows_of(connection: BaseDatabaseWrapper, tables: dict[str, list[str]]) -> dict[str, list[tuple]]:
    """All rows of these tables in these columns. Raises ProgrammingError or OperationalError if one is missing."""
    rows = {}
    with connection.cursor() as cursor:
        for table, columns in tables.items():
            names = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f'SELECT {names} FROM "{table}"')
            rows[table] = sorted((tuple(map(plain, row)) for row in cursor.fetchall()), key=repr)
    return rows


def plain(value: Any) -> Any:
    """The value as something that can be compared: PostgreSQL's library gives views of its own buffers."""
    return bytes(value) if isinstance(value, memoryview) else value
