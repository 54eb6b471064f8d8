"""The last broadcasts, told again to a subscriber who asks for the news: in brief, and only what really left.

Of what is over, whoever follows the same topics is told the same; of all else that left, only whoever has got it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from itertools import islice

from django.conf import settings
from django.db.models import Q

from broadcasts.models import Campaign, CampaignEvent, Delivery, somebody_has_it
from broadcasts.rules.states import CAMPAIGN_OVER, TAKEN, CampaignStatus
from broadcasts.rules.words.plain_text import end_of_words
from cascina_whatsapp.presentation.formatting.dates import day_in_words
from cascina_whatsapp.presentation.whatsapp_markup import MARKED
from cascina_whatsapp.security.retention_rules import Term
from cascina_whatsapp.whatsapp.cloud_api.limits import characters
from subscribers.models import Subscriber

from . import custom_template

MOST = 3
LOOKED_AT = 12
"""Broadcasts that concern a person, the newest first: some have not come to everybody."""
TEXT_MOST = 500
"""Characters of one broadcast's text: the page behind its link has the rest."""
BESIDE_TEXT = {
    Campaign.Kind.IMAGE: "Nel messaggio c'era anche un'immagine.",
    Campaign.Kind.DOCUMENT: "Nel messaggio c'era anche un documento PDF.",
}
"""A text message can't carry it."""


def reader(now: datetime, may_leave: Q) -> Callable[[Subscriber], list[str]]:
    """Build the function that tells a subscriber's last broadcasts, the newest first; for all who ask at `now`.

    Only as far back as single deliveries are kept (DELIVERIES_DAYS), and what may leave now (`may_leave`).
    """
    since = Term(settings.DELIVERIES_DAYS, "days").before(now)
    newest = cache(partial(_newest, since=since, may_leave=may_leave))

    def is_told(campaign: Campaign, subscriber: Subscriber) -> bool:
        return campaign.status == CampaignStatus.SENT or _has_got(campaign, subscriber)

    def tell(subscriber: Subscriber) -> list[str]:
        chosen = subscriber.chosen()
        meant = islice((one for one in newest() if one.audience.concerns(*chosen)), LOOKED_AT)
        return [_in_brief(one) for one in islice((one for one in meant if is_told(one, subscriber)), MOST)]

    return tell


def _newest(*, since: datetime, may_leave: Q) -> list[Campaign]:
    """List the broadcasts since then that hold, and may leave, the newest first."""
    news = Campaign.objects.filter(
        somebody_has_it() | ~Q(status__in=CAMPAIGN_OVER),  # of what is not over a million may be queued
        may_leave,
        purpose=Campaign.Purpose.NEWS,
        started_at__gt=since,
    )
    news = news.exclude(events__what=CampaignEvent.Step.MESSAGE_WITHDRAWN)
    return list(news.order_by("-started_at", "-pk").prefetch_related("amendments", "topics", "zones"))


def _has_got(campaign: Campaign, subscriber: Subscriber) -> bool:
    """Tell whether a broadcast has come to this person: if it still will, nobody gets it twice."""
    return Delivery.objects.filter(campaign=campaign, subscriber=subscriber, status__in=TAKEN).exists()


def _in_brief(campaign: Campaign) -> str:
    last = [one for one in campaign.amendments.all() if one.title][-1:]
    title, body = (
        (last[0].title, last[0].body) if last else (campaign.title, custom_template.tidy(campaign.body))
    )
    day = day_in_words(campaign.started_at) if campaign.started_at else ""
    lines = [
        f"*{title}* ({day})",
        _cut(body),
        BESIDE_TEXT.get(Campaign.Kind(campaign.kind), ""),
        f"Tutte le informazioni: {campaign.link}",
        campaign.page_in_words,
    ]
    return "\n".join(filter(None, lines))


def _cut(text: str) -> str:
    """`text`, or as many whole words of it as there is room for; a mark that was opened is closed again."""
    if characters(text) <= TEXT_MOST:
        return text
    end = end_of_words(text, TEXT_MOST)
    mark = next((found[1] for found in MARKED.finditer(text) if found.start() < end < found.end()), "")
    return f"{text[:end].rstrip()}{mark}…"
