"""Routing: stored posts → events → handlers; `ROUTES` says what deals with which event.

A batch is one transaction. A poison event is undone alone and kept as a dead letter, with its error, for a person.
"""

import json
import logging
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import repeat
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, OperationalError, transaction
from django.db.models import QuerySet

from broadcasts import hooks
from broadcasts.sending.account import sync
from broadcasts.sending.outcomes import receipts
from cascina_whatsapp.security.logs import follow
from cascina_whatsapp.whatsapp.cloud_api import events
from cascina_whatsapp.whatsapp.webhook import liveness
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, WebhookPost
from subscribers.conversation import inbound, reply_sending

from .ports import build_ports
from .priority import CITIZEN_FIELDS

log = logging.getLogger(__name__)

BATCH_SIZE = 50
"""Posts of one transaction; each tells one thing of a citizen, or up to a thousand receipts."""
MESSAGES_PER_LOOKUP = 100
"""The messages that are looked up together: in longer lists PostgreSQL can't use its partial indexes."""
BATCHES_PER_TICK = 8
"""Batches after which citizens have waited long enough for their answers."""
POSTS_PER_TICK = BATCH_SIZE * BATCHES_PER_TICK
"""Posts of so many batches: a process that found fewer has caught up."""

EVENT_ERRORS = (
    ArithmeticError,
    AttributeError,
    DatabaseError,
    LookupError,
    ObjectDoesNotExist,
    TypeError,
    ValidationError,
    ValueError,
)
"""The errors that a strange event may provoke. A programming error looks the same, and must stop nothing else."""


def receive(messages: list[events.InboundMessage], now: datetime) -> None:
    """Deal with what citizens wrote to us."""
    ports = build_ports(now)
    for start in range(0, len(messages), MESSAGES_PER_LOOKUP):
        inbound.receive(messages[start : start + MESSAGES_PER_LOOKUP], ports=ports, now=now)


def apply_statuses(statuses: list[events.StatusUpdate], now: datetime) -> None:
    """Meta tells what became of messages of ours: broadcasts, answers, and what slices sent."""
    receipts.apply(statuses, now=now)
    for apply in hooks.RECEIPTS:
        apply(statuses)
    reply_sending.apply_statuses(statuses)


Route = Callable[[list[Any], datetime], None]
"""Deals with a batch of events of one kind, its own."""


def one_by_one(handler: Callable[..., None]) -> Route:
    """A route that deals with its events one by one."""

    def handle(batch: list[Any], now: datetime) -> None:
        for event in batch:
            handler(event, now=now)

    return handle


def note_unknown(event: events.Unknown, *, now: datetime) -> None:
    """Note an event that this version doesn't know: by it a citizen may have wanted to leave, so a person looks."""
    log.warning("unknown event: field %s, kind %s, %s", event.field, event.kind, event.problem)
    if event.field in CITIZEN_FIELDS:
        _keep_dead_letter(json.dumps(event.envelope).encode(), f"Unknown {event.kind}"[:60], event.problem)


ROUTES: dict[type[events.Event], Route] = {
    events.InboundMessage: receive,
    events.StatusUpdate: apply_statuses,
    events.PreferenceChange: one_by_one(inbound.note_preference),
    events.IdentityChange: one_by_one(inbound.note_identity_change),
    events.TemplateUpdate: one_by_one(sync.template_changed),
    events.AccountUpdate: one_by_one(sync.note_update),
    events.AccountError: one_by_one(sync.note_error),
    events.Unknown: one_by_one(note_unknown),
}


def run(now: datetime, *, most: int | None = None) -> int:
    """Work through what is stored, or `most` batches of it; return how many posts were dealt with.

    Whoever wants to leave goes first, in a transaction of their own that is soon over (docs/decisions/0014).
    """
    is_noted = liveness.start_tick(now)
    total = 0
    for _ in repeat(None) if most is None else range(most):
        if not WebhookPost.objects.exists():
            break
        leaving = _process_posts(WebhookPost.objects.leaving(), now)
        others = _process_posts(WebhookPost.objects.others(), now)
        total += leaving + others
        if (
            max(leaving, others) < BATCH_SIZE
        ):  # what comes in meanwhile comes cheaper together, at the next tick
            break
    if total or not is_noted:
        liveness.finish_tick(now, heard=bool(total))
    return total


def catch_up(now: datetime, *, before: datetime) -> None:
    """Deal with what was received before that moment, and nothing else: what was said of consent counts."""
    old = WebhookPost.objects.filter(received_at__lte=before)
    while _process_posts(old.leaving(), now) or _process_posts(old.others(), now):
        pass


@transaction.atomic
def _process_posts(waiting: QuerySet[WebhookPost], now: datetime) -> int:
    posts = list(waiting.select_for_update(skip_locked=True)[:BATCH_SIZE])
    if not posts:
        return 0
    told = [(post.received_at, event) for post in posts for event in _events_of(post)]
    liveness.note_late_receipts(told, now)
    follow(log, "read", {event.post for _, event in told if isinstance(event, events.InboundMessage)})
    for kind, batch in _sorted(event for _, event in told).items():
        _dispatch(ROUTES[kind], batch, now)
    WebhookPost.objects.filter(pk__in=[post.pk for post in posts]).delete()
    return len(posts)


def _events_of(post: WebhookPost) -> list[events.Event]:
    try:
        told = [event.received(post.received_at, post.pk) for event in events.parse(bytes(post.body))]
    except events.NotAWebhook as problem:
        _keep_dead_letter(bytes(post.body), "body", str(problem), post.received_at)
        return []
    for event in told:
        if not is_for_us(event):
            _set_aside(event, "for another account or number: compare the settings with Meta's")
    return [event for event in told if is_for_us(event)]


def is_for_us(event: events.Event) -> bool:
    """Tell whether an event is about our account and number: Meta's app may serve others, with the same secret."""
    account, number = settings.WHATSAPP_BUSINESS_ACCOUNT_ID, settings.WHATSAPP_PHONE_NUMBER_ID
    named = getattr(event, "phone_number_id", number)
    return event.account in (None, account) and named == number


def _sorted(found: Iterable[events.Event]) -> dict[type[events.Event], list[events.Event]]:
    """Sort events by kind, in the order of ROUTES: what citizens said comes first."""
    batches = defaultdict(list)
    for event in found:
        batches[type(event)].append(event)
    return {kind: batches[kind] for kind in ROUTES if kind in batches}


def _dispatch(route: Route, batch: list[events.Event], now: datetime) -> None:
    """The whole batch at once; where that fails, one by one, so that only the poison stays behind."""
    try:
        with transaction.atomic():
            route(batch, now)
    except OperationalError:  # the database is away or at a deadlock: everything stays for the next tick
        raise
    except EVENT_ERRORS as problem:
        if len(batch) == 1:
            _set_aside(batch[0], error_summary(problem))
            return
        for event in batch:
            _dispatch(route, [event], now)


def error_summary(problem: Exception) -> str:
    """Say what went wrong and where, without the exception's words: they may quote what a citizen wrote."""
    *_, place = traceback.extract_tb(problem.__traceback__)
    return f"{type(problem).__name__} in {place.name}, {PurePath(place.filename).name}:{place.lineno}"


def _set_aside(event: events.Event, error: str) -> None:
    body, kind = json.dumps(event.envelope).encode(), type(event).__name__
    _keep_dead_letter(body, kind, error, getattr(event, "received_at", None))


def _keep_dead_letter(body: bytes, kind: str, error: str, received_at: datetime | None = None) -> None:
    kept = DeadLetter.objects.create(body=body, kind=kind, error=error[:300], received_at=received_at)
    log.error("dead letter: number %s, %s, %s", kept.pk, kind, error)
