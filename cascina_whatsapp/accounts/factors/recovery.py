"""Codes on paper, each good once: what lets a colleague in whose telephone is lost."""

from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes

from django.contrib.auth.models import User
from django.db import transaction

from cascina_whatsapp.accounts.models import RecoveryCodes
from cascina_whatsapp.security.encryption import seals

CODES = 8
CODE_BYTES = 15
"""120 random bits, which need no salt (OWASP ASVS 4.0.3, 2.6.2): twenty-four letters and digits."""


def make(user: User, now: datetime) -> list[str]:
    """New codes, to be shown once; the old ones are worthless from now on."""
    codes = [_written(token_bytes(CODE_BYTES)) for _ in range(CODES)]
    fields = {"name": "Codici di riserva", "digests": [_digest(code) for code in codes], "made_at": now}
    with transaction.atomic():
        sheet, _ = RecoveryCodes.objects.update_or_create(user=user, defaults=fields)
        seals.put(seals.Kind.CODES, sheet)
    return codes


def left(user: User) -> int | None:
    """Count the recovery codes that are still good; None where none were ever made."""
    sheet = RecoveryCodes.objects.filter(user=user).first()
    return None if sheet is None else len(sheet.digests)


def accept(user: User, code: str) -> RecoveryCodes | None:
    """Return the recovery sheet that `code` stands on, which loses the code; None where it stands on none."""
    digest = _digest(code)
    with transaction.atomic():
        sheet: RecoveryCodes | None = RecoveryCodes.objects.select_for_update().filter(user=user).first()
        if sheet is None or digest not in sheet.digests or not seals.holds(seals.Kind.CODES, sheet):
            return None
        sheet.digests = [other for other in sheet.digests if other != digest]
        sheet.save(update_fields=["digests"])
        seals.put(seals.Kind.CODES, sheet)
        return sheet


def _written(code: bytes) -> str:
    """Write a code in groups of four, as it is read aloud and typed."""
    letters = b32encode(code).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _digest(code: str) -> str:
    """Digest the letters and digits alone of a code; 0 and 1, which base32 has not, are read as O and I."""
    letters = "".join(sign for sign in code.lower() if sign.isalnum()).replace("0", "o").replace("1", "i")
    return sha256(letters.encode()).hexdigest()
