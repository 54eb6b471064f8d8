"""The posts that arrived at the webhook, until they have been processed."""

from typing import Self

from django.db import models, transaction

from cascina_whatsapp.security.encryption.fields import EncryptedBinaryField
from cascina_whatsapp.security.named import Named


class Priority(models.IntegerChoices):
    """The order in which posts are dealt with, when many wait."""

    FIRST = 0, "Subito"
    """Somebody wants to leave."""
    USUAL = 1, "Normale"
    LAST = 2, "Per ultimo"
    """Somebody, or some machine, writes without end."""


Slice = tuple[bytes, Priority]
"""A slice: what one post is to hold, a body or a part of one that is a body by itself; and its priority."""


class WebhookPostQuerySet(models.QuerySet["WebhookPost"]):
    def leaving(self) -> Self:
        """Posts by which somebody wants to leave, in the order in which they came."""
        return self.filter(priority=Priority.FIRST).order_by("pk")

    def others(self) -> Self:
        """Select all posts but those of the first priority, by priority, then in the order in which they came."""
        return self.filter(priority__gt=Priority.FIRST).order_by("priority", "pk")


class WebhookPost(Named):
    """A body from Meta, signature proven, or a slice of one that says many things, encrypted.

    Gone as soon as it has been processed. A body that says one thing is kept byte for byte.
    """

    body = EncryptedBinaryField("contenuto")
    received_at = models.DateTimeField("ricevuto", auto_now_add=True)
    priority = models.PositiveSmallIntegerField(
        "turno", choices=Priority, default=Priority.USUAL, db_default=Priority.USUAL
    )

    objects = WebhookPostQuerySet.as_manager()

    class Meta:
        verbose_name = "notifica in attesa"
        verbose_name_plural = "notifiche in attesa"
        indexes = [models.Index(fields=["priority", "id"], name="post_by_priority")]


class DeadLetter(Named):
    """A dead letter: an event that could not be processed, kept for a person to look at, then to try again or drop.

    `body` is a webhook body that holds this event alone; it may hold personal data, so nobody is shown it and
    it goes after SET_ASIDE_DAYS.
    """

    body = EncryptedBinaryField("contenuto")
    kind = models.CharField("tipo", max_length=60)
    error = models.CharField("errore", max_length=300)
    at = models.DateTimeField("quando", auto_now_add=True)
    received_at = models.DateTimeField("ricevuta", null=True)
    """The moment when Meta had posted it, by our clock: a message counts as written no later."""

    class Meta:
        verbose_name = "notifica da controllare"
        verbose_name_plural = "notifiche da controllare"
        ordering = ["-pk"]
        permissions = [("retry_deadletter", "Può far riprovare una notifica")]

    @transaction.atomic
    def retry(self) -> None:
        """Put the event back among the posts, for the next tick. It was received when it was received."""
        post = WebhookPost.objects.create(body=self.body)
        if self.received_at:
            WebhookPost.objects.filter(pk=post.pk).update(received_at=self.received_at)
        self.delete()


class Heartbeat(models.Model):
    """A sign of life: when the worker last looked for something to do ("tick"), and Meta last wrote ("webhook").

    `since`: of the tick, since when it has come without a gap; of the webhook, the last moment at which the webhook
    may have been out of reach without our knowing it, None if never. See `liveness`.
    """

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    database = models.CharField(max_length=80, blank=True, default="", db_default="")
    """The mark of the database that the tick was written in; a restored copy has another."""

    class Meta:
        verbose_name = "segno di vita"
        verbose_name_plural = "segni di vita"

    def __str__(self) -> str:
        return self.name
