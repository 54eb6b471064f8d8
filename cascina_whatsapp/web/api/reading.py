"""The addresses at which programs read what was sent: a list in pages, and one message, as on the public pages.

Answers have a cache of their own, so that nobody who makes addresses up pushes the public pages out of theirs.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import slugify

from broadcasts.content.published import published
from broadcasts.models import Campaign
from cascina_whatsapp.presentation.formatting.dates import ROME, in_rome
from cascina_whatsapp.web.public_site.addresses import of_topic
from cascina_whatsapp.web.public_site.models import Amendment
from cascina_whatsapp.web.public_site.page_cache import Page, cached
from cascina_whatsapp.web.public_site.wording import Message, plain, with_words
from subscribers.models import Topic

from .problems import JSON, Refused, Wrong, problem

PAGE, TOPIC, SINCE = "pagina", "argomento", "dal"
KNOWN = (TOPIC, SINCE, PAGE)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACE = re.compile(r"(\d{1,16})-(\d{1,18})", re.ASCII)
"""Microseconds since the epoch, and the number of a message: the place in the list after which a page begins."""
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NOT_A_DAY = "Scrivi un giorno, come 2026-06-01, o un momento con il fuso, come 2026-06-01T08:00:00+02:00."
PER_PAGE = 20
"""Messages."""


class Place(NamedTuple):
    """The place at which a page of the list begins: after the message that left at `at` and has the number `pk`."""

    at: datetime
    pk: int

    def written(self) -> str:
        """Return the place as it stands in an address: microseconds since 1970, a hyphen, the message's number."""
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.pk}"


@dataclass(frozen=True)
class ListQuery:
    """The query for a list: which messages, and from where on."""

    topic: Topic | None = None
    since: datetime | None = None
    after: Place | None = None

    def query(self) -> str:
        """Write the parameters, always in the same way."""
        written = {
            TOPIC: slugify(self.topic.name) if self.topic else "",
            SINCE: self.since.isoformat() if self.since else "",
            PAGE: self.after.written() if self.after else "",
        }
        return urlencode({name: value for name, value in written.items() if value})

    def following(self, last: Campaign) -> str:
        """The parameters of the page after the one that ends with `last`, which has left."""
        if last.started_at is None:
            raise ValueError("only what has left stands in the list")
        return ListQuery(self.topic, self.since, Place(last.started_at, last.pk)).query()


def asked_of(query: QueryDict) -> ListQuery:
    """Read the query from the parameters. Raises Refused with all that is wrong with them."""
    wrong = list(_odd(query))
    given = {name: values[-1] for name, values in query.lists() if values}
    found = ListQuery(
        topic=_topic(given.get(TOPIC), wrong),
        since=_since(given.get(SINCE), wrong),
        after=_place(given.get(PAGE), wrong),
    )
    if wrong:
        raise Refused(problem(HTTPStatus.BAD_REQUEST, "Correggi i parametri dell'indirizzo.", wrong))
    return found


def _odd(query: QueryDict) -> Iterator[Wrong]:
    for name, values in query.lists():
        if name not in KNOWN:
            yield Wrong(name[:40], f"Parametro sconosciuto. Qui si può: {', '.join(KNOWN)}.")
        elif len(values) > 1:
            yield Wrong(name, "Scrivilo una volta sola.")


def _topic(text: str | None, wrong: list[Wrong]) -> Topic | None:
    if text is None:
        return None
    codes = {slugify(topic.name): topic for topic in Topic.objects.all()}
    if text not in codes:
        wrong.append(Wrong(TOPIC, f"Argomento sconosciuto. Ci sono: {', '.join(sorted(codes))}."))
    return codes.get(text)


def _since(text: str | None, wrong: list[Wrong]) -> datetime | None:
    """Read a moment, or a day, which begins at midnight in Cascina; note in `wrong` a text that is neither."""
    if text is None:
        return None
    try:
        if DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time.min, tzinfo=ROME).astimezone(UTC)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass  # told below
    wrong.append(Wrong(SINCE, NOT_A_DAY))
    return None


def _place(text: str | None, wrong: list[Wrong]) -> Place | None:
    if text is None:
        return None
    if found := PLACE.fullmatch(text):
        return Place(EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))
    wrong.append(Wrong(PAGE, "Usa l'indirizzo che la pagina prima dà come «successiva»."))
    return None


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
        news = of_topic(news, asked.topic)
    if asked.since:
        news = news.filter(_left_or_changed(asked.since))
    if asked.after:
        news = news.filter(
            Q(started_at__lt=asked.after.at) | Q(started_at=asked.after.at, pk__lt=asked.after.pk)
        )
    found = list(with_words(news)[: PER_PAGE + 1])
    shown = [as_data(Message(one, now)) for one in found[:PER_PAGE]]
    following = _address(asked.following(found[PER_PAGE - 1])) if len(found) > PER_PAGE else None
    link = {"Link": f'<{following}>; rel="next"'} if following else {}
    return _json({"messaggi": shown, "successiva": following}, link)


def _one(pk: int, now: datetime) -> Page | HttpResponseBase:
    found = with_words(published(now).filter(pk=pk)).first()
    if found is None:
        return problem(HTTPStatus.NOT_FOUND, "Nessun messaggio pubblicato ha questo numero.")
    return _json(as_data(Message(found, now)))


def _left_or_changed(since: datetime) -> Q:
    """Build the condition that a message left or was amended since; so who asks again learns of corrections."""
    amended = Amendment.objects.filter(campaign=OuterRef("pk"), at__gte=since)
    return Q(started_at__gte=since) | Q(Exists(amended))


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
