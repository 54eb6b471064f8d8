"""Second factors beside passkeys, whose rows are django-otp-webauthn's: an app that shows codes, codes on paper."""

from django.db import models
from django_otp.models import Device

from cascina_whatsapp.security.encryption.fields import EncryptedTextField


class AuthenticatorApp(Device):
    """An app on a colleague's telephone that shows a code of six digits every thirty seconds (TOTP, RFC 6238)."""

    secret = EncryptedTextField("segreto")
    """Shared with the app: base32, as apps take it. Whoever reads it signs in as its owner: encrypted at rest."""
    last_step = models.BigIntegerField("ultimo intervallo usato", default=-1)
    """The interval of the last code that was accepted: no code is accepted twice (RFC 6238, 5.2)."""
    added_at = models.DateTimeField("aggiunta il")
    last_used_at = models.DateTimeField("usata l'ultima volta il", null=True, blank=True)

    class Meta:
        verbose_name = "app dei codici"
        verbose_name_plural = "app dei codici"

    def __str__(self) -> str:
        return f"app {self.pk}"


class RecoveryCodes(Device):
    """A colleague's sheet of codes, each good for one sign-in, for the day on which the telephone is lost."""

    digests = models.JSONField("impronte", default=list)
    """SHA-256 of each code that is still good: at least 80 random bits each, which no dictionary finds."""
    made_at = models.DateTimeField("creati il")

    class Meta:
        verbose_name = "codici di riserva"
        verbose_name_plural = "codici di riserva"
        constraints = [models.UniqueConstraint(fields=["user"], name="accounts_one_sheet_of_codes_each")]

    def __str__(self) -> str:
        return f"codici di riserva {self.pk}"
