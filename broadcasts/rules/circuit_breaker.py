"""The circuit breaker: when a broadcast fails again and again, and not because of its recipients, it stops.

Kept in memory by each process, for its own messages: cheap, and enough, since each of them sees plenty.
"""

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field

from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError, OurMistake, OutcomeUnknown

from . import failure_reasons

IN_A_ROW = 20
"""Failures of one kind, with no success between them."""
LAST_OUTCOMES = 200
SHARE = 0.1
TOO_MANY = int(LAST_OUTCOMES * SHARE)
"""The failures among the last LAST_OUTCOMES beyond which the broadcast stops."""


@dataclass
class Record:
    """The outcomes of one broadcast's messages since somebody started or resumed it."""

    since: Hashable
    kind: str = ""
    in_a_row: int = 0
    heard: int = 0
    failed: deque[bool] = field(default_factory=lambda: deque(maxlen=LAST_OUTCOMES))

    def note_failure(self, kind: str) -> str | None:
        """Note a failure of this kind; return the sentence to stop the broadcast with, if there are too many."""
        self.in_a_row = self.in_a_row + 1 if kind == self.kind else 1
        self.kind = kind
        self.failed.append(True)
        if self.in_a_row >= IN_A_ROW:
            return failure_reasons.FAILING_IN_A_ROW
        return failure_reasons.FAILING_OFTEN if sum(self.failed) > TOO_MANY else None

    def note_success(self, count: int) -> None:
        """Record that so many messages left well: failures no longer come in a row."""
        self.kind, self.in_a_row = "", 0
        self.failed.extend([False] * min(count, LAST_OUTCOMES))


_records: dict[int, Record] = {}


def kind_of(error: type[CloudApiError]) -> str | None:
    """Return what a failure counts as; None where it is no sign that the broadcast goes wrong.

    Not where the recipient is the trouble, nor where a wait or a halt is the cure.
    """
    return error.__name__ if issubclass(error, OutcomeUnknown | OurMistake) else None


def note(campaign_id: int, kind: str | None, *, since: Hashable = None) -> str | None:
    """A message failed; the sentence to stop the broadcast with, or None.

    `kind` is None where the failure says nothing about the broadcast; `since` changes when somebody resumes it, and
    what was before counts no more.
    """
    return None if kind is None else _record(campaign_id, since).note_failure(kind)


def note_success(campaign_id: int, count: int) -> None:
    """Record that so many messages of a broadcast left well. Costs nothing while none has failed."""
    if record := _records.get(campaign_id):
        record.note_success(count)


def note_receipt(campaign_id: int, *, since: Hashable = None) -> bool:
    """A receipt says "failed": whether so many have that it is time to count them all in the database.

    Receipts come in any order and at many processes, so that a row of them proves nothing.
    """
    record = _record(campaign_id, since)
    record.heard += 1
    return record.heard % (TOO_MANY + 1) == 0


def is_too_much(failed: int, outcomes: int) -> bool:
    """Tell whether so many failures among so many outcomes, counted from receipts, stop a broadcast."""
    return failed > max(TOO_MANY, outcomes * SHARE)


def forget() -> None:
    """Begin anew, as a new process does."""
    _records.clear()


def _record(campaign_id: int, since: Hashable) -> Record:
    record = _records.get(campaign_id)
    if record is None or record.since != since:
        record = _records[campaign_id] = Record(since)
    return record
