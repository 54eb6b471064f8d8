"""Exports of the register: each one is a row, so that the data-protection officer sees them all."""

from django.conf import settings
from django.db import models

from cascina_whatsapp.security.encryption.fields import EncryptedTextField


class RegisterExport(models.Model):
    """An export of the register: who took which part away, when, why, and what the file was.

    The file goes after some days; the row stays.
    """

    class Format(models.TextChoices):
        CSV = "csv", "Dati (CSV)"
        FOR_EXCEL = "ecsv", "Per Excel (CSV)"
        XLSX = "xlsx", "Per Excel (XLSX)"

    OFFERED = (Format.CSV, Format.XLSX)
    """FOR_EXCEL is of earlier versions."""

    class Status(models.TextChoices):
        QUEUED = "queued", "In coda"
        RUNNING = "running", "In corso"
        DONE = "done", "Pronta"
        FAILED = "failed", "Non riuscita"
        DISCARDED = "discarded", "File eliminato"

    format = models.CharField("formato", max_length=4, choices=Format, default=Format.CSV)
    filters = models.JSONField("filtri", default=dict)
    with_numbers = models.BooleanField("con i numeri in chiaro", default=False)
    reason = models.CharField("perché", max_length=200)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="chiesta da"
    )
    requested_at = models.DateTimeField("chiesta il")
    status = models.CharField("stato", max_length=10, choices=Status, default=Status.QUEUED)
    total = models.PositiveBigIntegerField("eventi", default=0)
    done = models.PositiveBigIntegerField("eventi scritti", default=0)
    started_at = models.DateTimeField("iniziata", null=True)
    finished_at = models.DateTimeField("finita", null=True)
    file = models.FileField("file", upload_to="exports/%Y/%m/", blank=True)
    file_key = EncryptedTextField("chiave del file", blank=True, default="", db_default="", editable=False)
    """The file is encrypted with it alone (`encryption.files`); empty: a version before wrote it, in clear."""
    sha256 = models.CharField("impronta del file", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("byte", default=0)
    head_sequence = models.PositiveBigIntegerField("registro fino all'evento", default=0)
    head_hash = models.CharField("impronta della catena", max_length=64, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="autorizzata da"
    )
    """The second person of an export with numbers (`exporting.releasing`); before them nobody has the file."""
    released_at = models.DateTimeField("autorizzata il", null=True)
    problem = models.CharField("problema", max_length=200, blank=True)

    class Meta:
        verbose_name = "esportazione"
        verbose_name_plural = "esportazioni del registro"
        ordering = ["-pk"]
        permissions = [
            ("release_registerexport", "Può autorizzare un'esportazione con i numeri chiesta da altri")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_by=None) | ~models.Q(released_by=models.F("requested_by")),
                name="register_export_by_two",
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(status="queued"), name="register_export_due")
        ]

    def __str__(self) -> str:
        return f"esportazione {self.pk}"

    @property
    def shown(self) -> list[object]:
        """List what somebody reads before they release it; how far the file is written is none of it."""
        return [self.pk, self.requested_by_id, self.reason, self.filters, self.with_numbers, self.total]

    @property
    def waits(self) -> bool:
        """Tell whether a second person has still to release it."""
        return self.with_numbers and self.released_by_id is None
