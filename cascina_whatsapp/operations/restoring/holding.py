"""The hold on what an older copy was about to send: it may have arrived (docs/decisions/0032)."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from broadcasts import outlets
from broadcasts.models import Delivery, Trial
from broadcasts.sending import after_restore
from cascina_whatsapp import routing
from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.security import trail
from cascina_whatsapp.whatsapp.webhook import liveness
from subscribers.conversation import reply_sending
from subscribers.models import Reply

from . import numbering
from .noticing import OlderCopy, last_tick, mark, older_copy

log = logging.getLogger(__name__)
WHO_IS_TOLD = ("broadcasts.steer_campaign", "subscribers.view_registercheck", "privacy.change_rightsrequest")
"""The rights of who decides on broadcasts, who reads the register, who answers for people's data."""
SUBJECT = "Il servizio è ripartito da una copia"
WHAT_TO_DO = (
    "Niente parte da solo. Messaggi fermati: {campaigns}; consegne dall'esito incerto: {deliveries}; pubblicazioni "
    "altrove da controllare: {publications}. Di ciò che è successo dopo quel momento il servizio non sa nulla: chi "
    "si è cancellato risulta ancora iscritto, chi si è iscritto non risulta. Prima di riprendere un invio, decidi "
    "delle consegne incerte."
)


def look_at_start(now: datetime) -> dict[str, int] | None:
    """Hold, before a worker works, what an older copy would send; None where the database is what it was.

    Of workers that start together the first one holds, the others wait and find it done.
    """
    with transaction.atomic():
        tick = last_tick()
        if tick and (copy := older_copy(tick, now)):
            return hold(copy, now)
        if tick is None or tick.database != mark():
            liveness.note_database(mark(), now)
    return None


def hold_by_hand(now: datetime) -> dict[str, int]:
    """Hold what an older copy would send, on a person's word: it knows what happened until its last heartbeat."""
    with transaction.atomic():
        tick = last_tick()
        return hold(OlderCopy(tick.at if tick else now), now)


@transaction.atomic
def hold(copy: OlderCopy, now: datetime) -> dict[str, int]:
    """Hold everything, tell those concerned, and begin anew from `now`; count what waits for a person.

    `publications`: broadcasts at an outlet, which may be out. A second time it finds nothing more.
    """
    routing.catch_up(now, before=copy.knows_until + liveness.TICK_GAP)
    held = {
        "campaigns": after_restore.pause_all(copy.in_words, now=now),
        "deliveries": after_restore.doubt_deliveries(now),
        "trials": after_restore.doubt_trials(now),
        "publications": outlets.doubt_all(),
        "answers": reply_sending.doubt_waiting(),
    }
    numbering.skip_ahead(Delivery, Trial, Reply)
    liveness.begin_anew(mark(), now)
    tell(
        [person for permission in WHO_IS_TOLD for person in holders(permission)],
        subject=SUBJECT,
        sentence=f"{copy.in_words}. {WHAT_TO_DO.format(**held)}",
        page=reverse("admin:index"),
        addresses={*settings.ALERT_EMAILS, *settings.PRIVACY_EMAILS},
    )
    log.error("an older copy of the database: %s", held)
    trail.record(trail.Event.RESTORED, by=None, now=now, about=copy.in_words, details=held)
    return held
