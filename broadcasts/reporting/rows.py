"""The rows of the list of broadcasts: those that have to leave, the next one first, then those that have left."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadcasts.audience import sizes
from broadcasts.content import validation
from broadcasts.limits import daily_limit
from broadcasts.models import Campaign
from broadcasts.models.office import current_calendar
from broadcasts.rules.start_window import moment_due
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import until, when
from subscribers.models import Topic

from .progress.ends import foreseen
from .progress.progress import Progress, progress_of_all
from .wording import sentences

C = CampaignStatus
NAMED_AT_MOST = 2
"""Topics of one broadcast in the list."""
DECIDED = (C.PAUSED, C.SUSPENDED, C.CANCELLED)
"""The states that somebody's decision began, whose moment the row tells."""
TO_LEAVE, GONE = "Da far partire", "Partiti"


@dataclass(frozen=True)
class Waiting:
    """The broadcasts, by their ids, that wait for the list's reader, or are about to leave."""

    to_approve: Collection[int] = ()
    to_authorise: Collection[int] = ()
    leaving: Collection[int] = ()
    """Those in their minute to think again."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One broadcast in the list, each fact once."""

    campaign: Campaign
    state: str
    tone: str
    """The tone of the state's badge."""
    when: str
    people: str
    """Whom it reaches: "487 persone", "312 di 465", "440 su 441 · letti 58 %"."""
    done: int
    total: int
    """More than 0 where a bar shows how far it is."""
    to_whom: str


def groups_of(campaigns: Sequence[Campaign], waiting: Waiting, now: datetime) -> list[dict[str, Any]]:
    """Sort the broadcasts of a page under their headings. A dozen queries, however many they are.

    They come in the list's order, with `decided_at` and `is_sent_back` annotated.
    """
    facts = _Facts(campaigns, waiting, now)
    groups: dict[str, list[Row]] = {TO_LEAVE: [], GONE: []}
    for campaign in campaigns:
        groups[GONE if campaign.status in CAMPAIGN_OVER else TO_LEAVE].append(facts.row(campaign))
    return [{"heading": heading, "rows": rows} for heading, rows in groups.items() if rows]


class _Facts:
    """The facts that several rows need, each asked once for all of them."""

    def __init__(self, campaigns: Sequence[Campaign], waiting: Waiting, now: datetime) -> None:
        self.waiting, self.now = waiting, now
        self.calendar = current_calendar()
        self.progress = progress_of_all(campaigns)
        self.sizes = sizes(one for one in campaigns if _is_to_count(one, self.progress[one.pk]))
        self.names = short_names(Topic.objects.values_list("pk", "name"))
        self.ends = self._ends() if any(one.status == C.SENDING for one in campaigns) else {}

    def row(self, campaign: Campaign) -> Row:
        """Tell one broadcast."""
        so_far = self.progress[campaign.pk]
        state, tone = sentences.state(
            campaign,
            approves=campaign.pk in self.waiting.to_approve,
            is_leaving=campaign.pk in self.waiting.leaving,
            awaits_authority=campaign.pk in self.waiting.to_authorise,
            held=so_far.held,
        )
        has_bar = campaign.status in sentences.STILL_OUT
        return Row(
            campaign=campaign,
            state=state,
            tone=tone,
            when=self._when(campaign),
            people=self._people(campaign, so_far),
            done=so_far.done if has_bar else 0,
            total=so_far.total if has_bar else 0,
            to_whom=to_whom(campaign, self.names),
        )

    def _people(self, campaign: Campaign, so_far: Progress) -> str:
        if not campaign.by_whatsapp:
            return "senza WhatsApp"
        if campaign.pk in self.sizes:
            return sentences.people(self.sizes[campaign.pk])
        return sentences.so_far_or_result(campaign.status, so_far)

    def _when(self, campaign: Campaign) -> str:
        match campaign.status:
            case C.DRAFT:
                return "da finire" if validation.content_problems(campaign) else "pronta, da far approvare"
            case C.IN_REVIEW:
                return self._leaves(campaign, "appena approvato")
            case C.APPROVED:
                return self._leaves(campaign, "fra poco")
            case C.SENDING if campaign.pk in self.ends:
                return until(self.ends[campaign.pk], self.now)
        decided: datetime | None = getattr(campaign, "decided_at", None)
        moment = (decided if campaign.status in DECIDED else None) or campaign.started_at or decided
        return when(moment, self.now) if moment else ""

    def _leaves(self, campaign: Campaign, soon: str) -> str:
        asked = max(campaign.scheduled_for or self.now, self.now)
        leaves = moment_due(asked, None if campaign.is_urgent else self.calendar)
        if leaves is None:
            return "nessuna apertura prevista"
        return soon if leaves <= self.now else when(leaves, self.now)

    def _ends(self) -> dict[int, datetime]:
        """Broadcast's id → when its last message leaves. All that are on their way count, on this page or not."""
        sending = list(Campaign.objects.sending().select_related("kept"))
        number = daily_limit.number_status()
        leaving = daily_limit.leaving_lately(number, self.now)
        found = foreseen(sending, progress_of_all(sending), self.now, number, leaving, self.calendar)
        return {pk: expected.ends for pk, expected in found.items() if expected.ends}


def _is_to_count(campaign: Campaign, so_far: Progress) -> bool:
    """Tell whether a broadcast has yet to take its people, and says for whom it is."""
    is_told = campaign.is_service or campaign.to_everybody or bool(campaign.chosen_topics)
    return campaign.status not in CAMPAIGN_OVER and not so_far.total and campaign.by_whatsapp and is_told


def to_whom(campaign: Campaign, names: Mapping[int, str]) -> str:
    """Name a broadcast's topics in short: two of them, since more would take several lines of the list."""
    if campaign.is_service:
        return campaign.to_whom
    if campaign.to_everybody:
        return "Tutti"
    topics = [names.get(topic.pk, topic.name) for topic in campaign.chosen_topics]
    if len(topics) > NAMED_AT_MOST:
        return f"{topics[0]} e altri {len(topics) - 1}"
    return ", ".join(topics)


def short_names(topics: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Topic's id → the first word of its name ("Viabilità e cantieri": "Viabilità"), where no other begins so."""
    named = dict(topics)
    first = {pk: name.split()[0] for pk, name in named.items()}
    words = list(first.values())
    return {pk: word if words.count(word) == 1 else named[pk] for pk, word in first.items()}
