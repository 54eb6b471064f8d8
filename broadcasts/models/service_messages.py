"""A broadcast about the service alone: the text that says it, what the register learns, and who decided on it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from subscribers.models import ServiceText

from .campaigns import Campaign


class ServiceMessage(models.Model):
    """The words of a broadcast about the service. News has none; what it is for, `purpose`, is the broadcast's."""

    campaign = models.OneToOneField(
        Campaign, models.CASCADE, primary_key=True, related_name="service", verbose_name="messaggio"
    )
    wording = models.ForeignKey(ServiceText, models.PROTECT, related_name="+", verbose_name="testo")
    """The version that says it."""
    notice = models.ForeignKey(
        ServiceText, models.PROTECT, null=True, related_name="+", verbose_name="informativa"
    )
    """The version of the privacy notice that a recorded message tells of, or leads to."""
    as_of = models.DateTimeField("a chi tocca dal", null=True)
    """The moment at which a recorded message's recipients are chosen."""
    told = models.PositiveIntegerField("nel registro", default=0, db_default=0)
    """The people of whom the register knows that a recorded message reached them."""
    details = models.JSONField("dati dell'avviso", default=dict)
    """The details that a pause or an order of Agcom tells, by variable; days as "2026-12-24"."""

    class Meta:
        verbose_name = "avviso sul servizio"
        verbose_name_plural = "avvisi sul servizio"
        constraints = [
            models.CheckConstraint(
                condition=Q(notice__isnull=True, as_of__isnull=True)
                | Q(notice__isnull=False, as_of__isnull=False),
                name="service_message_notice_with_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"testo del messaggio {self.pk}"

    @property
    def notice_told(self) -> ServiceText:
        """The privacy notice of what the register learns. Raises ServiceText.DoesNotExist for anything else."""
        if self.notice is None:
            raise ServiceText.DoesNotExist
        return self.notice


def has_its_words() -> Q:
    """The condition that a broadcast is news, or that the texts that its purpose needs are there.

    No constraint of the database spans the two tables. Every step towards citizens asks this in the statement that
    takes it: a broadcast without its texts remains a draft.
    """
    texts = ServiceMessage.objects.filter(campaign=OuterRef("pk"))
    recorded = Q(purpose__in=Campaign.RECORDED)
    return (
        Q(purpose=Campaign.Purpose.NEWS)
        | (recorded & Exists(texts.filter(notice__isnull=False)))
        | (~recorded & Exists(texts))
    )


def has_words(campaign: Campaign) -> bool:
    """Tell whether a broadcast has the row with its words, which only one about the service needs."""
    return not campaign.is_service or hasattr(campaign, "service")


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
