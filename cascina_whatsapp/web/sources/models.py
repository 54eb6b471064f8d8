"""The pages of the Comune that are read, and what has been seen there."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from broadcasts.models import Campaign
from broadcasts.rules.announced.facts import CALENDAR, FEED
from cascina_whatsapp.security.encryption.fields import EncryptedJSONField, EncryptedTextField
from cascina_whatsapp.security.outside_sites.fetching import ETAG_MOST, MODIFIED_MOST
from subscribers.models import Topic


class SourceQuerySet(models.QuerySet["Source"]):
    def due(self, now: datetime) -> Self:
        """Select the sources that are due, the longest overdue first; paused ones only where somebody asked."""
        wanted = Q(is_active=True) | Q(asked_at__isnull=False)
        return self.filter(wanted, next_read_at__lte=now).order_by("next_read_at", "pk")

    def ask(self, now: datetime) -> int:
        """Ask for sources to be read at once, whenever they are due: the next tick does it."""
        return self.update(asked_at=now, next_read_at=now)


class Source(models.Model):
    """A feed (RSS, Atom) or a calendar (iCal) of the Comune's. Read by `polling` alone."""

    class Kind(models.TextChoices):
        """The kind of file that was found."""

        NONE = "", "Non ancora letta"
        FEED = FEED, "Notizie"
        CALENDAR = CALENDAR, "Calendario"

    name = models.CharField(
        "nome", max_length=60, help_text="Lo leggerà chi scrive, accanto alla bozza: «sito del Comune»."
    )
    address = EncryptedTextField(
        "indirizzo",
        help_text="Di una pagina del sito, o del file che chiama «RSS», «Atom», «iCal»: comincia con https://.",
    )
    """Encrypted, since whoever knows the address of some calendars reads them."""
    page = EncryptedTextField("pagina", blank=True, default="", db_default="", editable=False)
    """The address that was entered, where that was a page, which announces the real one."""
    found_as = models.CharField(max_length=80, blank=True, default="", db_default="", editable=False)
    """The name that the page has for it."""
    offered = EncryptedJSONField(default=list, db_default=[], editable=False)
    """The addresses that an entered page announces: `address` and `name` of each, until one is chosen."""
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="+",
        verbose_name="argomenti",
        help_text="Già scelti in ogni bozza; chi la prende in carico può cambiarli.",
    )
    is_active = models.BooleanField(
        "si legge", default=True, help_text="Senza il segno è in pausa: non nascono bozze."
    )
    kind = models.CharField("che cos'è", max_length=10, choices=Kind, blank=True, default="", editable=False)
    etag = models.CharField(max_length=ETAG_MOST, blank=True, default="", editable=False)
    last_modified = models.CharField(max_length=MODIFIED_MOST, blank=True, default="", editable=False)
    """Both as the site told them with the last file of which nothing waits: RFC 9110, 8.8."""
    first_read_at = models.DateTimeField("letta la prima volta", null=True, editable=False)
    """The moment of the first reading: what was there by then is only remembered."""
    last_read_at = models.DateTimeField("letta", null=True, editable=False)
    """Or tried to."""
    asked_at = models.DateTimeField("chiesta", null=True, editable=False)
    """Since when somebody waits for a reading that is not over; None where nobody does."""
    next_read_at = models.DateTimeField("si rilegge", default=timezone.now, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    """The failures in a row."""
    problem = models.CharField("che cosa non va", max_length=300, blank=True, default="", editable=False)
    found = models.PositiveIntegerField(default=0, editable=False)
    """Announcements in the file, when it was read last."""
    waiting = models.PositiveIntegerField(default=0, editable=False)
    """New ones that were too many for one reading: the next ones propose them."""

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = "fonte"
        verbose_name_plural = "fonti"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class SeenItem(models.Model):
    """An item that a source announced, by a digest of its name there: it becomes a draft once at the most.

    It stays when a person deletes the draft, so that what was turned down does not come back.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="seen", verbose_name="fonte")
    digest = models.CharField("impronta", max_length=64)
    """broadcasts.rules.announced.items.Item.digest."""
    is_proposed = models.BooleanField("proposta", default=False)
    """True where it became a draft; otherwise it was there before, or no news any more."""
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, related_name="+", verbose_name="messaggio"
    )
    seen_at = models.DateTimeField("vista il")
    called_off_at = models.DateTimeField("annullata il", null=True, editable=False)
    """The moment when people were told that what became a draft is called off; None: it is not, or was none."""

    class Meta:
        verbose_name = "novità di una fonte"
        verbose_name_plural = "novità delle fonti"
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="an_item_is_seen_once")]
        indexes = [
            models.Index(fields=["source", "is_proposed", "-seen_at"], name="latest_drafts_of_a_source")
        ]

    def __str__(self) -> str:
        return f"novità di una fonte {self.pk}"
