"""The keys of other programs, and what each has proposed."""

from django.conf import settings
from django.db import models

from broadcasts.models import Campaign

LETTERS = 12
"""The letters of a key that are kept in clear, to recognise it: "csc_" and 48 of its 256 random bits."""


class SystemToken(models.Model):
    """A key by which another program proposes drafts. Only its digest is kept. Written by `tokens` alone.

    Two keys of the same name are one system's: so a key is replaced by another without a gap.
    """

    system = models.CharField(
        "sistema", max_length=60, help_text="Chi la usa, come lo leggerà chi scrive: «sito del Comune»."
    )
    digest = models.CharField("impronta", max_length=64, unique=True, editable=False)
    """SHA-256 of the whole key, in hexadecimal: 256 random bits can't be guessed, so no slow hash is needed."""
    prefix = models.CharField("comincia con", max_length=LETTERS, editable=False)
    scopes = models.JSONField("che cosa può fare", default=list)
    """Values of scopes.Scope."""
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="creata da"
    )
    made_at = models.DateTimeField("creata il")
    used_on = models.DateField("usata l'ultima volta", null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="revocata da"
    )
    revoked_at = models.DateTimeField("revocata il", null=True)

    class Meta:
        verbose_name = "chiave di un sistema"
        verbose_name_plural = "chiavi dei sistemi"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.system}, {self.prefix}…"


class SystemDraft(models.Model):
    """A draft that a system proposed, by its own reference: the same one is never proposed twice.

    It stays when a person deletes the draft, so that what was turned down does not come back.
    """

    system = models.CharField("sistema", max_length=60)
    reference = models.CharField("riferimento", max_length=100)
    """The system's own name of what it proposed."""
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, related_name="+", verbose_name="messaggio"
    )
    digest = models.CharField(
        "impronta delle parole", max_length=64, default="", db_default="", editable=False
    )
    """SHA-256 of what was proposed, in hexadecimal; "" for what was proposed before it was kept."""
    at = models.DateTimeField("proposta il")

    class Meta:
        verbose_name = "bozza di un sistema"
        verbose_name_plural = "bozze dei sistemi"
        constraints = [
            models.UniqueConstraint(fields=["system", "reference"], name="one_draft_per_reference"),
        ]
        indexes = [models.Index(fields=["system", "at"], name="drafts_of_a_system")]

    def __str__(self) -> str:
        return f"bozza di un sistema {self.pk}"
