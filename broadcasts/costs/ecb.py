"""The European Central Bank's daily file of reference rates, where the town hall allows it (ECB_RATES_URL).

The file is a stranger's: so many bytes and no more, from the address of the setting and no other, and a document that
declares a type is refused before it can name an entity, which is how XML attacks whoever reads it.
"""

import logging
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from xml.parsers import expat

import requests
from django.conf import settings
from django.core.exceptions import ValidationError

from broadcasts.models import ExchangeRate
from cascina_whatsapp.presentation.formatting.currencies import Exchange
from cascina_whatsapp.presentation.formatting.dates import day_in_words, day_of
from cascina_whatsapp.whatsapp.cloud_api.durations import CONNECT_TIMEOUT, READ_TIMEOUT

log = logging.getLogger(__name__)
MOST_BYTES = 100_000
"""The bank's file has less than two thousand."""
DOLLAR = "USD"


class Unreadable(ValueError):
    """The file is not what the bank publishes; str() says why."""


def keep_latest(now: datetime) -> bool:
    """Read the file and keep its rate, if it is of a later day than the newest one; whether it was kept.

    Whatever goes wrong, what is known holds: nothing is raised.
    """
    if not settings.ECB_RATES_URL:
        return False
    try:
        found = read(_fetched(settings.ECB_RATES_URL), today=day_of(now))
    except (Unreadable, requests.RequestException) as problem:
        log.warning("the bank's rate could not be read: %s", type(problem).__name__)
        return False
    return _keep(found, now)


def read(body: bytes, *, today: date) -> Exchange:
    """The dollar in the bank's file: `<Cube time='2026-11-26'>`, in it `<Cube currency='USD' rate='1.0886'/>`.

    Raises Unreadable, also of a day that is still to come.
    """
    found: dict[str, str] = {}

    def element(_name: str, attributes: dict[str, str]) -> None:
        if "time" in attributes:
            found["day"] = attributes["time"]
        elif attributes.get("currency") == DOLLAR:
            found["rate"] = attributes.get("rate", "")

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(body, True)
        rate = Exchange(Decimal(found["rate"]), date.fromisoformat(found["day"]))
    except (expat.ExpatError, KeyError, InvalidOperation, ValueError) as problem:
        raise Unreadable("no rate of the dollar in it") from problem
    if rate.day > today:
        raise Unreadable("a rate of tomorrow")
    return rate


def _refuse(*_: object) -> None:
    raise Unreadable("it declares a document type")


def _fetched(url: str) -> bytes:
    """Fetch at most MOST_BYTES from exactly this address. Raises Unreadable, RequestException."""
    with requests.Session() as session:
        session.trust_env = False  # the environment's proxy, and its passwords, are for others
        with session.get(
            url, timeout=(CONNECT_TIMEOUT, READ_TIMEOUT), stream=True, allow_redirects=False
        ) as response:
            if response.status_code != requests.codes.ok:
                raise Unreadable(f"HTTP {response.status_code}")
            body = b""
            for piece in response.iter_content(8192):
                body += piece
                if len(body) > MOST_BYTES:
                    raise Unreadable("too long")
    return body


def _keep(rate: Exchange, now: datetime) -> bool:
    """Keep a rate unless one of that day or later is known: a person's rate of today stays. True: it was kept."""
    if ExchangeRate.objects.filter(day__gte=rate.day).exists():
        return False
    row = ExchangeRate(
        dollars=rate.dollars,
        day=rate.day,
        source=f"Banca centrale europea, {day_in_words(rate.day)}",
        valid_from=day_of(now),
        set_at=now,
    )
    try:
        row.full_clean()
    except ValidationError:
        log.warning("the bank's rate is not kept: it cannot be one")
        return False
    row.save()
    return True
