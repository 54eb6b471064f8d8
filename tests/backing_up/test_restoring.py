"""A backup is taken, the database is lost and restored on another day: everything is there, and nothing leaves."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.operations import restoring
from cascina_whatsapp.security import trail
from tests import patience
from tests.builders import campaign, hire, subscribe, under_way
from tests.installing.programs import DEPLOY, needed
from tests.patience import until
from tests.people import ANNA, BRUNO, PAOLO
from tests.processes import end, environment, worker

pytestmark = pytest.mark.sweep
SCRIPTS = DEPLOY / "backup"
LOST = f"{os.environ.get('TEST_DATABASE_NAME', 'cascina')}_backup_story"


@dataclass(frozen=True)
class Place:
    """The service's database in this story, and the folders beside it."""

    url: str
    folder: Path

    @property
    def identity(self) -> Path:
        return self.folder / "identity"

    @property
    def backup(self) -> Path:
        (found,) = (self.folder / "backups").glob("2*Z")
        return found

    @property
    def variables(self) -> dict[str, str]:
        nowhere = "http://127.0.0.1:1"
        variables = os.environ | environment(nowhere, nowhere, self.folder / "var")
        return variables | {"DJANGO_SETTINGS_MODULE": "cascina_whatsapp.settings", "DATABASE_URL": self.url}

    def run(self, script: str, *arguments: object, **overrides: str) -> subprocess.CompletedProcess[str]:
        variables = self.variables | {
            "PYTHON": sys.executable,
            "BACKUP_SETTINGS": "/dev/null",
            "BACKUP_DIR": str(self.folder / "backups"),
            "BACKUP_RECIPIENTS": str(self.folder / "recipients"),
            **overrides,
        }
        command = [str(SCRIPTS / script), *map(str, arguments)]
        return patience.run(command, env=variables, capture_output=True, text=True, check=False)

    def told(self) -> dict:
        return json.loads((self.folder / "var" / "backups" / "last.json").read_text())

    def rows(self, query: str) -> list[tuple]:
        with psycopg.connect(self.url) as own:
            return own.execute(query).fetchall()

    def attachment(self) -> Path:
        return self.folder / "var" / "media" / "attachments" / "via-roma.pdf"


@contextmanager
def maintenance() -> Iterator[psycopg.Cursor]:
    with connection._nodb_cursor() as cursor:
        yield cursor


@pytest.fixture
def place(committed_db, tmp_path) -> Iterator[Place]:
    """A database with a broadcast on its way and one that is due, in a server's own; the tests' is its template."""
    if connection.vendor != "postgresql":  # an embedded service has no backups to restore
        pytest.skip("no PostgreSQL server given (TEST_DATABASE_URL)")
    needed("age", "age")
    now = timezone.now()
    subscribe(ANNA, at=now - timedelta(days=2))
    subscribe(BRUNO, at=now - timedelta(days=1))
    under_way()
    campaign(status=CampaignStatus.APPROVED, scheduled_for=now - timedelta(minutes=10))
    trail.record(trail.Event.SIGNED_IN, by=hire(PAOLO), now=now)
    restoring.look_at_start(now)
    own = urlsplit(os.environ["TEST_DATABASE_URL"])
    template = connection.settings_dict["NAME"]
    connection.close()
    with maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{LOST}"')
        cursor.execute(f'CREATE DATABASE "{LOST}" TEMPLATE "{template}"')
    made = Place(urlunsplit(own._replace(path=f"/{LOST}")), tmp_path)
    made.attachment().parent.mkdir(parents=True)
    made.attachment().write_bytes(b"%PDF-1.7")
    subprocess.run(["age-keygen", "-o", str(made.identity)], check=True, capture_output=True)
    public = subprocess.run(["age-keygen", "-y", str(made.identity)], check=True, capture_output=True)
    (tmp_path / "recipients").write_bytes(public.stdout)
    yield made
    with maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{LOST}" WITH (FORCE)')


def lose_everything(place: Place) -> None:
    with maintenance() as cursor:
        cursor.execute(f'DROP DATABASE "{LOST}"')
        cursor.execute(f'CREATE DATABASE "{LOST}"')
    place.attachment().unlink()


def test_backup_loss_and_restore(place):
    assert place.run("backup.sh").returncode == 0
    assert {path.name for path in place.backup.iterdir()} == {
        "rows",
        "SHA256SUMS",
        "database.dump.age",
        "media.tar.age",
    }
    assert ANNA.phone.encode() not in b"".join(path.read_bytes() for path in place.backup.iterdir())
    told = place.told()
    assert (told["ok"], told["restored_at"], told["rows"]["subscribers_subscriber"]) == (True, None, 2)

    assert "non è vuota" in place.run("restore.sh", place.identity, place.backup).stderr
    lose_everything(place)
    restored = place.run("restore.sh", place.identity, place.backup)
    assert restored.returncode == 0, restored.stderr
    assert "eventi verificati" in restored.stdout
    assert "Messaggi in pausa: 2. Esiti incerti: consegne 2," in restored.stdout
    assert place.attachment().read_bytes() == b"%PDF-1.7"
    assert place.rows("SELECT DISTINCT status FROM broadcasts_campaign") == [("paused",)]
    assert place.rows("SELECT DISTINCT status FROM broadcasts_delivery") == [("uncertain",)]


def test_a_worker_that_starts_on_a_copy_notices_before_it_sends(place):
    """Nobody said anything: the copy was made by hand, here a clone, and is minutes old."""
    assert place.rows("SELECT DISTINCT status FROM broadcasts_delivery") == [("queued",)]
    celery = [sys.executable, "-m", "celery", *worker()]
    with subprocess.Popen(celery, env=place.variables, cwd=DEPLOY.parent, start_new_session=True) as process:
        try:
            until(lambda: place.rows("SELECT 1 FROM staff_notices_staffnotice"))
        finally:
            process.terminate()
            end(process)
    assert place.rows("SELECT DISTINCT status FROM broadcasts_delivery") == [("uncertain",)]
    assert place.rows("SELECT DISTINCT status FROM broadcasts_campaign") == [("paused",)]


def test_a_drill_tells_whether_the_backup_would_save_us(place):
    place.run("backup.sh")
    good = place.run("restore-drill.sh", place.identity)
    assert good.returncode == 0, good.stderr
    tried = place.told()
    assert (tried["ok"], tried["restored_at"] >= tried["at"]) == (True, True)

    other = place.folder / "other"
    subprocess.run(["age-keygen", "-o", str(other)], check=True, capture_output=True)
    assert place.run("restore-drill.sh", other).returncode == 1
    assert "la chiave della copia è un'altra" in place.told()["problem"]

    wrong = place.run(
        "restore-drill.sh", place.identity, CONSENT_HASH_KEY="somebody-else-s-key-of-the-pseudonyms"
    )
    assert wrong.returncode == 1
    assert "CONSENT_HASH_KEY" in wrong.stderr
    assert (place.told()["ok"], place.told()["restored_at"]) == (False, tried["restored_at"])

    saved = place.backup / "database.dump.age"
    saved.write_bytes(saved.read_bytes()[:-1] + b"?")
    assert place.run("restore-drill.sh", place.identity).returncode == 1
    assert "è danneggiata" in place.told()["problem"]
    with maintenance() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [f"{LOST}_prova"])
        assert cursor.fetchone() == (0,)
