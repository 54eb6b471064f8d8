"""The archive of what was sent: by month and topic, a message at its lasting address, its picture or document.

Search engines find a message described as https://schema.org/NewsArticle, and the event that it announces as
https://schema.org/Event, in JSON-LD: data, which the policy of our pages lets through. Nothing is read out of words.
"""

import json
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from broadcasts.launching.published import published
from broadcasts.models import Campaign, CampaignTopic
from cascina_whatsapp.elections import active_periods
from cascina_whatsapp.presentation.formatting.dates import ROME, in_rome, month_in_words
from subscribers.models import Topic

from . import made_files, town_hall
from .addresses import archive_address, feed_address, of_topic, topic_at
from .feeds import PDF, type_of
from .page_cache import Page, kept
from .pages import gone, page
from .wording import Message, plain, with_words

ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""The signs that are escaped, so that nothing of a message can end the element that holds it."""
NEWEST = 20
"""Messages of the archive's first page; the others are in their months."""
SHEET = 60
"""The messages of one page of a month: it stays below 150 KB."""


def article(message: Message) -> dict[str, Any]:
    """Describe a message for schema.org; a withdrawn one by the reason alone."""
    organization = _organization()
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": message.headline,
        "url": message.url,
        "inLanguage": "it",
        "datePublished": in_rome(message.sent_at).isoformat(timespec="seconds"),
        "dateModified": in_rome(message.changed_at).isoformat(timespec="seconds"),
        "author": organization,
        "publisher": organization,
        "isAccessibleForFree": True,
        "articleSection": [topic.name for topic in message.campaign.chosen_topics],
        "articleBody": message.withdrawal.reason if message.withdrawal else plain(message.body),
    }
    if message.corrections:
        found["correction"] = message.corrections[-1].reason
    return found | _image(message)


def event(message: Message) -> dict[str, Any] | None:
    """Describe the announced event for schema.org; None where there is none; cancelled for a withdrawn message."""
    occasion = message.occasion
    if occasion.start is None:
        return None
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": message.title,
        "url": message.url,
        "startDate": occasion.start.isoformat(),
        "eventStatus": f"https://schema.org/{'EventCancelled' if message.withdrawal else 'EventScheduled'}",
        "description": message.withdrawal.reason if message.withdrawal else plain(message.body),
        "organizer": _organization(),
    }
    if occasion.end:
        found["endDate"] = occasion.end.isoformat()
    if occasion.place:
        found["location"] = {"@type": "Place", "name": occasion.place, "address": occasion.place}
    return found | _image(message)


def _organization() -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": "Comune di Cascina", "url": settings.SITE_URL}


def _image(message: Message) -> dict[str, str]:
    return {"image": f"{settings.SITE_URL}{message.picture['path']}"} if message.picture else {}


def as_json(described: dict[str, Any]) -> SafeString:
    """Write a description as JSON that may stand inside a script element."""
    written = json.dumps(described, ensure_ascii=False)
    return mark_safe(written.translate(ESCAPED))  # noqa: S308 - escaped the line before


@kept
def archive(
    now: datetime, topic: str = "", year: int | None = None, month: int | None = None, sheet: int = 1
) -> Page | HttpResponseBase:
    """The newest messages, or a month's, from its first page on; of all topics, or of one."""
    chosen = topic_at(topic) if topic else None
    news = published(now)
    # Those that can't be chosen any more included.
    used = CampaignTopic.objects.filter(campaign__in=news.order_by().values("pk")).values("topic")
    if chosen:
        news = of_topic(news, chosen)
    begins = _month(year, month) if year and month else None
    within = _within(news, begins) if begins else news
    sheets = Paginator(within, SHEET) if begins else None
    if sheets and (sheet not in sheets.page_range or not sheets.count):
        raise Http404
    first = (sheet - 1) * SHEET
    shown = within[first : first + SHEET] if sheets else news[:NEWEST]
    messages = [Message(campaign, now) for campaign in with_words(shown)]
    return page(
        "archive",
        groups=[
            (name, list(group))
            for name, group in groupby(messages, key=lambda one: month_in_words(one.sent_at).capitalize())
        ],
        months=[
            (month_in_words(first).capitalize(), archive_address(chosen, first), n)
            for first, n in _months(news)
        ],
        topics=[(one.name, archive_address(one), one == chosen) for one in Topic.objects.filter(pk__in=used)],
        topic=chosen,
        all=archive_address(None),
        sheets=[
            (number, archive_address(chosen, begins, number), number == sheet)
            for number in (sheets.page_range if sheets else ())
        ],
        feed=feed_address(chosen),
        of_month=month_in_words(begins) if begins else "",
        is_first=not begins,
        canonical=f"{settings.SITE_URL}{archive_address(chosen, begins, sheet)}",
        until=active_periods.until(now),
        here="archive",
    )


@kept
def message(now: datetime, pk: int, slug: str) -> Page | HttpResponseBase:
    """One message. Its number leads: under a title that was corrected the old address leads to the new one."""
    found = Message(get_object_or_404(with_words(published(now)), pk=pk), now)
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.path)
    topics, announced = found.campaign.chosen_topics, event(found)
    return page(
        "message",
        message=found,
        topics=[(one.name, archive_address(one)) for one in topics],
        number=town_hall.number(),
        data=as_json(article(found)),
        event=as_json(announced) if announced else "",
        image=f"{settings.SITE_URL}{found.picture['path']}" if found.picture else "",
        here="archive",
    )


@require_safe
def short(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The number alone: the address to say aloud."""
    now = timezone.now()
    found = get_object_or_404(with_words(published(now)), pk=pk)
    return HttpResponsePermanentRedirect(Message(found, now).path)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture or the document of a published message that was not withdrawn, as it was sent."""
    now = timezone.now()
    found = Message(get_object_or_404(published(now), pk=pk), now)
    kind = type_of(str(found.campaign.attachment.name))
    if found.withdrawal and found.campaign.attachment:
        return gone(found.path)
    if not found.has_file or not kind:
        raise Http404
    name = f"{found.slug}.{kind.rpartition('/')[2]}"
    place = Path(found.campaign.attachment.path)
    return made_files.answer(request, place, kind, name=name, is_saved=kind == PDF)


def _month(year: int, month: int) -> datetime:
    """Return the first moment of a month in Cascina. Raises Http404."""
    try:
        return datetime(year, month, 1, tzinfo=ROME)
    except ValueError:
        raise Http404 from None


def _months(news: QuerySet[Campaign]) -> list[tuple[datetime, int]]:
    """The months in which these left, on Cascina's clocks, the newest first, and how many in each."""
    by_month = news.order_by().annotate(month=TruncMonth("started_at", tzinfo=ROME)).values("month")
    counted = by_month.annotate(count=Count("pk")).order_by("-month")
    return [(row["month"], row["count"]) for row in counted]


def _within(news: QuerySet[Campaign], begins: datetime) -> QuerySet[Campaign]:
    ends = datetime(begins.year + begins.month // 12, begins.month % 12 + 1, 1, tzinfo=ROME)
    return news.filter(started_at__gte=begins, started_at__lt=ends)
