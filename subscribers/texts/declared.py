"""The declaration of a text: its name in Italian, its purpose, its first wording, its rules, its variables."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import TextChoices

from cascina_whatsapp.whatsapp.cloud_api.limits import TEXT_LIMIT
from subscribers.rules.buttons import ReplyButton

PAGE_LIMIT = 20_000
"""Characters of a page: WhatsApp sets no limit there, the reader's patience does."""
LEAVE, JOIN, ITALIAN, EMERGENCY = "Cancellazione", "Iscrizione", "Italiano", "112"
WHY = {
    ITALIAN: "chi legge deve sapere come tornare all'italiano",
    LEAVE: "chi legge deve sapere come smettere",
    JOIN: "chi legge deve sapere come iscriversi",
    EMERGENCY: "chi legge deve sapere chi chiamare in un'emergenza",
    "{garante}": "chi legge deve sapere a chi può fare reclamo",
    "{contatto_rpd}": "chi legge deve sapere come scrivere al responsabile della protezione dei dati",
    "{privacy_url}": "chi legge deve trovare l'informativa",
    "{genuine_url}": "chi legge deve sapere come riconoscere i messaggi veri",
    "{numero_verde}": "chi scrive per altro deve sapere chi può rispondere",
    "{contatto_privacy}": "chi legge deve sapere a chi chiedere dei propri dati",
    "{durata_prova}": "chi legge deve sapere per quanto conserviamo la prova",
    "{notizie}": "sono ciò che è stato chiesto",
    "{argomenti_attivi}": "chi legge deve sapere che cosa riceve",
    "{zone_attive}": "chi legge deve sapere di quali zone riceve i messaggi",
    "{parte}": "chi legge deve sapere che cosa si toglie o si tiene",
    "{lingua}": "è uno dei dati che abbiamo",
    "{numero_mascherato}": "è uno dei dati che abbiamo",
    "{data_iscrizione}": "chi legge deve sapere da quando è iscritto",
    "{prossima_apertura}": "chi scrive a ufficio chiuso deve sapere quando riapre",
    "{protocollo_richiesta}": "con quel numero si ritrova la richiesta",
    "{risposta}": "è ciò che si risponde",
    "{data_vigore}": "chi legge deve sapere da quando cambia",
    "{cosa_cambia}": "il messaggio serve a dire che cosa cambia",
    "{giorni}": "chi legge deve sapere entro quando rispondere",
    "{dal}": "chi legge deve sapere da quando il servizio è sospeso",
    "{numero}": "la delibera va citata",
    "{data}": "la delibera va citata",
    "{data_messaggio}": "si deve capire di quale messaggio si parla",
}


class Place(TextChoices):
    """The place at which a citizen meets a text."""

    REPLY = "reply", "Risposta automatica"
    PAGE = "page", "Pagina o annuncio"
    MESSAGE = "message", "Testo per un messaggio"
    TRANSLATION = "translation", "Risposta automatica in un'altra lingua"
    LANGUAGE = "language", "Parole e pulsanti di un'altra lingua"


@dataclass(frozen=True, kw_only=True)
class DeclaredText:
    """A text of the service, as the program declares it."""

    key: str
    label: str
    use: str
    """The purpose, in Italian: staff read it beside the text."""
    wording: str = ""
    """Version 1, in Italian. Of a translation a draft, which is not in force before two people say so; "" where there
    is none. Later versions are in the database only."""
    place: Place
    limit: int = TEXT_LIMIT
    """Characters, variables filled in."""
    variables: tuple[str, ...] = ()
    """The variables that only this text has, beside TEXT_VARIABLES."""
    must: tuple[str, ...] = ()
    """Variables and words that it can't do without; WHY has the reasons."""
    is_agreed: bool = False
    """Citizens joined on these words: if they change, subscribers may have to be told (WP260, paragraph 29)."""


@dataclass(frozen=True, kw_only=True)
class AutomaticText(DeclaredText):
    """A text that answers a citizen by itself, and how often one person may get it."""

    place: Place = Place.REPLY
    buttons: tuple[ReplyButton, ...] = ()
    """Under the text; the limit must then be that of a message with buttons."""
    cooldown: timedelta | None = None
    """A person gets it at most `times` times in so long; no other limit counts then."""
    times: int = 1
    """The times that it is sent in the cool-down; alike for all texts that say the same."""
    same_message: str = ""
    """A name shared by texts that say the same, so that the cool-down of one keeps the others silent."""
    hourly_cap: int | None = None
    """Times an hour that one person gets it, where it confirms no change; None: the limit on all answers."""
    always_confirms: bool = False
    """True where it is sent whatever the limits, when it confirms a change of consent."""
    needed_in_languages: bool = False
    """True where no other language may be in use without its translation in force."""


@dataclass(frozen=True)
class Variable:
    """A variable of a text, filled in for each citizen or each occasion."""

    meaning: str
    sample: str = ""
    """The sample for previews and for counting characters; TEXT_VARIABLES have their real value."""


VARIABLES = {
    "privacy_url": Variable("indirizzo dell'informativa"),
    "genuine_url": Variable("indirizzo della pagina «È davvero del Comune?»"),
    "numero_verde": Variable("numero verde"),
    "sito": Variable("sito del Comune"),
    "urp_contatti": Variable("dove si trova l'Urp"),
    "contatto_privacy": Variable("a chi scrivere per i propri dati"),
    "contatto_rpd": Variable("il responsabile della protezione dei dati"),
    "garante": Variable("il Garante, a cui fare reclamo"),
    "durata_prova": Variable("per quanto si conserva la prova dell'iscrizione"),
    "durata_iscrizione": Variable("per quanto si conserva il numero"),
    "data_iscrizione": Variable("giorno dell'iscrizione", "23 settembre 2026"),
    "prossima_apertura": Variable("quando riapre l'Urp", "mercoledì 23 settembre 2026 alle 9:00"),
    "argomenti_attivi": Variable(
        "argomenti scelti",
        "Allerte e urgenze, Servizi e scadenze, Viabilità e cantieri, Attività del Comune, Eventi e cultura",
    ),
    "zone_attive": Variable("zone scelte", "Navacchio, Zambra, e quelli per tutta Cascina"),
    "parte": Variable("zone o argomento che ha nominato", "San Giorgio a Bibbiano"),
    "argomenti_cambiati": Variable("che cosa ha tolto o aggiunto", "Hai tolto Eventi e cultura."),
    "numero_mascherato": Variable("numero di chi scrive, con alcune cifre coperte", "+39 335 •••• 43"),
    "parola_ricevuta": Variable("messaggio con cui si è iscritto", "Iscrizione"),
    "versione_informativa": Variable("versione dell'informativa di quel giorno", "2"),
    "messaggi_90": Variable("messaggi ricevuti in 90 giorni", "31"),
    "notizie": Variable(
        "le ultime tre notizie, ciascuna con titolo, giorno, testo e collegamento",
        "*Via Roma chiusa* (23 settembre 2026)\nDomani via Roma è chiusa dalle 8 alle 18.\n"
        "Tutte le informazioni: https://www.comune.cascina.pi.it/",
    ),
    "lingua": Variable("lingua delle risposte", "italiano"),
    "protocollo_richiesta": Variable("numero della richiesta", "2026/0012"),
    "risposta": Variable(
        "la risposta per intero", "Richiesta 2026/0012, ricevuta mercoledì 23 settembre 2026"
    ),
    "data_vigore": Variable("da quando vale la nuova informativa", "23 settembre 2026"),
    "cosa_cambia": Variable(
        "che cosa cambia, in breve", "conserviamo la prova dell'iscrizione per tre anni invece di cinque"
    ),
    "giorni": Variable("entro quanti giorni rispondere", "60"),
    "dal": Variable("primo giorno di sospensione", "23 settembre 2026"),
    "al": Variable("ultimo giorno di sospensione", "30 settembre 2026"),
    "numero": Variable("numero della delibera", "123/26/CONS"),
    "data": Variable("data della delibera", "23 settembre 2026"),
    "data_messaggio": Variable("data del messaggio contestato", "15 settembre 2026"),
}


def fill(body: str, **variables: str) -> str:
    """`body` with each {name} replaced. Raises KeyError for a variable that nobody gave."""
    return body.strip().format_map({**settings.TEXT_VARIABLES, **variables})
