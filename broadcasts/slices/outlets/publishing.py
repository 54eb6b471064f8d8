"""One outlet publishes what is due there, one thing at a time: written down, then called, then the outcome.

Outlets know nothing of each other: each has a task of its own, so that one that is down or slow holds up no other.
"""

import logging
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.urls import reverse

from broadcasts import launching
from broadcasts.content.fingerprint import is_as_approved
from broadcasts.models import Campaign
from broadcasts.models.office import current_calendar
from broadcasts.rules.failure_reasons import ALTERED
from broadcasts.rules.states import PublicationStatus as P
from cascina_whatsapp.accounts.staff_notices.notifying import holders, people, tell
from cascina_whatsapp.security.encryption import seals

from .models import Publication, PublicationQuerySet
from .outlet import NotYet, Outcome, Outlet, Published, Refused, Unknown, post_of
from .registry import ASKED, BY_KEY

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
"""An attempt that began longer ago was cut off with its process: longer than any call lasts."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
IN_TIME = timedelta(hours=12)
"""The time after a broadcast began in which it may come out; later it may be over, and waits for a person."""
CUT_OFF = "Il programma si è fermato mentre lo pubblicava: può essere uscito. Guarda {where}, e di' se c'è."
SUBJECTS = {
    P.UNCERTAIN: "Non si sa se un messaggio è uscito",
    P.FAILED: "Un messaggio non è uscito dappertutto",
}
TOO_LATE = "Non è uscito in tempo: se vale ancora, premi «Pubblica adesso»."


def publish_due(key: str, now: datetime) -> bool:
    """Publish the first that is due at an outlet, or ask people to; tell whether something was tried.

    While an attempt of another process is under way there, it is left alone.
    """
    outlet = BY_KEY[key]
    if not outlet.is_configured():
        return False
    Publication.objects.filter(outlet=key).drop()
    if outlet.is_by_hand:
        return _ask_people(outlet, now)
    settle_cut_off(outlet, now)
    if Publication.objects.filter(outlet=key, status=P.PUBLISHING).exists():
        return False
    row = _next(outlet, now)
    if row is None or not _claim(row, now):
        return False
    row.refresh_from_db()
    if _note(row, _outcome(outlet, row, now), now):
        need_a_person(Publication.objects.filter(pk=row.pk), outlet)
    return True


def settle_cut_off(outlet: Outlet, now: datetime) -> None:
    """Settle what a dead process left: edited again where the outlet edits, else in doubt."""
    cut_off = Publication.objects.filter(outlet=outlet.key, status=P.PUBLISHING, claimed_at__lt=now - LEASE)
    if outlet.edits:
        again = list(cut_off.follow_ups().values_list("pk", flat=True))
        Publication.objects.filter(pk__in=again).move(P.WAITING)
    if doubted := list(cut_off.values_list("pk", flat=True)):
        cut_off.move(P.UNCERTAIN, reason=CUT_OFF.format(where=outlet.where))
        need_a_person(Publication.objects.filter(pk__in=doubted), outlet)


def _next(outlet: Outlet, now: datetime) -> Publication | None:
    """The first that the hours allow, and that is not too late, as no correction ever is."""
    calendar = None
    rows = Publication.objects.filter(outlet=outlet.key).exclude(ASKED)
    for row in rows.due(now, launching.may_leave(now)).select_related("campaign"):
        calendar = calendar or current_calendar()
        if not (row.is_follow_up or row.campaign.is_urgent or calendar.is_open(now)):
            continue
        since = max(filter(None, (row.campaign.started_at, row.settled_at)), default=now)
        if not row.revision and now - since > IN_TIME:
            late = Publication.objects.filter(pk=row.pk)
            if late.filter(status=P.WAITING).move(P.FAILED, reason=TOO_LATE):
                need_a_person(late, outlet)
            continue
        return row
    return None


def _ask_people(outlet: Outlet, now: datetime) -> bool:
    """Ask people to publish the first that is due where only they can; it goes on waiting, for them."""
    row = _next(outlet, now)
    if row is None or not Publication.objects.filter(pk=row.pk, attempts=0).update(attempts=1):
        return False
    to_publish_by_hand(row.campaign, outlet)
    return True


def _claim(row: Publication, now: datetime) -> bool:
    """Claim a publication, committed before anything is called: whoever finds it so does not call."""
    waiting = Publication.objects.filter(pk=row.pk).due(now, launching.may_leave(now))
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


def need_a_person(publications: PublicationQuerySet, outlet: Outlet) -> None:
    """Tell people of the publications that are in doubt, or failed, as they are stored: somebody has to look."""
    for row in publications.select_related("campaign"):
        subject = SUBJECTS.get(P(row.status))
        if subject:
            _tell(row.campaign, subject, f"«{row.campaign}», {outlet.where}. {row.reason}")


def to_publish_by_hand(campaign: Campaign, outlet: Outlet) -> None:
    """Tell people that somebody has a broadcast, and only a person can publish it at this outlet."""
    _tell(
        campaign,
        "Un messaggio va pubblicato a mano",
        f"«{campaign}» è da pubblicare {outlet.where}: è pronto.",
    )


def _tell(campaign: Campaign, subject: str, sentence: str) -> None:
    concerned: set[User] = {*holders("broadcasts.steer_campaign"), *people([campaign.author_id])}
    page = reverse("admin:broadcasts_campaign_change", args=[campaign.pk])
    tell(concerned, subject=subject, sentence=sentence, page=page)
