# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wishes to join that leave unsaid to what: "li voglio anch'io", "ora attivate", "procedete con l'attivazione".

Another sentence names the messages, the list, or where somebody read of them; alone these may be about anything.
Every word must belong to the wish, and the model has to be surer of them than of one that says what it is about.
"""

from itertools import pairwise

from . import join_words as w
from . import vocabulary as v
from .beside_words import BESIDE
from .concepts import OFFICE, concept_of
from .message import Message, Words, says
from .word_lists import forms, words

LONGEST = 8
"""Words; a wish that leaves so much unsaid says no more."""
MOST_ORDERS = 4
"""Words of "ora attivate pure"."""
THEM = w.THEM | {"ne"}
WANTED = words("voglio vorrei rivoglio rivorrei desidero gradirei accetto prendo volevo vogliamo vorremmo")
GET_THEM = forms("ricever aver", "li le lo la ne") | words("avelli avelle")
GIVE_THEM = forms("mandate inviate date attivate fate girate", "li le mi meli mele ceveli") | words(
    "mandatemeli mandatemele inviatemeli inviatemele datemeli datemele giratemeli giratemele mandatecili"
)
ORDERS = words("""
    attivate attiva attivi aggiungete aggiungi aggiunga inserite inserisci inserisca iscrivete iscrivi iscriva
    mettete metti metta mandate manda mandi inviate procedete procedi proceda procediamo cominciate comincia
    iniziate segnate segna segni registrate includete riattivate riattivi attivatelo attivateli attivatele
    attivatela attivatemelo attivatemeli accendete partite
""")
AROUND_ORDERS = (
    w.LINKING
    | v.POLITE
    | w.YES
    | words("pure subito qui qua oggi prima possibile quanto via dai su io me anche mi e")
)
ENTERING = words("entrare rientrare entro rientro esserci starci aggregarmi unirmi unisco aggrego")
LET_ME = words("fatemi vorrei voglio posso chiedo lasciatemi mi io ci fammi rifatemi desidero")
SWITCHING = words("attivazione adesione registrazione riattivazione abilitazione inserimento ammissione")
ASKED_FOR = w.DOING | words(
    "procedere procedi proceda effettuare formulo inoltro presento domando provvedete richiesta richiede"
)
SUBSCRIBED = words("sottoscrivo sottoscrivere adotto")
AGREED = {
    ("ci", "sto"),
    ("ci", "sono"),
    ("conto", "io"),
}
"""The words, with "anch'io" or alone, by which one takes what the rest of the message names."""
OF_A_BARE_WISH = frozenset(
    {"want", "get", "also", "me", "now", "here", "thanks", "send", "note", "list", "saw"}
)


def is_bare_wish(message: Message, said: Words) -> bool:
    """Tell whether the words wish for what another sentence of the message names."""
    return (
        len(said) <= LONGEST
        and _is_named_elsewhere(message, said)
        and (
            _wants_them(message, said)
            or _orders(said)
            or _asks_to_enter(said)
            or _asks_for_it(said)
            or _agrees(said)
        )
    )


def _is_named_elsewhere(message: Message, said: Words) -> bool:
    """Tell whether another sentence names our messages, our list, or the poster, and no other office."""
    concepts = {concept_of(word) for word in message.words}
    return not concepts.isdisjoint(w.OURS | {"saw"}) and OFFICE not in {concept_of(word) for word in said}


def _wants_them(message: Message, said: Words) -> bool:
    """Tell whether somebody wants what the rest names: "li voglio anch'io", "vorrei riceverli", "sì, li accetto"."""
    named = not {concept_of(word) for word in message.words if word not in said}.isdisjoint(w.OURS)
    wants = says(said, WANTED, THEM) or says(said, WANTED, GET_THEM) or says(said, GIVE_THEM)
    return named and wants and _says_no_more(said)


def _orders(said: Words) -> bool:
    """Tell whether the words tell us to begin: "ora mandate", "attivate pure", "procedete"."""
    return len(said) <= MOST_ORDERS and says(said, ORDERS) and (ORDERS | AROUND_ORDERS).issuperset(said)


def _asks_to_enter(said: Words) -> bool:
    """Tell whether somebody asks to be let in: "fatemi entrare", "voglio esserci anch'io", "mi unisco"."""
    return says(said, ENTERING, LET_ME) and _says_no_more(said)


def _asks_for_it(said: Words) -> bool:
    """Tell whether somebody asks to be activated, or takes up the service.

    Examples: "procedete con l'attivazione", "si richiede l'attivazione", "sottoscrivo il servizio".
    """
    return (says(said, SWITCHING, ASKED_FOR) or says(said, SUBSCRIBED, v.OUR_LIST)) and _says_no_more(said)


def _agrees(said: Words) -> bool:
    return any(pair in AGREED for pair in pairwise(said)) and _says_no_more(said)


def _says_no_more(said: Words) -> bool:
    return all(
        word in BESIDE
        or word
        in THEM | WANTED | GET_THEM | GIVE_THEM | ENTERING | LET_ME | SWITCHING | ASKED_FOR | SUBSCRIBED
        or word in AROUND_ORDERS
        or word in {"ci", "sto", "conto", "direttamente", "presente"}
        or concept_of(word) in OF_A_BARE_WISH
        for word in said
    )
