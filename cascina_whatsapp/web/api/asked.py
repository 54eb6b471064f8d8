"""The query of the list of messages, from behind the question mark: all of it is judged at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.text import slugify

from broadcasts.models import Campaign
from cascina_whatsapp.presentation.formatting.dates import ROME
from subscribers.models import Topic

from .problems import Refused, Wrong, problem

PAGE, TOPIC, SINCE = "pagina", "argomento", "dal"
KNOWN = (TOPIC, SINCE, PAGE)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PLACE = re.compile(r"(\d{1,16})-(\d{1,18})", re.ASCII)
"""Microseconds since the epoch, and the number of a message: the place in the list after which a page begins."""
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NOT_A_DAY = "Scrivi un giorno, come 2026-06-01, o un momento con il fuso, come 2026-06-01T08:00:00+02:00."


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
