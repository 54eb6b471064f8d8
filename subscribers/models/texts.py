"""The texts that the service says by itself, in versions."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from subscribers.rules import languages


class Versions:
    """Every version of some texts, as one query found them: what was in force when, without asking again."""

    def __init__(self, texts: Iterable["ServiceText"]) -> None:
        self.newest_first: defaultdict[str, list[ServiceText]] = defaultdict(list)
        for text in sorted(texts, key=lambda text: -text.version):
            self.newest_first[text.key].append(text)

    def shown(self, key: str, at: datetime) -> "ServiceText | None":
        """The version of `key` that people could read at `at`; None before there was any."""
        return next((text for text in self.newest_first[key] if text.is_used(at)), None)

    def in_force(self, key: str, at: datetime) -> "ServiceText":
        """The version of `key` in force at `at`; the first one, for a moment before there was any.

        Raises ServiceText.DoesNotExist for an unknown key.
        """
        if found := self.shown(key, at):
            return found
        if not self.newest_first[key]:
            raise ServiceText.DoesNotExist(key)
        return self.newest_first[key][-1]

    def answering(self, key: str, at: datetime, language: str) -> "ServiceText":
        """The version of `key` in force at `at` in that language; in Italian, where nobody has translated it."""
        translated = self.shown(languages.key_in(key, language), at) if language else None
        return translated or self.in_force(key, at)


class ServiceTextQuerySet(models.QuerySet["ServiceText"]):
    def versions(self, *keys: str) -> Versions:
        """Read all versions of these texts, from the first to those that are still to come. One query."""
        return Versions(self.filter(key__in=keys))

    def shown(self, key: str, at: datetime) -> "ServiceText | None":
        """Find the version that was shown at a moment: see Versions."""
        return self.versions(key).shown(key, at)

    def in_force(self, key: str, at: datetime) -> "ServiceText":
        """Find the version in force at a moment: see Versions."""
        return self.versions(key).in_force(key, at)

    def answering(self, key: str, at: datetime, language: str) -> "ServiceText":
        """Find the version that answers in a language at a moment: see Versions."""
        return self.versions(key, languages.key_in(key, language)).answering(key, at, language)


class ServiceText(models.Model):
    """A version of something that the service says by itself: an answer, the notice, the announcement.

    A translation is a text of its own, with a key of its own: see `languages`.
    Once in force it is what citizens were told: the database itself refuses to change or delete it.
    """

    key = models.CharField("testo", max_length=40)
    version = models.PositiveIntegerField("versione")
    body = models.TextField("contenuto")
    in_force_from = models.DateTimeField("in vigore dal")
    sha256 = models.CharField("sigla", max_length=64, editable=False)
    """The digest of the body: the register's hashes are made with it, so that a text can't change unseen."""
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="autore",
    )
    note = models.CharField(
        "che cosa cambia",
        max_length=200,
        blank=True,
        help_text="In breve, per chi leggerà la storia di questo testo.",
    )

    objects = ServiceTextQuerySet.as_manager()

    class Meta:
        verbose_name = "testo del servizio"
        verbose_name_plural = "testi del servizio"
        ordering = ["key", "-version"]
        permissions = [("approve_servicetext", "Può mettere in vigore un testo proposto da altri")]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="one_text_per_version")]

    def __str__(self) -> str:
        return f"{self.key}, versione {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a text with the digest of its body."""
        self.sha256 = digest_of(self.body)
        super().save(*args, **kwargs)

    def is_used(self, now: datetime) -> bool:
        """Tell whether the text is, or has been, in force."""
        return self.in_force_from <= now


def digest_of(body: str) -> str:
    """SHA-256 of a text as 64 hexadecimal digits."""
    return hashlib.sha256(body.encode()).hexdigest()
