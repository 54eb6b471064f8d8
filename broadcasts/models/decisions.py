"""The decisions about telling people of a new privacy notice."""

from django.conf import settings
from django.db import models

from subscribers.models import ServiceText

from .campaigns import Campaign


class NoticeDecision(models.Model):
    """A decision whether subscribers are told of a version of the privacy notice, by whom, why. Only ever added.

    A material change must be told in a message devoted to it (WP260 rev.01, paragraph 29); that a change is not
    material is for the town hall to show.
    """

    notice = models.ForeignKey(
        ServiceText, models.PROTECT, related_name="+", verbose_name="versione dell'informativa"
    )
    is_material = models.BooleanField(
        "è un cambiamento sostanziale",
        help_text="Sì, se cambia davvero il modo in cui si usano i dati: scopi, chi li riceve, per quanto si "
        "conservano, diritti. Nel dubbio chiedi all'RPD.",
    )
    reason = models.CharField(
        "perché", max_length=300, help_text="Resta come prova della scelta: scrivi che cosa cambia e per chi."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="deciso da"
    )
    at = models.DateTimeField("deciso il")
    campaign = models.OneToOneField(
        Campaign, models.SET_NULL, null=True, related_name="decision", verbose_name="avviso agli iscritti"
    )
    """The draft that it led to; None where nobody is told, or it was deleted before anybody approved it."""

    class Meta:
        verbose_name = "decisione sull'informativa"
        verbose_name_plural = "decisioni sull'informativa"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return (
            f"informativa, versione {self.notice.version}: {'avvisare' if self.is_material else 'non serve'}"
        )
