"""An app that shows codes (TOTP, RFC 6238): six digits, thirty seconds, SHA-1, as every such app does."""

from base64 import b32decode, b32encode
from datetime import datetime
from secrets import token_bytes
from urllib.parse import quote, urlencode

import segno
from django.contrib.auth.models import User
from django.db import transaction
from django_otp.oath import TOTP

from cascina_whatsapp.accounts.models import AuthenticatorApp
from cascina_whatsapp.security.encryption import seals

ISSUER = "Cascina WhatsApp"
SECRET_BYTES = 20
"""160 bits, as RFC 4226 (4, R6) recommends."""
STEP = 30
"""Seconds for which a code holds."""
TOLERANCE = 1
"""The intervals by which a telephone's clock may be wrong (RFC 6238, 5.2: one)."""


def new_secret() -> str:
    """A secret to share with an app, in base32."""
    return b32encode(token_bytes(SECRET_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """The secret as codes are computed from it."""
    return b32decode(secret)


def address(user: User, secret: str) -> str:
    """Write the address that the app reads from the square: `otpauth://totp/…`."""
    label = quote(f"{ISSUER}:{user.get_username()}")
    fields = {"secret": secret, "issuer": ISSUER, "algorithm": "SHA1", "digits": 6, "period": STEP}
    return f"otpauth://totp/{label}?{urlencode(fields, quote_via=quote)}"


def square(user: User, secret: str) -> str:
    """The square to photograph, as the address of an image (`data:image/svg+xml…`)."""
    return str(segno.make(address(user, secret), error="m").svg_data_uri(scale=5, light="#fff"))


def step_of(secret: str, code: str, now: datetime, *, after: int = -1) -> int | None:
    """The interval that `code` belongs to, if it is one of the last ones and later than `after`."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return None
    totp = TOTP(key_of(secret), step=STEP)
    totp.time = now.timestamp()
    if not totp.verify(int(digits), tolerance=TOLERANCE, min_t=after + 1):
        return None
    return int(totp.t())


def add(user: User, secret: str, step: int, now: datetime) -> AuthenticatorApp:
    """Keep the app whose first code, of interval `step`, was right."""
    app = AuthenticatorApp(user=user, name="App dei codici", secret=secret, last_step=step, added_at=now)
    with transaction.atomic():
        app.save(force_insert=True)
        seals.put(seals.Kind.APP, app)
    return app


def accept(user: User, code: str, now: datetime) -> AuthenticatorApp | None:
    """The app of `user` that shows `code`, which is used up by it; None where none does."""
    with transaction.atomic():
        apps = AuthenticatorApp.objects.select_for_update().filter(user=user, confirmed=True)
        app: AuthenticatorApp
        for app in apps:
            step = step_of(app.secret, code, now, after=app.last_step)
            if step is not None and seals.holds(seals.Kind.APP, app):
                app.last_step, app.last_used_at = step, now
                app.save(update_fields=["last_step", "last_used_at"])
                return app
    return None
