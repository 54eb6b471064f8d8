"""The newest bulletin, as the civil protection publishes it on GitHub, and what it says of our Comune.

Its files are named by the moment of issue, which nobody knows beforehand; no file is called the latest, and GitHub's
list of a folder ends at a thousand. So the folder's tree is asked for, by a mark that says whether it has changed,
and each file by the address that stands there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from cascina_whatsapp.presentation.formatting.dates import ROME
from cascina_whatsapp.security import untrusted_files
from cascina_whatsapp.security.outside_sites.fetching import Unreadable, fetch

from . import reading
from .reading import BULLETINS, LEVELS, RISKS, ZONES

COMUNE = "Cascina"
MOST_BYTES = 12 * 1024 * 1024
"""A day's file has three megabytes and a half."""
LIST, FILE = "application/vnd.github+json", "application/vnd.github.raw+json"
MOMENT = "%Y%m%d_%H%M"
NO_BULLETIN = "Nell'elenco della Protezione civile non c'è nessun bollettino."
NOT_UNDERSTOOD = "Il bollettino pubblicato è rovinato, o è scritto in un altro modo."
NOT_IN_IT = f"Nel bollettino non c'è il Comune di {COMUNE}."
UNKNOWN = "Nel bollettino c'è un livello che il servizio non conosce: «{words}»."
BUSY = "In questo momento siamo occupati."


class Odd(Unreadable):
    """The error that what was published can't be understood, however often it is read; str() says why, in Italian."""


@dataclass(frozen=True)
class Bulletin:
    """A bulletin's levels of our Comune: day → risk → place in LEVELS. `mark`: of the list in which it stood."""

    issued_at: datetime
    levels: Mapping[date, Mapping[str, int]]
    mark: str


def newest(mark: str, today: date) -> Bulletin | None:
    """The newest bulletin until today; None where the list still has this mark. Raises Unreadable, Odd."""
    try:
        return _newest(mark, today)
    except untrusted_files.Busy:
        problem: Unreadable = Unreadable(BUSY)
    except (untrusted_files.TooComplex, AttributeError, KeyError, TypeError, ValueError):
        problem = Odd(NOT_UNDERSTOOD)
    raise problem


def _newest(mark: str, today: date) -> Bulletin | None:
    listed = fetch(settings.BULLETINS_URL, etag=mark, accept=LIST, most=MOST_BYTES)
    if listed is None:
        return None
    files: dict[str, Any] = untrusted_files.read(reading.published, listed.content)[0][BULLETINS]
    newest = max((one for one in files if one <= f"{today:%Y%m%d}_9"), default="")
    if not newest:
        raise Odd(NO_BULLETIN)
    issued_at = datetime.strptime(newest, MOMENT).replace(tzinfo=ROME)
    first = issued_at.date()
    days = ((first, "today"), (first + timedelta(days=1), "tomorrow"))
    return Bulletin(issued_at, {day: _levels(files[newest][part]) for day, part in days}, listed.etag)


def _levels(address: str) -> dict[str, int]:
    if urlsplit(address)[:2] != urlsplit(settings.BULLETINS_URL)[:2]:
        raise Odd(NOT_UNDERSTOOD)
    file = fetch(address, accept=FILE, most=MOST_BYTES)
    content = reading.asked(COMUNE, file.content if file else b"")
    zones: list[dict[str, str]] = untrusted_files.read(reading.levels, content)[0][ZONES]
    if not zones:
        raise Odd(NOT_IN_IT)
    for words in (zone[risk] for zone in zones for risk in RISKS):
        if words not in LEVELS:
            raise Odd(UNKNOWN.format(words=words))
    return {risk: max(LEVELS.index(zone[risk]) for zone in zones) for risk in RISKS}
