"""Settings are changed outside the service: each start tells the trail which differ from those of the start before.

By digests, since some hold addresses or numbers; secrets not at all.
"""

import hashlib
import logging
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from cascina_whatsapp.security.append_only import chain

from . import record
from .events import Event
from .models import TrailHead, TrailRecord

log = logging.getLogger(__name__)
DIGITS = 32
"""The digits of a digest: as many as `logs.scrub` knows. Of sixteen, one in three hundred passes for a number."""
FIRST = "prima registrazione"
PROCESSES = {"web": "pagine", "webhook": "notifiche di WhatsApp", "worker": "lavoro"}
"""The work of each process, for who reads the trail."""


def note_settings(process: str, now: datetime) -> None:
    """Record what changed since the last start of `process`: "web", "webhook" or "worker".

    Without a database it only logs.
    """
    try:
        compare(process, settings.PLAIN_SETTINGS, now)
    except DatabaseError as problem:
        log.error("settings at the start were not recorded: %s", type(problem).__name__)
    finally:
        connection.close()  # processes that are forked from this one open their own


@transaction.atomic
def compare(process: str, values: Mapping[str, str], now: datetime) -> TrailRecord | None:
    """The record of what changed; None where nothing did. Several processes may start at once: one of them tells."""
    chain.serialize(TrailHead)
    digests = {name: hashlib.sha256(value.encode()).hexdigest()[:DIGITS] for name, value in values.items()}
    last = TrailRecord.objects.filter(event=Event.SETTING_CHANGED, details__process=process).first()
    before: dict[str, str] = {k: v for k, v in last.details.items() if k != "process"} if last else {}
    changed = sorted(name for name in before.keys() | digests.keys() if _differ(before, digests, name))
    if last and not changed:
        return None
    about = f"{PROCESSES.get(process, process)}: {', '.join(changed) if last else FIRST}"
    return record(
        Event.SETTING_CHANGED, by=None, now=now, about=about, details={"process": process, **digests}
    )


def _differ(before: Mapping[str, str], digests: Mapping[str, str], name: str) -> bool:
    """Tell whether settings differ; records of earlier versions hold the first sixteen digits."""
    if name not in before or name not in digests:
        return True
    return not digests[name].startswith(before[name])
