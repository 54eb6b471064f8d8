"""The service starts on an older copy of its database: what that was about to send may have left, and is held.

A worker that starts comes in, or `manage.py hold_after_restore`; backups are made in deploy/backup/. Two signs tell
a copy apart (docs/decisions/0032). PostgreSQL gives whatever `pg_restore` makes, or a recovery, a number of its own:
the mark that the heartbeat was written with tells it at once and for certain. A machine or a disk that was put back
as a whole keeps its numbers: then only a heartbeat that is hours old speaks for it, as it does of a long standstill.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, models, transaction
from django.urls import reverse

from broadcasts import hooks
from broadcasts.models import Delivery
from broadcasts.sending import after_restore
from cascina_whatsapp import routing
from cascina_whatsapp.accounts.staff_notices.notifying import holders, tell
from cascina_whatsapp.presentation.formatting.dates import moment_in_words
from cascina_whatsapp.security import trail
from cascina_whatsapp.whatsapp.webhook import liveness
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat
from subscribers.conversation import reply_sending
from subscribers.models import Reply

MARK = (
    "SELECT concat_ws('-', system_identifier, pg_database.oid, %s::regclass::oid, "
    "left(pg_walfile_name(pg_current_wal_lsn()), 8)) "
    "FROM pg_control_system(), pg_database WHERE datname = current_database()"
)
"""Cluster, database, table, and the timeline of what is written now: a copy differs in one of them at least.

A recovery to a moment begins a timeline, and so does a standby that takes over (PostgreSQL, continuous archiving).
`pg_control_checkpoint` would tell of the new one only after its first checkpoint.
"""


@dataclass(frozen=True)
class OlderCopy:
    """The database may be a copy that knows nothing of what happened after `knows_until` (UTC)."""

    knows_until: datetime
    is_certain: bool = True
    """Otherwise the service may just as well have stood still since."""

    @property
    def in_words(self) -> str:
        """The beginning of a sentence for staff, without its full stop."""
        moment = moment_in_words(self.knows_until)
        if self.is_certain:
            return f"Il servizio è ripartito da una copia di {moment}"
        return f"Il servizio è stato fermo da {moment}, o è ripartito da una copia di allora"


def mark() -> str:
    """Ask what this very database is called by its server; "" on SQLite, where a copy is a copy."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(MARK, [Heartbeat._meta.db_table])
        (found,) = cursor.fetchone()
    return str(found)


def older_copy(tick: Heartbeat, now: datetime) -> OlderCopy | None:
    """Tell from the last heartbeat whether this is an older copy; None: the database that wrote it a moment ago."""
    here = mark()
    without_timeline = here.rpartition("-")[0]  # as older versions wrote it
    if tick.database and tick.database not in (here, without_timeline):
        return OlderCopy(tick.at)
    longest = timedelta(hours=settings.STANDSTILL_HOURS)
    if longest and now - tick.at > longest:
        return OlderCopy(tick.at, is_certain=False)
    return None


def last_tick() -> Heartbeat | None:
    """The last heartbeat of a worker, locked for the caller's transaction; None where none ever started."""
    return Heartbeat.objects.select_for_update().filter(name=liveness.TICK).first()


SKIPPED = 1_000_000
"""The numbers of rows that are skipped, since messages bear them, and Meta tells of these for weeks.

More than are written between a backup and the moment at which it is needed. Few enough that no number soon has nine
digits, which logs and trail take for a telephone's.
"""


def skip_ahead(*tables: type[models.Model]) -> None:
    """The next rows of these tables get numbers far beyond those that may have been given since the copy."""
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in tables):
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(sequence, nextval(sequence) + %s) FROM pg_get_serial_sequence(%s, 'id') sequence",
                    [SKIPPED, table],
                )
            else:
                cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [SKIPPED, table])


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


def hold_by_hand(now: datetime) -> Counter[str]:
    """Hold what an older copy would send, on a person's word: it knows what happened until its last heartbeat."""
    with transaction.atomic():
        tick = last_tick()
        return hold(OlderCopy(tick.at if tick else now), now)


@transaction.atomic
def hold(copy: OlderCopy, now: datetime) -> Counter[str]:
    """Hold everything, tell those concerned, and begin anew from `now`; count what waits for a person.

    What a slice doubts has its own name there. A second time it finds nothing more.
    """
    routing.catch_up(now, before=copy.knows_until + liveness.TICK_GAP)
    held = Counter(
        {
            "campaigns": after_restore.pause_all(copy.in_words, now=now),
            "deliveries": after_restore.doubt_deliveries(now),
            **{what: number for ask in hooks.DOUBT for what, number in ask(now).items()},
            "answers": reply_sending.doubt_waiting(),
        }
    )
    skip_ahead(Delivery, *hooks.NUMBERED, Reply)
    liveness.begin_anew(mark(), now)
    tell(
        [person for permission in WHO_IS_TOLD for person in holders(permission)],
        subject=SUBJECT,
        sentence=f"{copy.in_words}. {WHAT_TO_DO.format_map(held)}",
        page=reverse("admin:index"),
        addresses={*settings.ALERT_EMAILS, *settings.PRIVACY_EMAILS},
    )
    log.error("an older copy of the database: %s", dict(held))
    trail.record(trail.Event.RESTORED, by=None, now=now, about=copy.in_words, details=held)
    return held
