# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The messages for programs that follow them: Atom 1.0 (RFC 4287) and JSON Feed 1.1 (https://jsonfeed.org/version/1.1).

The text is made by what makes the page. What was corrected or withdrawn comes first again, with what was wrong.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.xmlutils import SimplerXMLGenerator

from broadcasts.content.published import published
from broadcasts.models import Campaign
from cascina_whatsapp.elections import holding
from cascina_whatsapp.presentation.formatting.dates import day_in_words, in_rome
from cascina_whatsapp.presentation.formatting.xml_text import allowed_in_xml
from subscribers.models import Topic

from .addresses import archive_address, feed_address, of_topic, topic_at
from .files import FileOfMessage, file_of
from .models import Amendment
from .shelf import Page, kept
from .wording import Message

MOST = 50
"""Messages of a feed, by when they were sent or changed last; the others are in the archive."""
AUTHOR, LANGUAGE = "Comune di Cascina", "it"
MINTED = 2026
"""The year of the ids, in which the domain was the Comune's (RFC 4151, 2.1). It never changes."""
ATOM, JSON = "application/atom+xml; charset=utf-8", "application/feed+json; charset=utf-8"
NOTHING_YET = datetime(2026, 1, 1, tzinfo=UTC)
"""The moment when a feed without messages changed: Atom wants one."""


def lasting_id(of: str) -> str:
    """A tag URI (RFC 4151): the same whatever the address of the site will be."""
    return f"tag:{settings.OFFICIAL_SITES[0]},{MINTED}:{of}"


@dataclass(frozen=True)
class Entry:
    """A message as a feed tells it."""

    message: Message
    content: str
    """HTML."""
    file: FileOfMessage | None

    @property
    def id(self) -> str:
        """The lasting id of the entry."""
        return lasting_id(f"messaggi/{self.message.campaign.pk}")

    @property
    def title(self) -> str:
        """The title as it is shared, which tells of a withdrawal."""
        return allowed_in_xml(self.message.headline)

    @property
    def topics(self) -> list[str]:
        """The names of the entry's topics."""
        return [allowed_in_xml(topic.name) for topic in self.message.campaign.chosen_topics]


@dataclass(frozen=True)
class Feed:
    """The feed of all messages, or of a topic's."""

    topic: Topic | None
    entries: list[Entry]
    election: datetime | None
    """The moment until which an electoral period holds."""

    @property
    def id(self) -> str:
        """The lasting id of the feed, by the topic's number: a topic may get another name."""
        return lasting_id(f"messaggi/argomento/{self.topic.pk}" if self.topic else "messaggi")

    @property
    def title(self) -> str:
        """The title that a list of feeds shows."""
        return allowed_in_xml(f"{AUTHOR}: {self.topic.name}" if self.topic else f"{AUTHOR}: messaggi")

    @property
    def subtitle(self) -> str:
        """The description of the feed, and of an electoral period that keeps something out."""
        told = (
            "I messaggi inviati su WhatsApp. Se uno viene corretto o ritirato torna in cima, con il motivo."
        )
        until = day_in_words(self.election) if self.election else ""
        return f"{told} Fino al {until} vale un periodo elettorale (legge 28/2000)." if until else told

    @property
    def page(self) -> str:
        """The address of the same list for people."""
        return f"{settings.SITE_URL}{archive_address(self.topic)}"

    def address(self, kind: str) -> str:
        """Return the feed's own whole address. `kind`: "atom" or "json"."""
        return f"{settings.SITE_URL}{feed_address(kind, self.topic)}"


@kept
def atom(now: datetime, topic: str = "") -> Page:
    """RFC 4287. 404 of a topic that there is not."""
    return Page(as_atom(_feed(now, topic)), ATOM)


@kept
def json_feed(now: datetime, topic: str = "") -> Page:
    """JSON Feed 1.1. 404 of a topic that there is not."""
    return Page(as_json(_feed(now, topic)), JSON)


def as_atom(feed: Feed) -> str:
    """Write a feed as an Atom document."""
    written = AtomFeed(
        title=feed.title,
        link=feed.page,
        description="",
        subtitle=feed.subtitle,
        language=LANGUAGE,
        author_name=AUTHOR,
        author_link=settings.SITE_URL,
        feed_url=feed.address("atom"),
        feed_guid=feed.id,
    )
    for entry in feed.entries:
        files = [Enclosure(one.url, str(one.size), one.content_type) for one in _files(entry)]
        written.add_item(
            title=entry.title,
            link=entry.message.url,
            description="",
            unique_id=entry.id,
            pubdate=_to_the_second(entry.message.sent_at),
            updateddate=_to_the_second(entry.message.changed_at),
            categories=entry.topics,
            enclosures=files,
            content=entry.content,
        )
    return str(written.writeString("utf-8"))


def as_json(feed: Feed) -> str:
    """Write a feed as a JSON Feed."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.page,
        "feed_url": feed.address("json"),
        "language": LANGUAGE,
        "authors": [{"name": AUTHOR, "url": settings.SITE_URL}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(told, ensure_ascii=False)


def _item(entry: Entry) -> dict[str, Any]:
    message = entry.message
    item: dict[str, Any] = {
        "id": entry.id,
        "url": message.url,
        "title": entry.title,
        "content_html": entry.content,
        "date_published": _to_the_second(message.sent_at).isoformat(),
        "date_modified": _to_the_second(message.changed_at).isoformat(),
        "tags": entry.topics,
    }
    if files := [
        {"url": one.url, "mime_type": one.content_type, "size_in_bytes": one.size} for one in _files(entry)
    ]:
        item["attachments"] = files
    return item


def _to_the_second(moment: datetime) -> datetime:
    """Round a moment down to the second, on Cascina's clocks."""
    return in_rome(moment).replace(microsecond=0)


def _files(entry: Entry) -> Iterator[FileOfMessage]:
    if entry.file:
        yield entry.file


def _feed(now: datetime, topic: str) -> Feed:
    chosen = topic_at(topic) if topic else None
    news = published(now)
    messages = [Message(one, now) for one in _latest(of_topic(news, chosen) if chosen else news)]
    return Feed(chosen, [_entry(message) for message in messages], holding.until(now))


def _latest(news: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Select the messages that were sent or changed last, the latest first."""
    told = Amendment.objects.filter(campaign=OuterRef("pk")).order_by("-pk").values("at")[:1]
    changed = news.annotate(changed=Coalesce(Subquery(told), "started_at"))
    return changed.prefetch_related("amendments", "topics").order_by("-changed", "-pk")[:MOST]


def _entry(message: Message) -> Entry:
    file = file_of(message)
    content = render_to_string("public/feed_entry.html", {"message": message, "file": file})
    return Entry(message, allowed_in_xml(content).strip(), file)


class AtomFeed(Atom1Feed):
    """Django's, with the whole text as HTML instead of a summary."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NOTHING_YET
