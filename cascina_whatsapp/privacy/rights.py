"""Requests about one's own data (GDPR, articles 15 to 21): opened, reminded of, extended, closed.

The only writer of RightsRequest. The term is one month, by the calendar, and two more with reasons (art. 12(3)).
"""

import logging
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.timezone import localdate

from cascina_whatsapp.presentation.formatting.dates import ROME, day_of, weekday_in_words
from cascina_whatsapp.security import mail
from subscribers import identity
from subscribers.models import Subscriber
from subscribers.register import history, ledger

from .models import RightsRequest

log = logging.getLogger(__name__)
Kind = RightsRequest.Kind
Channel = RightsRequest.Channel
Status = RightsRequest.Status

TERM, EXTENSION = 1, 2
"""Months."""
SOON = timedelta(days=10)
VERY_SOON = timedelta(days=3)
"""The time before its term at which a request is reminded of; once it is late, every day."""


BY_WORDS = (Kind.RECTIFICATION, Kind.RESTRICTION)
"""The kinds of request that an answer closes: what they ask for is done elsewhere. An act closes the others."""
SHOWN_LATER = 3
"""Requests that have time, of which the home page tells."""


class CannotAct(ValueError):
    """A request that can't be dealt with like that; says why, in Italian."""


@dataclass(frozen=True)
class Notices:
    """The requests that whoever answers them must see at once."""

    late: Sequence[RightsRequest]
    soon: Sequence[RightsRequest]
    later: Sequence[RightsRequest]
    """The first of the others."""
    open: int


def months_after(moment: datetime, months: int) -> datetime:
    """The end of the same day so many months later, in Italy; of the month's last day where there is none."""
    day = day_of(moment)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return datetime(year, month + 1, min(day.day, last), 23, 59, 59, tzinfo=ROME)


def day_by_law(moment: datetime) -> str:
    """Write a day of a term or of a receipt, good for any day on which it is read: "mercoledì 8 luglio 2026"."""
    return weekday_in_words(day_of(moment))


@transaction.atomic
def open_request(
    kind: Kind,
    *,
    channel: Channel,
    now: datetime,
    subscriber: Subscriber | None = None,
    pseudonym: str = "",
    by: User | None = None,
    contact: str = "",
    note: str = "",
) -> RightsRequest:
    """Take a request, of somebody we know by a row, by a pseudonym only, or not at all.

    Whoever asks for the same thing again gets the request that is still open. The register's lock makes this one
    at a time, so that no number is given twice or left out: who asks in chat holds it anyway.
    """
    ledger.serialize()
    names = identity.known_pseudonyms(subscriber) if subscriber else [pseudonym] if pseudonym else []
    if asked_before := _still_open(kind, subscriber, names):
        return asked_before
    year = localdate(now).year
    last = RightsRequest.objects.filter(year=year).aggregate(last=Max("serial"))["last"]
    request = RightsRequest.objects.create(
        year=year,
        serial=(last or 0) + 1,
        kind=kind,
        channel=channel,
        subscriber=subscriber,
        pseudonym=names[0] if names else "",
        contact=contact,
        note=note,
        opened_at=now,
        opened_by=by,
        due_at=months_after(now, TERM),
    )
    log.info("rights request %s opened: %s, by user %s", request.pk, kind, by.pk if by else None)
    return request


def person_of(request: RightsRequest) -> Subscriber | None:
    """The row of whoever asked, as it is now: rows of one person become one."""
    subscriber = request.subscriber or history.subscriber_of(request.pseudonym)
    while subscriber and subscriber.merged_into:
        subscriber = subscriber.merged_into
    return subscriber


def may_extend(request: RightsRequest, now: datetime) -> bool:
    """Tell whether a term may be extended: once, and before it is over; the person must hear of it by then."""
    return request.status == Status.OPEN and not request.extension_reason and not request.is_late(now)


@transaction.atomic
def extend(request: RightsRequest, *, by: User, reason: str, now: datetime) -> RightsRequest:
    """Extend a request's term by two months. Raises CannotAct."""
    request = locked(request)
    if not reason.strip():
        raise CannotAct("Scrivi il motivo dei due mesi in più: va detto anche alla persona.")
    if not may_extend(request, now):
        raise CannotAct(
            "Due mesi in più si prendono una volta sola, e prima della scadenza (art. 12, par. 3)."
        )
    request.extension_reason = reason.strip()
    request.due_at = months_after(request.opened_at, TERM + EXTENSION)
    request.save(update_fields=["extension_reason", "due_at"])
    log.info("rights request %s extended by user %s", request.pk, by.pk)
    return request


def may_answer(request: RightsRequest) -> bool:
    """Tell whether words alone close a request as done: nothing is to be erased or handed over."""
    return request.kind in BY_WORDS or person_of(request) is None


@transaction.atomic
def answer(request: RightsRequest, *, by: User, outcome: str, now: datetime) -> RightsRequest:
    """Close a request as done, by words. Raises CannotAct where an act is what it asks for."""
    if not may_answer(request):
        raise CannotAct("Questa richiesta si chiude facendo ciò che chiede, oppure rispondendo di no.")
    return close(request, by=by, outcome=outcome, now=now)


@transaction.atomic
def close(
    request: RightsRequest, *, by: User, outcome: str, now: datetime, status: Status = Status.DONE
) -> RightsRequest:
    """The request has been answered; the address for the answer has served its purpose. Raises CannotAct."""
    request = locked(request)
    if not outcome.strip():
        raise CannotAct("Scrivi l'esito: è ciò che si risponde alla persona.")
    request.status, request.outcome, request.closed_at, request.closed_by = status, outcome.strip(), now, by
    request.contact = ""
    request.save(update_fields=["status", "outcome", "closed_at", "closed_by", "contact"])
    log.info("rights request %s: %s, by user %s", request.pk, request.status, by.pk)
    return request


@transaction.atomic
def withdraw(request: RightsRequest, *, by: User, day: date, note: str, now: datetime) -> RightsRequest:
    """Close a request that the person took back on `day`: nothing of it is done. Raises CannotAct."""
    if not day_of(request.opened_at) <= day <= day_of(now):
        raise CannotAct("Il giorno è fra quello in cui la richiesta è arrivata e oggi.")
    if not note.strip():
        raise CannotAct("Scrivi come l'ha detto: resta come prova.")
    what = request.get_kind_display().lower()
    lines = [
        f"Richiesta {request.number}, ricevuta {day_by_law(request.opened_at)}: {what}.",
        f"Ritirata da chi l'ha fatta {weekday_in_words(day)}.",
        "",
        note.strip(),
        "",
        "Non abbiamo fatto nulla di ciò che chiedeva: i dati restano come prima. Si può chiedere di nuovo in "
        "qualsiasi momento.",
        f"Per domande: {settings.TEXT_VARIABLES['contatto_privacy']}.",
    ]
    return close(request, by=by, outcome="\n".join(lines), now=now, status=Status.WITHDRAWN)


def waits_for_receipt(request: RightsRequest) -> bool:
    """Tell whether a request is closed and nobody has said yet that the person has the receipt."""
    return request.status != Status.OPEN and request.sent_at is None


def mark_sent(request: RightsRequest, *, by: User, now: datetime) -> None:
    """Keep that the person has the receipt. Raises CannotAct."""
    waiting = RightsRequest.objects.filter(pk=request.pk, sent_at=None).exclude(status=Status.OPEN)
    if not waiting.update(sent_at=now):
        raise CannotAct("Questa richiesta è ancora aperta, o la risposta è già segnata come mandata.")
    log.info("rights request %s: receipt sent, by user %s", request.pk, by.pk)


def locked(request: RightsRequest) -> RightsRequest:
    """Lock an open request. Needs a transaction. Raises CannotAct when it is closed already."""
    request = RightsRequest.objects.select_for_update().get(pk=request.pk)
    if request.status != Status.OPEN:
        raise CannotAct("Questa richiesta è già chiusa.")
    return request


def notices(now: datetime) -> Notices:
    """Collect the requests that the home page shows to whoever may see them."""
    waiting = list(RightsRequest.objects.open())
    late = [request for request in waiting if request.is_late(now)]
    soon = [request for request in waiting if now <= request.due_at <= now + SOON]
    later = [request for request in waiting if request.due_at > now + SOON]
    return Notices(late=late, soon=soon, later=later[:SHOWN_LATER], open=len(waiting))


def remind(now: datetime) -> int:
    """Tell whoever answers requests of the new ones, of those that fall due soon, and of the late ones.

    One message for all of them, without personal data; a request that could not be told of is told of next time.
    """
    urgent = [request for request in RightsRequest.objects.open() if _wants_telling(request, now)]
    if not urgent or not _tell(urgent, now):
        return 0
    RightsRequest.objects.filter(pk__in=[request.pk for request in urgent]).update(reminded_at=now)
    return len(urgent)


def _still_open(kind: Kind, subscriber: Subscriber | None, names: list[str]) -> RightsRequest | None:
    theirs = Q(pseudonym__in=names)
    if subscriber:
        theirs |= Q(subscriber=subscriber)
    return RightsRequest.objects.open().filter(theirs, kind=kind).first()


def _wants_telling(request: RightsRequest, now: datetime) -> bool:
    """Tell whether to tell of a request: new; ten or three days before the term; late, once a day."""
    told = request.reminded_at
    if told is None:
        return True
    if request.is_late(now):
        return localdate(told) < localdate(now)
    return any(told < request.due_at - before <= now for before in (SOON, VERY_SOON))


def _tell(urgent: list[RightsRequest], now: datetime) -> bool:
    one = len(urgent) == 1
    subject = f"Richiesta sui dati {urgent[0].number}" if one else f"{len(urgent)} richieste sui dati"
    lines = [_line(request, now) for request in urgent]
    closing = f"Si risponde su {settings.SITE_URL}{reverse('admin:privacy_rightsrequest_changelist')}"
    return mail.send_email(settings.PRIVACY_EMAILS, subject, "\n".join([*lines, "", closing]))


def _line(request: RightsRequest, now: datetime) -> str:
    due = day_by_law(request.due_at)
    state = (
        "IN RITARDO" if request.is_late(now) else "nuova" if request.reminded_at is None else "in scadenza"
    )
    return f"{request.number} · {request.get_kind_display()} · da chiudere entro {due} · {state}"
