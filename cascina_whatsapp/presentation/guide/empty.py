"""The words of each list while it is empty: what will be here, and the first step, for who may take it."""

from dataclasses import dataclass

NOTHING_TO_DO = "Per adesso non devi fare niente."


@dataclass(frozen=True)
class Empty:
    """An empty list, as its page tells it."""

    words: str
    step: str = ""
    """The words of the button, where its list has a step of its own; else those of the list's button."""
    page: str = ""
    """The name of the address that the step leads to, and the permission that opens it: else the form to add."""
    permission: str = ""
    rest: str = NOTHING_TO_DO
    """Said to who may take no step."""


EMPTY = {
    "broadcasts.campaign": Empty(
        "Qui ci saranno le bozze, i messaggi che devono partire e quelli partiti, con quante persone li hanno letti.",
        "Scrivi il primo",
    ),
    "broadcasts.readytext": Empty(
        "Un testo pronto ha dei vuoti da riempire: via, giorno, ora. Serve per ciò che capita spesso: strade chiuse, "
        "scioperi, uffici chiusi.",
        "Scrivi il primo",
    ),
    "broadcasts.pressaddress": Empty(
        "Qui ci saranno le redazioni e gli uffici che ricevono per e-mail i messaggi mandati anche a loro.",
        "Aggiungi il primo",
    ),
    "broadcasts.delivery": Empty(
        "Quando un messaggio parte, qui c'è una riga per ogni persona: se le è arrivato, e se no perché."
    ),
    "broadcasts.trialnumber": Empty(
        "Prima di mandare un messaggio a tutti puoi provarlo: arriva solo ai telefoni che metti qui.",
        "Aggiungi il tuo telefono",
    ),
    "broadcasts.whatsapptemplate": Empty(
        "Qui ci saranno i testi che WhatsApp ha letto, con che cosa ne ha detto e quanto costano.",
    ),
    "broadcasts.officehours": Empty(
        "Nessun messaggio parte: qui si scrive in quali ore può partire, giorno per giorno.",
        "Scrivi il primo orario",
    ),
    "subscribers.subscriber": Empty(
        "Il primo cittadino entra mandando «Iscrizione» al numero del Comune. Lo vedrai qui entro pochi secondi.",
        "Stampa la locandina",
        page="posters",
        permission="broadcasts.view_campaign",
    ),
    "subscribers.consentrecord": Empty(
        "Ogni iscrizione, cancellazione o cambio di argomenti lascia qui una riga che nessuno può cambiare: è la "
        "prova che la legge chiede.",
        rest="La prima riga arriva con il primo iscritto.",
    ),
    "subscribers.topic": Empty(
        "Qui ci saranno gli argomenti fra cui i cittadini scelgono: chi non sceglie riceve tutto.",
        "Proponi il primo",
    ),
    "subscribers.zone": Empty(
        "Qui ci saranno le zone fra cui i cittadini scelgono: chi non sceglie riceve ciò che riguarda tutte.",
        "Proponi la prima",
    ),
    "subscribers.importbatch": Empty(
        "Se allo sportello qualcuno firma un modulo, carica qui l'elenco: un collega lo confronta con i moduli, e "
        "solo dopo sono iscritti.",
        "Carica un elenco",
    ),
    "subscribers.servicetext": Empty(
        "Qui ci saranno le risposte che il servizio dà da solo, e l'informativa.", "Scrivi il primo testo"
    ),
    "privacy.rightsrequest": Empty(
        "Se qualcuno chiede i suoi dati, o di cancellarli, la richiesta arriva qui con la scadenza di un mese e il "
        "prossimo passo.",
        "Registra una richiesta arrivata per PEC",
    ),
    "privacy.retentionrun": Empty(
        "Ogni notte il programma cancella ciò che è scaduto: qui resta scritto che cosa, e quanto."
    ),
    "trail.trailrecord": Empty("Ciò che fa ogni collega lascia qui una riga che nessuno può cambiare."),
    "elections.electoralperiod": Empty(
        "Nessun periodo in vista. Quando i comizi sono convocati, scrivi qui la data: da quel giorno parte solo ciò "
        "che è indispensabile.",
        "Prepara un periodo",
    ),
    "auth.user": Empty("Qui ci saranno i colleghi che entrano, e che cosa possono fare.", "Invita il primo"),
    "api.systemtoken": Empty(
        "Con una chiave un altro programma del Comune, per esempio il sito, propone bozze: nessuna parte da sola.",
        "Crea la prima chiave",
    ),
    "sources.source": Empty(
        "Il programma legge le notizie del sito o il calendario degli eventi e ne fa bozze: nessuna parte da sola.",
        "Aggiungi la prima fonte",
    ),
    "webhook.deadletter": Empty("Se il programma non capisce ciò che WhatsApp gli manda, lo tiene qui."),
}
"""List (its app and model) → its words. A test sees to it that none is missing."""
