# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why a message did not arrive, or why everything stopped, in words for the staff."""

CANCELLED = "Il messaggio è stato annullato"
LEFT_MEANWHILE = "Si è cancellato o ha lasciato l'argomento prima dell'invio"
CAME_BACK = "WhatsApp non ha consegnato un messaggio: lo mandiamo di nuovo"
FILE_LOST = "Il file allegato non si trova più: annulla il messaggio e scrivilo di nuovo"
NEVER_KNOWN = "WhatsApp non ha mai detto se è arrivato: non lo mandiamo di nuovo"
NO_WORD = "WhatsApp non ha accettato il messaggio"
UNREACHABLE = (
    "Numero irraggiungibile: gli ultimi messaggi non sono arrivati. Riprende quando la persona scrive"
)
NOT_ANSWERING = "WhatsApp non si raggiunge da troppo tempo"
FAILING_IN_A_ROW = "Venti invii di seguito non sono riusciti per lo stesso motivo"
FAILING_OFTEN = "Troppi invii non riescono: più di uno su dieci fra gli ultimi"

_KEY = "WhatsApp non accetta più la chiave di accesso: va rinnovata"
_PERMISSION = "Alla chiave di accesso manca un permesso: controlla l'app presso Meta"
_CALLS = "Troppe richieste a WhatsApp in un'ora: aspettiamo qualche minuto e riproviamo"
_PARAMETER = "Un valore del messaggio non è valido: avvisa chi gestisce il sistema"
_ATTACHMENT = "WhatsApp non accetta l'allegato: caricane un altro"
_UPDATING = "WhatsApp sta aggiornando il numero: riproviamo fra poco"
_PAYMENT = "Problema di pagamento presso Meta: controlla il metodo di pagamento"
_NOT_REGISTERED = "Il numero del Comune non è registrato presso WhatsApp"
_REGISTRATION = "La registrazione del numero del Comune presso WhatsApp non è riuscita"
_MARKETING = "WhatsApp tratta il modello come pubblicità, e da qui non la lascia inviare"
_STUMBLED = "Errore di WhatsApp, senza spiegazione"
_OF_A_CITIZEN = "Problema con un messaggio ricevuto, non con uno nostro"
_FORM = "Il modulo collegato al modello è bloccato da WhatsApp"

BY_CODE = {
    0: _KEY,
    1: _STUMBLED,
    2: "WhatsApp non era disponibile",
    3: _PERMISSION,
    4: _CALLS,
    10: _PERMISSION,
    33: "Il numero del Comune non esiste più presso WhatsApp",
    100: "Richiesta sbagliata: avvisa chi gestisce il sistema",
    190: _KEY,
    368: "Meta ha limitato l'account per violazione delle regole",
    613: _CALLS,
    80007: _CALLS,
    80008: _CALLS,
    130403: "Abbiamo bloccato questo numero",
    130429: "Troppi messaggi al secondo: rallentiamo e riproviamo",
    130472: "WhatsApp non consegna questo tipo di messaggi a questa persona",
    130497: "WhatsApp non permette di scrivere in questo Paese",
    131000: _STUMBLED,
    131005: _PERMISSION,
    131008: "Richiesta incompleta: avvisa chi gestisce il sistema",
    131009: _PARAMETER,
    131014: _ATTACHMENT,
    131016: "WhatsApp non era disponibile",
    131021: "È il numero del Comune stesso",
    131026: "Il numero non ha WhatsApp, o ha una versione troppo vecchia",
    131030: "Numero non ammesso nella modalità di prova",
    131031: "L'account WhatsApp del Comune è bloccato",
    131037: "Il nome del Comune non è ancora approvato da WhatsApp",
    131042: _PAYMENT,
    131043: "Il messaggio è scaduto prima di arrivare",
    131044: _PAYMENT,
    131045: _NOT_REGISTERED,
    131047: "Sono passate 24 ore dall'ultimo messaggio di questa persona",
    131048: "WhatsApp ha limitato il numero per troppe segnalazioni: aspetta e controlla la qualità",
    131049: "WhatsApp limita i messaggi a questa persona",
    131050: "Ha fermato i messaggi dalle impostazioni di WhatsApp",
    131051: "WhatsApp non conosce questo tipo di messaggio: avvisa chi gestisce il sistema",
    131052: _OF_A_CITIZEN,
    131053: _ATTACHMENT,
    131055: _MARKETING,
    131056: "Troppi messaggi alla stessa persona in poco tempo",
    131057: _UPDATING,
    131060: _OF_A_CITIZEN,
    131062: "A chi nasconde il numero WhatsApp non lascia inviare questo messaggio",
    131063: _MARKETING,
    131064: "Meta ha limitato l'account: controlla la categoria dei modelli",
    132000: "I parametri non corrispondono al modello approvato",
    132001: "Il modello non esiste o non è ancora approvato",
    132005: "Il testo è troppo lungo per il modello",
    132007: "WhatsApp rifiuta il contenuto del modello",
    132008: _PARAMETER,
    132012: "I parametri non hanno il formato del modello",
    132015: "WhatsApp ha sospeso il modello per la sua qualità",
    132016: "WhatsApp ha disattivato il modello: serve un modello nuovo",
    132018: "Il testo contiene a capo o spazi che il modello non ammette",
    132068: _FORM,
    132069: _FORM,
    133000: _REGISTRATION,
    133004: _REGISTRATION,
    133005: "Il PIN del numero del Comune presso WhatsApp è sbagliato",
    133006: "WhatsApp vuole verificare di nuovo il numero del Comune",
    133008: "Troppi tentativi con il PIN del numero del Comune",
    133009: "Troppi tentativi con il PIN del numero del Comune, troppo in fretta",
    133010: _NOT_REGISTERED,
    133015: _REGISTRATION,
    133016: "Il numero del Comune è stato registrato troppe volte in pochi giorni",
    134011: "Mancano le condizioni d'uso dei pagamenti presso Meta",
    134100: _MARKETING,
    134101: "WhatsApp sta preparando il modello: riproviamo fra qualche minuto",
    134102: "WhatsApp non lascia usare il modello da questo canale",
    135000: _PARAMETER,
    137000: "Questa persona ha cambiato telefono: WhatsApp chiede una verifica",
    139200: "WhatsApp non lascia inviare senza un modello approvato",
    147005: "Problema con il nome utente del Comune, non con il messaggio",
    2494100: _UPDATING,
}

_RENEW = (
    "Chi amministra il sistema deve rinnovare la chiave di accesso (WHATSAPP_ACCESS_TOKEN); poi riprendi."
)
_ALLOW = "Chi amministra il sistema deve dare all'app tutti i permessi di WhatsApp presso Meta; poi riprendi."
_REGISTER = "Chi amministra il sistema deve registrare di nuovo il numero presso Meta; poi riprendi."
_PAY = "Chi amministra l'account deve sistemare il pagamento in Meta Business Suite; poi riprendi."
_UTILITY = "Chi amministra il sistema deve far approvare il modello come «utility» presso Meta; poi riprendi."
_REWRITE = (
    "Annulla questo messaggio e scrivilo di nuovo; se succede ancora, avvisa chi amministra il sistema."
)
_TEMPLATE = "Chi amministra il sistema deve controllare i modelli con «whatsapp_templates»; poi riprendi."
_APPEAL = "Chi amministra l'account deve chiedere una revisione in Meta Business Suite; riprendi solo dopo."
ASK = "Avvisa chi amministra il sistema; riprendi quando la causa è risolta."

WHAT_TO_DO = {
    0: _RENEW,
    3: _ALLOW,
    10: _ALLOW,
    33: "Chi amministra il sistema deve configurare il numero giusto del Comune; poi riprendi.",
    190: _RENEW,
    368: _APPEAL,
    131005: _ALLOW,
    131031: _APPEAL,
    131037: "Chi amministra l'account deve far approvare il nome presso Meta; poi riprendi.",
    131042: _PAY,
    131044: _PAY,
    131045: _REGISTER,
    131048: "Non riprendere subito: il limite peggiora. Aspetta almeno un giorno, "
    "controlla la qualità del numero presso Meta, poi riprendi.",
    131055: _UTILITY,
    131063: _UTILITY,
    131064: "Il limite finisce da solo. Chi amministra il sistema deve correggere i modelli; poi riprendi.",
    132000: _TEMPLATE,
    132001: "Aspetta che WhatsApp approvi il modello (si vede in «Modelli WhatsApp»); poi riprendi.",
    132005: "Annulla questo messaggio e scrivilo di nuovo, più breve.",
    132007: _REWRITE,
    132012: _TEMPLATE,
    132015: "Aspetta che WhatsApp lo riattivi (si vede in «Modelli WhatsApp»), di solito qualche ora; poi riprendi.",
    132016: "Chi amministra il sistema deve far approvare un modello nuovo; poi riprendi.",
    132018: _REWRITE,
    132068: _TEMPLATE,
    132069: _TEMPLATE,
    133000: _REGISTER,
    133004: _REGISTER,
    133005: "Chi amministra il sistema deve registrare il numero con il PIN giusto; poi riprendi.",
    133006: _REGISTER,
    133008: "Chi amministra il sistema deve aspettare e poi registrare il numero con il PIN giusto; poi riprendi.",
    133009: "Chi amministra il sistema deve aspettare e poi registrare il numero con il PIN giusto; poi riprendi.",
    133010: _REGISTER,
    133015: _REGISTER,
    133016: "Aspetta tre giorni; poi chi amministra il sistema registra il numero presso Meta. Riprendi dopo.",
    134011: _PAY,
    134100: _UTILITY,
    134102: _UTILITY,
    139200: _TEMPLATE,
}
"""For the errors that stop a broadcast: who must do what."""


def sentence(code: int | None) -> str:
    """The sentence for Meta's error `code`; a code that nobody explained yet shows its number."""
    if code in BY_CODE:
        return BY_CODE[code]
    return f"{NO_WORD} (codice {code})" if code is not None else NO_WORD


def halt(code: int | None) -> str:
    """Why everything stopped at this error, and what to do about it."""
    return f"{sentence(code)}. {WHAT_TO_DO.get(code, ASK)}"


def no_answer(code: int | None) -> str:
    """Why everything stopped after waiting in vain, and what to do about it."""
    why = NOT_ANSWERING if code is None else sentence(code)
    return f"{why}. {ASK}"


def late(due: str, *, was_tried: bool) -> str:
    """A broadcast that did not begin in time waits for a person; `due` is the moment in words."""
    why = (
        "WhatsApp non ha preso l'allegato" if was_tried else "il sistema era fermo, o gli orari sono cambiati"
    )
    return f"Non è partito {due}: {why}. Controlla che valga ancora, poi riprendilo o annullalo."


def breaker(what: str, code: int | None) -> str:
    """Why a broadcast stopped that failed again and again: the last failure is shown as an example."""
    return f"{what}. L'ultimo: «{sentence(code)}». {ASK}"
