# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which installation this is: where it keeps things, whether somebody develops on it, at which address it answers."""

from pathlib import Path

from .environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(BASE_DIR / ".env")
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
"""What the embedded mode writes (database, broker, attachments); not part of the sources."""
DEBUG = env.flag("DJANGO_DEBUG", default=False)
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
