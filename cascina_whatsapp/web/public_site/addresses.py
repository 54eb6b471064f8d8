"""The addresses of the archive and the feeds of a topic: its name as an address spells it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import register_converter, reverse
from django.urls.converters import IntConverter
from django.utils.text import slugify

from broadcasts.models import Campaign, CampaignTopic
from subscribers.models import Topic


class Number(IntConverter):
    """A number as it is written in one way only: no zero leads."""

    regex = "[1-9][0-9]{0,17}"


class LaterSheet(IntConverter):
    """The number of a month's second page, or a later one: the first has none, so that each page has one address."""

    regex = "[2-9]|[1-9][0-9]{1,3}"


register_converter(Number, "number")
register_converter(LaterSheet, "sheet")


def topic_at(slug: str) -> Topic:
    """Find a topic by its address. Raises Http404."""
    found = next((one for one in Topic.objects.all() if slugify(one.name) == slug), None)
    if found is None:
        raise Http404
    return found


def of_topic(news: QuerySet[Campaign], topic: Topic) -> QuerySet[Campaign]:
    """Select the broadcasts of `news` that are on this topic."""
    return news.filter(pk__in=CampaignTopic.objects.filter(topic=topic).values("campaign"))


def archive_address(topic: Topic | None = None, month: datetime | None = None, sheet: int = 1) -> str:
    """Return the address of the archive of all messages, or of a topic's, from page `sheet` on.

    With `month`, a month's first moment, it is the archive of that month alone.
    """
    parts: dict[str, Any] = {"topic": slugify(topic.name)} if topic else {}
    name = "public_archive_topic" if topic else "public_archive"
    if month:
        name, parts = f"{name}_month", parts | {"year": month.year, "month": month.month}
    if sheet > 1:
        name, parts = f"{name}_sheet", parts | {"sheet": sheet}
    return reverse(name, kwargs=parts)


def feed_address(topic: Topic | None = None) -> str:
    """Return the address of the feed of all messages, or of a topic's."""
    return reverse("public_feed_topic", args=[slugify(topic.name)]) if topic else reverse("public_feed")
