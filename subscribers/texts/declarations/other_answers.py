"""Automatic answers to whoever asks for the latest news, and to everything else that somebody may write or send."""

from datetime import timedelta

from cascina_whatsapp.whatsapp.cloud_api.limits import TEXT_LIMIT
from subscribers.texts.declared import EMERGENCY, ITALIAN, JOIN, LEAVE, AutomaticText

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

TIMES = 3
ROOM_FOR_NEWS = 3000
"""Characters of one message that the news themselves may take; the words around them have the rest."""

TEXTS = (
    AutomaticText(
        key="news",
        label="Ultime notizie",
        use="A chi è iscritto e chiede le ultime notizie.",
        limit=TEXT_LIMIT - ROOM_FOR_NEWS,
        variables=("notizie",),
        must=("{notizie}", LEAVE),
        wording=(
            "Le ultime notizie degli argomenti che ricevi, dalla più recente.\n\n"
            "{notizie}\n\n"
            "Puoi scrivere *Notizie* fino a tre volte al giorno. Per scegliere cosa ricevere scrivi *Argomenti*, "
            "per smettere *Cancellazione*."
        ),
        cooldown=DAY,
        times=TIMES,
        same_message="news",
    ),
    AutomaticText(
        key="no_news",
        label="Ultime notizie, quando non ce ne sono",
        use="A chi è iscritto e chiede le ultime notizie, se dei suoi argomenti non ne sono partite da un pezzo.",
        wording=(
            "In questo periodo non è partita nessuna notizia degli argomenti che ricevi: quando parte la prossima "
            "ti arriva qui. Le informazioni del Comune sono sempre su {sito}."
        ),
        cooldown=DAY,
        times=TIMES,
        same_message="news",
    ),
    AutomaticText(
        key="help",
        label="Aiuto",
        use="A chi chiede che cosa può scrivere.",
        must=(JOIN, LEAVE, EMERGENCY),
        wording=(
            "Puoi scrivere:\n"
            "*Iscrizione* per ricevere le notizie\n"
            "*Cancellazione* per smettere\n"
            "*Notizie* per leggere le ultime tre\n"
            "*Argomenti* per scegliere cosa ricevere\n"
            "*Zona* per i messaggi di dove abiti\n"
            "*I miei dati* per sapere quali dati abbiamo\n\n"
            "Per tutto il resto: numero verde gratuito {numero_verde} e {sito}. Per le emergenze "
            "chiama il 112."
        ),
        needed_in_languages=True,
    ),
    AutomaticText(
        key="language_chosen",
        label="Lingua scelta",
        use="A chi, iscritto, scrive il nome di una lingua: da allora gli si risponde così.",
        must=(ITALIAN,),
        wording=(
            "Da ora ti rispondiamo in italiano. Anche le notizie del Comune sono in italiano.\n\n"
            "Per un'altra lingua scrivine il nome; per tornare a questa scrivi *Italiano*."
        ),
        needed_in_languages=True,
    ),
    AutomaticText(
        key="language_once",
        label="Lingua scelta, di chi non è iscritto",
        use="A chi non è iscritto e scrive il nome di una lingua: gli si risponde così, e non se ne conserva nulla.",
        must=(JOIN,),
        wording=(
            "Ti rispondiamo in italiano. Per ricevere le notizie del Comune di Cascina, che sono in italiano, "
            "scrivi *Iscrizione*. Finché non sei iscritto non ricordiamo la lingua che scegli."
        ),
        needed_in_languages=True,
    ),
    AutomaticText(
        key="trial_number_confirmed",
        label="Numero di prova verificato",
        use="A chi lavora al servizio e scrive il codice del suo numero di prova.",
        wording=("Numero di prova verificato: da ora puoi mandare qui le prove dei messaggi."),
    ),
    AutomaticText(
        key="emergency",
        label="Emergenze",
        use="A chi scrive di un'emergenza.",
        must=(EMERGENCY,),
        wording=(
            "Per le emergenze chiama subito il 112: qui nessuno legge i messaggi e non possiamo aiutarti."
        ),
        cooldown=HOUR,
        needed_in_languages=True,
    ),
    AutomaticText(
        key="genuine",
        label="È davvero del Comune?",
        use="A chi chiede se i messaggi sono veri.",
        must=("{genuine_url}",),
        wording=(
            "Questo è il numero WhatsApp del Comune di Cascina. I messaggi inviati, e come riconoscere quelli "
            "veri, sono su {genuine_url}\n\n"
            "Qui non chiediamo mai soldi, password o codici."
        ),
        cooldown=HOUR,
    ),
    AutomaticText(
        key="unknown",
        label="Altri messaggi",
        use="A chi scrive qualunque altra cosa, a Urp aperto.",
        must=("{numero_verde}", EMERGENCY, LEAVE),
        wording=(
            "Questo numero serve a inviare le notizie del Comune di Cascina: qui non possiamo "
            "rispondere a domande, richieste e segnalazioni, e non conserviamo quello che "
            "scrivi.\n\n"
            "Puoi contattare:\n"
            "• il numero verde gratuito {numero_verde}\n"
            "• l'Ufficio relazioni con il pubblico (Urp): {urp_contatti}\n"
            "• gli uffici, con i recapiti su {sito}\n\n"
            "Per le emergenze chiama il 112.\n\n"
            "Per ricevere le notizie scrivi *Iscrizione*. Per smettere scrivi *Cancellazione*."
        ),
        cooldown=DAY,
        same_message="unknown",
        needed_in_languages=True,
    ),
    AutomaticText(
        key="unknown_out_of_hours",
        label="Altri messaggi, a ufficio chiuso",
        use="A chi scrive qualunque altra cosa, a Urp chiuso.",
        variables=("prossima_apertura",),
        must=("{prossima_apertura}", "{numero_verde}", EMERGENCY),
        wording=(
            "Questo numero serve a inviare le notizie del Comune di Cascina: qui non possiamo "
            "rispondere, e non conserviamo quello che scrivi.\n\n"
            "In questo momento l'Ufficio relazioni con il pubblico (Urp) è chiuso. Riapre "
            "{prossima_apertura}: puoi chiamare il numero verde gratuito {numero_verde}. Trovi "
            "servizi e recapiti in ogni momento su {sito}.\n\n"
            "Per le emergenze chiama il 112."
        ),
        cooldown=DAY,
        same_message="unknown",
    ),
    AutomaticText(
        key="media_received",
        label="Foto, vocali e altri file",
        use="A chi manda qualcosa che non è un testo: non lo apriamo.",
        must=("{numero_verde}",),
        wording=(
            "Abbiamo ricevuto un file ma non lo apriamo e non lo conserviamo. Per segnalazioni e "
            "richieste chiama il numero verde gratuito {numero_verde} o vai su {sito}.\n\n"
            "Non inviare qui documenti o dati personali."
        ),
        cooldown=DAY,
    ),
)
