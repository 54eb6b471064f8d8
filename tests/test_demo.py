# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo never touches anything real, whatever the installation beside it says."""

from pathlib import Path

import pytest

from cascina_whatsapp.environment import Environment
from cascina_whatsapp.management.processes import environment

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
