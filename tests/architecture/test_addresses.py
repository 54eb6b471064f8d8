"""Addresses of the admin are in one language, the clerks'."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

from cascina_whatsapp.staff_site.addresses import ITALIAN, slug_of

WORDS = frozenset(
    """
    account adesso agcom aggiorna aggiungi agli allegato allerte altri annulla anteprima app
    approvazione argomenti attesa atti attiva autorizza autorizzare avvia avvisi ballottaggio
    bozza butta buttate calendario cambi cambia cancella carica cariche cerca che chi chiavi chiedi chiesti
    chiudi civile
    chiusure codice codici come comune condividi conferma confermare consegnata consegne consensi conto controllare
    copia cosa d da dati decidi decisioni dei del della delle di dichiara dichiarazione dove elettorali
    elezioni elimina email emergenza entra entro esci esempio esportazioni fascicolo fatto fine fonti frase
    gruppi gruppo guida immagini importazioni impostazioni in indirizzi informativa inizio invia invita invito inviti
    iscritti l la le leggi limita limitazione limiti lingue locandine manda mandata messa messaggi meta mie miniatura
    modelli modello
    modifica mostrati motivo non nota
    notifiche novita numeri numero nuovo oggi orari ordine ordini pagina parola parole passaggio passkey pdf per
    periodi perso persona persone politiche presenza
    prezzi pronti pronto proposta proroga protezione prova prove pubblica pulizie
    registro resoconto revoca riapri ricevuta richiesta richieste ricorda riepilogo rifiuta rimanda rimetti
    riprendi riserva ritira ritirata ritorno rivedi salva scarica scegli secondo sei servizio sessioni sigilli
    simulazione sistemi sospendi sposta sospensione spesa stampa stato storia suggerimenti sui sull telefono
    testi testo tetti togli tracce
    trattamenti ufficio una verifica verifiche whatsapp zone
    """.split()  # noqa: SIM905  (a page of text is easier to read, and to extend)
)
"""Every word that stands in an address of the admin: Italian, or a name. A new page's words are added here."""
NEVER_SHOWN = {"r"}
"""Django's own way to a public page of an object: it only redirects."""


def routes(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """The routes below the admin, with their converters: "messaggi/<int:pk>/avvia/"."""
    for pattern in patterns:
        if not isinstance(pattern.pattern, RoutePattern):
            continue
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


ROUTES = sorted(set(routes(admin.site.get_urls())))


def test_there_are_pages_to_look_at():
    assert len(ROUTES) > 150


@pytest.mark.parametrize("route", ROUTES)
def test_an_address_has_italian_words_only(route: str):
    parts = [part for part in re.sub(r"<[^>]*>", "", route).split("/") if part and part not in NEVER_SHOWN]
    assert {word for part in parts for word in part.split("-")} <= WORDS


def test_no_two_lists_share_an_address():
    slugs = Counter(slug_of(model) for model in admin.site._registry)
    assert [slug for slug, times in slugs.items() if times > 1] == []


def test_every_translated_word_is_one_of_an_address():
    """What no page is called any more leaves the table."""
    parts = {part for route in ROUTES for part in route.split("/")}
    assert [word for word, italian in ITALIAN.items() if italian not in parts] == []
