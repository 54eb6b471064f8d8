"""New words of a text, or a topic, on their way: one colleague proposes, another lets them come into force."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .people import Topic


class Proposal(models.Model):
    """The part that every proposal has: who proposed it when, and who decided on it."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Da approvare"
        APPROVED = "approved", "Approvata"
        REFUSED = "refused", "Rimandata"
        WITHDRAWN = "withdrawn", "Ritirata"

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="proposta da"
    )
    proposed_at = models.DateTimeField("proposta il")
    outcome = models.CharField("esito", max_length=10, choices=Outcome, default=Outcome.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="decisa da"
    )
    decided_at = models.DateTimeField("decisa il", null=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]
        default_permissions = ()


class TextProposal(Proposal):
    """A version that somebody proposes. Becomes a ServiceText by a second person's hand; see texts.proposing."""

    key = models.CharField("testo", max_length=40)
    body = models.TextField("contenuto")
    note = models.CharField("che cosa cambia", max_length=200)
    starts = models.DateTimeField("in vigore dal", null=True)
    """None: as soon as it is approved."""
    seen = models.CharField(max_length=64)
    """The state of the text's versions for whoever proposed: see texts.seen."""

    class Meta(Proposal.Meta):
        verbose_name = "testo proposto"
        verbose_name_plural = "testi proposti"
        permissions = [("approve_servicetext", "Può mettere in vigore un testo proposto da altri")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(outcome="open"), name="one_open_proposal_per_text"
            )
        ]

    def __str__(self) -> str:
        return f"testo proposto {self.pk}: {self.key}"


class TopicChange(Proposal):
    """A new topic, or other values of one, that somebody proposes; see texts.topic_changes."""

    topic = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="+", verbose_name="argomento")
    """None: a new one."""
    changes = models.JSONField("che cosa cambia")
    """Names of the topic's fields → their values once it is approved."""

    class Meta(Proposal.Meta):
        verbose_name = "argomento proposto"
        verbose_name_plural = "argomenti proposti"
        permissions = [("approve_topic", "Può mettere in vigore un argomento proposto da altri")]
        constraints = [
            models.UniqueConstraint(
                fields=["topic"], condition=Q(outcome="open"), name="one_open_change_per_topic"
            )
        ]

    def __str__(self) -> str:
        return f"argomento proposto {self.pk}"
