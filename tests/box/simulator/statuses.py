"""The statuses of an accepted message: sent, delivered, read or failed; when, and told in which order."""

import asyncio
import heapq
import itertools
import random
import time
from collections.abc import Callable
from typing import Any

from . import errors, webhooks
from .sent_messages import Sent
from .settings import Settings
from .webhooks import Outbox

TICK = 0.1
"""Seconds between two collections of what is due."""
APART = 0.15
"""Seconds between statuses that must not travel in the same webhook: longer than a tick."""


class Statuses:
    """The statuses to come, by the time at which they are due."""

    def __init__(self, outbox: Outbox) -> None:
        self.outbox = outbox
        self._due: list[tuple[float, int, Sent, str, int]] = []
        self._turn = itertools.count()

    @property
    def waiting(self) -> int:
        """Statuses that are not due yet."""
        return len(self._due)

    def plan(self, sent: Sent, settings: Settings) -> None:
        """Decide what becomes of the message and when the service is told."""
        if sent.is_untold or not settings.statuses:
            return
        self._tell(sent, course_of(sent, settings), settings)

    def plan_arrival(self, sent: Sent, settings: Settings, now: float) -> None:
        """The telephone is on again: what is left of the message's course begins now."""
        sent.leaves_at = now
        if settings.statuses:
            self._tell(sent, course_of(sent, settings)[1:], settings)

    def _tell(self, sent: Sent, course: list[tuple[str, float]], settings: Settings) -> None:
        for (status, happens), told in zip(course, told_after(course, settings.status_order), strict=True):
            for repetition in range(settings.repeat):
                due = sent.leaves_at + settings.late + told + repetition * APART
                stamp = int(sent.leaves_at + happens)
                heapq.heappush(self._due, (due, next(self._turn), sent, status, stamp))

    def forget(self) -> None:
        """Tell nothing more about the messages accepted so far."""
        self._due.clear()

    async def run(self, most: Callable[[], int]) -> None:
        """Post what is due, a few times a second, for ever; at most `most()` statuses in a webhook."""
        while True:
            await asyncio.sleep(TICK)
            self.post_due(time.time(), most())

    def post_due(self, now: float, most: int) -> None:
        """Post everything due at `now`, in webhooks of at most so many statuses."""
        while updates := self._take(now, most):
            self.outbox.post(self._envelope(updates))

    def _take(self, now: float, most: int) -> list[tuple[Sent, str, int]]:
        taken: list[tuple[Sent, str, int]] = []
        while self._due and self._due[0][0] <= now and len(taken) < most:
            _, _, sent, status, stamp = heapq.heappop(self._due)
            sent.advance(status)
            taken.append((sent, status, stamp))
        return taken

    def _envelope(self, updates: list[tuple[Sent, str, int]]) -> dict[str, Any]:
        """One webhook; failures travel in a change of their own, because theirs has no contacts."""
        config = self.outbox.config
        good = [update for update in updates if update[1] != "failed"]
        bad = [update for update in updates if update[1] == "failed"]
        people = dict.fromkeys(sent.citizen for sent, _, _ in good)
        values = [
            webhooks.value(config, about=about, statuses=[as_meta_tells(*update) for update in told])
            for told, about in ((good, people), (bad, ()))
            if told
        ]
        return webhooks.envelope(config, *values)


def course_of(sent: Sent, settings: Settings) -> list[tuple[str, float]]:
    """The statuses of the message and the seconds after which each happens."""
    if sent.error_code:
        return [("failed", settings.delivered_after)]
    course = [("sent", settings.sent_after)]
    if sent.waits:
        return course
    course.append(("delivered", settings.delivered_after))
    if sent.citizen.reads < settings.read_share:
        course.append(("read", settings.read_after))
    return course


def told_after(course: list[tuple[str, float]], order: str) -> list[float]:
    """The seconds after which the service is told of each: as it happens, or all late and out of order."""
    if order == "in_order":
        return [happens for _, happens in course]
    last = max(happens for _, happens in course)
    turns = list(range(len(course)))
    if order == "reversed":
        turns.reverse()
    else:
        random.shuffle(turns)
    return [last + turn * APART for turn in turns]


def as_meta_tells(sent: Sent, status: str, stamp: int) -> dict[str, Any]:
    """The item of `statuses`, with the reference that came with the message."""
    citizen = sent.citizen
    update: dict[str, Any] = {"id": sent.wamid, "status": status, "timestamp": str(stamp)}
    if wa_id := sent.to[1:] or citizen.visible_wa_id:
        update["recipient_id"] = wa_id
    # Failures of messages to a phone number do not name the BSUID.
    if status != "failed" or not sent.to:
        update["recipient_user_id"] = sent.recipient
    if sent.reference:
        update["biz_opaque_callback_data"] = sent.reference
    if status in ("sent", "delivered"):
        update["pricing"] = pricing(sent.pricing_category)
    if status == "failed":
        update["errors"] = [errors.in_status(sent.error_code)]
    return update


def pricing(category: str) -> dict[str, Any]:
    """Write how the message is billed: replies are within the free monthly allowance."""
    is_free = category == "service"
    return {
        "billable": not is_free,
        "pricing_model": "PMP",
        "type": "free_customer_service" if is_free else "regular",
        "category": category,
    }
