"""The reading of sources, and what becomes of what they announce: each new item one draft, with what was seen.

A claim is written before a site is asked, and no transaction is open meanwhile. What was seen and the drafts of it
are one transaction under the lock of the source's row: whoever dies in the middle, or reads beside another, proposes
nothing twice.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from broadcasts.launching.drafts import outside_drafts
from broadcasts.launching.drafts.outside_drafts import Words
from broadcasts.rules.announced.facts import CALENDAR, FEED, ITEMS, KIND, LINKS, beginning_of
from broadcasts.rules.announced.items import (
    Item,
    body_of,
    items_of,
    link_of,
    occasion_of,
    oldest_first,
    title_of,
)
from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.security import untrusted_files
from cascina_whatsapp.security.outside_sites.fetching import Fetched, Unreadable, fetch

from . import finding
from .models import SeenItem, Source

log = logging.getLogger(__name__)
MAY_ADD = "sources.add_source"
DRAFTS_PER_READING, DRAFTS_PER_DAY = 5, 20
"""The drafts of one source: what is beyond waits for the next readings."""
LONGEST_WAIT = timedelta(days=1)
"""The wait between two attempts, however often they failed."""
TOLD_AFTER = 6
"""Failures in a row, a day or less at the usual interval, after which who administers is told."""
NOTHING_THERE = (
    "A questo indirizzo non ci sono notizie (RSS, Atom) né un calendario (iCal), e nessuna pagina che ne annunci di "
    "nuovi: apri il sito e copia l'indirizzo che chiama «RSS» o «iCal»."
)
TOO_COMPLEX = "Il file è troppo complesso, o rovinato: avvisa chi gestisce il sito. Si riprova da soli."
BUSY = "In questo momento siamo occupati: si riprova da soli."


def interval() -> timedelta:
    """Return the time between two readings."""
    return timedelta(minutes=settings.SOURCE_MINUTES)


def read_due(now: datetime) -> None:
    """Read each source whose moment has come, one after the other: the error of one is its own."""
    for source in Source.objects.due(now):
        if _claim(source, now):
            _read(source, now)


def _claim(source: Source, now: datetime) -> bool:
    """Claim a source for this reading, and tell whether it is ours: who dies over it leaves it for the next time."""
    mine = Source.objects.due(now).filter(pk=source.pk)
    return bool(mine.order_by().update(last_read_at=now, next_read_at=now + interval()))


def _read(source: Source, now: datetime) -> None:
    try:
        file = fetch(source.address, etag=source.etag, last_modified=source.last_modified)
        if file is None:
            Source.objects.filter(pk=source.pk).update(failures=0, problem="", asked_at=None)
        else:
            _take(source, file, _facts(file, now), now)
    except Unreadable as problem:
        _note_failure(source.pk, str(problem), now)


def _take(source: Source, file: Fetched, facts: Mapping[str, Any], now: datetime) -> None:
    """Take what a file announces; the first time it may be a page that leads to the source. Raises Unreadable."""
    kind, found = facts.get(KIND), facts.get(ITEMS)
    if kind in (FEED, CALENDAR) and isinstance(found, list):
        return _keep(source.pk, file, str(kind), items_of(found), now)
    offers = finding.offers_of(facts.get(LINKS)) if source.first_read_at is None else []
    if not offers:
        raise Unreadable(NOTHING_THERE)
    finding.keep(source.pk, offers, now)


def _facts(file: Fetched, now: datetime) -> Mapping[str, Any]:
    """Have a child process read the file. Raises Unreadable."""
    from broadcasts.rules.announced import readers  # large libraries, for the child alone

    packed = readers.packed(file.content, address=file.address, content_type=file.content_type, now=now)
    try:
        return untrusted_files.read(readers.announced, packed)[0]
    except untrusted_files.TooComplex:
        raise Unreadable(TOO_COMPLEX) from None
    except untrusted_files.Busy:
        raise Unreadable(BUSY) from None


@transaction.atomic
def _keep(pk: int, file: Fetched, kind: str, items: list[Item], now: datetime) -> None:
    """Make drafts of what is new; the first time, and for what is no news, only remember it."""
    source = Source.objects.select_for_update().filter(pk=pk).first()
    if source is None:
        return  # deleted meanwhile
    seen = set(
        source.seen.filter(digest__in=[item.digest for item in items]).values_list("digest", flat=True)
    )
    _tell_of_called_off(source, [item for item in items if item.is_called_off(now)], now)
    new = [item for item in items if item.digest not in seen]
    news = [item for item in new if item.is_news(now)] if source.first_read_at else []
    SeenItem.objects.bulk_create(
        SeenItem(source=source, digest=item.digest, seen_at=now) for item in new if item not in news
    )
    today = source.seen.filter(is_proposed=True, seen_at__gt=now - timedelta(days=1)).count()
    proposed = oldest_first(news)[: max(0, min(DRAFTS_PER_READING, DRAFTS_PER_DAY - today))]
    for item in proposed:
        _propose(source, item, now)
    source.kind, source.found, source.waiting = kind, len(items), len(news) - len(proposed)
    source.first_read_at = source.first_read_at or now
    # An unchanged file is not sent again: while something of it waits, it has to be.
    source.etag = "" if source.waiting else file.etag
    source.last_modified = "" if source.waiting else file.last_modified
    source.failures, source.problem, source.asked_at = 0, "", None
    source.save()
    log.info("source %d: %d announced, %d proposed, %d wait", pk, len(items), len(proposed), source.waiting)


def _tell_of_called_off(source: Source, items: Sequence[Item], now: datetime) -> None:
    """Tell people, once, of what became a draft and is called off. Nothing else happens: what to do is theirs to say.

    One date of a series concerns a draft that announces that very date.
    """
    whole = {item.digest for item in items}
    dates = {
        (item.series_digest, day_of(beginning_of(item.starts)))
        for item in items
        if item.series and item.starts
    }
    known = source.seen.filter(digest__in=whole | {series for series, _ in dates}, called_off_at=None)
    for seen in known.exclude(campaign=None).select_related("campaign").order_by("pk"):
        campaign = seen.campaign
        if (
            campaign
            and not campaign.thrown_at
            and (seen.digest in whole or (seen.digest, campaign.occasion_begins) in dates)
        ):
            outside_drafts.call_off(campaign, origin=source.name, now=now)
            source.seen.filter(pk=seen.pk).update(called_off_at=now)


def _propose(source: Source, item: Item, now: datetime) -> None:
    proposal = Words(
        title=title_of(item),
        body=body_of(item),
        link=link_of(item),
        topics=[topic for topic in source.topics.all() if topic.is_active],
        occasion=occasion_of(item),
    )
    campaign = outside_drafts.propose(proposal, origin=source.name, now=now)
    SeenItem.objects.create(
        source=source, digest=item.digest, is_proposed=True, campaign=campaign, seen_at=now
    )


@transaction.atomic
def _note_failure(pk: int, problem: str, now: datetime) -> None:
    """The more often in a row, the longer until the next attempt."""
    source = Source.objects.select_for_update().filter(pk=pk).first()
    if source is None:
        return
    source.failures += 1
    wait = min(interval() * 2 ** min(source.failures, 10), LONGEST_WAIT)
    source.problem, source.next_read_at, source.asked_at = problem, now + wait, None
    source.save(update_fields=["failures", "problem", "next_read_at", "asked_at"])
    log.warning("source %d could not be read, %d in a row", pk, source.failures)
    if source.failures == TOLD_AFTER:
        tell(
            holders(MAY_ADD),
            subject="Una fonte delle bozze non si legge",
            sentence=f"«{source.name}» non si legge da un po': {problem}",
            page=reverse("admin:sources_source_change", args=[pk]),
        )
