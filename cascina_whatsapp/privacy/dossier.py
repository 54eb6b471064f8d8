"""The dossier of everything that the service holds about one person, for themselves (GDPR, articles 15 and 20)."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from broadcasts import hooks
from broadcasts.sending.privacy import personal_data
from cascina_whatsapp.accounts import daily_bounds, notices
from cascina_whatsapp.presentation.formatting.dates import in_rome
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers import identity
from subscribers.models import ConsentRecord, ImportRow, Reply, ServiceText, Subscriber
from subscribers.register import history

from . import retention_table, rights, unprocessed_webhooks
from .models import RightsRequest

log = logging.getLogger(__name__)
LEGAL_BASES = {
    "consent": "consenso (art. 6, par. 1, lettera a, del Regolamento UE 2016/679)",
    "public_task": "compito di interesse pubblico (art. 6, par. 1, lettera e, del Regolamento UE 2016/679)",
}
HANDED_OVER = (RightsRequest.Kind.ACCESS, RightsRequest.Kind.PORTABILITY)
"""The kinds of request that a copy of the data answers."""
ABOUT = "dati dell'iscritto {}"
"""The words of the trail for whose copy was taken."""
NOT_HELD = [
    "nome e foto del profilo WhatsApp",
    "ciò che scrivi, tranne le parole con cui ti iscrivi, ti cancelli o scegli che cosa ricevere",
    "foto, messaggi vocali, documenti e posizioni che mandi: non li scarichiamo",
    "indirizzo, età, indirizzo IP, contatti della rubrica",
]


@daily_bounds.bounded()
def take(subscriber: Subscriber, *, by: User, now: datetime) -> dict[str, Any]:
    """Collect a person's dossier for `by`, who takes it away: recorded, bounded, told. Raises BeyondBound."""
    found = dossier_of(subscriber, now)
    notices.numbers_taken(by, "Scaricati tutti i dati di una persona, con il suo numero.")
    daily_bounds.take(daily_bounds.DOSSIER, by=by, now=now, about=ABOUT.format(subscriber.pk))
    log.info("data of subscriber %s taken by user %s", subscriber.pk, by.pk)
    return found


@transaction.atomic
def hand_over(request: RightsRequest, *, by: User, now: datetime) -> RightsRequest:
    """Close a request whose copy the person has. Raises rights.CannotAct where nobody has taken one."""
    request = rights.locked(request)
    subscriber = rights.person_of(request)
    if request.kind not in HANDED_OVER or subscriber is None:
        raise rights.CannotAct(
            "Questa richiesta non chiede una copia dei dati, o della persona non ne abbiamo."
        )
    taken = TrailRecord.objects.filter(event=daily_bounds.DOSSIER.event, at__gte=request.opened_at)
    if not taken.filter(about=ABOUT.format(subscriber.pk)).exists():
        raise rights.CannotAct("Prima scarica la copia, e consegnala: nessuno l'ha ancora presa.")
    closed = rights.close(request, by=by, outcome=receipt(request, now), now=now)
    rights.mark_sent(closed, by=by, now=now)
    return closed


def receipt(request: RightsRequest, now: datetime) -> str:
    """Write what the citizen is told with the copy; nothing in it says who they are."""
    return rights.receipt(
        request,
        f"Copia dei dati, consegnata {rights.day_by_law(now)}.",
        "Nel file c'è tutto ciò che il servizio ha di te: il numero, argomenti e zone scelti, quando e con quali "
        "parole hai chiesto l'iscrizione o la cancellazione, i messaggi ricevuti, le richieste che hai fatto.",
        "",
        "Non abbiamo:",
        *(f"• {line}" for line in NOT_HELD),
    )


def dossier_of(subscriber: Subscriber, now: datetime) -> dict[str, Any]:
    """Collect a person's whole dossier, in plain values for JSON; keys and words in Italian, times of Italy."""
    records = list(history.records_of(subscriber))
    names = identity.all_pseudonyms(subscriber)
    replies = list(Reply.objects.filter(pseudonym__in=names).select_related("text", "consent").order_by("pk"))
    return {
        "documento": "Copia dei dati personali (articoli 15 e 20 del Regolamento UE 2016/679)",
        "preparato_il": _when(now),
        "chi_siamo": {
            "titolare": "Comune di Cascina",
            "contatto": settings.TEXT_VARIABLES["contatto_privacy"],
            "informativa": settings.TEXT_VARIABLES["privacy_url"],
            "finalità": "inviare su WhatsApp le notizie del Comune a chi si iscrive",
            "base_giuridica": LEGAL_BASES[settings.LEGAL_BASIS],
            "da_dove_vengono_i_dati": "da te, con i tuoi messaggi o con un modulo che hai dato al Comune",
            "a_chi_arrivano": "a Meta (WhatsApp Business Platform), che consegna i messaggi",
            "decisioni_automatizzate": "nessuna, e nessuna profilazione",
        },
        "persona": _person(subscriber, now),
        "registro_dei_consensi": [_event(record) for record in records],
        "risposte_automatiche": [_answer(reply) for reply in replies],
        "messaggi_inviati": [_readable(told) for told in personal_data.told(subscriber)],
        "numero_mostrato_in_chiaro": [_readable(told) for told in personal_data.shown(subscriber)],
        **{
            key: [_readable(row) for row in rows] for ask in hooks.DOSSIER for key, rows in ask(names).items()
        },
        "elenchi_da_confermare": [
            _waiting(row) for row in ImportRow.objects.filter(pseudonym__in=names).order_by("pk")
        ],
        "notifiche_di_whatsapp_in_attesa": [_readable(told) for told in unprocessed_webhooks.told(names)],
        "richieste_sui_dati": [
            _request(request)
            for request in RightsRequest.objects.filter(
                Q(subscriber=subscriber) | Q(pseudonym__in=names)
            ).order_by("pk")
        ],
        "testi": _texts(records, replies),
        "che_cosa_non_abbiamo": NOT_HELD,
        "per_quanto_tempo": {
            "Numero, identificativo, argomenti, zone": "finché dura l'iscrizione",
            **{rule.label: f"{rule.term} {rule.since}".strip() for rule in retention_table.RULES},
        },
        "i_tuoi_diritti": [
            "smettere di ricevere i messaggi, scrivendo Cancellazione, in qualsiasi momento",
            "chiedere accesso, rettifica, cancellazione, limitazione, portabilità, e opporti (articoli 15-21)",
            f"reclamo al {settings.TEXT_VARIABLES['garante']} (art. 77)",
        ],
    }


def _person(subscriber: Subscriber, now: datetime) -> dict[str, Any]:
    return {
        "stato": subscriber.standing(now),
        "numero": subscriber.phone or None,
        "identificativo_whatsapp": subscriber.bsuid or None,
        "pseudonimi": identity.known_pseudonyms(subscriber),
        "iscritto_dal": _when(subscriber.subscribed_at),
        "cancellato_dal": _when(subscriber.left_at),
        "ultima_scelta": _when(subscriber.decided_at),
        "ora_dell_ultima_scelta_incerta": subscriber.in_doubt,
        "cancellazione_ricevuta": _when(subscriber.heard_leaving_at),
        "conferma_chiesta_il": _when(subscriber.asked_at),
        "numero_cambiato_il": _when(subscriber.moved_at),
        "ultimo_messaggio": _when(subscriber.last_message_at),
        "ultima_conferma": _when(subscriber.confirmed_at),
        "ultimo_promemoria": _when(subscriber.reminded_at),
        "informativa_comunicata": subscriber.told_notice or None,
        "lingua_delle_risposte": subscriber.language or "it",
        "messaggi_non_recapitati_di_seguito": subscriber.undelivered,
        "irraggiungibile_dal": _when(subscriber.unreachable_since),
        "limitazione_dal": _when(subscriber.limited_since),
        "niente_inviti_dal": _when(subscriber.objected_at),
        "tutti_gli_argomenti": subscriber.is_subscribed and subscriber.follows_all,
        "argomenti": [topic.name for topic in subscriber.followed_topics()]
        if subscriber.is_subscribed
        else [],
        "tutte_le_zone": subscriber.is_subscribed and subscriber.all_zones,
        "zone": [zone.name for zone in subscriber.chosen_zones()],
    }


def _event(record: ConsentRecord) -> dict[str, Any]:
    """One event, with everything that the register keeps of it. Which clerk acted is not the person's data."""
    return {
        "numero": record.sequence,
        "evento": str(record.event_id),
        "che_cosa": record.get_kind_display(),
        "ora_del_messaggio": _when(record.at_whatsapp),
        "ora_di_registrazione": _when(record.recorded_at),
        "ha_avuto_effetto": record.took_effect,
        "pseudonimo": record.pseudonym,
        "impronta_del_messaggio": record.message_digest,
        "parole": record.words,
        "regola": record.rule,
        "versione_delle_regole": record.rule_version,
        "canale": record.get_channel_display(),
        "zone" if record.kind == ConsentRecord.Kind.ZONES_CHANGED else "argomenti": record.topics,
        "annuncio": _name(record.announcement),
        "informativa": _name(record.notice),
        "conferma": _name(record.confirmation),
        "fatto_da": "un operatore del Comune"
        if record.actor_id
        else "il servizio, dal tuo messaggio o da WhatsApp",
        "motivo": record.reason,
        "ha_svuotato_gli_eventi": record.erases,
        "contenuto_svuotato_dall_evento": record.content_erased_by,
        "impronta_del_contenuto": record.content_digest,
        "sale_del_contenuto": record.content_salt,
        "impronta_della_persona": record.subject_digest,
        "sale_della_persona": record.subject_salt,
        "impronta_precedente": record.previous_hash,
        "impronta": record.hash,
    }


def _answer(reply: Reply) -> dict[str, Any]:
    return {
        "testo": _name(reply.text),
        "conferma_dell_evento": reply.consent.sequence if reply.consent else None,
        "stato": reply.get_status_display(),
        "creata": _when(reply.created_at),
        "inviata": _when(reply.sent_at),
        "consegnata": _when(reply.delivered_at),
        "in_attesa_di_partire": reply.content or None,
    }


def _waiting(row: ImportRow) -> dict[str, Any]:
    return {
        "data_del_consenso": _when(row.agreed_at),
        "canale": row.get_channel_display(),
        "riferimento_della_prova": row.reference,
    }


def _request(request: RightsRequest) -> dict[str, Any]:
    return {
        "numero": request.number,
        "diritto": request.get_kind_display(),
        "arrivata_per": request.get_channel_display(),
        "ricevuta_il": _when(request.opened_at),
        "da_evadere_entro": _when(request.due_at),
        "che_cosa_chiede": request.note,
        "recapito": request.contact or None,
        "proroga": request.extension_reason or None,
        "stato": request.get_status_display(),
        "chiusa_il": _when(request.closed_at),
        "esito": request.outcome,
    }


def _texts(records: list[ConsentRecord], replies: list[Reply]) -> list[dict[str, Any]]:
    """Every text that the events and answers name, once, as it was."""
    shown = {text for record in records for text in (record.announcement, record.notice, record.confirmation)}
    shown |= {reply.text for reply in replies}
    return [
        {"testo": _name(text), "in_vigore_dal": _when(text.in_force_from), "contenuto": text.body}
        for text in sorted(filter(None, shown), key=lambda text: (text.key, text.version))
    ]


def _name(text: ServiceText | None) -> str | None:
    return f"{text.key}, versione {text.version}" if text else None


def _readable(told: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _when(value) if isinstance(value, datetime) else value for key, value in told.items()}


def _when(moment: datetime | None) -> str | None:
    return in_rome(moment).isoformat(timespec="seconds") if moment else None
