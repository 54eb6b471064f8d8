"""The columns that a broadcast keeps of the event that it announces, of the button that opens a page, of zones."""

from datetime import date, time
from typing import Any

from django.db import models
from django.utils.functional import cached_property

from broadcasts.rules.occasions import NAMES, PLACE_MOST, Occasion
from broadcasts.rules.words import page_buttons
from subscribers.models import Zone

OCCASION = tuple(f"occasion_{name}" for name in NAMES)
"""The columns of the event."""


class WithOccasion(models.Model):
    """The part of a broadcast's row that is its event, if it announces one. Days and hours are Cascina's."""

    occasion_begins = models.DateField("giorno in cui comincia l'evento", null=True, blank=True)
    occasion_begins_at = models.TimeField("ora in cui comincia l'evento", null=True, blank=True)
    """None: it lasts whole days."""
    occasion_ends = models.DateField("giorno in cui finisce l'evento", null=True, blank=True)
    """The event's last day; None: the day on which it begins."""
    occasion_ends_at = models.TimeField("ora in cui finisce l'evento", null=True, blank=True)
    occasion_place = models.CharField(
        "luogo dell'evento", max_length=PLACE_MOST, blank=True, default="", db_default=""
    )

    class Meta:
        abstract = True

    @property
    def occasion(self) -> Occasion:
        """The event; without a day there is none, and a draft may hold half of one."""
        return Occasion(**{name: getattr(self, column) for name, column in zip(NAMES, OCCASION, strict=True)})


def columns_of(occasion: Occasion) -> dict[str, date | time | str | None]:
    """Map the columns that a broadcast has for an event to their values."""
    found: dict[str, Any] = {f"occasion_{name}": getattr(occasion, name) for name in NAMES}
    return found


class WithPageButton(models.Model):
    """The part of a broadcast's row that is its page button."""

    button_link = models.URLField(
        "indirizzo del pulsante", max_length=500, blank=True, default="", db_default=""
    )
    """The address that the button opens, exactly as its writer gave it; "" without such a button."""
    button_label = models.CharField(
        "parole del pulsante", max_length=60, blank=True, default="", db_default=""
    )
    """ "": the standard words, page_buttons.LABEL. A draft may hold more than may leave."""

    class Meta:
        abstract = True

    @property
    def has_page_button(self) -> bool:
        """Tell whether a broadcast leaves with a page button: an alert has none; one that has begun keeps it."""
        campaign: Any = self  # of which this is a part
        return bool(self.button_link) and bool(campaign.started_at or not campaign.has_alert_topic)

    @property
    def page_label(self) -> str:
        """The words on the page button; "" without one."""
        return (self.button_label or page_buttons.LABEL) if self.has_page_button else ""

    @property
    def page_in_words(self) -> str:
        """The page behind a button in words, where no button can be: "Prenota: https://…"; "" without a page."""
        return f"{self.page_label}: {self.button_link}" if self.has_page_button else ""


class WithZones(models.Model):
    """The columns of the parts of the town that a broadcast is about."""

    zones = models.ManyToManyField(Zone, verbose_name="zone", related_name="+", blank=True)
    """None: all of them. Read them as `chosen_zones`, who gets it as `audience`."""
    keeps_to_zones = models.BooleanField(default=False, db_default=False, editable=False)
    """True where whoever approved an alert wants it to reach its zones alone: otherwise it goes beyond them."""

    class Meta:
        abstract = True

    @cached_property
    def chosen_zones(self) -> list[Zone]:
        """The zones of a broadcast in order. A form puts here those that were ticked; drafting.py stores them."""
        return list(self.zones.all()) if self.pk else []

    @property
    def zone_names(self) -> list[str]:
        return [zone.name for zone in self.chosen_zones]
