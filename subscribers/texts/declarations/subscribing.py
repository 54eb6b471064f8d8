"""Automatic answers to whoever joins or leaves, or means to."""

from cascina_whatsapp.whatsapp.cloud_api.limits import BUTTONS_BODY_LIMIT
from subscribers.rules.buttons import (
    CHOOSE_TOPICS,
    CONTACT_URP,
    END_SUBSCRIPTION,
    GO_ON,
    NO,
    NO_THANKS,
    ONLY_THIS,
    SUBSCRIBE,
    SUBSCRIBE_ME,
    UNSUBSCRIBE,
    YES_LEAVE,
)
from subscribers.texts.declared import JOIN, LEAVE, AutomaticText

TEXTS = (
    AutomaticText(
        key="optin_confirm",
        label="Conferma di iscrizione",
        use="A chi si iscrive.",
        limit=BUTTONS_BODY_LIMIT,
        must=("{privacy_url}", LEAVE),
        wording=(
            "La tua iscrizione è attiva. Da ora ricevi qui le notizie del Comune di Cascina: "
            "servizi, scadenze, viabilità, allerte, eventi e cultura.\n\n"
            "Il servizio è gratuito. Scriviamo negli orari d'ufficio; le allerte possono "
            "arrivare a qualsiasi ora.\n\n"
            "Per rileggere le ultime scrivi *Notizie*. Per smettere, in qualsiasi momento, scrivi "
            "*Cancellazione*.\n\n"
            "Usiamo solo il tuo numero di telefono, per inviarti questi messaggi. Gli altri "
            "iscritti non lo vedono. Leggi l'informativa: {privacy_url}\n\n"
            "Salva questo numero in rubrica per riconoscerci. Qui non rispondiamo a domande e "
            "segnalazioni: chiama il numero verde gratuito {numero_verde} o vai su {sito}."
        ),
        buttons=(CHOOSE_TOPICS, END_SUBSCRIPTION),
        always_confirms=True,
        needed_in_languages=True,
    ),
    AutomaticText(
        key="optin_already",
        label="Iscrizione già attiva",
        use="A chi si iscrive una seconda volta.",
        limit=BUTTONS_BODY_LIMIT,
        variables=("data_iscrizione",),
        must=(LEAVE,),
        wording=(
            "La tua iscrizione è già attiva dal {data_iscrizione}: non devi fare altro.\n\n"
            "Per scegliere cosa ricevere scrivi *Argomenti*. Per smettere scrivi *Cancellazione*."
        ),
        buttons=(CHOOSE_TOPICS,),
        needed_in_languages=True,
    ),
    AutomaticText(
        key="optin_prompt",
        label="Richiesta di conferma",
        use="A chi vuole iscriversi, se il Comune sceglie di chiedere una seconda conferma; sotto ci sono i bottoni.",
        limit=BUTTONS_BODY_LIMIT,
        must=("{privacy_url}", LEAVE),
        wording=(
            "Vuoi ricevere su WhatsApp le notizie del Comune di Cascina?\n\n"
            "Useremo solo il tuo numero di telefono, per inviarti questi messaggi. Puoi smettere "
            "quando vuoi scrivendo *Cancellazione*. Informativa: {privacy_url}"
        ),
        buttons=(SUBSCRIBE_ME, NO_THANKS),
        hourly_cap=3,
        needed_in_languages=True,
    ),
    AutomaticText(
        key="optin_prompt_declined",
        label="Conferma rifiutata",
        use="A chi, alla richiesta di conferma, risponde di no, o intanto si cancella.",
        must=(JOIN,),
        wording=(
            "Va bene, non ti iscriviamo e non conserviamo il tuo numero. Se cambi idea scrivi *Iscrizione*."
        ),
        always_confirms=True,
        needed_in_languages=True,
    ),
    AutomaticText(
        key="number_changed",
        label="Numero cambiato",
        use="A chi ha cambiato numero o profilo, se il Comune sceglie di chiedere di nuovo; sotto ci sono i bottoni.",
        limit=BUTTONS_BODY_LIMIT,
        must=("{privacy_url}", LEAVE),
        wording=(
            "WhatsApp ci dice che il tuo numero, o il tuo profilo, è cambiato. Vuoi continuare a "
            "ricevere qui le notizie del Comune di Cascina? Finché non rispondi non ti inviamo "
            "nulla.\n\n"
            "Puoi smettere quando vuoi scrivendo *Cancellazione*. Informativa: {privacy_url}"
        ),
        buttons=(GO_ON, NO_THANKS),
        hourly_cap=3,
        needed_in_languages=True,
    ),
    AutomaticText(
        key="optout_confirm",
        label="Conferma di cancellazione",
        use="A chi smette di ricevere i messaggi.",
        must=("{durata_prova}", JOIN),
        wording=(
            "Fatto: non riceverai più messaggi dal Comune di Cascina su WhatsApp. Abbiamo tolto "
            "il tuo numero dalla lista.\n\n"
            "Se un messaggio era già in partenza, può arrivarti nei prossimi minuti.\n\n"
            "Conserviamo per {durata_prova} solo la prova di iscrizione e cancellazione, senza "
            "il numero in chiaro, perché dobbiamo poterla dimostrare. Informativa: {privacy_url}\n\n"
            "Se cambi idea scrivi *Iscrizione*."
        ),
        always_confirms=True,
        needed_in_languages=True,
    ),
    AutomaticText(
        key="optout_not_subscribed",
        label="Cancellazione di chi non è iscritto",
        use="A chi chiede di smettere, o le ultime notizie, e non è iscritto.",
        must=(JOIN,),
        wording=(
            "Il tuo numero non è iscritto: non ricevi messaggi dal nostro servizio.\n\n"
            "Per ricevere le notizie del Comune di Cascina scrivi *Iscrizione*."
        ),
        needed_in_languages=True,
    ),
    AutomaticText(
        key="not_subscribed",
        label="Argomenti di chi non è iscritto",
        use="A chi chiede gli argomenti o le zone e non è iscritto.",
        must=(JOIN,),
        wording=("Il tuo numero non è iscritto: prima di scegliere che cosa ricevere scrivi *Iscrizione*."),
    ),
    AutomaticText(
        key="ambiguous",
        label="Iscriversi o cancellarsi?",
        use="A chi scrive qualcosa che si può capire in due modi; sotto ci sono i bottoni.",
        limit=BUTTONS_BODY_LIMIT,
        wording=(
            "Non abbiamo capito se vuoi iscriverti o cancellarti. Scegli qui sotto: finché non "
            "scegli, non cambia nulla."
        ),
        buttons=(SUBSCRIBE, UNSUBSCRIBE, CONTACT_URP),
        needed_in_languages=True,
    ),
    AutomaticText(
        key="join_question",
        label="Vuoi iscriverti?",
        use="A chi sembra volersi iscrivere ma non lo dice chiaramente, e non è iscritto; sotto ci sono i bottoni.",
        limit=BUTTONS_BODY_LIMIT,
        must=("{privacy_url}", LEAVE),
        wording=(
            "Vuoi iscriverti e ricevere su WhatsApp le notizie del Comune di Cascina? Finché non "
            "rispondi non cambia nulla.\n\n"
            "Useremo solo il tuo numero di telefono, per inviarti questi messaggi. Puoi smettere "
            "quando vuoi scrivendo *Cancellazione*. Informativa: {privacy_url}\n\n"
            "Per altre richieste chiama il numero verde gratuito {numero_verde}."
        ),
        buttons=(SUBSCRIBE_ME, NO_THANKS),
        hourly_cap=3,
        needed_in_languages=True,
    ),
    AutomaticText(
        key="leave_question",
        label="Vuoi cancellarti?",
        use="A chi sembra voler smettere ma non lo dice chiaramente, ed è iscritto; sotto ci sono i bottoni.",
        limit=BUTTONS_BODY_LIMIT,
        wording=(
            "Vuoi cancellarti e non ricevere più messaggi dal Comune di Cascina su WhatsApp? Finché "
            "non rispondi non cambia nulla.\n\n"
            "Per altre richieste chiama il numero verde gratuito {numero_verde}."
        ),
        buttons=(YES_LEAVE, NO),
        hourly_cap=3,
        needed_in_languages=True,
    ),
    AutomaticText(
        key="part_question",
        label="Solo quello, o tutto?",
        use="A chi chiede di smettere e nomina una zona o un argomento che riceve; sotto ci sono i bottoni.",
        limit=BUTTONS_BODY_LIMIT,
        variables=("parte",),
        must=("{parte}",),
        wording=(
            "Vuoi togliere solo {parte}, o cancellarti e non ricevere più nessun messaggio dal Comune di Cascina "
            "su WhatsApp? Finché non rispondi non cambia nulla."
        ),
        buttons=(ONLY_THIS, UNSUBSCRIBE),
        hourly_cap=3,
    ),
    AutomaticText(
        key="keep_question",
        label="Tenere solo quello, o cancellarsi?",
        use="A chi chiede di smettere tranne che per una zona o un argomento; sotto ci sono i bottoni.",
        limit=BUTTONS_BODY_LIMIT,
        variables=("parte",),
        must=("{parte}",),
        wording=(
            "Vuoi tenere solo {parte}, o cancellarti e non ricevere più nessun messaggio dal Comune di Cascina "
            "su WhatsApp? Finché non rispondi non cambia nulla."
        ),
        buttons=(ONLY_THIS, UNSUBSCRIBE),
        hourly_cap=3,
    ),
    AutomaticText(
        key="third_person",
        label="Iscrizione di un'altra persona",
        use="A chi chiede di iscrivere qualcun altro.",
        must=(JOIN,),
        wording=(
            "Può iscriversi solo chi usa il numero: dal suo telefono basta scrivere *Iscrizione* "
            "a questo contatto. Quello che hai scritto non lo conserviamo."
        ),
    ),
)
