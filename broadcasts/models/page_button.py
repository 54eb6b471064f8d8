"""The columns that a broadcast keeps of the button that opens a page, beside the one to leave."""

from typing import Any

from django.db import models

from broadcasts.rules import page_buttons


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
