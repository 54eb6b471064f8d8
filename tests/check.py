"""The part of `make check` that needs Django: missing and unsafe migrations, and the deploy check."""

import os
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cascina_whatsapp.settings",
    "DJANGO_DEBUG": "false",
    "DJANGO_SECRET_KEY": "made-up-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "DJANGO_ALLOWED_HOSTS": "whatsapp.example.org",
    "SITE_URL": "https://whatsapp.example.org",
    "WHATSAPP_PHONE_NUMBER_ID": "1",
    "WHATSAPP_BUSINESS_ACCOUNT_ID": "2",
    "WHATSAPP_ACCESS_TOKEN": "made-up-0123456789-abcdefghijklmnop",
    "WHATSAPP_APP_SECRET": "0123456789abcdef0123456789abcdef",
    "WHATSAPP_VERIFY_TOKEN": "made-up-0123456789",
    "CONSENT_HASH_KEY": "made-up-ZYXWVUTSRQ-abcdefghijklmnop",
    "SECURITY_CONTACTS": "sicurezza@example.org",
    "DATA_KEYS": "made up and longer than thirty-two characters",
    "DATABASE_URL": "sqlite://:memory:",  # of these questions none is about a database
    "REDIS_URL": "",
    "TRAIL_SYSLOG": "udp://127.0.0.1:514",
    "EMBEDDED_MODE": "true",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "ALERT_EMAILS": "operatori@example.org",
}
COMMANDS = (
    ["manage.py", "makemigrations", "--check", "--dry-run"],
    ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    ["-m", "tests.migration_lint"],
)


def main() -> int:
    """0 when every command is content."""
    codes = [
        subprocess.run(
            [sys.executable, *command], cwd=BASE, env=os.environ | PRODUCTION, check=False
        ).returncode
        for command in COMMANDS
    ]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
