"""Erasure (GDPR, art. 17): what goes, what stays and why, and the receipt that says so."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from broadcasts.privacy import personal_data
from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.presentation.formatting.numbers import many
from subscribers import consent, identity, importing
from subscribers.models import ConsentRecord, ImportRow, Reply, Subscriber
from subscribers.register import history, ledger

from . import rights, unprocessed_webhooks
from .models import RightsRequest

Kind, Channel = RightsRequest.Kind, RightsRequest.Channel

ERASING = {Kind.ERASURE, Kind.OBJECTION}
"""The kinds of request that erase: who objects with success has their data erased as well (art. 17(1)(c))."""
CAME_BY: dict[str, ConsentRecord.Channel] = {
    Channel.CHAT: consent.Channel.KEYWORD,
    Channel.DESK: consent.Channel.DESK,
    Channel.PEC: consent.Channel.PEC,
    Channel.EMAIL: consent.Channel.DESK,
    Channel.LETTER: consent.Channel.PAPER,
}
"""The ways in which a request came → how the register calls each."""
ON_THE_LINE_FOR = timedelta(days=3)
"""Longer than a message may be in doubt (sending.recovery: a day)."""

WHY = [
    "per dimostrare che i messaggi erano voluti e che la cancellazione è stata rispettata, come chiedono gli "
    "articoli 5, par. 2, e 7, par. 1, del Regolamento (UE) 2016/679: la cancellazione non si applica "
    "(art. 17, par. 3, lettera b);",
    "per poterci difendere se qualcuno ne chiede conto (art. 17, par. 3, lettera e).",
]
COMPLAINT = (
    "Se la risposta non basta si può fare reclamo al Garante per la protezione dei dati personali "
    "(www.garanteprivacy.it) o ricorso al giudice (articoli 77 e 79 del Regolamento)."
)


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
    goes = [f"{row}: {gone}"]
    if events:
        where = many(events, "evento", "eventi")
        goes.append(f"parole scritte, motivi e argomenti in {where} del registro dei consensi")
    if messages:
        sent = many(messages, "messaggio inviato", "messaggi inviati")
        goes.append(
            f"il legame con {sent}: nei conteggi resta, senza sapere a chi era destinato (se uno sta partendo "
            "ora, il legame si toglie entro tre giorni)"
        )
    if answers:
        goes.append(f"le tracce di {many(answers, 'risposta automatica', 'risposte automatiche')}")
    goes += _elsewhere(names)
    if request.contact:
        goes.append("il recapito lasciato per la risposta")
    stays = [
        "la prova dell'iscrizione e della cancellazione: che cosa è successo, quando, con quali testi, con un "
        f"codice al posto del numero; fino a {rights.day_by_law(end_of_proof(heard_of_last))}, "
        "poi va via anche quello",
        f"questa richiesta con la sua risposta, per {many(settings.RIGHTS_YEARS, 'anno', 'anni')}",
    ]
    return {"goes": goes, "stays": stays, "why": WHY}


@daily_bounds.bounded()
def erase(request: RightsRequest, *, by: User, now: datetime) -> RightsRequest:
    """Erase what the proof doesn't need, and close the request with the receipt. Raises rights.CannotAct.

    Done already, it is not done again. Raises BeyondBound where this person has erased enough today.
    """
    ledger.serialize()  # the consent first, everything else after: as whoever writes to us does
    request.refresh_from_db()
    if request.status == RightsRequest.Status.DONE:
        return request
    request = rights.locked(request)
    if request.kind not in ERASING:
        raise rights.CannotAct("Questa richiesta non chiede di cancellare i dati.")
    subscriber = rights.person_of(request)
    if subscriber is None:
        raise rights.CannotAct("Di questa persona non abbiamo dati: rispondi così.")
    told = receipt(request, plan(request, subscriber, now), now)
    evidence = consent.Evidence(
        at=now,
        channel=CAME_BY[request.channel],
        rule="rights-request",
        actor=by,
        reason=f"Richiesta {request.number}",
    )
    _erase(subscriber, evidence, now)
    daily_bounds.take(daily_bounds.ERASURE, by=by, now=now, about=f"richiesta {request.number}")
    return rights.close(request, by=by, outcome=told, now=now)


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
    personal_data.trial_numbers(names).delete()
    unprocessed_webhooks.forget(names)
    personal_data.forget(subscriber, until=now)


def _useless_replies(pseudonyms: set[str]) -> QuerySet[Reply]:
    """Select answers that prove nothing: those that confirm no consent, and those that have not left."""
    useless = Q(consent=None) | Q(status=Reply.Status.QUEUED)
    return Reply.objects.filter(useless, pseudonym__in=pseudonyms)


def _elsewhere(names: set[str]) -> list[str]:
    """Say in Italian where else there is something of this person; an empty list where there is nothing."""
    lists = ImportRow.objects.filter(pseudonym__in=names).count()
    waiting = len(unprocessed_webhooks.told(names))
    found = []
    if lists:
        found.append(f"il numero in {many(lists, 'elenco', 'elenchi')} da confermare")
    if personal_data.trial_numbers(names).exists():
        found.append("il numero fra i numeri di prova del personale")
    if waiting:
        found.append(
            f"ciò che dice di questa persona {many(waiting, 'notifica', 'notifiche')} di WhatsApp in attesa"
        )
    return found


def receipt(request: RightsRequest, done: Plan, now: datetime) -> str:
    """Write what the citizen is told of an erasure; nothing in it says who they are."""
    return "\n".join(
        [
            f"Richiesta {request.number}, ricevuta {rights.day_by_law(request.opened_at)}: cancellazione dei dati.",
            f"Eseguita {rights.day_by_law(now)}.",
            "",
            "Abbiamo cancellato:",
            *(f"• {line}" for line in done["goes"]),
            "",
            "Resta:",
            *(f"• {line}" for line in done["stays"]),
            "",
            "Perché resta la prova:",
            *(f"• {line}" for line in done["why"]),
            "",
            COMPLAINT,
            f"Per domande: {settings.TEXT_VARIABLES['contatto_privacy']}.",
        ]
    )


def end_of_proof(heard_of_last: datetime) -> datetime:
    """Return the end of the day until which the proof of somebody is kept who was heard of last then."""
    return rights.months_after(heard_of_last, 12 * settings.PROOF_YEARS)
