"""Requests about one's own data (GDPR, articles 15 to 21): opened, extended, answered, closed.

The only writer of RightsRequest, beside `reminding`. The term is one month, by the calendar, and two more with
reasons (art. 12(3)).
"""

import logging
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from cascina_whatsapp.presentation.formatting.dates import ROME, day_of, weekday_in_words
from cascina_whatsapp.whatsapp.cloud_api.durations import SERVICE_WINDOW
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from cascina_whatsapp.whatsapp.cloud_api.people import person as whoever
from subscribers import consent, identity
from subscribers.conversation import replies
from subscribers.models import ConsentRecord, Reply, ServiceText, Subscriber
from subscribers.register import history, ledger

from .models import RightsRequest, RightsRequestQuerySet

log = logging.getLogger(__name__)
Kind = RightsRequest.Kind
Channel = RightsRequest.Channel
Status = RightsRequest.Status

ANSWER = "rights_answer"
"""The text by which a closed request is answered in the chat."""
TERM, EXTENSION = 1, 2
"""Months."""

BY_WORDS = (Kind.RECTIFICATION, Kind.OBJECTION)
"""The kinds of request that words may close as done; the others want an act, as long as there is whom to do it to."""
CAME_BY: dict[str, consent.Channel] = {
    Channel.CHAT: consent.Channel.KEYWORD,
    Channel.DESK: consent.Channel.DESK,
    Channel.PEC: consent.Channel.PEC,
    Channel.EMAIL: consent.Channel.DESK,
    Channel.LETTER: consent.Channel.PAPER,
}
"""The ways in which a request came → how the register calls each."""


class CannotAct(ValueError):
    """A request that can't be dealt with like that; says why, in Italian."""


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
    if asked_before := open_requests_of(subscriber, names).filter(kind=kind).first():
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
    return request


def identify(request: RightsRequest, *, by: User, number: str, now: datetime) -> None:
    """Tie a request of somebody unknown to whoever has this number. Raises CannotAct and BeyondBound."""
    person = history.look_up(number, by=by, now=now).subscriber
    if person is None:
        raise CannotAct("Anche così non risulta nessuno: controlla il numero con chi ha chiesto.")
    unknown = RightsRequest.objects.open().filter(pk=request.pk, subscriber=None)
    unknown.update(subscriber=person, pseudonym=person.pseudonym)


def came_back(request: RightsRequest) -> datetime | None:
    """Return since when somebody is subscribed who joined again after asking; None where nobody did."""
    person = person_of(request)
    since = person.subscribed_at if person and person.is_subscribed else None
    asked_by_leaving = request.channel == Channel.CHAT
    return since if since and (asked_by_leaving or since > request.opened_at) else None


def evidence_of(request: RightsRequest, by: User, now: datetime) -> consent.Evidence:
    """Collect the proof of what the office does to a consent since a request asks for it; it answers nobody."""
    return consent.Evidence(
        at=now,
        channel=CAME_BY[request.channel],
        rule="rights-request",
        actor=by,
        reason=f"Richiesta {request.number}",
        answer=None,
    )


def receipt(request: RightsRequest, done: str, *lines: str) -> str:
    """Write what the person is told of a closed request: which right, what was done; nothing says who they are."""
    right = request.get_kind_display().lower()
    return "\n".join(
        [
            f"Richiesta {request.number}, ricevuta {day_by_law(request.opened_at)}: {right}.",
            done,
            "",
            *lines,
            "",
            f"Se la risposta non basta si può fare reclamo al {settings.TEXT_VARIABLES['garante']} o ricorso al "
            "giudice (articoli 77 e 79 del Regolamento (UE) 2016/679).",
            f"Per domande: {settings.TEXT_VARIABLES['contatto_privacy']}.",
        ]
    )


def may_answer(request: RightsRequest) -> bool:
    """Tell whether words alone close a request as done: nothing is to be done, erased or handed over."""
    person = person_of(request)
    is_pointless = person is None or (request.kind == Kind.RESTRICTION and not person.is_subscribed)
    return request.kind in BY_WORDS or is_pointless


@transaction.atomic
def answer(
    request: RightsRequest, *, by: User, outcome: str, now: datetime, status: Status = Status.DONE
) -> RightsRequest:
    """Close a request by words, as done or refused. Raises CannotAct where an act is what it asks for."""
    if not outcome.strip():
        raise CannotAct("Scrivi l'esito: è ciò che si risponde alla persona.")
    if status == Status.DONE and not may_answer(request):
        raise CannotAct("Questa richiesta si chiude facendo ciò che chiede, oppure rispondendo di no.")
    how = "Risposta" if status == Status.DONE else "Risposta: no,"
    told = receipt(request, f"{how} {day_by_law(now)}.", outcome.strip())
    return close(request, by=by, outcome=told, now=now, status=status)


@transaction.atomic
def close(
    request: RightsRequest, *, by: User, outcome: str, now: datetime, status: Status = Status.DONE
) -> RightsRequest:
    """The request has been answered; the address for the answer has served its purpose. Raises CannotAct.

    The answer leaves in the chat while it can: call this before the number goes.
    """
    request = locked(request)
    request.status, request.outcome, request.closed_at, request.closed_by = status, outcome, now, by
    if chat := open_chat(request, now):
        outbox = replies.Outbox([chat[0]], now)
        outbox.queue(ServiceText.objects.in_force(ANSWER, now), chat[0], risposta=outcome)
        outbox.write()
    request.contact = ""
    request.save(update_fields=["status", "outcome", "closed_at", "closed_by", "contact"])
    return request


@transaction.atomic
def withdraw(request: RightsRequest, *, by: User, day: date, note: str, now: datetime) -> RightsRequest:
    """Close a request that the person took back on `day`: nothing of it is done. Raises CannotAct."""
    if not day_of(request.opened_at) <= day <= day_of(now):
        raise CannotAct("Il giorno è fra quello in cui la richiesta è arrivata e oggi.")
    if not note.strip():
        raise CannotAct("Scrivi come l'ha detto: resta come prova.")
    told = receipt(
        request,
        f"Ritirata da chi l'ha fatta {weekday_in_words(day)}.",
        note.strip(),
        "",
        "Non abbiamo fatto nulla di ciò che chiedeva: i dati restano come prima. Si può chiedere di nuovo in "
        "qualsiasi momento.",
    )
    return close(request, by=by, outcome=told, now=now, status=Status.WITHDRAWN)


def open_chat(request: RightsRequest, now: datetime) -> tuple[Person, datetime] | None:
    """Return where the person can be answered on WhatsApp, and until when; None where they can't.

    Who asked there and has left is written to at the number that the request keeps until it is closed.
    """
    person = person_of(request)
    if person and person.is_subscribed:
        to, wrote_at = Person(phone=person.phone, bsuid=person.bsuid), person.last_message_at
    else:
        said = ConsentRecord.objects.by_pseudonyms(request.pseudonym).exclude(message_digest="")
        to = whoever(request.contact) if request.channel == Channel.CHAT else Person()
        wrote_at = said.aggregate(last=Max("at_whatsapp"))["last"]
    until = wrote_at + SERVICE_WINDOW if to and wrote_at else now
    return (to, until) if until > now else None


def note_sent() -> None:
    """Note which answers have left on WhatsApp: each was queued at the moment when its request was closed."""
    left = Reply.objects.filter(
        text__key=ANSWER,
        created_at=OuterRef("closed_at"),
        status__in=[Reply.Status.SENT, Reply.Status.DELIVERED],
    ).values(at=Coalesce("delivered_at", "sent_at"))
    RightsRequest.objects.filter(Exists(left), sent_at=None).update(sent_at=Subquery(left[:1]))


def waits_for_receipt(request: RightsRequest) -> bool:
    """Tell whether a request is closed and nobody has said yet that the person has the receipt."""
    return request.status != Status.OPEN and request.sent_at is None


def mark_sent(request: RightsRequest, *, by: User, now: datetime) -> None:
    """Keep that the person has the receipt. Raises CannotAct."""
    waiting = RightsRequest.objects.filter(pk=request.pk, sent_at=None).exclude(status=Status.OPEN)
    if not waiting.update(sent_at=now):
        raise CannotAct("Questa richiesta è ancora aperta, o la risposta è già segnata come mandata.")


def locked(request: RightsRequest) -> RightsRequest:
    """Lock an open request. Needs a transaction. Raises CannotAct when it is closed already."""
    request = RightsRequest.objects.select_for_update().get(pk=request.pk)
    if request.status != Status.OPEN:
        raise CannotAct("Questa richiesta è già chiusa.")
    return request


def open_requests_of(subscriber: Subscriber | None, names: Iterable[str] = ()) -> RightsRequestQuerySet:
    """Select the open requests of a person, by the row, or by these pseudonyms where there is none."""
    theirs = Q(pseudonym__in=identity.known_pseudonyms(subscriber) if subscriber else names)
    if subscriber:
        theirs |= Q(subscriber=subscriber) | Q(subscriber__merged_into=subscriber)
    return RightsRequest.objects.open().filter(theirs)
