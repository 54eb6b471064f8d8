"""Words that come back: texts of the office from which a broadcast begins."""

from django.db import models

from subscribers.models import Topic
from subscribers.rules.natures import NATURES


class ReadyText(models.Model):
    """A broadcast that is half written, with gaps to fill: see rules.placeholders. Kept by who approves."""

    name = models.CharField(
        "nome", max_length=40, unique=True, help_text="Come si sceglie: per esempio «Via chiusa»."
    )
    title = models.CharField("titolo", max_length=200)
    body = models.TextField(
        "testo",
        help_text="Ciò che cambia ogni volta va fra parentesi quadre: «Da [giorno] via [via] è chiusa». Nessuno può "
        "chiedere l'approvazione finché ne resta una.",
    )
    link = models.URLField(
        "collegamento", max_length=200, blank=True, help_text="Si può lasciare vuoto: lo sceglie chi scrive."
    )
    topics = models.ManyToManyField(Topic, verbose_name="argomenti", blank=True, related_name="+")
    as_invitation = models.BooleanField("che cosa è", default=False, db_default=False)
    """True where what begins with it invites, though its topics are for notices: as of a broadcast."""
    position = models.PositiveSmallIntegerField(
        "posto", default=0, help_text="In quale ordine si scelgono: prima i più bassi."
    )

    class Meta:
        verbose_name = "testo pronto"
        verbose_name_plural = "testi pronti"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_invitation(self) -> bool:
        """Tell whether a broadcast that begins with this text is an invitation, unless its writer changes it."""
        return self.as_invitation or any(topic.is_invitation for topic in self.topics.all())

    @property
    def nature(self) -> str:
        """The nature of the text in a word: "Avviso" or "Invito"."""
        return NATURES[self.is_invitation]
