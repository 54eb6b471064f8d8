"""The departure of a message as things stand: one answer for every page, list and letter, and its words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from broadcasts import hooks
from broadcasts.content import custom_template
from broadcasts.models import Campaign
from broadcasts.models.office import hours_of
from broadcasts.reporting.progress import Outlook, outlook
from broadcasts.reporting.situation import Situation
from broadcasts.rules import start_window
from broadcasts.rules.office_hours import OfficeCalendar
from cascina_whatsapp.presentation.formatting.dates import about, when

from . import undo_window

ONCE_READ = "appena WhatsApp dice di sì"
NEVER = "nessuna apertura prevista"


@dataclass(frozen=True)
class Departure:
    """The departure of one message, or what it would be at another moment.

    It minds the minute for thinking again, the office's hours unless it is urgent, and what slices say; other
    messages and WhatsApp's daily limit may keep it longer.
    """

    campaign: Campaign
    now: datetime
    at: datetime | None = None
    among: Collection[Campaign] = ()
    """The messages of its page, of which the same is asked together."""

    @property
    def earliest(self) -> datetime:
        """The moment before which it does not leave: who approves or moves it may think again for a minute."""
        is_decided = self.at is None and not self.campaign.is_unapproved
        return self.now if is_decided else undo_window.earliest_start(self.now)

    @property
    def asked(self) -> datetime:
        """The moment that was chosen, or the earliest one."""
        return max(self.at or self.campaign.scheduled_for or self.now, self.earliest)

    @cached_property
    def due(self) -> datetime | None:
        """The moment at which it leaves; None where no opening is foreseen."""
        return start_window.moment_due(self.asked, self.hours)

    @cached_property
    def hours(self) -> OfficeCalendar | None:
        return hours_of(self.campaign)

    @property
    def is_soon(self) -> bool:
        """Tell whether it waits for no hour."""
        return self.due == self.earliest

    @cached_property
    def kept(self) -> str:
        """Say what keeps it then, beside the hours; "" where nothing does."""
        told = (ask(self.campaign, self.among, self.due, self.now) for ask in hooks.KEPT if self.due)
        return next(filter(None, told), "")

    def outlook(self, known: Situation) -> Outlook:
        """Foresee how long it takes, as things stand."""
        return outlook(self.campaign, known, self.asked, self.now)

    def in_a_row(self, soon: str) -> str:
        """Write it in a row: "domani alle 9:00"; `soon`: the words for what waits for no hour."""
        if self.kept:
            return self.kept
        if self.due is None:
            return NEVER
        if self.is_soon:
            return ONCE_READ if custom_template.awaits_meta(self.campaign) else soon
        return when(self.due, self.now)

    @property
    def in_words(self) -> str:
        """Write it as a sentence, with the reason where the office moves it: "parte domani alle 9:00"."""
        if self.kept:
            return f"{self.kept[0].lower()}{self.kept[1:]}"
        awaits = custom_template.awaits_meta(self.campaign)
        if awaits and self.asked <= undo_window.earliest_start(self.now):
            return f"parte {ONCE_READ}"
        if self.is_soon:
            return f"parte {'appena approvato' if self.campaign.is_unapproved else 'fra poco'}"
        words = start_window.departure_in_words(self.asked, self.hours, self.now)
        return f"{words}, se WhatsApp ha detto di sì" if awaits else words

    def foreseen(self, planned: Outlook) -> str:
        """Write the same with what else is foreseen: what goes before it, and when it is over."""
        first, behind = planned.leaves, ""
        if first and self.due and first > self.due:
            behind = f"comincia {about(first, self.now)}, dopo gli altri messaggi"
        ends = start_window.end_in_words(planned.leaves, planned.ends, self.now)
        return ", ".join(filter(None, [self.in_words, *([] if self.kept else [behind, ends])]))
