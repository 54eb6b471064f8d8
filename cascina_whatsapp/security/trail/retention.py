"""The oldest part of the trail is cut off when its term is over, in a way that leaves the rest verifiable."""

from datetime import datetime

from django.db import models, transaction

from cascina_whatsapp.security.append_only import chain

from . import record
from .events import Event
from .models import TrailHead, TrailRecord


def old(before: datetime) -> models.QuerySet[TrailRecord]:
    """Select the records that a cut before this moment would take: those before the first that is kept."""
    kept = TrailRecord.objects.filter(at__gte=before).order_by("sequence").first()
    records = TrailRecord.objects.all()
    return records.filter(sequence__lt=kept.sequence) if kept else records


@transaction.atomic
def cut(before: datetime, now: datetime) -> int:
    """Record that everything up to the last record before this moment goes, then let it go; return how many.

    The cut's own record names the number and the hash that the rest continues. The trigger lets nothing else go, and
    nothing that is younger than six months.
    """
    chain.serialize(TrailHead)
    going = old(before)
    last = going.order_by("sequence").last()
    if last is None:
        return 0
    count = going.count()
    reached: dict[str, str | int] = {"up_to": last.sequence, "hash": last.hash, "count": count}
    record(Event.CUT, by=None, now=now, about=f"fino alla traccia {last.sequence}", details=reached)
    models.QuerySet.delete(going.filter(sequence__lte=last.sequence))  # not the record just written
    return count
