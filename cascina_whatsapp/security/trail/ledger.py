"""The appending of an event to the trail, chained to the one before. Called by `record` alone."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from cascina_whatsapp.security.append_only import chain
from cascina_whatsapp.security.append_only.chain import ChainHead
from cascina_whatsapp.security.logs import scrub

from . import forwarding
from .events import Event
from .models import TrailHead, TrailRecord

FORMAT = "1"
"""The format of the hashes. What is written under it never changes."""
LONGEST_ABOUT = 200
Details = Mapping[str, str | int]


@transaction.atomic
def append(event: Event, *, by: User | None, now: datetime, about: str, details: Details) -> TrailRecord:
    """Append an event: see `trail.record`."""
    for name, text in {"about": about, **{key: str(value) for key, value in details.items()}}.items():
        if (
            scrub(text) != text or scrub(name) != name
        ):  # somebody's number, BSUID or message: not repeated here
            raise ValueError(f"the trail takes no number: {scrub(name)}")
    told = TrailRecord(
        event=event,
        at=now,
        by=by,
        by_name=scrub(by.get_username()) if by else "",
        about=about[:LONGEST_ABOUT],
        details=dict(details),
    )
    (written,) = chain.append([told], chain.serialize(TrailHead), _chain)
    transaction.on_commit(lambda: forwarding.send(written), robust=True)
    return written


def _chain(told: TrailRecord, head: ChainHead) -> None:
    told.sequence, told.previous_hash = head.sequence + 1, head.hash
    told.hash = hash_of(told)


def hash_of(told: TrailRecord) -> str:
    """Reckon the hash that a record of the trail has to have."""
    return chain.canonical_hash(
        FORMAT,
        told.previous_hash,
        told.sequence,
        chain.canonical_time(told.at),
        str(told.event),
        told.by_id,
        told.by_name,
        told.about,
        told.details,
    )
