"""The demo never touches anything real, whatever the installation beside it says."""

import re
import socket
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cascina_whatsapp.settings.configuration.environment import Environment
from tests.box.demo.__main__ import Demo, Failed, main, refuse_taken
from tests.box.demo.data import when_messages_leave
from tests.box.demo.database import NotTheDemos, discard_other_version, held
from tests.builders import NOW
from tests.processes import environment

REAL = {
    "DATABASE_URL": "postgres://real@db/real",
    "REDIS_URL": "redis://real:6379/0",
    "MEDIA_ROOT": "/srv/real",
    "WHATSAPP_API_URL": "https://graph.facebook.com",
    "WHATSAPP_ACCESS_TOKEN": "a real token",
    "CONSENT_HASH_KEY": "the real key",
}


@pytest.mark.parametrize("by_file", [False, True], ids=["in .env", "in files that .env names"])
def test_a_real_installation_beside_it_is_not_touched(by_file, tmp_path, monkeypatch):
    lines = []
    for name, value in REAL.items():
        if by_file:
            (tmp_path / name).write_text(value)
            lines.append(f"{name}_FILE={tmp_path / name}")
        else:
            lines.append(f"{name}={value}")
    (tmp_path / ".env").write_text("\n".join(lines))
    for name, value in environment("http://site", "http://simulator", Path("/demo")).items():
        monkeypatch.setenv(name, value)
    env = Environment(tmp_path / ".env")
    assert env.database("DATABASE_URL", fallback=Path("/demo/x"))["ENGINE"] == "django.db.backends.sqlite3"
    assert env.secret("REDIS_URL") == ""
    assert env.text("MEDIA_ROOT") == ""
    assert env.text("WHATSAPP_API_URL") == "http://simulator"
    assert "real" not in env.secret("WHATSAPP_ACCESS_TOKEN") + env.secret("CONSENT_HASH_KEY")


KNOWN, UNKNOWN = ("subscribers", "0001_initial"), ("subscribers", "0045_long_gone")


def write_demo(
    folder: Path, *migrations: tuple[str, str], users: tuple[str, ...] = ("redazione",)
) -> set[Path]:
    """A demo as it is left behind: database, attachments, broker, a log. Returns what of it a new one replaces."""
    replaced = {
        folder / "cascina.sqlite3",
        folder / "media" / "2026" / "a.pdf",
        folder / "broker" / "queue" / "1.msg",
    }
    for path in [*replaced, folder / "sito.log"]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    with closing(sqlite3.connect(folder / "cascina.sqlite3")) as database, database:
        database.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
        database.executemany("INSERT INTO django_migrations VALUES (?, ?)", migrations)
        database.execute("CREATE TABLE auth_user (username TEXT)")
        database.executemany("INSERT INTO auth_user VALUES (?)", [(user,) for user in users])
    return replaced


def is_discarded(folder: Path) -> bool:
    """Is what was left there of another version?"""
    return discard_other_version(folder, {"redazione"})


@pytest.mark.parametrize("users", [("redazione", "a-new-clerk"), ()], ids=["complete", "stopped halfway"])
def test_data_of_another_version_are_made_anew(users, tmp_path):
    replaced = write_demo(tmp_path, KNOWN, UNKNOWN, users=users)
    assert is_discarded(tmp_path)
    assert not any(path.exists() for path in replaced)


def test_data_of_this_version_stay(tmp_path):
    kept = write_demo(tmp_path, KNOWN)
    assert not is_discarded(tmp_path)
    assert all(path.exists() for path in kept)


def test_the_first_time_there_is_nothing_to_make_anew(tmp_path):
    assert not is_discarded(tmp_path)


def test_a_file_that_is_no_database_stays_for_migrate_to_complain_of(tmp_path):
    (tmp_path / "cascina.sqlite3").write_text("not a database, " * 100)
    assert not is_discarded(tmp_path)
    assert (tmp_path / "cascina.sqlite3").exists()


def test_a_database_with_other_accounts_is_not_touched(tmp_path):
    kept = write_demo(tmp_path, KNOWN, UNKNOWN, users=("maria.rossi",))
    with pytest.raises(NotTheDemos, match="non la tocco"):
        is_discarded(tmp_path)
    assert all(path.exists() for path in kept)


def test_what_lies_around_the_demo_is_not_touched(tmp_path):
    """The embedded service has its database one folder higher; and a link of the demo's may lead there."""
    folder = tmp_path / "demo"
    kept = write_demo(tmp_path, KNOWN, UNKNOWN)
    write_demo(folder, KNOWN, UNKNOWN)
    (folder / "media" / "2026" / "a.pdf").unlink()
    (folder / "media" / "2026").rmdir()
    (folder / "media").rmdir()
    (folder / "media").symlink_to(tmp_path / "media")
    assert is_discarded(folder)
    assert all(path.exists() for path in kept)
    assert (folder / "sito.log").exists()


def test_its_data_are_forgotten_but_not_while_it_runs(tmp_path, capsys):
    folder = tmp_path / "demo"
    kept = write_demo(folder, KNOWN)
    with held(folder), pytest.raises(Failed, match="fermala con Ctrl-C"):
        main(["--reset"], folder)
    assert all(path.exists() for path in kept)

    main(["--reset"], folder)
    main(["--reset"], folder)
    assert not folder.exists()
    terminal = capsys.readouterr().out
    assert "sono cancellati" in terminal
    assert "Non c'erano dati di prova" in terminal


def test_of_taken_ports_all_are_named_with_free_ones():
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        first, second = (server.getsockname()[1] for server in (one, other))
        with pytest.raises(Failed) as refusal:
            refuse_taken({"DEMO_PORT": first, "SIMULATOR_PORT": second, "WEBHOOK_PORT": 1})
    sentence = str(refusal.value)
    assert f"Le porte {first} e {second} sono occupate" in sentence
    assert re.search(r"DEMO_PORT=\d+ SIMULATOR_PORT=\d+ WEBHOOK_PORT=\d+ make demo", sentence)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (NOW, "aperto fino alle 13:00"),
        (NOW + timedelta(hours=12), "parte domani alle 9:00"),
    ],
)
def test_the_welcome_says_when_messages_leave(now: datetime, sentence: str):
    assert sentence in when_messages_leave(now)


def test_it_makes_a_key_of_its_own_and_keeps_it(tmp_path):
    """Without it nobody could read the database of the last time; it is for its owner's eyes."""
    key = Demo(tmp_path, 8000, 8001, 8002).environment["DATA_KEYS"]
    file = tmp_path / "data-key"
    assert key == file.read_text()
    assert len(key) >= 32
    assert file.stat().st_mode & 0o077 == 0
    assert Demo(tmp_path, 8000, 8001, 8002).environment["DATA_KEYS"] == key
