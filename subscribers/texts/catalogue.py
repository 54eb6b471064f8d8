# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every text of the service: its name in Italian, what it is for, what it may and what it must contain."""

from dataclasses import dataclass, replace

from django.db.models import TextChoices

from cascina_whatsapp.cloud_api.limits import BUTTONS_BODY_LIMIT, TEMPLATE_BODY_LIMIT, TEXT_LIMIT
from subscribers.rules.languages import LANGUAGES, key_in

PAGE_LIMIT = 20_000
"""Characters of a page: WhatsApp sets no limit there, the reader's patience does."""


class Place(TextChoices):
    """Where a citizen meets a text."""

    REPLY = "reply", "Risposta automatica"
    PAGE = "page", "Pagina o annuncio"
    MESSAGE = "message", "Testo per un messaggio"
    TRANSLATION = "translation", "Risposta automatica in un'altra lingua"


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What one text is for."""

    label: str
    use: str
    place: Place = Place.REPLY
    limit: int = TEXT_LIMIT
    """Characters, variables filled in."""
    variables: tuple[str, ...] = ()
    """What only this text can say, beside TEXT_VARIABLES."""
    must: tuple[str, ...] = ()
    """Variables and words that it can't do without; WHY has the reasons."""
    is_agreed: bool = False
    """Citizens joined on these words: if they change, subscribers may have to be told (WP260, paragraph 29)."""


@dataclass(frozen=True)
class Variable:
    """Something that is filled in for each citizen or each occasion."""

    meaning: str
    sample: str = ""
    """For previews and for counting characters; TEXT_VARIABLES have their real value."""


VARIABLES = {
    "privacy_url": Variable("indirizzo dell'informativa"),
    "numero_verde": Variable("numero verde"),
    "sito": Variable("sito del Comune"),
    "urp_contatti": Variable("dove si trova l'Urp"),
    "contatto_privacy": Variable("a chi scrivere per i propri dati"),
    "contatto_rpd": Variable("il responsabile della protezione dei dati"),
    "durata_prova": Variable("per quanto si conserva la prova dell'iscrizione"),
    "data_iscrizione": Variable("giorno dell'iscrizione", "23 settembre 2026"),
    "prossima_apertura": Variable("quando riapre l'Urp", "mercoledì 23 settembre alle 9:00"),
    "argomenti_attivi": Variable(
        "argomenti scelti",
        "Allerte e urgenze, Servizi e scadenze, Viabilità e cantieri, Attività del Comune, Eventi e cultura",
    ),
    "numero_mascherato": Variable("numero di chi scrive, con alcune cifre coperte", "+39 335 •••• 43"),
    "parola_ricevuta": Variable("messaggio con cui si è iscritto", "Iscrizione"),
    "versione_informativa": Variable("versione dell'informativa di quel giorno", "2"),
    "messaggi_90": Variable("messaggi ricevuti in 90 giorni", "31"),
    "protocollo_richiesta": Variable("numero della richiesta", "2026/0012"),
    "data_vigore": Variable("da quando vale la nuova informativa", "23 settembre 2026"),
    "cosa_cambia": Variable(
        "che cosa cambia, in breve", "conserviamo la prova dell'iscrizione per tre anni invece di cinque"
    ),
    "dal": Variable("primo giorno di sospensione", "23 settembre 2026"),
    "al": Variable("ultimo giorno di sospensione", "30 settembre 2026"),
    "numero": Variable("numero della delibera", "123/26/CONS"),
    "data": Variable("data della delibera", "23 settembre 2026"),
    "data_messaggio": Variable("data del messaggio contestato", "15 settembre 2026"),
}

LEAVE, JOIN, EMERGENCY = "Cancellazione", "Iscrizione", "112"
WHY = {
    LEAVE: "chi legge deve sapere come smettere",
    JOIN: "chi legge deve sapere come iscriversi",
    EMERGENCY: "chi legge deve sapere chi chiamare in un'emergenza",
    "Garante": "chi legge deve sapere a chi può fare reclamo",
    "{privacy_url}": "chi legge deve trovare l'informativa",
    "{numero_verde}": "chi scrive per altro deve sapere chi può rispondere",
    "{contatto_privacy}": "chi legge deve sapere a chi chiedere dei propri dati",
    "{durata_prova}": "chi legge deve sapere per quanto conserviamo la prova",
    "{argomenti_attivi}": "chi legge deve sapere che cosa riceve",
    "{numero_mascherato}": "è uno dei dati che abbiamo",
    "{data_iscrizione}": "chi legge deve sapere da quando è iscritto",
    "{prossima_apertura}": "chi scrive a ufficio chiuso deve sapere quando riapre",
    "{protocollo_richiesta}": "con quel numero si ritrova la richiesta",
    "{data_vigore}": "chi legge deve sapere da quando cambia",
    "{cosa_cambia}": "il messaggio serve a dire che cosa cambia",
    "{dal}": "chi legge deve sapere da quando il servizio è sospeso",
    "{numero}": "la delibera va citata",
    "{data}": "la delibera va citata",
    "{data_messaggio}": "si deve capire di quale messaggio si parla",
}

CATALOGUE = {
    "announcement": Purpose(
        label="Annuncio del servizio",
        use="Quello che si legge prima di iscriversi, su manifesti e sito: cambia anche quelli.",
        place=Place.PAGE,
        limit=PAGE_LIMIT,
        must=(JOIN, LEAVE),
        is_agreed=True,
    ),
    "privacy_notice": Purpose(
        label="Informativa sulla privacy",
        use="La pagina pubblica a cui rimandano tutti i messaggi.",
        place=Place.PAGE,
        limit=PAGE_LIMIT,
        must=("{contatto_privacy}", "{durata_prova}", LEAVE, "Garante"),
        is_agreed=True,
    ),
    "optin_confirm": Purpose(
        label="Conferma di iscrizione",
        use="A chi si iscrive.",
        limit=BUTTONS_BODY_LIMIT,
        must=("{privacy_url}", LEAVE),
    ),
    "optin_already": Purpose(
        label="Iscrizione già attiva",
        use="A chi si iscrive una seconda volta.",
        limit=BUTTONS_BODY_LIMIT,
        variables=("data_iscrizione",),
        must=(LEAVE,),
    ),
    "optin_prompt": Purpose(
        label="Richiesta di conferma",
        use="A chi vuole iscriversi, se il Comune sceglie di chiedere una seconda conferma; sotto ci sono i bottoni.",
        limit=BUTTONS_BODY_LIMIT,
        must=("{privacy_url}", LEAVE),
    ),
    "optin_prompt_declined": Purpose(
        label="Conferma rifiutata",
        use="A chi, alla richiesta di conferma, risponde di no, o intanto si cancella.",
        must=(JOIN,),
    ),
    "number_changed": Purpose(
        label="Numero cambiato",
        use="A chi ha cambiato numero o profilo, se il Comune sceglie di chiedere di nuovo; sotto ci sono i bottoni.",
        limit=BUTTONS_BODY_LIMIT,
        must=("{privacy_url}", LEAVE),
    ),
    "optout_confirm": Purpose(
        label="Conferma di cancellazione",
        use="A chi smette di ricevere i messaggi.",
        must=("{durata_prova}", JOIN),
    ),
    "optout_not_subscribed": Purpose(
        label="Cancellazione di chi non è iscritto",
        use="A chi chiede di smettere e non è iscritto.",
        must=(JOIN,),
    ),
    "not_subscribed": Purpose(
        label="Argomenti di chi non è iscritto",
        use="A chi chiede gli argomenti e non è iscritto.",
        must=(JOIN,),
    ),
    "ambiguous": Purpose(
        label="Iscriversi o cancellarsi?",
        use="A chi scrive qualcosa che si può capire in due modi; sotto ci sono i bottoni.",
        limit=BUTTONS_BODY_LIMIT,
    ),
    "third_person": Purpose(
        label="Iscrizione di un'altra persona",
        use="A chi chiede di iscrivere qualcun altro.",
        must=(JOIN,),
    ),
    "topics_list": Purpose(
        label="Scelta degli argomenti",
        use="A chi vuole scegliere che cosa ricevere; sotto c'è l'elenco.",
        limit=BUTTONS_BODY_LIMIT,
        variables=("argomenti_attivi",),
        must=("{argomenti_attivi}",),
    ),
    "topics_saved": Purpose(
        label="Argomenti salvati",
        use="A chi ha scelto che cosa ricevere.",
        variables=("argomenti_attivi",),
        must=("{argomenti_attivi}", LEAVE),
    ),
    "my_data": Purpose(
        label="I miei dati",
        use="A chi chiede quali dati abbiamo, se è iscritto.",
        variables=(
            "numero_mascherato",
            "data_iscrizione",
            "parola_ricevuta",
            "versione_informativa",
            "argomenti_attivi",
            "messaggi_90",
        ),
        must=(
            "{numero_mascherato}",
            "{data_iscrizione}",
            "{argomenti_attivi}",
            "{contatto_privacy}",
            "{privacy_url}",
            LEAVE,
        ),
    ),
    "my_data_pending": Purpose(
        label="I miei dati, di chi deve confermare",
        use="A chi chiede quali dati abbiamo, e non ha ancora confermato l'iscrizione; sotto ci sono i bottoni.",
        limit=BUTTONS_BODY_LIMIT,
        variables=("parola_ricevuta",),
        must=("{contatto_privacy}", "{privacy_url}"),
    ),
    "my_data_none": Purpose(
        label="I miei dati, di chi non è iscritto",
        use="A chi chiede quali dati abbiamo, se non è iscritto.",
        must=("{durata_prova}", "{contatto_privacy}"),
    ),
    "rights_received": Purpose(
        label="Richiesta sui dati ricevuta",
        use="A chi scrive di cancellare i suoi dati.",
        variables=("protocollo_richiesta",),
        must=("{protocollo_richiesta}", "{contatto_privacy}"),
    ),
    "privacy": Purpose(
        label="Domande sulla privacy",
        use="A chi scrive una domanda sulla privacy.",
        must=("{privacy_url}", LEAVE),
    ),
    "help": Purpose(
        label="Aiuto",
        use="A chi chiede che cosa può scrivere.",
        must=(JOIN, LEAVE, EMERGENCY),
    ),
    "trial_number_confirmed": Purpose(
        label="Numero di prova verificato",
        use="A chi lavora al servizio e scrive il codice del suo numero di prova.",
    ),
    "emergency": Purpose(
        label="Emergenze",
        use="A chi scrive di un'emergenza.",
        must=(EMERGENCY,),
    ),
    "unknown": Purpose(
        label="Altri messaggi",
        use="A chi scrive qualunque altra cosa, a Urp aperto.",
        must=("{numero_verde}", EMERGENCY, LEAVE),
    ),
    "unknown_out_of_hours": Purpose(
        label="Altri messaggi, a ufficio chiuso",
        use="A chi scrive qualunque altra cosa, a Urp chiuso.",
        variables=("prossima_apertura",),
        must=("{prossima_apertura}", "{numero_verde}", EMERGENCY),
    ),
    "media_received": Purpose(
        label="Foto, vocali e altri file",
        use="A chi manda qualcosa che non è un testo: non lo apriamo.",
        must=("{numero_verde}",),
    ),
    "yearly_reminder": Purpose(
        label="Promemoria annuale",
        use="Agli iscritti, una volta l'anno. Non parte da solo: serve un modello approvato da Meta.",
        place=Place.MESSAGE,
        limit=TEMPLATE_BODY_LIMIT,
        variables=("data_iscrizione",),
        must=("{data_iscrizione}", "{privacy_url}", LEAVE),
    ),
    "notice_changed": Purpose(
        label="Cambia l'informativa",
        use="Agli iscritti, in un messaggio che dice solo questo. Non parte da solo.",
        place=Place.MESSAGE,
        limit=TEMPLATE_BODY_LIMIT,
        variables=("data_vigore", "cosa_cambia"),
        must=("{data_vigore}", "{cosa_cambia}", "{privacy_url}", LEAVE),
    ),
    "service_paused": Purpose(
        label="Sospensione del servizio",
        use="Agli iscritti, prima di una sospensione. Non parte da solo.",
        place=Place.MESSAGE,
        limit=TEMPLATE_BODY_LIMIT,
        variables=("dal", "al"),
        must=("{dal}",),
    ),
    "agcom_notice": Purpose(
        label="Avviso imposto da Agcom",
        use="Agli iscritti, se l'Autorità lo ordina: le parole sono quelle della delibera. Non parte da solo.",
        place=Place.MESSAGE,
        limit=TEMPLATE_BODY_LIMIT,
        variables=("numero", "data", "data_messaggio"),
        must=("{numero}", "{data}", "{data_messaggio}"),
    ),
}
"""Key → what it is for, in the order in which staff see them."""

UNTRANSLATED = dict(CATALOGUE)
"""The Italian ones, which are always there."""
CATALOGUE |= {
    key_in(key, language): replace(
        purpose,
        label=f"{purpose.label}, in {name}",
        use=f"{purpose.use} Solo se scrive in {name}: senza questo testo si risponde in italiano.",
        place=Place.TRANSLATION,
    )
    for language, name in LANGUAGES.items()
    for key, purpose in UNTRANSLATED.items()
    if purpose.place is Place.REPLY
}
