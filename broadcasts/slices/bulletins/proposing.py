"""Drafts and notices of a bulletin: a draft where a level is reached or rises, a notice where what was told falls.

Nothing leaves by it. What staff were told stands in the one row, under whose lock drafts are made: the same bulletin
read twice, or by two workers at once, makes one.
"""

import logging
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from broadcasts.launching.drafts import outside_drafts
from broadcasts.models import Campaign
from broadcasts.steps import notifications
from cascina_whatsapp.accounts.staff_notices.notifying import Kind, holders, tell
from cascina_whatsapp.presentation.formatting.dates import day_of

from . import words
from .models import BulletinWatch
from .newest import Bulletin

log = logging.getLogger(__name__)
ORIGIN = "bollettino della Protezione civile"
Levels = dict[str, int]


@transaction.atomic
def take(bulletin: Bulletin, now: datetime) -> None:
    """Take a bulletin: its days from today on. One that is older than what was read already changes nothing."""
    watch = BulletinWatch.objects.select_for_update().get()
    if watch.issued_at and bulletin.issued_at < watch.issued_at:
        return
    coming = {day: levels for day, levels in bulletin.levels.items() if day >= day_of(now)}
    before = {day: watch.told.get(day.isoformat(), {}) for day in coming}
    risen: dict[date, Levels] = {}
    fallen: dict[date, Levels] = {}
    for day, levels in coming.items():
        grave = {risk: levels[risk] for risk, least in watch.levels.items() if levels[risk] >= least}
        if any(level > before[day].get(risk, 0) for risk, level in grave.items()):
            risen[day] = grave
        if lower := {risk: levels[risk] for risk, level in before[day].items() if levels[risk] < level}:
            fallen[day] = lower
        watch.told[day.isoformat()] = before[day] | lower | grave
    watch.told = {day: levels for day, levels in watch.told.items() if day >= f"{day_of(now)}"}
    watch.issued_at, watch.etag = bulletin.issued_at, bulletin.mark
    if fallen:
        _tell_of_fall(watch, fallen, bulletin)
    if risen:
        watch.draft = _propose(watch, risen, bulletin, now)
    watch.save()


def _propose(watch: BulletinWatch, picture: words.Picture, bulletin: Bulletin, now: datetime) -> Campaign:
    written = words.words_of(watch.ready_text, picture, bulletin)
    draft = outside_drafts.propose(written, origin=ORIGIN, now=now, by_email=True)
    draft.alert = words.alert_of(picture)
    draft.save(update_fields=["alert"])
    log.info("campaign %s: a bulletin proposes it", draft.pk)
    return draft


def _tell_of_fall(watch: BulletinWatch, picture: words.Picture, bulletin: Bulletin) -> None:
    """Tell who writes, and who may correct what left, that what they were told is less grave or over."""
    draft = Campaign.objects.filter(pk=watch.draft_id).first()
    about = (
        f" Guarda «{draft}»: se è già uscito scrivi com'è cambiata, se è una bozza rivedila." if draft else ""
    )
    able = holders("broadcasts.change_campaign") | holders("broadcasts.steer_campaign")
    tell(
        able.distinct(),
        subject="Un'allerta è scesa o è finita",
        sentence=f"{words.told(picture, bulletin)}{about}",
        page=notifications.page_of(draft) if draft else reverse("admin:broadcasts_campaign_changelist"),
        kind=Kind.KNOWN,
    )
