"""The headings of pages where Django's own is poor: it knows neither genders nor articles."""

HEADINGS = {
    "index": "Inizio",
    "broadcasts_campaign_add": "Nuovo messaggio",
    "broadcasts_readytext_add": "Nuovo testo pronto",
    "broadcasts_campaign_ready": "Parti da un testo pronto",
    "broadcasts_pressaddress_add": "Nuovo indirizzo per la stampa",
    "broadcasts_officehours_add": "Nuovo orario d'ufficio",
    "broadcasts_closure_add": "Nuova chiusura",
    "broadcasts_price_add": "Nuovo prezzo",
    "broadcasts_budget_add": "Nuovo limite del mese",
    "subscribers_topic_add": "Nuovo argomento",
    "broadcasts_trialnumber_add": "Nuovo numero di prova",
    "api_systemtoken_add": "Nuova chiave",
    "sources_source_add": "Nuova fonte",
    "elections_electoralperiod_add": "Nuovo periodo elettorale",
    "elections_officeholder_add": "Nuova carica politica",
    "auth_user_add": "Invita qualcuno",
}
"""Name of the address → heading."""
LISTS_ADD = {
    "broadcasts_campaign_add": "Scrivi un messaggio",
    "subscribers_registerexport_add": "Esporta il registro",
    "subscribers_importbatch_add": "Carica un elenco",
    "privacy_rightsrequest_add": "Registra una richiesta",
}
"""The same on the button of a list, where it says more than the heading, or where the page names itself."""
