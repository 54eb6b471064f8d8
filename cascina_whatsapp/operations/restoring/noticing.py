"""The detection of a database that is an older copy of itself, when a worker starts, before it sends anything.

Two signs. PostgreSQL gives whatever `pg_restore` makes, or a recovery, a number of its own: the mark that the
heartbeat was written with tells a copy apart, at once and for certain. A machine or a disk that was put back as a
whole keeps its numbers: then only a heartbeat that is hours old speaks for it, and a long standstill looks the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from cascina_whatsapp.presentation.formatting.dates import moment_in_words
from cascina_whatsapp.whatsapp.webhook.liveness import TICK
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat

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
    return Heartbeat.objects.select_for_update().filter(name=TICK).first()
