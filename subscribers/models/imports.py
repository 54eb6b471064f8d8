"""People who agreed on paper or elsewhere, on their way in: a second person has to confirm them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cascina_whatsapp.security.encryption.fields import EncryptedTextField

from .register import ConsentRecord


class ImportBatch(models.Model):
    """One uploaded list. Its rows are kept only until somebody decides; the batch itself stays as a trace."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Da confermare"
        CONFIRMED = "confirmed", "Confermato"
        REFUSED = "refused", "Respinto"
        EXPIRED = "expired", "Scaduto"

    file_name = models.CharField("file", max_length=100)
    note = models.CharField(
        "da dove viene", max_length=200, help_text="Per esempio: moduli raccolti allo sportello a ottobre."
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="caricato da"
    )
    uploaded_at = models.DateTimeField("caricato il")
    count = models.PositiveIntegerField("persone")
    status = models.CharField("stato", max_length=10, choices=Status, default=Status.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="deciso da"
    )
    decided_at = models.DateTimeField("deciso il", null=True)
    refusal = models.CharField("che cosa non torna", max_length=200, blank=True, default="", db_default="")
    """The reason of who refused it, which the uploader reads."""

    class Meta:
        verbose_name = "elenco di moduli di carta"
        verbose_name_plural = "moduli di carta"
        ordering = ["-pk"]
        permissions = [
            ("import_subscriber", "Può caricare un elenco di iscritti"),
            ("confirm_import", "Può confermare un elenco caricato da altri"),
        ]

    def __str__(self) -> str:
        return f"importazione {self.pk}"


class ImportRow(models.Model):
    """One person of a batch, with the proof that they agreed."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name="importazione")
    phone = EncryptedTextField("numero")
    pseudonym = models.CharField("pseudonimo", max_length=64, blank=True, db_default="", editable=False)
    """The pseudonym of the number: by it the row is found again, and is in its list once."""
    agreed_at = models.DateTimeField("data del consenso")
    channel = models.CharField("canale", max_length=12, choices=ConsentRecord.Channel)
    reference = EncryptedTextField("riferimento della prova")

    line: int
    """The line of its file, while this is being read: not in the database."""

    class Meta:
        verbose_name = "persona da iscrivere"
        verbose_name_plural = "persone da iscrivere"
        ordering = ["pk"]
        permissions = [
            ("unmask_importrow", "Può vedere in chiaro un numero di un elenco da confermare, con un motivo")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "pseudonym"], condition=~Q(pseudonym=""), name="one_import_row_per_person"
            )
        ]
        indexes = [models.Index(fields=["pseudonym"], name="import_row_by_person")]

    def __str__(self) -> str:
        return f"persona {self.pk} dell'importazione {self.batch_id}"
