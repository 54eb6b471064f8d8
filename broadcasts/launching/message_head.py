"""The standing of a broadcast for who reads it: its state in a sentence, and the steps that led to it.

The reader is "te" in both.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import User

from broadcasts.content import custom_template
from broadcasts.content.authorship import writers
from broadcasts.elections.position import Position
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.models.office import current_calendar
from broadcasts.reporting.wording.standings import Standing, standing_of, words_of
from broadcasts.rules import start_window
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders
from cascina_whatsapp.presentation.formatting.dates import (
    at_clock,
    brief_day,
    clock,
    day_of,
    from_moment,
    in_a_sentence,
    when,
)

from . import approval, undo_window

S, Step = Standing, CampaignEvent.Step
ALONE = {Step.STARTED, Step.FINISHED, Step.CALLED_OFF, Step.TEMPLATE_SUBMITTED}
"""The steps that say no name: nobody in the office took them, or it does not matter who."""
DOTS = {"quiet": "", "warn": "wait", "busy": "go", "err": "bad", "ok": "ok"}
"""Tone of a badge → class of the dot (newsroom.css)."""
NAMED: dict[str, str] = {
    Step.APPROVED_OWN: "Approvato senza una seconda persona",
    Step.COPIED: "Copiato",
    Step.REVISED: "Ripreso per correggerlo",
    Step.TO_EVERYBODY: "Deciso che va a tutti gli iscritti",
    Step.TAKEN_BACK: "Annullato prima di partire,",
    Step.RESENT: "Mandato di nuovo a chi non l'aveva ricevuto,",
}
"""The words before a name, where the step's own would not bear one."""
BY_ITSELF = "dal sistema"
TYPED = {
    *CampaignEvent.NOTES,
    Step.APPROVED,
    Step.APPROVED_OWN,
    Step.TO_EVERYBODY,
    Step.PAUSED,
    Step.CANCELLED,
    Step.AUTHORISED,
    Step.NOT_AUTHORISED,
    Step.UNDECLARED,
    Step.MESSAGE_CORRECTED,
    Step.MESSAGE_WITHDRAWN,
}
"""The steps whose note a person types, where a person takes them."""


@dataclass(frozen=True)
class Said:
    """One step in words: who did what, and when."""

    words: str
    at: datetime
    note: str = ""
    """The note that was left with it: within quotation marks if somebody typed it."""
    overridden: str = ""
    """The hours and broadcasts that urgency overrode."""


@dataclass(frozen=True)
class Head:
    """The state of a broadcast for one reader."""

    standing: Standing
    state: str
    tone: str
    """The class of the dot before it."""
    since: str
    """The rest of the sentence: who, when."""
    steps: list[Said]
    """The newest first."""
    sent_back: CampaignEvent | None
    """The step with the note on which it was sent back, as long as nobody has asked again."""
    asked: User | None = None
    """The one person who may approve it, while it waits for them; None where nobody or several may."""


def head_of(
    campaign: Campaign,
    reader: User,
    now: datetime,
    *,
    events: Sequence[CampaignEvent],
    approves: bool = False,
    position: Position | None = None,
    held: int = 0,
    ends: str = "",
) -> Head:
    """Tell how a broadcast stands for this reader. `events`: its steps, the first one first.

    `approves`: they may approve it. `position`: where its declaration stands. `held`: people for whom WhatsApp waits.
    `ends`: when it should be over: "verso le 10:49".
    """
    back = approval.note_among(campaign, events)
    campaign.is_sent_back = back is not None
    standing = standing_of(
        campaign,
        approves=approves,
        is_leaving=undo_window.is_about_to_leave(campaign, now),
        awaits_authority=bool(position and position.is_open and campaign.status == CampaignStatus.APPROVED),
        held=held,
    )
    state, tone = words_of(standing, campaign)
    tone = DOTS[tone]
    found = Since(campaign, reader, now, events, held=held, ends=ends)
    asked = found.approver if standing == S.ASKED else None
    return Head(
        standing, state, tone, found.words(standing), said(campaign, events, reader, now), back, asked
    )


def by_whom(person: User | None, reader: User) -> str:
    """Write who did something: "da te", "da Rita Bianchi", "dal sistema"."""
    if person is None:
        return BY_ITSELF
    return "da te" if person.pk == reader.pk else f"da {display_name(person)}"


def said(campaign: Campaign, events: Iterable[CampaignEvent], reader: User, now: datetime) -> list[Said]:
    """Write the steps of a broadcast, the newest first: the same list in all states."""
    first = f"Scritto {by_whom(campaign.author, reader)}" if campaign.author else "Preparato dal sistema"
    told = [Said(first, campaign.created_at)]
    for event in events:
        words = str(event.get_what_display())
        if event.what not in ALONE and not words.startswith("WhatsApp"):
            words = f"{NAMED.get(event.what, words)} {by_whom(event.by, reader)}" if event.by else words
        told.append(Said(words, event.at, _note(event), event.overridden))
    return told[::-1]


def _note(event: CampaignEvent) -> str:
    """Quote what a person typed; what the service notes of a step stands as it is."""
    is_typed = event.note and event.by_id and event.what in TYPED
    return f"«{event.note}»" if is_typed else event.note


class Since:
    """The words beside a state: each names the moment and the person that count in it."""

    def __init__(
        self,
        campaign: Campaign,
        reader: User,
        now: datetime,
        events: Sequence[CampaignEvent],
        *,
        held: int,
        ends: str,
    ) -> None:
        self.campaign, self.reader, self.now = campaign, reader, now
        self.events, self.held, self.ends = events, held, ends

    def words(self, standing: Standing) -> str:
        """Write the words beside a state; "" where it needs none."""
        tell: dict[Standing, Callable[[], str]] = {
            S.DRAFT: self._drafted,
            S.SENT_BACK: self._returned,
            S.ASKED: self._asked,
            S.TO_APPROVE: self._wanted,
            S.TO_AUTHORISE: self._approved,
            S.LEAVING: self._approved,
            S.SCHEDULED: self._scheduled,
            S.SENDING: self._going,
            S.HELD: self._going,
            S.STOPPED: lambda: self._last(Step.PAUSED),
            S.LATE: lambda: self._last(Step.PAUSED),
            S.KEPT: lambda: self._last(Step.SUSPENDED).removeprefix(f"{BY_ITSELF} "),
            S.SENT: self._span,
            S.CANCELLED: lambda: self._last(Step.CANCELLED),
        }
        return tell[standing]()

    def _moment(self, moment: datetime) -> str:
        return when(moment, self.now)

    def _step(self, *what: str) -> CampaignEvent | None:
        return next((event for event in reversed(self.events) if event.what in what), None)

    def _last(self, what: str) -> str:
        step = self._step(what)
        return f"{by_whom(step.by, self.reader)} {self._moment(step.at)}" if step else ""

    def _drafted(self) -> str:
        author, touched = self.campaign.author, self.campaign.changed_at or self.campaign.created_at
        whose = f"di {display_name(author)}, " if author and author.pk != self.reader.pk else ""
        return f"{whose}toccata {self._moment(touched)}"

    def _returned(self) -> str:
        step = self._step(Step.SENT_BACK)
        if step is None:
            return ""
        author = self.campaign.author
        to = f" a {display_name(author)}" if author and author.pk != self.reader.pk else ""
        by = "da WhatsApp" if step.by is None else by_whom(step.by, self.reader)
        return f"{by}{to}, {self._moment(step.at)}"

    def _asked(self) -> str:
        step = self._step(Step.REVIEW_ASKED)
        if step is None:
            return ""
        name = display_name(self.approver) if self.approver else ""
        to = f" {'ad' if name[:1] in 'Aa' else 'a'} {name}" if name else ""
        return f"chiesta{to} {self._moment(step.at)}"

    @cached_property
    def approver(self) -> User | None:
        """The one person who may approve it; None where nobody or several may."""
        able = holders(f"broadcasts.launch_{'urgent_' if self.campaign.is_urgent else ''}campaign")
        if not settings.APPROVE_OWN_BROADCASTS:
            able = able.exclude(pk__in=writers(self.campaign))
        found = list(able[:2])
        return found[0] if len(found) == 1 else None

    def _wanted(self) -> str:
        step = self._step(Step.REVIEW_ASKED)
        if step is None or step.by is None:
            return ""
        who = "lo chiedi tu" if step.by.pk == self.reader.pk else f"lo chiede {display_name(step.by)}"
        return f"{who}, {self._moment(step.at)}"

    def _approved(self, *, with_moment: bool = True) -> str:
        by, at = self.campaign.approved_by, self.campaign.approved_at
        if by is None:
            return ""
        moment = f" {self._moment(at)}" if at and with_moment else ""
        return f"approvato {by_whom(by, self.reader)}{moment}"

    def _scheduled(self) -> str:
        return ", ".join(filter(None, [self._leaves(), self._approved(with_moment=False)]))

    def _leaves(self) -> str:
        campaign, now = self.campaign, self.now
        if custom_template.awaits_meta(campaign):
            return "parte appena WhatsApp dice di sì"
        calendar = None if campaign.is_urgent else current_calendar()
        leaves = start_window.moment_due(max(campaign.scheduled_for or now, now), calendar)
        if leaves is None:
            return "non parte: nessuna apertura prevista"
        return "parte fra poco" if leaves <= now else f"parte {in_a_sentence(leaves, now)}"

    def _going(self) -> str:
        begun = self.campaign.started_at
        begun_at = from_moment(begun, self.now) if begun else ""
        if self.held:
            return f"{begun_at}, {self.held} {'trattenuto' if self.held == 1 else 'trattenuti'} da WhatsApp"
        return f"{begun_at}, finisce {self.ends}" if self.ends else begun_at

    def _span(self) -> str:
        begun, over = self.campaign.started_at, self.campaign.finished_at
        if begun is None:
            return ""
        if over is None or day_of(begun) != day_of(over) or clock(begun) == clock(over):
            return self._moment(begun)
        return f"{brief_day(begun, self.now)} d{at_clock(begun)} {at_clock(over)}"
