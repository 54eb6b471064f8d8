"""Alerts for other services: each file as it was published (CAP 1.2), and an Atom index of those that hold."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from broadcasts.content.published import published
from broadcasts.models import AlertFile
from cascina_whatsapp.presentation.formatting.dates import in_rome
from cascina_whatsapp.presentation.formatting.xml_text import allowed_in_xml

from .feeds import ATOM, AUTHOR, LANGUAGE, AtomFeed, lasting_id
from .page_cache import Page, kept

CAP = "application/cap+xml"
MOST = 200


@kept
def index(now: datetime) -> Page | HttpResponseBase:
    """Every file whose alert still holds, the newest first: alerts, corrections, withdrawals."""
    found = _public(now).filter(expires__gt=now).order_by("-pk")[:MOST]
    written = _Index(
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
    for file in found:
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
def file(now: datetime, identifier: str) -> Page | HttpResponseBase:
    """Answer with a file as it was published, also when its alert holds no more; 404 for none."""
    found = get_object_or_404(_public(now), identifier=identifier)
    return Page(found.document, CAP)


def _public(now: datetime) -> QuerySet[AlertFile]:
    return AlertFile.objects.filter(campaign__in=published(now).order_by().values("pk"))


class _Index(AtomFeed):
    """The feed of alerts, in which each entry leads to a file, and says of which kind."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        handler.addQuickElement("title", item["title"])
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("link", "", {"rel": "alternate", "type": CAP, "href": item["link"]})
        handler.addQuickElement("content", item["content"])
