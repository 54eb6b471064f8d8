"""The trail's rows, and the row in which its chain ends."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cascina_whatsapp.security.append_only.chain import ChainHead
from cascina_whatsapp.security.append_only.checking import ChainCheck
from cascina_whatsapp.security.append_only.rows import AppendOnly, AppendOnlyQuerySet

from .events import Event

DONE = {"aggiunta": "ha aggiunto", "modifica": "ha cambiato", "eliminazione": "ha eliminato"}
"""Kind of work on a page of the admin → what was done."""


class TrailRecord(AppendOnly):
    """One thing that somebody did. Append-only: the database itself refuses UPDATE, and DELETE but for a cut.

    Written by `ledger` alone. No number of a citizen in it. How its hash is made: `ledger.hash_of`.
    """

    CALLED: ClassVar[str] = "La traccia"

    sequence = models.PositiveBigIntegerField("numero", unique=True)
    at = models.DateTimeField("quando")
    event = models.CharField("che cosa", max_length=40)
    """An `Event`. Without choices, so that a new kind of event is no new migration."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="account",
    )
    """The account, without a constraint: the trail outlives it, and no account has to stay for its sake."""
    by_name = models.CharField("chi", max_length=150, blank=True)
    """The account's name as it was then."""
    about = models.CharField("su che cosa", max_length=200, blank=True)
    details = models.JSONField("dettagli", default=dict, blank=True)
    previous_hash = models.CharField("impronta della traccia precedente", max_length=64)
    hash = models.CharField("impronta", max_length=64)

    objects = AppendOnlyQuerySet.as_manager()
    """Only `retention` takes some away, past this."""

    class Meta:
        verbose_name = "traccia"
        verbose_name_plural = "tracce"
        permissions = [
            ("export_trailrecord", "Può esportare le tracce"),
            ("release_bound", "Può concedere ad altri di superare un limite di un giorno"),
        ]
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["by", "event", "at"], name="trail_by_whom"),
            models.Index(fields=["event", "about", "-sequence"], name="trail_of_a_kind"),
            models.Index(fields=["at"], name="trail_when"),
        ]

    def __str__(self) -> str:
        return f"traccia {self.sequence}"

    @property
    def label(self) -> str:
        """Say what was done: "ha mandato un invito"."""
        if self.event == Event.ADMIN_ACTION and self.details.get("what") in DONE:
            return DONE[self.details["what"]]
        return Event(self.event).label if self.event in Event.values else self.event

    @property
    def sentence(self) -> str:
        """Say who did what to what: "Aldo Bianchi ha mandato un invito: sara"."""
        nobody = "Qualcuno" if self.event in (Event.SIGN_IN_FAILED, Event.GUESSED) else "Il servizio"
        who = (self.by and self.by.get_full_name()) or self.by_name or nobody
        about = "" if self.about in ("", self.by_name) else f": {self.about}"
        return f"{who} {self.label}{about}"


class TrailHead(ChainHead):
    """The end of the trail's chain: one row, which whoever appends holds locked until they commit."""

    class Meta:
        verbose_name = "fine delle tracce"
        verbose_name_plural = "fine delle tracce"

    def __str__(self) -> str:
        return f"tracce fino alla {self.sequence}"


class TrailCheck(ChainCheck):
    """One verification of the whole trail, and what it found."""

    count = models.PositiveBigIntegerField("tracce")

    class Meta(ChainCheck.Meta):
        verbose_name = "verifica delle tracce"
        verbose_name_plural = "verifiche delle tracce"
