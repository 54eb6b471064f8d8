"""The words of Meta about the account and the number → our words for the staff.

Sources: Meta, webhooks reference (account_alerts, account_update, business_capability_update,
phone_number_name_update, phone_number_quality_update, security; messaging health status). "found" and "TURNED" are
ours. A word that is not here is Meta's own: people read UNKNOWN, who administers the system reads it as it is.
"""

from broadcasts.rules import failure_reasons

ABOUT = {
    "account_alerts": "Avviso sull'account",
    "account_update": "Cambiamento dell'account",
    "business_capability_update": "Limiti dell'account",
    "errors": "Errore di WhatsApp",
    "found": "Trovato chiedendo a WhatsApp",
    "phone_number_name_update": "Nome del numero",
    "phone_number_quality_update": "Qualità e limite del numero",
    "template_category_update": "Costo di un testo fisso",
    "security": "Codice di sicurezza del numero",
}
EVENTS = {
    "ACCOUNT_DELETED": "L'account è stato eliminato",
    "ACCOUNT_RESTRICTION": "L'account è limitato",
    "ACCOUNT_VIOLATION": "Una regola di WhatsApp non è stata rispettata",
    "APPROVED": "Approvato",
    "BLOCKED": "L'account è bloccato",
    "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE": "È cambiato il Paese dell'account",
    "DEFERRED": "Rimandato",
    "DISABLED_UPDATE": "L'account è stato disattivato o riattivato",
    "DOWNGRADE": "Il limite giornaliero è sceso",
    "FLAGGED": "La qualità è bassa: il numero è segnalato",
    "IMPENDING": "Sta per cambiare: degli avvisi costeranno come inviti",
    "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED": "Il limite giornaliero non è ancora stato alzato",
    "INCREASED_CAPABILITIES_ELIGIBILITY_FAILED": "Il limite giornaliero non è stato alzato",
    "INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO": "Per alzare il limite servono altri dati",
    "LIMITED": "WhatsApp ha messo dei limiti all'account",
    "OBA_APPROVED": "La spunta blu è stata concessa",
    "OBA_REJECTED": "La spunta blu è stata negata",
    "ONBOARDING": "Il numero è stato registrato",
    "PENDING": "In esame",
    "PIN_CHANGED": "Il codice è stato cambiato",
    "PIN_RESET_REQUEST": "Qualcuno ha chiesto di azzerare il codice",
    "PIN_RESET_SUCCESS": "Il codice è stato azzerato",
    "PROFILE_PICTURE_LOST": "L'immagine del profilo non c'è più",
    "REJECTED": "Rifiutato",
    "THROUGHPUT_UPGRADE": "Si può mandare più in fretta",
    "TURNED": "Ogni avviso costa come un invito",
    "UNFLAGGED": "La qualità è tornata buona",
    "UPGRADE": "Il limite giornaliero è salito",
    "VERIFIED_ACCOUNT": "L'account è verificato",
}
STILL_GOES = "per ora nulla si ferma, ma chi amministra l'account lo legge in Gestione WhatsApp"
SEVERITIES = {
    "CRITICAL": "WhatsApp segnala un problema grave dell'account: può mettere dei limiti o bloccarlo, e chi "
    "amministra l'account lo legge subito in Gestione WhatsApp",
    "INFORMATIONAL": "WhatsApp informa il Comune sull'account: nulla si ferma",
    "WARNING": f"WhatsApp avverte il Comune: {STILL_GOES}",
}
"""The severities of account_alerts, where Meta says no more: what they mean, what stops and what goes on."""
UNKNOWN = "WhatsApp segnala qualcosa sull'account: guarda in Gestione WhatsApp"
ERRORS = "errors"


def in_words(field: str, event: str) -> str:
    """Say in Italian what a notice is about; none of Meta's words, known or not, reaches the page."""
    if field == ERRORS:
        return f"{ABOUT[field]}: {failure_reasons.sentence(int(event) if event.isdecimal() else None)}"
    if event in SEVERITIES:
        return SEVERITIES[event]
    if not is_known(field, event):
        return UNKNOWN
    return ": ".join(filter(None, [ABOUT[field], EVENTS.get(event, "")]))


def is_known(field: str, event: str) -> bool:
    """Tell whether we have words for all that Meta said."""
    return field in ABOUT and (not event or event in EVENTS or event in SEVERITIES or field == ERRORS)
