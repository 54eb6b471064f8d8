"""A text is declared in one place; its first version is a row that `migrate` writes, and never writes again."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from subscribers import texts
from subscribers.models import ServiceText
from subscribers.models.texts import digest_of
from subscribers.texts import catalogue
from subscribers.texts.declarations.translations import IN_FORCE
from subscribers.texts.versions import IN_FORCE_FROM
from tests.builders import supersede

NEW = texts.AutomaticText(key="new", label="Nuovo", use="A chi prova.", wording="Una prova.")


def migrate(**options) -> str:
    told = StringIO()
    call_command("migrate", stdout=told, verbosity=1, **options)
    return told.getvalue()


@pytest.mark.django_db
def test_a_new_installation_has_every_declared_text_from_the_beginning():
    """The database of the tests was made by the same command."""
    rows = {text.key: text for text in ServiceText.objects.filter(version=1)}

    assert {key: text.wording for key, text in texts.ITALIAN.items()} | IN_FORCE == {
        key: text.body for key, text in rows.items()
    }
    assert {text.in_force_from for text in rows.values()} == {IN_FORCE_FROM}


@pytest.mark.django_db
def test_a_text_declared_later_gets_its_row_once_and_is_in_force_from_then_on(monkeypatch):
    monkeypatch.setitem(catalogue.ITALIAN, "new", NEW)
    before = timezone.now()

    assert "Texts written for the first time: new\n" in migrate()
    row = ServiceText.objects.get(key="new")
    assert (row.version, row.body, row.sha256) == (1, NEW.wording, digest_of(NEW.wording))
    assert before <= row.in_force_from <= timezone.now()
    assert "Texts written" not in migrate()


@pytest.mark.django_db
def test_a_text_that_has_a_row_stays_as_it_is(monkeypatch):
    """Whatever the declaration says by now, and whatever staff have written since."""
    supersede("help", "Scritto dal Comune.")
    before = list(ServiceText.objects.order_by("pk").values())
    monkeypatch.setitem(catalogue.ITALIAN, "help", NEW)

    assert texts.declare_missing(timezone.now() + timedelta(days=1)) == []
    assert list(ServiceText.objects.order_by("pk").values()) == before


@pytest.mark.django_db
@pytest.mark.parametrize("rehearsal", [{"plan": True}, {"check_unapplied": True}])
def test_a_rehearsal_writes_nothing(rehearsal: dict, monkeypatch):
    monkeypatch.setitem(catalogue.ITALIAN, "new", NEW)
    migrate(**rehearsal)

    assert not ServiceText.objects.filter(key="new").exists()


@pytest.mark.sweep  # five processes that migrate
def test_another_app_alone_and_the_way_back_need_no_table_of_texts(tmp_path: Path):
    file = tmp_path / "town.sqlite3"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE_URL": f"sqlite:///{file}",
    }

    def keys(*arguments: str) -> set[str] | None:
        """The texts that there are after `migrate` with these arguments; None without their table."""
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0", *arguments]
        subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)
        with closing(sqlite3.connect(file)) as opened:
            if not opened.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'subscribers_servicetext'"
            ).fetchone():
                return None
            return {key for (key,) in opened.execute("SELECT key FROM subscribers_servicetext")}

    assert keys("contenttypes") is None
    assert keys() == {*texts.ITALIAN, *IN_FORCE}
    assert keys("subscribers", "zero") is None
    assert keys() == {*texts.ITALIAN, *IN_FORCE}
