"""What somebody changed in the environment shows in the trail at the next start."""

import hashlib
from pathlib import Path

import pytest

from cascina_whatsapp.security.logs import scrub
from cascina_whatsapp.security.trail import Event, record
from cascina_whatsapp.security.trail.settings_at_start import compare
from cascina_whatsapp.settings.configuration.environment import Environment
from tests.builders import NOW

pytestmark = pytest.mark.django_db
SET = {"OPT_IN_MODE": "single", "PROOF_YEARS": "5", "NUMERO_VERDE": "800 01 77 28"}


def test_only_a_start_with_other_settings_is_told_for_each_kind_of_process_without_values():
    first = compare("web", SET, NOW)
    assert first.about == "pagine: prima registrazione"
    assert "800" not in str(first.details.values())
    assert first.details["OPT_IN_MODE"] not in ("single", "")
    assert compare("worker", SET, NOW).about == "lavoro: prima registrazione"
    assert compare("web", SET, NOW) is None
    told = compare("web", SET | {"OPT_IN_MODE": "double", "NEW": "x"}, NOW)
    assert (told.event, told.about) == (Event.SETTING_CHANGED, "pagine: NEW, OPT_IN_MODE")
    assert compare("web", SET | {"NEW": "x"}, NOW).about == "pagine: OPT_IN_MODE"
    assert compare("web", SET, NOW).about == "pagine: NEW"


def test_no_value_keeps_the_service_from_starting_by_a_digest_that_looks_like_a_number():
    values = {f"S{number}": str(number) for number in range(1500)}
    looks = [value for value in values.values() if scrub(_sixteen(value)) != _sixteen(value)]
    assert looks  # with sixteen digits some would be refused
    assert compare("web", values, NOW).about.startswith("pagine: prima")


def test_what_an_earlier_version_noted_counts_as_the_same():
    noted = {name: _sixteen(value) for name, value in SET.items()}
    record(Event.SETTING_CHANGED, by=None, now=NOW, about="web: x", details={"process": "web", **noted})
    assert compare("web", SET, NOW) is None
    assert compare("web", SET | {"OPT_IN_MODE": "double"}, NOW).about == "pagine: OPT_IN_MODE"


def _sixteen(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def test_secrets_are_no_plain_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("KEY", "a secret")
    monkeypatch.setenv("OTHER_FILE", str(tmp_path / "other"))
    monkeypatch.setenv("DATABASE", "postgres://user:password@host/name")
    monkeypatch.setenv("MODE", "double")
    (tmp_path / "other").write_text("another secret")
    env = Environment(Path("/nonexistent/.env"))
    env.secret("KEY"), env.secrets("KEY"), env.secret("OTHER")
    env.database("DATABASE", fallback=tmp_path), env.email("MAIL")
    env.text("MODE"), env.whole("NUMBER", default=3, most=9)
    assert env.plain == {"MODE": "double", "NUMBER": "3"}
