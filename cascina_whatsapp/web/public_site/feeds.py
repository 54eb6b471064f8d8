"""The messages for programs that follow them: Atom 1.0 (RFC 4287), each with its picture or document.

The text is made by what makes the page. What was corrected or withdrawn comes first again, with what was wrong.
Alerts for other services stand beside: each file as it was published (CAP 1.2), and an index of those that hold.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from broadcasts import hooks
from broadcasts.launching.published import published
from broadcasts.models import Campaign
from cascina_whatsapp.elections import active_periods
from cascina_whatsapp.presentation.formatting.dates import day_in_words, in_rome
from cascina_whatsapp.presentation.formatting.xml_text import allowed_in_xml

from .addresses import archive_address, feed_address, of_topic, topic_at
from .models import Amendment
from .page_cache import Page, kept
from .wording import Message

PDF = "application/pdf"
TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".pdf": PDF,
}
MOST = 50
"""Messages of a feed, by when they were sent or changed last; the others are in the archive."""
AUTHOR, LANGUAGE = "Comune di Cascina", "it"
MINTED = 2026
"""The year of the ids, in which the domain was the Comune's (RFC 4151, 2.1). It never changes."""
ATOM = "application/atom+xml; charset=utf-8"


CAP = "application/cap+xml"
MOST_ALERTS = 200


def type_of(name: str) -> str:
    """The content type of a file that is called so; "" of one that we don't publish."""
    return TYPES.get("." + name.lower().rpartition(".")[2], "")


def file_of(message: Message) -> dict[str, Any] | None:
    """Find the file of a message; None without one, where it is lost, or where the message was withdrawn."""
    stored = message.campaign.attachment
    content_type = type_of(str(stored.name))
    if not message.has_file or not content_type:
        return None
    url = f"{settings.SITE_URL}{reverse('public_file', args=[message.campaign.pk])}"
    return {
        "url": url,
        "content_type": content_type,
        "size": stored.size,
    }


def lasting_id(of: str) -> str:
    """A tag URI (RFC 4151): the same whatever the address of the site will be."""
    return f"tag:{settings.OFFICIAL_SITES[0]},{MINTED}:{of}"


@kept
def atom(now: datetime, topic: str = "") -> Page:
    """RFC 4287: the messages of a topic, or all. 404 of a topic that there is not."""
    chosen, news = (topic_at(topic) if topic else None), published(now)
    told = "I messaggi inviati su WhatsApp. Se uno viene corretto o ritirato torna in cima, con il motivo."
    if election := active_periods.until(now):
        told += f" Fino al {day_in_words(election)} vale un periodo elettorale (legge 28/2000)."
    written = AtomFeed(
        title=allowed_in_xml(f"{AUTHOR}: {chosen.name if chosen else 'messaggi'}"),
        link=f"{settings.SITE_URL}{archive_address(chosen)}",
        description="",
        subtitle=told,
        language=LANGUAGE,
        author_name=AUTHOR,
        author_link=settings.SITE_URL,
        feed_url=f"{settings.SITE_URL}{feed_address(chosen)}",
        # By the topic's number: a topic may get another name.
        feed_guid=lasting_id(f"messaggi/argomento/{chosen.pk}" if chosen else "messaggi"),
    )
    for campaign in _latest(of_topic(news, chosen) if chosen else news):
        _add(written, Message(campaign, now))
    return Page(str(written.writeString("utf-8")), ATOM)


def _add(feed: "AtomFeed", message: Message) -> None:
    file = file_of(message)
    content = render_to_string("public/feed_entry.html", {"message": message, "file": file})
    feed.add_item(
        title=allowed_in_xml(message.headline),
        link=message.url,
        description="",
        unique_id=lasting_id(f"messaggi/{message.campaign.pk}"),
        pubdate=_to_the_second(message.sent_at),
        updateddate=_to_the_second(message.changed_at),
        categories=[allowed_in_xml(topic.name) for topic in message.campaign.chosen_topics],
        enclosures=[Enclosure(file["url"], str(file["size"]), file["content_type"])] if file else [],
        content=allowed_in_xml(content).strip(),
    )


def _to_the_second(moment: datetime) -> datetime:
    """Round a moment down to the second, on Cascina's clocks."""
    return in_rome(moment).replace(microsecond=0)


def _latest(news: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Select the messages that were sent or changed last, the latest first."""
    told = Amendment.objects.filter(campaign=OuterRef("pk")).order_by("-pk").values("at")[:1]
    changed = news.annotate(changed=Coalesce(Subquery(told), "started_at"))
    return changed.prefetch_related("amendments", "topics").order_by("-changed", "-pk")[:MOST]


class AtomFeed(Atom1Feed):
    """Django's, with the whole text as HTML instead of a summary."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("content", item["content"], {"type": "html"})


@kept
def cap_index(now: datetime) -> Page | HttpResponseBase:
    """Every file whose alert still holds, the newest first: alerts, corrections, withdrawals."""
    written = _AlertFeed(
        title=f"{AUTHOR}: allerte in vigore",
        link=f"{settings.SITE_URL}{reverse('public_archive')}",
        description="",
        subtitle="Un file CAP 1.2 per ogni allerta, correzione o ritiro. Quelle scadute non sono più qui.",
        language=LANGUAGE,
        author_name=AUTHOR,
        author_link=settings.SITE_URL,
        feed_url=f"{settings.SITE_URL}{reverse('public_cap_index')}",
        feed_guid=lasting_id("allerte"),
    )
    for file in _alert_files(now, expires__gt=now):
        title = f"{file.get_kind_display()}: {file.headline}"
        written.add_item(
            title=allowed_in_xml(title),
            link=f"{settings.SITE_URL}{reverse('public_cap_file', args=[file.identifier])}",
            description="",
            unique_id=lasting_id(f"allerte/{file.identifier}"),
            updateddate=in_rome(file.sent).replace(microsecond=0),
            content=allowed_in_xml(title),
        )
    return Page(str(written.writeString("utf-8")), ATOM)


@kept
def cap_file(now: datetime, identifier: str) -> Page | HttpResponseBase:
    """Answer with a file as it was published, also when its alert holds no more; 404 for none."""
    for found in _alert_files(now, identifier=identifier):
        return Page(found.document, CAP)
    raise Http404


def _alert_files(now: datetime, **wanted: object) -> list[Any]:
    """The alerts of what anybody may read, the newest first."""
    wanted["campaign__in"] = published(now).order_by().values("pk")
    found = (ask().filter(**wanted).order_by("-pk")[:MOST_ALERTS] for ask in hooks.ALERT_FILES)
    return [file for files in found for file in files]


class _AlertFeed(AtomFeed):
    """The feed of alerts, in which each entry leads to a file, and says of which kind."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        handler.addQuickElement("title", item["title"])
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("link", "", {"rel": "alternate", "type": CAP, "href": item["link"]})
        handler.addQuickElement("content", item["content"])
