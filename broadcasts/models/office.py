"""The hours in which broadcasts may leave, the office as these rows describe it today, and its ready texts."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from broadcasts.rules.office_hours import Closure as ClosedDays
from broadcasts.rules.office_hours import Interval, OfficeCalendar
from cascina_whatsapp.presentation.formatting.dates import clock, day_in_words
from cascina_whatsapp.presentation.once import once_a_page
from subscribers.models import Topic
from subscribers.models.people import NATURES

from .campaigns import Campaign


class OfficeHours(models.Model):
    """One interval of a weekday in which broadcasts may leave (Europe/Rome)."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "lunedì"
        TUESDAY = 1, "martedì"
        WEDNESDAY = 2, "mercoledì"
        THURSDAY = 3, "giovedì"
        FRIDAY = 4, "venerdì"
        SATURDAY = 5, "sabato"
        SUNDAY = 6, "domenica"

    weekday = models.PositiveSmallIntegerField("giorno", choices=Weekday)
    opens = models.TimeField("dalle")
    closes = models.TimeField("alle")
    in_force_from = models.DateTimeField(null=True, editable=False)
    in_force_until = models.DateTimeField(null=True, editable=False)
    """The moments between which they count, the second excluded; None: always. See launching.office."""

    class Meta:
        verbose_name = "orario d'ufficio"
        verbose_name_plural = "orari d'ufficio"
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=models.F("opens")),
                name="closes_after_it_opens",
                violation_error_message="L'orario di chiusura deve venire dopo quello di apertura.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {clock(self.opens)}-{clock(self.closes)}"


class Closure(models.Model):
    """Days on which the office is closed, beside holidays and weekdays without hours."""

    first = models.DateField("dal")
    last = models.DateField("al")
    reason = models.CharField("motivo", max_length=100)

    class Meta:
        verbose_name = "chiusura"
        verbose_name_plural = "chiusure"
        ordering = ["-first"]

    def __str__(self) -> str:
        return f"{self.reason} ({day_in_words(self.first)} – {day_in_words(self.last)})"

    def clean(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise ValidationError({"last": "L'ultimo giorno non può venire prima del primo."})


def hours_of(campaign: Campaign) -> OfficeCalendar | None:
    """Return the hours that a broadcast keeps to; None of an urgent one, which waits for no opening."""
    return None if campaign.is_urgent else current_calendar()


@once_a_page
def current_calendar() -> OfficeCalendar:
    """The hours and closures of this moment. Two queries, once a page."""
    return OfficeCalendar(
        intervals=tuple(
            Interval(
                weekday=row.weekday,
                opens=row.opens,
                closes=row.closes,
                since=row.in_force_from,
                until=row.in_force_until,
            )
            for row in OfficeHours.objects.all()
        ),
        closures=tuple(
            ClosedDays(first=row.first, last=row.last, reason=row.reason) for row in Closure.objects.all()
        ),
    )


class ReadyText(models.Model):
    """A broadcast that is half written, with gaps to fill: see rules.words.placeholders. Kept by who approves."""

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
