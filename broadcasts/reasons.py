# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why a message did not arrive, or why everything stopped, in words for the staff."""

CANCELLED = "Il messaggio è stato annullato"
LEFT_MEANWHILE = "Si è cancellato o ha lasciato l'argomento prima dell'invio"
CAME_BACK = "WhatsApp non ha consegnato un messaggio: lo mandiamo di nuovo"
FILE_LOST = "Il file allegato non si trova più: annulla il messaggio e scrivilo di nuovo"
NEVER_KNOWN = "WhatsApp non ha mai detto se è arrivato: non lo mandiamo di nuovo"
NO_WORD = "WhatsApp non ha accettato il messaggio"

BY_CODE = {
    0: "WhatsApp non accetta più la chiave di accesso: va rinnovata",
    3: "Alla chiave di accesso manca un permesso: controlla l'app presso Meta",
    10: "Alla chiave di accesso manca un permesso: controlla l'app presso Meta",
    33: "Il numero del Comune non esiste più presso WhatsApp",
    100: "Richiesta sbagliata: avvisa chi gestisce il sistema",
    190: "WhatsApp non accetta più la chiave di accesso: va rinnovata",
    368: "Meta ha limitato l'account per violazione delle regole",
    130403: "Abbiamo bloccato questo numero",
    130429: "Troppi messaggi al secondo: rallentiamo e riproviamo",
    130472: "WhatsApp non consegna questo tipo di messaggi a questa persona",
    130497: "WhatsApp non permette di scrivere in questo Paese",
    131000: "Errore di WhatsApp, senza spiegazione",
    131005: "Alla chiave di accesso manca un permesso: controlla l'app presso Meta",
    131008: "Richiesta incompleta: avvisa chi gestisce il sistema",
    131009: "Un valore del messaggio non è valido: avvisa chi gestisce il sistema",
    131016: "WhatsApp non era disponibile",
    131021: "È il numero del Comune stesso",
    131026: "Il numero non ha WhatsApp, o ha una versione troppo vecchia",
    131030: "Numero non ammesso nella modalità di prova",
    131031: "L'account WhatsApp del Comune è bloccato",
    131037: "Il nome del Comune non è ancora approvato da WhatsApp",
    131042: "Problema di pagamento presso Meta: controlla il metodo di pagamento",
    131043: "Il messaggio è scaduto prima di arrivare",
    131045: "Il numero del Comune non è registrato presso WhatsApp",
    131047: "Sono passate 24 ore dall'ultimo messaggio di questa persona",
    131048: "WhatsApp ha limitato il numero per troppe segnalazioni: aspetta e controlla la qualità",
    131049: "WhatsApp limita i messaggi a questa persona",
    131050: "Ha fermato i messaggi dalle impostazioni di WhatsApp",
    131053: "WhatsApp non accetta l'allegato: caricane un altro",
    131056: "Troppi messaggi alla stessa persona in poco tempo",
    131057: "WhatsApp sta aggiornando il numero: riproviamo fra poco",
    131064: "Meta ha limitato l'account: controlla la categoria dei modelli",
    132000: "I parametri non corrispondono al modello approvato",
    132001: "Il modello non esiste o non è ancora approvato",
    132005: "Il testo è troppo lungo per il modello",
    132007: "WhatsApp rifiuta il contenuto del modello",
    132012: "I parametri non hanno il formato del modello",
    132015: "WhatsApp ha sospeso il modello per la sua qualità",
    132016: "WhatsApp ha disattivato il modello: serve un modello nuovo",
    132018: "Il testo contiene a capo o spazi che il modello non ammette",
    133010: "Il numero del Comune non è registrato presso WhatsApp",
    137000: "Questa persona ha cambiato telefono: WhatsApp chiede una verifica",
}


def sentence(code: int | None) -> str:
    """The sentence for Meta's error `code`; a code that nobody explained yet shows its number."""
    if code in BY_CODE:
        return BY_CODE[code]
    return f"{NO_WORD} (codice {code})" if code is not None else NO_WORD
