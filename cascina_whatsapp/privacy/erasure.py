"""Erasure (GDPR, art. 17): what goes, what stays and why, and the receipt that says so."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from broadcasts import hooks
from broadcasts.sending.privacy import personal_data
from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.presentation.formatting.numbers import many
from subscribers import consent, identity, importing
from subscribers.models import ConsentRecord, ImportRow, Reply, Subscriber
from subscribers.register import history, ledger

from . import rights, unprocessed_webhooks
from .models import RightsRequest

ON_THE_LINE_FOR = timedelta(days=3)
"""Longer than a message may be in doubt (sending.recovery: a day)."""

WHY = [
    "per dimostrare che i messaggi erano voluti e che la cancellazione è stata rispettata, come chiedono gli "
    "articoli 5, par. 2, e 7, par. 1, del Regolamento (UE) 2016/679: la cancellazione non si applica "
    "(art. 17, par. 3, lettera b);",
    "per poterci difendere se qualcuno ne chiede conto (art. 17, par. 3, lettera e).",
]

Plan = dict[str, list[str]]
"""The plan of an erasure: what "goes", what "stays", and "why"."""


def plan(request: RightsRequest, subscriber: Subscriber, now: datetime) -> Plan:
    """Say what erasing this person now would do, in words for them and for the clerk."""
    heard_of_last = now if subscriber.is_subscribed else subscriber.decided_at
    records = ConsentRecord.objects.by_pseudonyms(*identity.known_pseudonyms(subscriber))
    events = records.filter(content_erased_by=None).count()
    names = identity.all_pseudonyms(subscriber)
    messages, answers = personal_data.linked(subscriber), _useless_replies(names).count()
    gone = "con la fine dell'iscrizione" if subscriber.is_subscribed else "già tolti con l'iscrizione"
    row = "numero, identificativo WhatsApp, argomenti scelti, lingua scelta, ora dell'ultimo messaggio"
    found = {
        f"{row}: {gone}": 1,
        f"parole scritte, motivi e argomenti in {many(events, 'evento', 'eventi')} del registro dei "
        "consensi": events,
        f"il legame con {many(messages, 'messaggio inviato', 'messaggi inviati')}: nei conteggi resta, senza "
        "sapere a chi era destinato (se uno sta partendo ora, il legame si toglie entro tre giorni)": messages,
        f"le tracce di {many(answers, 'risposta automatica', 'risposte automatiche')}": answers,
        **_elsewhere(names),
        "il recapito lasciato per la risposta": len(request.contact),
    }
    stays = [
        "la prova dell'iscrizione e della cancellazione: che cosa è successo, quando, con quali testi, con un "
        f"codice al posto del numero; fino a {rights.day_by_law(end_of_proof(heard_of_last))}, "
        "poi va via anche quello",
        f"questa richiesta con la sua risposta, per {many(settings.RIGHTS_YEARS, 'anno', 'anni')}",
    ]
    return {"goes": [line for line, count in found.items() if count], "stays": stays, "why": WHY}


@daily_bounds.bounded()
def erase(request: RightsRequest, *, by: User, now: datetime, meant: bool = False) -> RightsRequest:
    """Erase what the proof doesn't need, and close the request with the receipt. Raises rights.CannotAct.

    Who joined again after asking is erased only where that is `meant`. Done already, it is not done again. Raises
    BeyondBound where this person has erased enough today.
    """
    ledger.serialize()  # the consent first, everything else after: as whoever writes to us does
    request.refresh_from_db()
    if request.status == RightsRequest.Status.DONE:
        return request
    request = rights.locked(request)
    if request.kind != RightsRequest.Kind.ERASURE:
        raise rights.CannotAct("Questa richiesta non chiede di cancellare i dati.")
    subscriber = rights.person_of(request)
    if subscriber is None:
        raise rights.CannotAct("Di questa persona non abbiamo dati: rispondi così.")
    if rights.came_back(request) and not meant:
        raise rights.CannotAct("Dopo averlo chiesto è tornata iscritta: chiedile prima che cosa vuole.")
    told = receipt(request, plan(request, subscriber, now), now)
    closed = rights.close(request, by=by, outcome=told, now=now)  # the receipt leaves, then the number goes
    _erase(subscriber, rights.evidence_of(request, by, now), now)
    daily_bounds.take(daily_bounds.ERASURE, by=by, now=now, about=f"richiesta {request.number}")
    return closed


def finish(now: datetime) -> int:
    """Unlink the messages that were in flight when their person was erased; return how many."""
    erased = ConsentRecord.objects.filter(
        kind=ConsentRecord.Kind.ERASED, recorded_at__gt=now - ON_THE_LINE_FOR
    ).exclude(pseudonym="")
    return sum(
        personal_data.forget(subscriber, until=record.recorded_at)
        for record in erased
        if (subscriber := history.subscriber_of(record.pseudonym))
    )


def _erase(subscriber: Subscriber, evidence: consent.Evidence, now: datetime) -> None:
    """Erase a person by every name that they have had: asked before the number goes, which some are made of."""
    earlier = set(history.records_of(subscriber).values_list("pseudonym", flat=True))
    names = (earlier | identity.all_pseudonyms(subscriber)) - {""}
    consent.erase(subscriber, evidence, now=now, earlier=earlier)
    _useless_replies(names).delete()
    importing.forget(names, now=now)
    for rows in _of_slices(names).values():
        rows.delete()
    unprocessed_webhooks.forget(names)
    personal_data.forget(subscriber, until=now)


def _of_slices(names: set[str]) -> dict[str, QuerySet[Any]]:
    """Collect the rows that slices of broadcasts have of this person, by what they are in Italian."""
    return {label: rows for ask in hooks.PERSONAL for label, rows in ask(names).items()}


def _useless_replies(pseudonyms: set[str]) -> QuerySet[Reply]:
    """Select answers that prove nothing: those that confirm no consent or have not left, but for a receipt."""
    useless = Q(consent=None) | Q(status=Reply.Status.QUEUED)
    return Reply.objects.filter(useless, pseudonym__in=pseudonyms).exclude(text__key=rights.ANSWER)


def _elsewhere(names: set[str]) -> dict[str, int]:
    """Say in Italian where else there may be something of this person → how often there is."""
    lists = ImportRow.objects.filter(pseudonym__in=names).count()
    waiting = len(unprocessed_webhooks.told(names))
    posts = many(waiting, "notifica", "notifiche")
    return {
        f"il numero in {many(lists, 'elenco', 'elenchi')} da confermare": lists,
        **{label: rows.count() for label, rows in _of_slices(names).items()},
        f"ciò che dice di questa persona {posts} di WhatsApp in attesa": waiting,
    }


def receipt(request: RightsRequest, done: Plan, now: datetime) -> str:
    """Write what the citizen is told of an erasure; nothing in it says who they are."""
    return rights.receipt(
        request,
        f"Eseguita {rights.day_by_law(now)}.",
        "Abbiamo cancellato:",
        *(f"• {line}" for line in done["goes"]),
        "",
        "Resta:",
        *(f"• {line}" for line in done["stays"]),
        "",
        "Perché resta la prova:",
        *(f"• {line}" for line in done["why"]),
    )


def end_of_proof(heard_of_last: datetime) -> datetime:
    """Return the end of the day until which the proof of somebody is kept who was heard of last then."""
    return rights.months_after(heard_of_last, 12 * settings.PROOF_YEARS)
