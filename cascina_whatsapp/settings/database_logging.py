"""The check on what PostgreSQL logs of our statements, which hold numbers and texts: by default too much.

Its settings are a superuser's to change (docs/operations.md). What they are is asked by `check --deploy`. An error's
own sentence they don't change: it quotes a value that does not fit its column's type. Numbers and texts of people are
in columns of text, which take any.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import DatabaseError, connection

SILENT = {
    # setting → (values with which no value of ours is logged, what the server does with others)
    "log_min_error_statement": ({"panic"}, "annota le istruzioni che non riescono, con i loro valori"),
    "log_error_verbosity": ({"terse"}, "annota con un errore la riga di cui parla"),
    "log_min_duration_statement": ({"-1"}, "annota le istruzioni lente, con i loro valori"),
    "log_min_duration_sample": ({"-1"}, "annota alcune istruzioni lente, con i loro valori"),
    "log_transaction_sample_rate": ({"0"}, "annota intere transazioni, con i loro valori"),
    "log_statement": ({"none", "ddl"}, "annota le istruzioni, con i loro valori"),
    "log_parameter_max_length_on_error": ({"0"}, "annota i parametri delle istruzioni che non riescono"),
}
"""PostgreSQL 15, section 20.8. psycopg writes the values into the statement, so each statement is personal data."""


def talkative(found: Mapping[str, str]) -> list[str]:
    """A sentence for each of the server's settings by which values of ours would reach its log."""
    return [
        f"PostgreSQL, {name} = {found[name]}: {SILENT[name][1]}. Vedi docs/operations.md, Logs."
        for name in loud(found)
    ]


def loud(found: Mapping[str, str]) -> list[str]:
    """List the settings of a database's logging that would write people's words into its log."""
    return [name for name, (silent, _) in SILENT.items() if name in found and found[name] not in silent]


@checks.register(deploy=True)
def database_writes_nothing_down(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warnings of a server that logs values. One that does not answer is spoken of elsewhere."""
    if connection.vendor != "postgresql":
        return []
    try:
        found = settings_of_the_server()
    except DatabaseError:
        return []
    return [checks.Warning(sentence, id="cascina.W110") for sentence in talkative(found)]


def settings_of_the_server() -> dict[str, str]:
    """Read the settings in SILENT, as they hold for our account. Raises DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(SILENT)])
        return dict(cursor.fetchall())
