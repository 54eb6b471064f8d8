"""Automatic answers about what somebody gets, and about their data."""

from datetime import timedelta

from cascina_whatsapp.whatsapp.cloud_api.limits import BUTTONS_BODY_LIMIT
from subscribers.rules.buttons import CHOOSE_AGAIN, NO_THANKS, SUBSCRIBE_ME, UNDO
from subscribers.texts.declared import LEAVE, AutomaticText

DAY = timedelta(days=1)

TEXTS = (
    AutomaticText(
        key="topics_list",
        label="Scelta degli argomenti",
        use="A chi vuole scegliere che cosa ricevere; sotto c'è l'elenco.",
        limit=BUTTONS_BODY_LIMIT,
        variables=("argomenti_attivi",),
        must=("{argomenti_attivi}",),
        wording=(
            "Ora ricevi: {argomenti_attivi}.\n\n"
            "Nell'elenco, con un tocco togli un argomento che ricevi o ne aggiungi uno che non ricevi. Puoi "
            "cambiare quando vuoi scrivendo *Argomenti*."
        ),
    ),
    AutomaticText(
        key="topics_saved",
        label="Argomenti salvati",
        use="A chi ha scelto che cosa ricevere; sotto ci sono i bottoni per scegliere ancora e per annullare.",
        limit=BUTTONS_BODY_LIMIT,
        variables=("argomenti_cambiati", "argomenti_attivi"),
        must=("{argomenti_attivi}", LEAVE),
        wording=(
            "{argomenti_cambiati} Ora ricevi: {argomenti_attivi}.\n\n"
            "Per smettere del tutto scrivi *Cancellazione*."
        ),
        buttons=(CHOOSE_AGAIN, UNDO),
    ),
    AutomaticText(
        key="zones_list",
        label="Scelta delle zone",
        use="A chi vuole scegliere le zone; sotto c'è l'elenco.",
        limit=BUTTONS_BODY_LIMIT,
        variables=("zone_attive",),
        must=("{zone_attive}",),
        wording=(
            "Ora ricevi i messaggi di {zone_attive}.\n\n"
            "Nell'elenco, con un tocco aggiungi una zona o la togli; senza zone scelte ricevi i messaggi di tutte. "
            "Un'allerta può arrivarti anche per un'altra zona.\n\n"
            "Puoi cambiare quando vuoi scrivendo *Zona*. Per smettere del tutto scrivi *Cancellazione*."
        ),
    ),
    AutomaticText(
        key="zones_question",
        label="Quale zona?",
        use="A chi nomina una zona con parole che valgono per più d'una; sotto c'è l'elenco.",
        limit=BUTTONS_BODY_LIMIT,
        wording="Quale zona intendi? Sceglila nell'elenco: finché non scegli non cambia nulla.",
    ),
    AutomaticText(
        key="zones_saved",
        label="Zone salvate",
        use="A chi ha scelto le zone; sotto ci sono i bottoni per scegliere ancora e per annullare.",
        limit=BUTTONS_BODY_LIMIT,
        variables=("zone_attive",),
        must=("{zone_attive}", LEAVE),
        wording=(
            "Da ora ricevi i messaggi di {zone_attive}.\n\nPer smettere del tutto scrivi *Cancellazione*."
        ),
        buttons=(CHOOSE_AGAIN, UNDO),
    ),
    AutomaticText(
        key="my_data",
        label="I miei dati",
        use="A chi chiede quali dati abbiamo, se è iscritto.",
        variables=(
            "numero_mascherato",
            "data_iscrizione",
            "parola_ricevuta",
            "versione_informativa",
            "argomenti_attivi",
            "messaggi_90",
            "lingua",
        ),
        must=(
            "{numero_mascherato}",
            "{data_iscrizione}",
            "{argomenti_attivi}",
            "{lingua}",
            "{contatto_privacy}",
            "{privacy_url}",
            LEAVE,
        ),
        wording=(
            "Ecco i dati che abbiamo su di te:\n"
            "• numero: {numero_mascherato}\n"
            '• iscrizione attiva dal {data_iscrizione}, con il messaggio "{parola_ricevuta}"\n'
            "• informativa di quel giorno: versione {versione_informativa}\n"
            "• argomenti: {argomenti_attivi}\n"
            "• lingua delle risposte: {lingua}\n"
            "• messaggi inviati negli ultimi 90 giorni: {messaggi_90}\n\n"
            "Non abbiamo il tuo nome e non conserviamo le tue chat.\n\n"
            "Per una copia completa, per correggere o cancellare i dati scrivi a "
            "{contatto_privacy}: rispondiamo entro un mese. Per smettere di ricevere messaggi "
            "scrivi *Cancellazione*. Informativa: {privacy_url}"
        ),
        cooldown=DAY,
    ),
    AutomaticText(
        key="my_data_pending",
        label="I miei dati, di chi deve confermare",
        use="A chi chiede quali dati abbiamo, e non ha ancora confermato l'iscrizione; sotto ci sono i bottoni.",
        limit=BUTTONS_BODY_LIMIT,
        variables=("parola_ricevuta",),
        must=("{contatto_privacy}", "{privacy_url}"),
        wording=(
            'Hai scritto "{parola_ricevuta}" e aspettiamo la tua conferma: per ora non ti '
            "inviamo nulla. Se non confermi entro 24 ore, dimentichiamo la tua richiesta e il "
            "tuo numero.\n\n"
            "Per confermare, o per rinunciare, usa i bottoni qui sotto. Per smettere del tutto "
            "scrivi *Cancellazione*.\n\n"
            "Per saperne di più scrivi a {contatto_privacy}. Informativa: {privacy_url}"
        ),
        buttons=(SUBSCRIBE_ME, NO_THANKS),
        cooldown=DAY,
    ),
    AutomaticText(
        key="my_data_none",
        label="I miei dati, di chi non è iscritto",
        use="A chi chiede quali dati abbiamo, se non è iscritto.",
        must=("{durata_prova}", "{contatto_privacy}"),
        wording=(
            "Il tuo numero non è iscritto. Se hai cancellato l'iscrizione in passato possiamo "
            "avere, per {durata_prova}, solo la prova dell'iscrizione e della cancellazione, "
            "senza il numero in chiaro.\n\n"
            "Per saperne di più scrivi a {contatto_privacy}: rispondiamo entro un mese."
        ),
    ),
    AutomaticText(
        key="rights_received",
        label="Richiesta sui dati ricevuta",
        use="A chi scrive di cancellare i suoi dati.",
        variables=("protocollo_richiesta",),
        must=("{protocollo_richiesta}", "{contatto_privacy}"),
        wording=(
            "Abbiamo cancellato la tua iscrizione e ricevuto la richiesta di cancellare i tuoi "
            "dati (numero {protocollo_richiesta}). Ti rispondiamo entro un mese. Contatto: "
            "{contatto_privacy}"
        ),
        hourly_cap=3,
        always_confirms=True,
    ),
    AutomaticText(
        key="objection_received",
        label="Opposizione ricevuta",
        use="A chi scrive che si oppone a come usiamo i suoi dati.",
        variables=("protocollo_richiesta",),
        must=("{protocollo_richiesta}", "{contatto_privacy}"),
        wording=(
            "Abbiamo cancellato la tua iscrizione: non ti mandiamo più nulla. Abbiamo ricevuto anche la tua "
            "opposizione (numero {protocollo_richiesta}), e ti rispondiamo entro un mese. Contatto: "
            "{contatto_privacy}"
        ),
        hourly_cap=3,
        always_confirms=True,
    ),
    AutomaticText(
        key="rights_answer",
        label="Risposta a una richiesta sui dati",
        use="A chi ha chiesto qualcosa sui suoi dati, quando la richiesta si chiude e su WhatsApp si può scrivere.",
        variables=("risposta",),
        must=("{risposta}",),
        wording="Comune di Cascina, servizio WhatsApp.\n\n{risposta}",
    ),
    AutomaticText(
        key="privacy",
        label="Domande sulla privacy",
        use="A chi scrive una domanda sulla privacy.",
        must=("{privacy_url}", LEAVE),
        wording=(
            "Usiamo solo il tuo numero di telefono, per inviarti le notizie del Comune di "
            "Cascina. Leggi l'informativa: {privacy_url}\n\n"
            "Per sapere quali dati abbiamo su di te scrivi *I miei dati*. Per smettere scrivi "
            "*Cancellazione*."
        ),
    ),
)
