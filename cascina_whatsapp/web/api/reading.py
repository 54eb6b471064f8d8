"""The addresses at which programs read what was sent: a list in pages, and one message, as on the public pages.

Answers have a cache of their own, so that nobody who makes addresses up pushes the public pages out of theirs.
"""

import json
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import slugify

from broadcasts.content.published import published
from broadcasts.models import Campaign, CampaignTopic
from cascina_whatsapp.presentation.formatting.dates import in_rome
from cascina_whatsapp.web.public_site.models import Amendment
from cascina_whatsapp.web.public_site.page_cache import Page, cached
from cascina_whatsapp.web.public_site.wording import Message, plain

from .asked import ListQuery, asked_of
from .problems import JSON, problem

PER_PAGE = 20
"""Messages."""


def messages(request: HttpRequest) -> HttpResponseBase:
    """A page of the newest messages, as the parameters want them. Raises Refused."""
    asked = asked_of(request.GET)
    return cached("api", request, f"messaggi?{asked.query()}", lambda now: _page_of(asked, now))


def message(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer with one message, by its number."""
    return cached("api", request, f"messaggi/{pk}", lambda now: _one(pk, now))


def as_data(message: Message) -> dict[str, Any]:
    """Write a message as a program reads it; a withdrawn one says that, and why, in place of its words."""
    withdrawal, event = message.withdrawal, _event(message)
    found = {
        "id": message.campaign.pk,
        "indirizzo": message.url,
        "titolo": message.headline,
        "testo": withdrawal.reason if withdrawal else _without_marks(message.body),
        "sintesi": message.brief,
        "collegamento": message.campaign.link,
        "argomenti": [
            {"codice": slugify(topic.name), "nome": topic.name} for topic in message.campaign.chosen_topics
        ],
        "allerta": message.campaign.is_alert,
        "stato": "ritirato" if withdrawal else "corretto" if message.corrections else "valido",
        "inviato_il": _moment(message.sent_at),
        "modificato_il": _moment(message.changed_at),
        "correzioni": [{"il": _moment(one.at), "motivo": one.reason} for one in message.corrections],
        "immagine": _picture(message),
        "documento": _document(message),
    }
    return found | ({"evento": event} if event else {})


def _page_of(asked: ListQuery, now: datetime) -> Page:
    news = published(now)
    if asked.topic:
        news = news.filter(pk__in=CampaignTopic.objects.filter(topic=asked.topic).values("campaign"))
    if asked.since:
        news = news.filter(_left_or_changed(asked.since))
    if asked.after:
        news = news.filter(
            Q(started_at__lt=asked.after.at) | Q(started_at=asked.after.at, pk__lt=asked.after.pk)
        )
    found = list(_with_words(news)[: PER_PAGE + 1])
    shown = [as_data(Message(one, now)) for one in found[:PER_PAGE]]
    following = _address(asked.following(found[PER_PAGE - 1])) if len(found) > PER_PAGE else None
    link = {"Link": f'<{following}>; rel="next"'} if following else {}
    return _json({"messaggi": shown, "successiva": following}, link)


def _one(pk: int, now: datetime) -> Page | HttpResponseBase:
    found = _with_words(published(now).filter(pk=pk)).first()
    if found is None:
        return problem(HTTPStatus.NOT_FOUND, "Nessun messaggio pubblicato ha questo numero.")
    return _json(as_data(Message(found, now)))


def _left_or_changed(since: datetime) -> Q:
    """Build the condition that a message left or was amended since; so who asks again learns of corrections."""
    amended = Amendment.objects.filter(campaign=OuterRef("pk"), at__gte=since)
    return Q(started_at__gte=since) | Q(Exists(amended))


def _with_words(news: QuerySet[Campaign]) -> QuerySet[Campaign]:
    return news.prefetch_related("amendments", "topics")


def _json(data: dict[str, Any], headers: dict[str, str] | None = None) -> Page:
    return Page(json.dumps(data, ensure_ascii=False), JSON, headers or {})


def _address(query: str) -> str:
    return f"{settings.SITE_URL}{reverse('api_messages')}?{query}"


def _without_marks(body: str) -> str:
    return "\n".join(plain(line) for line in body.splitlines())


def _moment(at: datetime) -> str:
    """Write a moment as RFC 3339 does, on Cascina's clocks."""
    return in_rome(at).isoformat(timespec="seconds")


def _event(message: Message) -> dict[str, Any] | None:
    """Describe a message's event; None without one. A whole day is a day; a moment is on Cascina's clocks."""
    occasion = message.occasion
    if occasion.start is None:
        return None
    return {
        "inizio": occasion.start.isoformat(),
        "fine": occasion.end.isoformat() if occasion.end else None,
        "luogo": occasion.place,
        "stato": "annullato" if message.withdrawal else "previsto",
    }


def _picture(message: Message) -> dict[str, Any] | None:
    if not (picture := message.picture):
        return None
    address = f"{settings.SITE_URL}{picture['path']}"
    return {"indirizzo": address, "larghezza": picture["width"], "altezza": picture["height"]}


def _document(message: Message) -> dict[str, Any] | None:
    if not (document := message.document):
        return None
    return {"indirizzo": f"{settings.SITE_URL}{document['path']}", "pagine": document["pages"]}
