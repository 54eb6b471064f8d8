# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measures in a process of their own, on an empty database, with the settings of production: figures as JSON.

Nothing real is reached: there is no site and no WhatsApp at the addresses of such a process.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from cascina_whatsapp.management.processes import environment
from tests.journeys.stack import BASE, fresh_database

NOWHERE = "http://127.0.0.1:1"
HASH_KEY = "hash-key-of-the-bench-0123456789-abcdef"
"""As long as production asks for; the demo's is shorter."""


def prepare(database: str, name: str, *, static_files: bool = False) -> dict[str, str]:
    """The environment of a process that measures part `name`: a migrated database beside the one that `database`
    names, SQLite in a new folder if that is ""; the static files, where pages are opened."""
    values = environment(NOWHERE, NOWHERE, new_folder()) | {
        "DJANGO_SETTINGS_MODULE": "cascina_whatsapp.settings",
        "DJANGO_DEBUG": "false",
        "CONSENT_HASH_KEY": HASH_KEY,
        "DATABASE_URL": fresh_database(database, f"cascina_bench_{name}"),
    }
    prepared = os.environ | values
    manage(prepared, "migrate")
    if static_files:
        manage(prepared, "collectstatic", "--no-input")
    return prepared


def new_folder() -> Path:
    """A folder of a measured service's own, with one for static files, that the site wants to see."""
    folder = Path(tempfile.mkdtemp(prefix="cascina-bench-"))
    (folder / "static").mkdir()
    return folder


def manage(prepared: dict[str, str], *command: str) -> None:
    """A command of manage.py in that environment; CalledProcessError when it fails."""
    subprocess.run(
        [sys.executable, "manage.py", *command, "--verbosity=0"], env=prepared, cwd=BASE, check=True
    )


def figures(prepared: dict[str, str], part: str, *arguments: str) -> dict:
    """What `python -m tests.bench.<part> <arguments>` measures in that environment."""
    command = [sys.executable, "-m", f"tests.bench.{part}", *arguments]
    done = subprocess.run(command, env=prepared, cwd=BASE, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def measure(work: Callable[[], dict]) -> None:
    """In such a process: set Django up, do the work, print its figures for `figures` to read."""
    import django

    django.setup()
    sys.stdout.write(f"{json.dumps(work())}\n")
