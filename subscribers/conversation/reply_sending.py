"""Queued replies are sent, at any hour, and settled; their receipts are applied.

A reply whose outcome is unknown is not sent again: a citizen would rather miss one than get it twice.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F

from cascina_whatsapp.security.logs import follow
from cascina_whatsapp.whatsapp.cloud_api import references, retry_policy
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.durations import LOST_AFTER
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError, OurMistake
from cascina_whatsapp.whatsapp.cloud_api.events import StatusUpdate
from cascina_whatsapp.whatsapp.cloud_api.limits import InvalidMessage
from cascina_whatsapp.whatsapp.cloud_api.messages import Button, Buttons, Option, OptionList, Text
from cascina_whatsapp.whatsapp.cloud_api.people import Address, Person
from cascina_whatsapp.whatsapp.cloud_api.retry_policy import REPLY, NextStep
from subscribers.identity.misplaced import is_theirs, report
from subscribers.models import Reply, ReplyQuerySet

log = logging.getLogger(__name__)
Status = Reply.Status

NEWS = ("sent", "failed", "delivered", "read")
"""The news that receipts tell of, in the order in which it is applied."""
BATCH_SIZE = 50
"""Replies that are claimed together."""
BLANK = {"phone": "", "bsuid": "", "content": {}}
CALLS_AT_ONCE = 16
LONGEST_WAIT_FOR_SLOT = 1.0
"""Seconds for a moment: farther off, the clock was set."""
WAIT_FOR_IN_FLIGHT = timedelta(seconds=0.25)
"""The time that a confirmation waits, each time, for a message to the same person that may still leave."""
STATUS_AFTER = {
    NextStep.RETRY: Status.QUEUED,
    NextStep.AWAIT_RECEIPT: Status.UNCERTAIN,
    NextStep.ACCEPT: Status.UNCERTAIN,  # "sent" is what a readable response, or a receipt, says
    NextStep.FAIL: Status.FAILED,
}


def send_due(
    *,
    api: CloudApi,
    now: datetime,
    reserve: Callable[[int], list[float]] = lambda many: [0.0] * many,
    in_flight: Callable[[set[str]], set[str]] = lambda pseudonyms: set(),
    measure: Callable[[str, float], None] = lambda outcome, seconds: None,
) -> int:
    """Send the replies that are due; return how many calls were made. No transaction is open meanwhile.

    They wait for no broadcast: `reserve` is told how many are due, and gives a moment (seconds since the epoch) to
    each of those that the number's throughput lets leave now; the others stay as they are. But `in_flight` says
    which of these people another message may still leave for: a change of consent is confirmed only when nothing
    that was decided before it can follow. `measure` is told what became of each, and how long the citizen waited.
    """
    if not Reply.objects.due(now).exists():  # most of the time
        return 0
    replies, moments = _claim(now, reserve, in_flight)
    if replies:
        with ThreadPoolExecutor(min(CALLS_AT_ONCE, len(replies))) as pool:
            errors = pool.map(partial(_post_at, api), replies, moments)
            for reply, error in zip(replies, errors, strict=True):
                _settle(reply, error, now)
                _tell(reply, error, measure)
    return len(replies)


def _tell(reply: Reply, error: CloudApiError | None, measure: Callable[[str, float], None]) -> None:
    """Tell the log, and whoever measures, what became of an answer."""
    became = type(error).__name__ if error else "sent"
    follow(log, f"answer {reply.pk}, {became}", [reply.post])
    if reply.asked_at:
        measure(became, time.time() - reply.asked_at.timestamp())


@transaction.atomic
def _claim(
    now: datetime, reserve: Callable[[int], list[float]], in_flight: Callable[[set[str]], set[str]]
) -> tuple[list[Reply], list[float]]:
    """Claim the replies that leave now; return them, and when each of them may."""
    due = [reply for reply in _due(now) if _is_theirs(reply, now)]
    confirming = {reply.pseudonym for reply in due if reply.consent_id}
    busy = in_flight(confirming) if confirming else set()
    confirmed_later = [reply for reply in due if reply.consent_id and reply.pseudonym in busy]
    Reply.objects.filter(pk__in=[reply.pk for reply in confirmed_later]).update(
        not_before=now + WAIT_FOR_IN_FLIGHT
    )
    free = [reply for reply in due if reply not in confirmed_later]
    moments = reserve(len(free)) if free else []
    replies = free[: len(moments)]
    Reply.objects.filter(pk__in=[reply.pk for reply in replies]).update(
        status=Status.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    return replies, moments


def _is_theirs(reply: Reply, now: datetime) -> bool:
    """Tell whether the number is that of the person whom a reply answers; where it is another's, give it up."""
    if is_theirs(Person(phone=reply.phone, bsuid=reply.bsuid), reply.pseudonym):
        return True
    Reply.objects.filter(pk=reply.pk).update(status=Status.FAILED, **BLANK)
    report(f"reply {reply.pk}", now)
    return False


def _due(now: datetime) -> list[Reply]:
    """A batch, locked: confirmations of what somebody decided before all other replies."""
    waiting = Reply.objects.due(now).select_for_update(skip_locked=True)
    confirming = list(waiting.exclude(consent=None)[:BATCH_SIZE])
    return confirming + list(waiting.filter(consent=None)[: BATCH_SIZE - len(confirming)])


def _post_at(api: CloudApi, reply: Reply, moment: float) -> CloudApiError | None:
    """Send a reply at its moment; return what went wrong. Runs in a thread: no database here."""
    if (wait := moment - time.time()) > 0:
        time.sleep(min(wait, LONGEST_WAIT_FOR_SLOT))
    try:
        api.send(
            _message(reply.content),
            to=Address(phone=reply.phone, bsuid=reply.bsuid),
            reference=references.of_reply(reply.pk),
        )
    except InvalidMessage as problem:  # it must not take the others of its batch along
        return OurMistake(title=str(problem))
    except CloudApiError as error:
        return error
    return None


def _message(content: dict[str, Any]) -> Text | Buttons | OptionList:
    if content["options"]:
        rows = tuple(
            Option(id=id, title=title, description=description, section="".join(section))
            for id, title, description, *section in content["options"]  # one of 0.2.0 has no section
        )
        return OptionList(body=content["body"], button="Scegli", rows=rows)
    if content["buttons"]:
        buttons = tuple(Button(id=id, title=title) for id, title in content["buttons"])
        return Buttons(body=content["body"], buttons=buttons)
    return Text(body=content["body"])


def _settle(reply: Reply, error: CloudApiError | None, now: datetime) -> None:
    """Note what came of a reply: a broadcast's next message meets the same error by itself."""
    if error is None:
        _finish(reply, Status.SENT, sent_at=now)
        return
    decision = retry_policy.decide(
        type(error),
        attempts=reply.attempts + 1,  # this one is not counted yet
        bounds=REPLY,
        age=now - reply.created_at,
        retry_after=error.retry_after,
    )
    status = STATUS_AFTER[decision.step]
    if status == Status.QUEUED:
        not_before = now + timedelta(seconds=decision.wait)
        _update(reply, status, not_before=not_before, error_code=error.code)
    else:
        _finish(reply, status, error_code=error.code)
    log.warning("reply %s: %s (%s)", reply.pk, type(error).__name__, error)


def _finish(reply: Reply, status: Status, **fields: Any) -> None:
    """Give a reply its last status and blank its address and content, whatever a receipt has made of it."""
    if not _update(reply, status, **fields, **BLANK):
        Reply.objects.filter(pk=reply.pk).update(**BLANK)


def _update(reply: Reply, status: Status, **fields: Any) -> int:
    # A receipt may have been quicker than we: it has the last word.
    return Reply.objects.filter(pk=reply.pk, status=Status.SENDING).update(status=status, **fields)


def apply_statuses(statuses: list[StatusUpdate]) -> None:
    """Apply receipts of replies; those of anything else are passed over.

    One statement for all that were told the same at the same second; good news last, so that it remains.
    """
    told: dict[tuple[int, datetime, int], list[int]] = defaultdict(list)
    for status in statuses:
        if status.status in NEWS and (number := references.reply_in(status.reference)):
            told[NEWS.index(status.status), status.at, status.error_code or 0].append(number)
    for (news, at, code), numbers in sorted(told.items()):
        _apply(NEWS[news], at, code, Reply.objects.filter(pk__in=numbers))


def _apply(news: str, at: datetime, code: int, mine: ReplyQuerySet) -> None:
    """Apply a receipt, and blank the reply: the process that sent it may have died before it could."""
    if news == "sent":
        mine.filter(status__in=[Status.SENDING, Status.UNCERTAIN]).update(
            status=Status.SENT, sent_at=at, **BLANK
        )
    elif news == "failed":
        mine.exclude(status=Status.DELIVERED).update(status=Status.FAILED, error_code=code or None, **BLANK)
    else:
        mine.filter(delivered_at=None).update(status=Status.DELIVERED, delivered_at=at, **BLANK)


def doubt_waiting() -> int:
    """Doubt the replies that wait in a database that is an older copy: they may have left. Return how many."""
    waiting = Reply.objects.filter(status__in=[Status.QUEUED, Status.SENDING])
    return waiting.update(status=Status.UNCERTAIN, **BLANK)


def recover(now: datetime) -> None:
    """Settle replies that were in flight when a process died: nobody knows, so they are not sent again."""
    lost = Reply.objects.filter(status=Status.SENDING, claimed_at__lt=now - LOST_AFTER)
    lost.update(status=Status.UNCERTAIN, **BLANK)
