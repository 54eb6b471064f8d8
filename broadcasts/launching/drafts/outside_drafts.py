"""Drafts of news that no person began: another program of the Comune proposed them, or its site announced them.

Such a draft has no author and begins with an event that says whence it came. Who saves it first becomes its author,
so that somebody else approves it; who asks for the approval without having changed a word stands for its author.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from broadcasts.content.authorship import writers
from broadcasts.launching.published import published
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.models.campaign_columns import columns_of
from broadcasts.reporting import sentences
from broadcasts.rules.occasions import Occasion
from broadcasts.rules.states import CampaignStatus
from broadcasts.rules.words import paste_cleanup
from broadcasts.steps import notifications
from broadcasts.steps.transitions import record_event
from cascina_whatsapp.accounts.staff_notices.notifying import holders, people, tell
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence
from subscribers.models import Topic

log = logging.getLogger(__name__)
SHOWN = 10
"""Drafts that the page Inizio names; the list of messages has the others."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of a proposed broadcast, as they were sent: they are mended as what a clerk pastes is."""

    title: str
    body: str
    link: str
    topics: Sequence[Topic] = field(default=())
    occasion: Occasion = field(default_factory=Occasion)
    """The event that it announces, if any."""

    def fitting(self) -> dict[str, str]:
        """Column → text. A title is cut to what a draft may hold; who takes it up shortens it."""
        most = Campaign._meta.get_field("title").max_length or Campaign.TITLE_MOST
        texts = {"title": self.title, "body": self.body, "link": self.link}
        mended = {name: paste_cleanup.mend(name, text).text if text else "" for name, text in texts.items()}
        return mended | {"title": mended["title"][:most]}


@transaction.atomic
def propose(words: Words, *, origin: str, now: datetime, by_email: bool = False) -> Campaign:
    """A draft that waits for somebody to take it up; `origin` names whence it came: "sito del Comune".

    `by_email`: whether writers get an e-mail, too.
    """
    draft: Campaign = Campaign.objects.create(author=None, **words.fitting(), **columns_of(words.occasion))
    draft.topics.set(words.topics)
    record_event(draft, CampaignEvent.Step.PROPOSED, None, now, origin)
    log.info("campaign %s: proposed from outside", draft.pk)
    notifications.tell_of_proposal(draft, origin, by_email=by_email)
    return draft


def waiting() -> QuerySet[Campaign]:
    """Select the proposed drafts that nobody has taken up, the newest first; with `origin` and `is_called_off`."""
    drafts = Campaign.objects.filter(purpose=Campaign.Purpose.NEWS, status=CampaignStatus.DRAFT, author=None)
    begun = CampaignEvent.objects.filter(campaign=OuterRef("pk"), what=CampaignEvent.Step.PROPOSED)
    ended = CampaignEvent.objects.filter(campaign=OuterRef("pk"), what=CampaignEvent.Step.CALLED_OFF)
    told: QuerySet[Campaign] = drafts.annotate(
        origin=Subquery(begun.values("note")[:1]), is_called_off=Exists(ended)
    )
    found: QuerySet[Campaign] = told.exclude(**{"origin": None}).order_by("-pk")
    return found


def origin_in_words(event: CampaignEvent | None, now: datetime) -> str:
    """Write where a draft comes from: "Proposta da «sito del Comune», oggi alle 9:04"; "" if a person began it."""
    if event is None or event.what != CampaignEvent.Step.PROPOSED or event.by_id or not event.note:
        return ""
    return f"Proposta da «{event.note}», {in_a_sentence(event.at, now)}"


@transaction.atomic
def call_off(campaign: Campaign, *, origin: str, now: datetime) -> None:
    """Write down that `origin` calls a broadcast off, and tell whoever may do something about it."""
    record_event(campaign, CampaignEvent.Step.CALLED_OFF, None, now, origin)
    is_draft, is_public = campaign.is_editable, published(now).filter(pk=campaign.pk).exists()
    able = holders("broadcasts.change_campaign" if is_draft else "broadcasts.steer_campaign")
    wrote = people([*writers(campaign), campaign.approved_by_id])
    tell(
        list(wrote) if is_draft and wrote else [*able, *wrote],
        subject="Un evento risulta annullato",
        sentence=f"«{origin}» dice che è annullato ciò che annuncia «{campaign}». {sentences.what_to_do(campaign)}",
        page=reverse("admin:broadcasts_campaign_public", args=[campaign.pk])
        if is_public
        else notifications.page_of(campaign),
        by_email=not is_draft,
    )
