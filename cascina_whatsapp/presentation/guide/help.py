"""The help on each page, in a clerk's words (help.toml), and headings where Django's own are poor.

A test sees to it that no page is without help.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Help:
    """The sentences of one page, and the chapter of the guide that says more."""

    chapter: str
    sentences: list[str]
    part: str = ""
    """The anchor of the heading from which the chapter tells of this page; "" where it does from its beginning."""


HELP = {
    name: Help(**words)
    for name, words in tomllib.loads(
        (Path(__file__).parent / "help.toml").read_text(encoding="utf-8")
    ).items()
}
"""Name of an address, of an act or of a kind of thing → help."""

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
    "subscribers_zone_add": "Nuova zona",
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


def help_for(page: str) -> Help | None:
    """The help of the page whose address has this name: its own, its act's (delete), its kind's, in this order."""
    kind, _, act = page.rpartition("_")
    return HELP.get(page) or HELP.get(act) or HELP.get(kind)
