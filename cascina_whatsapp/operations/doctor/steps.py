"""The steps at Meta, from nothing to a number that works: what to do, what one sees there, which checks prove it.

Names of Meta's pages and buttons are those of its Italian pages in autumn 2026; it changes them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One step. In the sentences {callback} is our address, {fields} what Meta has to tell us of."""

    title: str
    where: str
    actions: tuple[str, ...]
    seen: str
    """The words on Meta's page when one has arrived, since its pictures change."""
    checks: tuple[str, ...]
    page: tuple[str, str] = ("", "")
    """A page of ours that does it: the name of its address without "admin:", and what the link says."""


STEPS = (
    Step(
        "Azienda verificata",
        "business.facebook.com, Impostazioni, Centro sicurezza",
        (
            "Crea il portfolio del Comune, con il nome e l'indirizzo che stanno negli atti.",
            "Avvia la verifica e carica i documenti che Meta chiede. A un ente può chiedere un modulo in più.",
            "Senza verifica si scrive a 250 persone al giorno; dopo, a 2.000, e poi sempre di più.",
        ),
        "Una scheda con il nome del Comune e accanto lo stato: verificata, in esame, o un pulsante per cominciare.",
        ("verification", "tier"),
    ),
    Step(
        "App",
        "developers.facebook.com, Le mie app",
        (
            "Crea un'app di tipo Azienda, legala al portfolio del Comune e aggiungi WhatsApp.",
            "In Impostazioni dell'app, Di base: copia l'ID dell'app in WHATSAPP_APP_ID e la chiave segreta in "
            "WHATSAPP_APP_SECRET.",
            "In WhatsApp, Configurazione dell'API: copia l'ID dell'account in WHATSAPP_BUSINESS_ACCOUNT_ID.",
        ),
        "In alto il nome dell'app con il suo ID; sotto, la chiave segreta coperta, e un pulsante per mostrarla.",
        ("app", "app_secret"),
    ),
    Step(
        "Utente di sistema e chiave di accesso",
        "business.facebook.com, Impostazioni, Utenti, Utenti di sistema",
        (
            "Crea un utente di sistema e assegnagli l'app e l'account WhatsApp, con il controllo completo.",
            "Genera una chiave (token) per l'app, senza scadenza, con i permessi whatsapp_business_messaging e "
            "whatsapp_business_management.",
            "Copiala subito in WHATSAPP_ACCESS_TOKEN: Meta non la mostra più. Poi riavvia i processi.",
        ),
        "L'elenco degli utenti a sinistra, a destra le risorse assegnate e il pulsante per generare un token.",
        ("token", "scopes", "days_left"),
    ),
    Step(
        "Numero",
        "business.facebook.com, Gestione WhatsApp, Numeri di telefono",
        (
            "Prima decidi con l'RPD dove Meta conserva i messaggi: poi, per cambiare, si registra di nuovo.",
            "Aggiungi il numero, dimostra che è del Comune con un SMS o una chiamata, registralo per la Cloud API.",
            "Chiedi che il nome sia “Comune di Cascina”, e aspetta che Meta lo approvi.",
            "Copia l'ID del numero (non il numero) in WHATSAPP_PHONE_NUMBER_ID.",
        ),
        "Una riga con il numero, lo stato (collegato), la qualità con un pallino colorato e il limite di messaggi.",
        ("registered", "name", "quality", "throughput"),
    ),
    Step(
        "PIN",
        "business.facebook.com, Gestione WhatsApp, Numeri di telefono, Verifica in due passaggi",
        ("Scegli un PIN di sei cifre e mettilo in cassaforte: serve per registrare di nuovo il numero.",),
        "Un pulsante per cambiare il PIN, se c'è; per attivarlo, se manca.",
        ("pin",),
    ),
    Step(
        "Indirizzo e parola di verifica",
        "developers.facebook.com, la nostra app, WhatsApp, Configurazione",
        (
            "Il servizio dev'essere acceso: Meta lo interroga appena salvi.",
            "Come indirizzo di callback scrivi {callback}",
            "Come token di verifica scrivi la parola che sta in WHATSAPP_VERIFY_TOKEN.",
        ),
        "Due caselle, indirizzo e token, e un pulsante che verifica e salva. Se non riesce, Meta lo scrive in rosso.",
        ("reachable", "callback"),
    ),
    Step(
        "Notizie che Meta manda",
        "developers.facebook.com, la nostra app, WhatsApp, Configurazione, Campi del webhook",
        ("Accendi queste righe: {fields}.",),
        "Una tabella; a destra di ogni riga un interruttore, che dev'essere acceso su queste.",
        ("fields",),
    ),
    Step(
        "App collegata all'account",
        "un terminale sul server, o lo strumento Graph API Explorer di Meta",
        (
            "Esegui una volta la chiamata POST subscribed_apps sull'account (docs/operations.md, At Meta).",
            "Senza, l'app non sa nulla di ciò che scrivono i cittadini.",
        ),
        "La risposta è una riga: success, true.",
        ("subscribed",),
    ),
    Step(
        "App pubblicata",
        "developers.facebook.com, la nostra app, Pubblica",
        (
            "Pubblica l'app: finché è in sviluppo alcune notizie non arrivano.",
            "Poi scrivi “Aiuto” al numero da un telefono: la risposta arriva in pochi secondi, e qui si vede l'ora.",
        ),
        "In alto, accanto al nome dell'app: pubblicata (o Live), non in sviluppo.",
        ("heard",),
    ),
    Step(
        "Profilo",
        "business.facebook.com, Gestione WhatsApp, Numeri di telefono, Profilo",
        ("Scrivi descrizione, indirizzo, e-mail e sito, e carica lo stemma: si vedono toccando il nome.",),
        "Un modulo con lo stemma in alto e, accanto, un telefono che mostra il profilo.",
        ("profile",),
    ),
    Step(
        "Pagamento",
        "business.facebook.com, Impostazioni, Fatturazione e pagamenti",
        (
            "Aggiungi un metodo di pagamento all'account WhatsApp: senza, i messaggi non partono (codice 131042).",
            "Metti il limite anche qui, in Spesa.",
        ),
        "L'account WhatsApp con il metodo di pagamento, e nessun avviso rosso sopra.",
        ("payment", "lets_pass"),
        ("broadcasts_budget_changelist", "Spesa"),
    ),
    Step(
        "Testi fissi",
        "la pagina Testi da far approvare a WhatsApp di questo servizio",
        (
            "Manda i testi fissi a Meta e aspetta l'approvazione: di solito pochi minuti, al massimo un giorno.",
        ),
        "Ogni testo fisso con il suo stato; accanto a quelli che mancano, un pulsante per mandarlo.",
        ("templates", "service_templates", "alert_templates"),
        ("broadcasts_whatsapptemplate_changelist", "Testi da far approvare a WhatsApp"),
    ),
)
