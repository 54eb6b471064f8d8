"""The addresses at which programs read what was sent: a list in pages, and one message, as on the public pages.

Answers have a cache of their own, so that nobody who makes addresses up pushes the public pages out of theirs.
"""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import slugify

from broadcasts.launching.published import published
from broadcasts.models import CampaignEvent
from cascina_whatsapp.presentation.formatting.dates import ROME, in_rome
from cascina_whatsapp.web.public_site.addresses import of_topic
from cascina_whatsapp.web.public_site.page_cache import Page, cached
from cascina_whatsapp.web.public_site.wording import Message, plain, with_words
from subscribers.models import Topic

from .problems import JSON, Refused, Wrong, problem

PAGE, TOPIC, SINCE = "pagina", "argomento", "dal"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACE = re.compile(r"(\d{1,16})-(\d{1,18})", re.ASCII)
"""Microseconds since the epoch, and the number of a message: the place in the list after which a page begins."""
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NOT_A_DAY = "Scrivi un giorno, come 2026-06-01, o un momento con il fuso, come 2026-06-01T08:00:00+02:00."
PER_PAGE = 20
"""Messages."""


def asked_of(query: QueryDict) -> dict[str, Any]:
    """Read what a list is asked for from the parameters, by their names. Raises Refused with all that is wrong."""
    found: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for name, values in query.lists():
        try:
            found[name] = _read(name, [str(value) for value in values])
        except ValueError as refusal:
            wrong.append((name[:40], str(refusal)))
    if wrong:
        raise Refused(problem(HTTPStatus.BAD_REQUEST, "Correggi i parametri dell'indirizzo.", wrong))
    return found


def _read(name: str, values: list[str]) -> Any:
    """Read one parameter. Raises ValueError with what is wrong with it."""
    if name not in READERS:
        raise ValueError(f"Parametro sconosciuto. Qui si può: {', '.join(READERS)}.")
    if len(values) > 1:
        raise ValueError("Scrivilo una volta sola.")
    return READERS[name](values[0])


def _topic(text: str) -> Topic:
    codes = {slugify(topic.name): topic for topic in Topic.objects.all()}
    if text not in codes:
        raise ValueError(f"Argomento sconosciuto. Ci sono: {', '.join(sorted(codes))}.")
    return codes[text]


def _since(text: str) -> datetime:
    """Read a moment, or a day, which begins at midnight in Cascina."""
    with suppress(ValueError, OverflowError):
        if DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time.min, tzinfo=ROME).astimezone(UTC)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    raise ValueError(NOT_A_DAY)


def _place(text: str) -> tuple[datetime, int]:
    if found := PLACE.fullmatch(text):
        return EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
    raise ValueError("Usa l'indirizzo che la pagina prima dà come «successiva».")


READERS: dict[str, Callable[[str], Any]] = {TOPIC: _topic, SINCE: _since, PAGE: _place}


def messages(request: HttpRequest) -> HttpResponseBase:
    """A page of the newest messages, as the parameters want them. Raises Refused."""
    asked, given = asked_of(request.GET), request.GET.dict()
    key = f"messaggi?{urlencode(sorted(given.items()))}"
    return cached("api", request, key, lambda now: _page_of(asked, given, now))


def message(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer with one message, by its number."""
    return cached("api", request, f"messaggi/{pk}", lambda now: _one(pk, now))


def as_data(message: Message) -> dict[str, Any]:
    """Write a message as a program reads it; a withdrawn one says that, and why, in place of its words."""
    withdrawal, event = message.withdrawal, _event(message)
    picture, document, site = message.picture, message.document, settings.SITE_URL
    found = {
        "id": message.campaign.pk,
        "indirizzo": message.url,
        "titolo": message.headline,
        "testo": withdrawal.reason
        if withdrawal
        else "\n".join(plain(line) for line in message.body.splitlines()),
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
        "immagine": {
            "indirizzo": f"{site}{picture['path']}",
            "larghezza": picture["width"],
            "altezza": picture["height"],
        }
        if picture
        else None,
        "documento": {"indirizzo": f"{site}{document['path']}", "pagine": document["pages"]}
        if document
        else None,
    }
    return found | ({"evento": event} if event else {})


def _page_of(asked: dict[str, Any], given: dict[str, Any], now: datetime) -> Page:
    news = published(now)
    if TOPIC in asked:
        news = of_topic(news, asked[TOPIC])
    if SINCE in asked:  # left, resumed, ended or amended since: so who asks again learns of it
        steps = CampaignEvent.objects.filter(campaign=OuterRef("pk"), at__gte=asked[SINCE])
        news = news.filter(Q(started_at__gte=asked[SINCE]) | Q(Exists(steps)))
    if PAGE in asked:
        at, pk = asked[PAGE]
        news = news.filter(Q(started_at__lt=at) | Q(started_at=at, pk__lt=pk))
    shown = [Message(one, now) for one in with_words(news)[: PER_PAGE + 1]]
    following = _after(shown[PER_PAGE - 1], given) if len(shown) > PER_PAGE else None
    link = {"Link": f'<{following}>; rel="next"'} if following else {}
    told = {"messaggi": [*map(as_data, shown[:PER_PAGE])], "successiva": following}
    return Page(json.dumps(told, ensure_ascii=False), JSON, link)


def _after(last: Message, given: dict[str, Any]) -> str:
    """Return the address of the page after the one that ends with `last`."""
    place = f"{(last.sent_at - EPOCH) // timedelta(microseconds=1)}-{last.campaign.pk}"
    return f"{settings.SITE_URL}{reverse('api_messages')}?{urlencode({**given, PAGE: place})}"


def _one(pk: int, now: datetime) -> Page | HttpResponseBase:
    found = with_words(published(now).filter(pk=pk)).first()
    if found is None:
        return problem(HTTPStatus.NOT_FOUND, "Nessun messaggio pubblicato ha questo numero.")
    return Page(json.dumps(as_data(Message(found, now)), ensure_ascii=False), JSON)


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
