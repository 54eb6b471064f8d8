"""The steps of a message in words: who did what, and when. The reader is "te"."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db.models import prefetch_related_objects

from broadcasts.launching import approval
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.reporting import sentences
from cascina_whatsapp.accounts.staff_notices.notifying import display_name

from .messages import STEPS, Messages

Step = CampaignEvent.Step
ALONE = {Step.STARTED, Step.FINISHED, Step.CALLED_OFF, Step.TEMPLATE_SUBMITTED}
"""The steps that say no name: nobody in the office took them, or it does not matter who."""
NAMED: dict[str, str] = {
    Step.STARTED: "Invio cominciato",
    Step.FINISHED: "Invio finito",
    Step.APPROVED_OWN: "Approvato senza una seconda persona",
    Step.COPIED: "Copiato",
    Step.REVISED: "Ripreso per correggerlo",
    Step.TO_EVERYBODY: "Deciso che va a tutti gli iscritti",
    Step.TAKEN_BACK: "Annullato prima di partire,",
    Step.RESENT: "Mandato di nuovo a chi non l'aveva ricevuto,",
}
"""The words of a step where its own would not do: before a name, or where nobody may have it yet."""
TYPED = {
    *CampaignEvent.NOTES,
    *(Step.APPROVED, Step.APPROVED_OWN, Step.TO_EVERYBODY, Step.PAUSED, Step.CANCELLED),
    *(Step.AUTHORISED, Step.NOT_AUTHORISED, Step.UNDECLARED),
    *(Step.MESSAGE_CORRECTED, Step.MESSAGE_WITHDRAWN),
}
"""The steps whose note a person types, where a person takes them."""


class Story:
    """The steps of one message; `among`: those with which it is shown, which ask the database together."""

    def __init__(self, campaign: Campaign, among: Messages) -> None:
        self.campaign, self.among = campaign, among
        self.reader, self.now = among.reader, among.now

    def _by(self, person: User | None) -> str:
        if person is None:
            return "dal sistema"
        return "da te" if person == self.reader else f"da {display_name(person)}"

    @cached_property
    def events(self) -> list[CampaignEvent]:
        """The steps as they are stored, the first one first."""
        prefetch_related_objects(self.among.campaigns, STEPS)
        return list(self.campaign.events.all())

    def _last(self, *what: str) -> CampaignEvent | None:
        return next((event for event in reversed(self.events) if event.what in what), None)

    @cached_property
    def sent_back(self) -> CampaignEvent | None:
        """The step with the note on which it was sent back, as long as nobody has asked again."""
        return approval.note_among(self.campaign, self.events)

    @property
    def sent_back_by(self) -> str:
        """The name of who sent it back."""
        by = self.sent_back.by if self.sent_back else None
        return display_name(by) if by else "WhatsApp"

    @property
    def called_off(self) -> str:
        """The sentence that what it announces will not take place, as its source says."""
        return sentences.called_off(self.campaign, self.events, self.now)

    @property
    def words(self) -> str:
        """The text as it will arrive."""
        return self.campaign.service.wording.body if self.campaign.is_service else self.campaign.body

    @cached_property
    def steps(self) -> list[dict[str, Any]]:
        """Write who did what, and when, the newest first."""
        author = self.campaign.author
        first = f"Scritto {self._by(author)}" if author else "Preparato dal sistema"
        told = [{"words": first, "at": self.campaign.created_at}, *map(self._step, self.events)]
        return told[::-1]

    def _step(self, event: CampaignEvent) -> dict[str, Any]:
        words = NAMED.get(event.what, str(event.get_what_display()))
        if event.by and event.what not in ALONE and not words.startswith("WhatsApp"):
            words = f"{words} {self._by(event.by)}"
        is_typed = event.note and event.by and event.what in TYPED
        note = f"«{event.note}»" if is_typed else event.note
        return {"words": words, "at": event.at, "note": note, "overridden": event.overridden}
