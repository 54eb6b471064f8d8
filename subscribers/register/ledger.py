"""The ledger: how an event is appended to the register, chained to the one before, and blanked when erased.

Appending is serialised: a process that appends holds the row of the chain's head until it commits. To keep two
workers from waiting for each other, everything that may append calls `serialize`, or is `together`, before it locks
anything else.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

from cascina_whatsapp.security.append_only import chain
from cascina_whatsapp.security.append_only.chain import ChainHead, canonical_time
from subscribers.models import ConsentRecord, RegisterHead, ServiceText
from subscribers.rules.verify_export import Entry

SALT_BYTES = 16


class Page:
    """The events that a transaction appends: chained event by event, written in one statement."""

    def __init__(self) -> None:
        self.head = chain.serialize(RegisterHead)
        self.unwritten: list[ConsentRecord] = []

    def append(self, records: list[ConsentRecord]) -> list[ConsentRecord]:
        """Number records behind the page's end."""
        chain.link(records, self.head, _chain)
        self.unwritten += records
        return records

    def write(self) -> None:
        """Write the events that are not written yet."""
        if self.unwritten:
            chain.write(self.unwritten, self.head)
        self.unwritten = []


_open: ContextVar[Page | None] = ContextVar("page", default=None)
"""The page of the transaction that is inside `together`: nothing can be appended behind its back."""


@contextmanager
def together() -> Iterator[None]:
    """Hold the register; what is appended inside is written at the end, of the outermost. Needs a transaction.

    Whoever looks for a record of what may have been said inside calls `write_together` first.
    """
    if _open.get():
        yield
        return
    page = Page()
    outer = _open.set(page)
    try:
        yield
        page.write()
    finally:
        _open.reset(outer)


def write_together() -> None:
    """Write what was appended in `together` until now, so that it can be read from here on."""
    if page := _open.get():
        page.write()


def serialize() -> RegisterHead:
    """The end of the chain, locked until the caller's transaction is over. Needs a transaction."""
    page = _open.get()
    return page.head if page else chain.serialize(RegisterHead)


def append(**event: Any) -> ConsentRecord:
    """Append one event, given by ConsentRecord's own fields."""
    return append_many([event])[0]


@transaction.atomic(savepoint=False)
def append_many(events: list[dict[str, Any]]) -> list[ConsentRecord]:
    """Append these events in their order; all of them or none. Inside `together` they have no key until its end."""
    records = [ConsentRecord(**event) for event in events]
    if page := _open.get():
        return page.append(records)
    page = Page()
    page.append(records)
    page.write()
    return records


def _chain(record: ConsentRecord, head: ChainHead) -> None:
    record.sequence = head.sequence + 1
    record.content_salt, record.subject_salt = secrets.token_hex(SALT_BYTES), secrets.token_hex(SALT_BYTES)
    sealed = entry_of(record).sealed(head.hash)
    for name in ("content_digest", "subject_digest", "previous_hash", "hash"):
        setattr(record, name, getattr(sealed, name))


def entry_of(record: ConsentRecord) -> Entry:
    """Return a record in the values that its hash is made of."""
    return Entry(
        sequence=record.sequence,
        event_id=str(record.event_id),
        kind=str(record.kind),
        at_whatsapp=canonical_time(record.at_whatsapp),
        recorded_at=canonical_time(record.recorded_at),
        took_effect=record.took_effect,
        rule=record.rule,
        rule_version=record.rule_version,
        channel=str(record.channel),
        announcement=text_of(record.announcement),
        notice=text_of(record.notice),
        confirmation=text_of(record.confirmation),
        actor=record.actor_id,
        erases=record.erases,
        words=record.words,
        reason=record.reason,
        topics=record.topics,
        content_salt=record.content_salt,
        content_digest=record.content_digest,
        pseudonym=record.pseudonym,
        message_digest=record.message_digest,
        subject_salt=record.subject_salt,
        subject_digest=record.subject_digest,
        previous_hash=record.previous_hash,
        hash=record.hash,
        content_erased_by=record.content_erased_by,
        subject_erased_by=record.subject_erased_by,
    )


def text_of(text: ServiceText | None) -> list[str | int] | None:
    """Name a text as a hash does: key, version, SHA-256 of the body."""
    return [text.key, text.version, text.sha256] if text else None
