"""One outlet publishes what is due there, one thing at a time: written down, then called, then the outcome.

Outlets know nothing of each other: each has a task of its own, so that one that is down or slow holds up no other.
"""

import logging
from datetime import datetime, timedelta

from broadcasts.content.fingerprint import is_as_approved
from broadcasts.models import Publication
from broadcasts.models.office import current_calendar
from broadcasts.rules.failure_reasons import ALTERED
from broadcasts.rules.states import PublicationStatus
from cascina_whatsapp.security.encryption import seals

from . import queueing
from .outlet import NotYet, Outcome, Outlet, Published, Refused, Unknown, post_of
from .queueing import drop_late
from .registry import BY_KEY

log = logging.getLogger(__name__)
P = PublicationStatus
LEASE = timedelta(minutes=5)
"""An attempt that began longer ago was cut off with its process: longer than any call lasts."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
IN_TIME = timedelta(hours=12)
"""The time after a broadcast began in which it may come out; later it may be over, and waits for a person."""
CUT_OFF = "Il programma si è fermato mentre lo pubblicava: può essere uscito. Guarda {where}, e di' se c'è."
TOO_LATE = "Non è uscito in tempo: se vale ancora, premi «Pubblica adesso»."


def waiting() -> list[str]:
    """List the outlets at which something waits or is under way, but for those where people publish. One query."""
    rows = Publication.objects.filter(status__in=[P.WAITING, P.PUBLISHING]).order_by("outlet")
    return [key for key in rows.values_list("outlet", flat=True).distinct() if _publishes(BY_KEY.get(key))]


def _publishes(outlet: Outlet | None) -> bool:
    return outlet is not None and outlet.is_configured() and not outlet.is_by_hand


def publish_due(key: str, now: datetime) -> bool:
    """Publish the first that is due at an outlet; tell whether something was tried.

    While an attempt of another process is under way there, it is left alone.
    """
    outlet = BY_KEY[key]
    if not _publishes(outlet):
        return False
    drop_late(key)
    under_way = list(Publication.objects.filter(outlet=key, status=P.PUBLISHING))
    if under_way and settle_cut_off(outlet, under_way, now) < len(under_way):
        return False
    row = _next(outlet, now)
    if row is None or not _claim(row, now):
        return False
    row.refresh_from_db()
    if _note(row, _outcome(outlet, row, now), now):
        queueing.need_a_person(Publication.objects.filter(pk=row.pk), outlet)
    return True


def settle_cut_off(outlet: Outlet, under_way: list[Publication], now: datetime) -> int:
    """Settle what a dead process left: tried again where twice is as once, else in doubt. Returns how many."""
    cut_off = [row.pk for row in under_way if row.claimed_at and row.claimed_at < now - LEASE]
    rows = Publication.objects.filter(pk__in=cut_off)
    again = rows if outlet.is_repeatable else rows.follow_ups() if outlet.edits else rows.none()
    Publication.objects.filter(pk__in=list(again.values_list("pk", flat=True))).move(P.WAITING)
    if rows.filter(status=P.PUBLISHING).move(P.UNCERTAIN, reason=CUT_OFF.format(where=outlet.where)):
        queueing.need_a_person(rows.filter(status=P.UNCERTAIN), outlet)
    return len(cut_off)


def _next(outlet: Outlet, now: datetime) -> Publication | None:
    """The first that the hours allow, and that is not too late."""
    calendar = None
    for row in Publication.objects.filter(outlet=outlet.key).due(now).select_related("campaign"):
        calendar = calendar or current_calendar()
        if not (row.is_follow_up or row.campaign.is_urgent or calendar.is_open(now)):
            continue
        if not outlet.is_repeatable and _is_late(row, now):
            late = Publication.objects.filter(pk=row.pk)
            if late.filter(status=P.WAITING).move(P.FAILED, reason=TOO_LATE):
                queueing.need_a_person(late, outlet)
            continue
        return row
    return None


def _is_late(row: Publication, now: datetime) -> bool:
    """Tell whether a publication is late, since it began or was settled; a correction never is."""
    since = max(filter(None, (row.campaign.started_at, row.settled_at)), default=now)
    return not row.revision and now - since > IN_TIME


def _claim(row: Publication, now: datetime) -> bool:
    """Claim a publication, committed before anything is called: whoever finds it so does not call."""
    waiting = Publication.objects.filter(pk=row.pk).due(now)
    pks = list(waiting.values_list("pk", flat=True))
    mine = Publication.objects.filter(pk__in=pks, attempts=row.attempts)
    return bool(mine.move(P.PUBLISHING, claimed_at=now, attempts=row.attempts + 1, reason=""))


def _outcome(outlet: Outlet, row: Publication, now: datetime) -> Outcome:
    """Publish one row; whatever an outlet raises is a doubt, since nobody knows what had been sent by then.

    Nothing of what was written in the database instead of on the pages is published.
    """
    if not (seals.holds(seals.Kind.REVISION, row) if row.revision else is_as_approved(row.campaign)):
        return Refused(f"{ALTERED}.")
    try:
        return outlet.publish(post_of(row, now))
    except Exception as problem:  # noqa: BLE001 - an outlet is a stranger's service
        log.error("publication %s at %s: %s", row.pk, outlet.key, type(problem).__name__)
        return Unknown(f"Qualcosa non ha funzionato: può essere uscito. Guarda {outlet.where}, e di' se c'è.")


def _note(row: Publication, outcome: Outcome, now: datetime) -> bool:
    """Record the outcome of this attempt alone, and tell whether somebody has to look."""
    mine = Publication.objects.filter(pk=row.pk, attempts=row.attempts)
    log.info("publication %s at %s: %s", row.pk, row.outlet, type(outcome).__name__)
    match outcome:
        case Published(reference):
            mine.move(P.PUBLISHED, reference=reference, published_at=now, next_attempt_at=None, reason="")
            return False
        case NotYet(reason, after):
            wait = after or min(FIRST_WAIT * 2 ** min(row.attempts - 1, 4), LONGEST_WAIT)
            mine.move(P.WAITING, reason=reason, next_attempt_at=now + wait)
            return False
        case Refused(reason):
            return bool(mine.move(P.FAILED, reason=reason))
        case Unknown(reason):
            return bool(mine.filter(status=P.PUBLISHING).move(P.UNCERTAIN, reason=reason))
