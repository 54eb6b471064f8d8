"""Run a command that knows of the service's settings where its database and its files are, and none of its keys.

The password travels in the environment, which only the same user can read, and not among the arguments, which
everybody can.
"""

import os
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
POSTGRESQL = {
    "NAME": "PGDATABASE",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "HOST": "PGHOST",
    "PORT": "PGPORT",
}
"""The names of Django's settings → libpq's."""
SCRATCH = "_prova"
"""The end of the name of the database into which a backup is restored to try it."""


def found() -> dict[str, str]:
    """Collect what the scripts need to know. Exits where the service has no PostgreSQL."""
    sys.path.insert(0, str(BASE))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cascina_whatsapp.settings")
    from django.conf import settings

    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("postgresql"):
        sys.exit("Si fanno copie di una base di dati PostgreSQL: vedi DATABASE_URL.")
    return {
        **{name: str(database[key]) for key, name in POSTGRESQL.items() if database.get(key)},
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "LAST": str(Path(settings.VAR_DIR) / "backups" / "last.json"),
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "SCRATCH": f"{database['NAME']}{SCRATCH}",
        "SCRATCH_URL": scratch_url(os.environ["DATABASE_URL"]),
        "PYTHON": sys.executable,
        "BASE": str(BASE),
    }


def scratch_url(url: str) -> str:
    """Return the address of another database on the same server, for the same user.

    Taken apart by hand: Python 3.11 puts "postgres:////var/run/…" together again with two slashes fewer.
    """
    base, mark, options = url.partition("?")
    return f"{base}{SCRATCH}{mark}{options}"


if __name__ == "__main__":
    given = dict(os.environ)
    os.execvpe(sys.argv[1], sys.argv[1:], given | found())  # noqa: S606 (the script beside this one)
