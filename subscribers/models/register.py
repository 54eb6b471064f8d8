"""The register of consents, and what guards it: the chain's head, the daily seals, the checks."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from cascina_whatsapp.security.append_only.chain import ChainHead
from cascina_whatsapp.security.append_only.checking import ChainCheck
from cascina_whatsapp.security.append_only.rows import AppendOnly, AppendOnlyQuerySet

from .texts import ServiceText

NO_CONTENT = {"words": "", "reason": "", "topics": [], "content_salt": ""}
"""The values that an erasure leaves of a record's content."""
NO_SUBJECT = {"pseudonym": "", "message_digest": "", "subject_salt": ""}
"""The values that the end of the proof's life leaves of the link to a person."""


class ConsentRecordQuerySet(AppendOnlyQuerySet["ConsentRecord"]):
    """The register's rows; the one change that the triggers allow is spelt out here."""

    def by_pseudonyms(self, *pseudonyms: str) -> Self:
        """The records of one person, by whatever pseudonyms they have had."""
        return self.filter(pseudonym__in=[pseudonym for pseudonym in pseudonyms if pseudonym])

    def blank_content(self, erased: "ConsentRecord") -> int:
        """Blank words, reason and topics of records that the record `erased` names; return how many."""
        rows = self.filter(sequence__in=erased.erases.get("content", []), content_erased_by=None)
        return models.QuerySet.update(rows, content_erased_by=erased.sequence, **NO_CONTENT)

    def blank_subject(self, erased: "ConsentRecord") -> int:
        """Blank the link to a person of records that the record `erased` names; return how many."""
        rows = self.filter(sequence__in=erased.erases.get("subject", []), subject_erased_by=None)
        return models.QuerySet.update(rows, subject_erased_by=erased.sequence, **NO_SUBJECT)


class ConsentRecord(AppendOnly):
    """One event in the life of a consent. Append-only: the database itself refuses UPDATE and DELETE.

    Written by `register` alone, for `consent`. What it must show: GDPR art. 7(1), EDPB guidelines 05/2020,
    para 108. How its digests and its hash are made: `verify_export.Entry`.
    """

    CALLED = "Il registro dei consensi"

    class Kind(models.TextChoices):
        OPT_IN = "opt_in", "Iscrizione"
        OPT_IN_PENDING = "opt_in_pending", "Iscrizione da confermare"
        OPT_OUT = "opt_out", "Cancellazione"
        TOPICS_CHANGED = "topics_changed", "Argomenti cambiati"
        ZONES_CHANGED = "zones_changed", "Zone cambiate"
        RECONFIRMED = "reconfirmed", "Iscrizione confermata di nuovo"
        NOTICE_SENT = "notice_sent", "Avviso consegnato"
        PREFERENCE_STOP = "preference_stop", "Stop dalle impostazioni di WhatsApp"
        PREFERENCE_RESUME = "preference_resume", "Ripresa dalle impostazioni di WhatsApp"
        STAFF_OPT_OUT = "staff_opt_out", "Cancellazione fatta dall'ufficio"
        IMPORTED = "imported", "Iscrizione importata"
        NUMBER_CHANGED = "number_changed", "Numero cambiato"
        ERASED = "erased", "Dati cancellati"
        EXPIRED = "expired", "Iscrizione finita senza risposta"
        LIMITED = "limited", "Limitazione (art. 18)"
        UNLIMITED = "unlimited", "Limitazione tolta"

    class Channel(models.TextChoices):
        KEYWORD = "keyword", "Parola scritta"
        BUTTON = "button", "Pulsante"
        DESK = "desk", "Sportello"
        PAPER = "paper", "Modulo cartaceo"
        PEC = "pec", "PEC"
        SYSTEM = "system", "Sistema"

    sequence = models.PositiveBigIntegerField("numero", unique=True)
    event_id = models.UUIDField("evento", default=uuid.uuid4, unique=True)
    kind = models.CharField("che cosa", max_length=20, choices=Kind)
    pseudonym = models.CharField("pseudonimo", max_length=64, db_index=True, blank=True)
    at_whatsapp = models.DateTimeField("ora del messaggio")
    recorded_at = models.DateTimeField("ora di registrazione")
    took_effect = models.BooleanField(
        "ha avuto effetto",
        default=True,
        help_text="No, se nel frattempo era arrivato un messaggio più recente.",
    )
    message_digest = models.CharField("impronta del messaggio", max_length=64, blank=True)
    """Keyed digest of Meta's message id: the id itself holds the number in base64."""
    words = models.CharField("parole scritte", max_length=100, blank=True)
    rule = models.CharField("regola", max_length=40, blank=True)
    rule_version = models.CharField("versione delle regole", max_length=20, blank=True)
    channel = models.CharField("canale", max_length=12, choices=Channel)
    topics = models.JSONField("argomenti", default=list, blank=True)
    """The names of what the person gets from then on: topics; of ZONES_CHANGED the zones, none being all."""
    announcement = models.ForeignKey(
        ServiceText, models.PROTECT, null=True, related_name="+", verbose_name="annuncio"
    )
    notice = models.ForeignKey(
        ServiceText, models.PROTECT, null=True, related_name="+", verbose_name="informativa"
    )
    confirmation = models.ForeignKey(
        ServiceText, models.PROTECT, null=True, related_name="+", verbose_name="conferma"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="operatore"
    )
    reason = models.CharField("motivo", max_length=200, blank=True)
    erases = models.JSONField("eventi svuotati", default=dict, blank=True)
    """The numbers that an "erased" record blanks: {"content": [numbers], "subject": [numbers]}."""
    content_salt = models.CharField(max_length=32, blank=True)
    content_digest = models.CharField(max_length=64)
    subject_salt = models.CharField(max_length=32, blank=True)
    subject_digest = models.CharField(max_length=64)
    previous_hash = models.CharField("impronta dell'evento precedente", max_length=64)
    hash = models.CharField("impronta", max_length=64)
    content_erased_by = models.PositiveBigIntegerField("contenuto svuotato dall'evento", null=True)
    subject_erased_by = models.PositiveBigIntegerField("pseudonimo svuotato dall'evento", null=True)

    objects = ConsentRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "evento di consenso"
        verbose_name_plural = "registro dei consensi"
        permissions = [
            ("export_consentrecord", "Può esportare il registro dei consensi"),
            ("export_numbers", "Può esportare i numeri in chiaro"),
        ]
        ordering = ["-sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["message_digest"], condition=~Q(message_digest=""), name="one_record_per_message"
            )
        ]

    def __str__(self) -> str:
        return f"evento {self.sequence}: {self.get_kind_display()}"


class RegisterHead(ChainHead):
    """The end of the register's chain: one row, locked by the process that appends until it commits."""

    class Meta:
        verbose_name = "fine del registro"
        verbose_name_plural = "fine del registro"

    def __str__(self) -> str:
        return f"registro fino all'evento {self.sequence}"


class Seal(AppendOnly):
    """The ends of register and trail on a day. A copy elsewhere shows whether history was rewritten since."""

    CALLED = "Il registro dei consensi"

    sequence = models.PositiveBigIntegerField("fino all'evento")
    hash = models.CharField("impronta", max_length=64)
    count = models.PositiveBigIntegerField("eventi")
    trail_sequence = models.PositiveBigIntegerField("tracce degli account", null=True)
    trail_hash = models.CharField("impronta delle tracce", max_length=64, null=True)  # noqa: DJ001 (see 0017)
    """None in seals of before the trail was sealed too."""
    sealed_at = models.DateTimeField("fatto")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "attestato"
        verbose_name_plural = "attestati"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"attestato {self.pk}: {self.count} eventi"


class SealLetter(models.Model):
    """A seal that left by e-mail for the Comune's register of documents; one for each time that it was sent."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="letters", verbose_name="attestato")
    sent_at = models.DateTimeField("mandato il")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="mandato da"
    )
    """Nobody, where the service did it by itself."""

    class Meta:
        verbose_name = "attestato mandato al protocollo"
        verbose_name_plural = "attestati mandati al protocollo"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"attestato {self.seal_id} al protocollo"


class RegisterCheck(ChainCheck):
    """One verification of the whole register, and what it found."""

    class Meta(ChainCheck.Meta):
        verbose_name = "verifica del registro"
        verbose_name_plural = "verifiche del registro"


class CheckRequest(models.Model):
    """A colleague wants the register verified now; the worker takes it up, and the check answers it."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="chiesta da"
    )
    asked_at = models.DateTimeField("chiesta il")
    started_at = models.DateTimeField("iniziata", null=True)
    """The moment when a process took it."""
    check_made = models.ForeignKey(
        RegisterCheck, models.CASCADE, null=True, related_name="+", verbose_name="verifica"
    )

    class Meta:
        verbose_name = "verifica chiesta"
        verbose_name_plural = "verifiche chieste"
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"verifica chiesta {self.pk}"
