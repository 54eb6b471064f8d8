"""The look at the civil protection's bulletins, and the alarm of who should hear of them where they can't be read."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.presentation.formatting.dates import day_of, in_rome
from cascina_whatsapp.security.outside_sites.fetching import Unreadable

from . import proposing
from .models import BulletinWatch
from .newest import Odd, newest
from .words import PAGE

log = logging.getLogger(__name__)
OUT_BY = 18
"""The hour in Italy by which a day's bulletin is out: the usual one is 16."""
SILENT_AT_MOST = timedelta(hours=2)
"""The time for which the site may not answer before staff are told."""
NONE_TODAY = "Alle 18 il bollettino di oggi non c'è ancora."


def look(now: datetime) -> None:
    """Read the newest bulletin, unless it was read or the office wants to hear of nothing."""
    watch = BulletinWatch.objects.first()
    if watch is None or not watch.levels:
        return
    problem: Unreadable | None = None
    try:
        if bulletin := newest(watch.etag, day_of(now)):
            proposing.take(bulletin, now)
        BulletinWatch.objects.update(looked_at=now, problem="")
    except Unreadable as found:
        problem = found
        BulletinWatch.objects.update(problem=str(found))
        log.warning("the bulletin could not be read: %s", type(found).__name__)
    if why := _why_alarming(problem, now):
        _alarm(why, now)


def _why_alarming(problem: Unreadable | None, now: datetime) -> str:
    """Say why staff have to look themselves: it can't be understood, does not answer for long, or is not there."""
    watch = BulletinWatch.objects.get()
    is_silent = watch.looked_at is not None and now - watch.looked_at > SILENT_AT_MOST
    is_here = watch.issued_at is not None and day_of(watch.issued_at) == day_of(now)
    is_late = in_rome(now).hour >= OUT_BY and not is_here
    if problem and (is_silent or is_late or isinstance(problem, Odd)):
        return str(problem)
    return NONE_TODAY if is_late else ""


@transaction.atomic
def _alarm(why: str, now: datetime) -> None:
    """Tell staff and operators, once a day."""
    today = day_of(now)
    if BulletinWatch.objects.exclude(alarmed_on=today).update(alarmed_on=today):
        tell(
            holders("broadcasts.view_bulletinwatch"),
            subject="Il bollettino della Protezione civile non si legge",
            sentence=f"{why} Guardalo tu: {PAGE}. Finché non si legge non nascono bozze.",
            page=reverse("admin:broadcasts_bulletinwatch_changelist"),
            addresses=settings.ALERT_EMAILS,
        )
