# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words with which people begin and end what they write: courtesy, own name, place, age.

Such a sentence says nothing of a wish, so that one beside it stays what it is. Each word has a kind, and the kinds of
a whole sentence have to be in an order in which people sign; one word of no kind makes it another sentence.
"""

import re
from collections.abc import Callable

from . import vocabulary as v
from .concepts import OFFICE, concept_of
from .message import Message, Words, says
from .names import FIRST_NAMES, NAMESAKES, NO_SURNAMES, SURNAMES
from .normalization import BREAK
from .spelling import KNOWN
from .word_lists import words

COURTESY = (
    v.POLITE - words("dispiace chiamo sono certo si sisi sottoscritto sottoscritta on de oh")
) | words("""
    vostro vostra vostri vostre mio mia miei abbraccio abbracci abbracciamo baci cuore porgo porgendo vivi
    cari care caro cara affettuosi sinceri attenzione disponibilita pazienza gentilezza lavoro servizio
    iniziativa auguri ossequi ossequio deferenza osservanza stima bravi brave bravissimi bravissime
    complimenti grandi forti gentilissima egregio egregia spettabile tutti tutte voi lei ragazzi ragazze bimbi
    signorina dottoressa dotoressa dottore raga top redazione ufficio comune cascina sindaco benedica dio
    lodato lieto lieta ringraziando ringraziandovi ringraziandola ringraziamenti many cortese cenno conferma
    riscontro risposta fede danke merci thanks thank you regards kind best gracias obrigado obrigada mfg dank
    dziekuje beijo multumesc faleminderit salamat shukran cheers bye migliori affetto tutto quello che fate
    siete idea bella bel bello finalmente cordialement sincerely please favor svp bitte prosze ju lutem va rog
""")
"""Words that wish well and thank: none of them takes anything back."""
SORRY = words("scusa scusi scusate")
FAULTS = words("disturbo errori italiano ora tarda ritardo")
"""One apologises for these; thanks for them are none."""
SMALL = v.ARTICLES | words("alle agli e ed un una con i gli le di d a ad in da dal del dell dalla dai nel")
"""The small words between courtesies; right before a name they make it another's: "la Maria", "di Anna"."""
FOR = words("per")
FORMULAS = words(
    "saluti saluto salutiamo cordialmente cordialita distintamente fede stima osservanza abbraccio"
)
"""The words after which whatever is written like a name is one."""
INTRODUCING = words("chiamo nome cognome")
SIGNED_BY = words("firmato")
I_AM = words("sono son so io qui parla scrive mi")
TITLES = words("""
    sig sigra signor signora dott dottor dssa ssa ing geom geometra rag avv arch prof professoressa cav
    suor ditta fam mr mrs mme herr frau avvocato dottoressa ingegnere ragionier maestro
""")
LIVING = words(
    "abito vivo residente abitante domiciliato domiciliata cittadino cittadina concittadino concittadina"
)
STREETS = words("via viale piazza piazzale vicolo lungarno")
ALSO_STREETS = words("corso largo")
"""Streets where a house has its number; else "corso Ceramica" is what somebody wants to join."""
SAINTED = words("san santo santa sant")
SAINTS = words("""
    benedetto casciano frediano giorgio lorenzo prospero sisto stefano savino miniato
""")
HAMLETS = v.PLACES | words(
    "cascina arnaccio montione pettori badia settimo macerata pagnatico corti bibbiano pino"
)
AGED = words("""
    classe nato nata anni ho gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre
    novembre dicembre
""")
TRADES = words("""
    parrucchiera parrucchiere muratore pensionato pensionata insegnante infermiera infermiere badante studente
    studentessa operaio operaia commerciante artigiano idraulico elettricista sarta barista fornaio
    contadino contadina falegname fabbro meccanico farmacista casalinga cuoco cuoca autista camionista
    agricoltore imbianchino giardiniere vedova magazziniere tassista impiegato impiegata
""")
SHOPS = words(
    "bar forno pizzeria negozio edicola farmacia panificio ristorante ferramenta officina merceria bottega"
)
"""The shops, after somebody's name only: alone they may be what is joined there."""
INITIALS = frozenset("bcdfghjlmpqrtvwz")
GOES_ON = TITLES | INITIALS | {"firmato"}
"""The words after which a mark ends no sentence."""
SHORTEST_SURNAME = 5
LONGEST_SENTENCE = 15
"""Words; nobody signs in more."""
DOUBTING = frozenset(
    {"not", "stop", "remove", "back", "maybe", "slip", "if", "kin", "wants", "only", "now", "tired"}
)
"""Concepts of words that are no surname, however they are written."""
AGES = words("anni anno nato nata")
YOUNGEST = 14
CHILDS_YEARS = range(2013, 2100)
LONGEST_NUMBER = 4
"""Digits: a house, an age, a year; more may be somebody's telephone."""

Kinds = Callable[[str], str]
"""Word → the letter of its kind, "?" for one of none."""
KINDS = (
    ("i", INTRODUCING),
    ("b", I_AM),
    ("e", SIGNED_BY),
    ("t", TITLES),
    ("l", LIVING),
    ("r", STREETS),
    ("R", ALSO_STREETS),
    ("s", SAINTED),
    ("o", SAINTS),
    ("n", FIRST_NAMES),
    ("u", SURNAMES),
    ("v", NAMESAKES),
    ("h", HAMLETS),
    ("y", AGED),
    ("w", TRADES),
    ("q", SHOPS),
    ("x", FOR),
    ("g", FORMULAS),
    ("a", SORRY),
    ("f", FAULTS),
    ("c", COURTESY),
    ("p", SMALL),
    ("j", INITIALS),
)
"""Letter → words of that kind; the first that has the word counts. "k", "m": unknown, maybe a name; "z": a mark."""
MARK = "z"
KIND_OF = {word: kind for kind, table in reversed(KINDS) for word in table} | {BREAK: MARK}
NAME = r"(?:n(?:j|n{0,2}(?:u|[kmo]{1,2})?)|[umo]n{1,2}|j{1,2}[nukm]|t+(?:nv|[nukmo]{1,3})|t+$)"
SAYING_SO = rf"(?:e{NAME}|b*(?:i[kmu][nukm]{{0,2}}|i*{NAME})|b+p?{NAME})"
BEHIND_COURTESY = rf"(?:[cga]p?{NAME}|gz?u)"
ME = rf"(?:{SAYING_SO}|{BEHIND_COURTESY})"
"""A known name, with an unknown one beside it that is written like one, or a title; after "mi chiamo" any."""
PLACE = r"(?:s[nou](?:p[shno]+)?|h+)"
STREET = r"r[pkmnuvoshw]{1,4}"
HOUSE = rf"(?:{STREET}|R[pnuv]{{1,3}})z?d"
HOME = rf"(?:b?p*c?[lp]+{PLACE}|b?lp*(?:{HOUSE}|{STREET})|p?{HOUSE}(?:z?p*h)?|p?c?l)"
WHO = rf"{ME}(?:z?(?:{PLACE}|p*w|p*q(?:p?[nukm]{{1,2}})?|{HOUSE}|{STREET}))?"
"""Behind a name a place, a street, a trade or a shop is the signer's; a mark stands before nothing else."""
AGE = r"(?:b?p*(?:y[pc]?)+d|p?d(?=y)|pd)(?:p?[yd])*"
TRADE = r"b+p*(?:w|q(?:p?[nukm]{1,2})?)"
KINDLY = r"(?:a[cxp]*f*|x[pcg]+(?![bitnukmo])|[cg]|p(?=[cgp]))"
SIGNED = re.compile(rf"(?>(?:{HOME}|{AGE}|{WHO}|{TRADE}|{KINDLY})z?)++")


def without_closings(message: Message) -> Message:
    """The message without the sentences at its beginning and end that only greet, thank, or tell who writes."""
    kinds, sentences = _kinds(message), _sentences(message.tokens)
    first, last = 0, len(sentences)
    while last > first and _is_closing(sentences, last - 1, kinds):
        last -= 1
    while first < last and _is_closing(sentences, first, kinds):
        first += 1
    return Message(message.written, _between(message.tokens, sentences, first, last), message.is_whole)


def _between(tokens: Words, sentences: list[Words], first: int, last: int) -> Words:
    """List the tokens of the sentences from `first` to before `last`, with every mark that stands in them."""
    said = [len(sentence) for sentence in sentences]
    begin, end, word = sum(said[:first]), sum(said[:last]), 0
    kept: Words = []
    for token in tokens:
        if begin <= word < end and (kept or token != BREAK):
            kept.append(token)
        word += token != BREAK
    return kept


def says_nothing_of_a_wish(message: Message, sentence: Words) -> bool:
    """Tell whether these words only greet, thank, or tell who writes: "cordiali saluti", "Geom. Lari"."""
    return _signs(sentence, _kinds(message))


def _is_closing(sentences: list[Words], at: int, kinds: Kinds) -> bool:
    """Tell whether a sentence is a closing, alone or with the one before: "Grazie, Oksana", "Anna Bini, Zambra"."""
    return _signs(sentences[at], kinds) or (
        at > 0 and _signs([*sentences[at - 1], BREAK, *sentences[at]], kinds)
    )


def _signs(sentence: Words, kinds: Kinds) -> bool:
    return len(sentence) <= LONGEST_SENTENCE and bool(SIGNED.fullmatch("".join(map(kinds, sentence))))


def _sentences(tokens: Words) -> list[Words]:
    """The words between two marks; the mark after a title or an initial ("Geom. Lari") is none."""
    sentences: list[Words] = [[]]
    for token in tokens:
        if token != BREAK:
            sentences[-1].append(token)
        elif not says(sentences[-1][-1:], GOES_ON):
            sentences.append([])
    return sentences


def _kinds(message: Message) -> Kinds:
    """Build the function that tells the kind of each word of this message; a name's capital counts."""

    def kind(word: str) -> str:
        if word.isdigit():
            return "d" if _is_of_an_adult(message, word) else "?"
        return KIND_OF.get(word) or _unknown_kind(message, word)

    return kind


def _is_of_an_adult(message: Message, digits: str) -> bool:
    """A house, a day, or an age or year at which somebody has a telephone: "Marco, anni 4" is somebody's child."""
    if len(digits) > LONGEST_NUMBER or int(digits) in CHILDS_YEARS:
        return False
    return int(digits) >= YOUNGEST or not message.says(AGES)


def _unknown_kind(message: Message, word: str) -> str:
    """A word that may be a name: written like one, or in small letters like many surnames here."""
    concept = concept_of(word)
    if word in KNOWN or word in NO_SURNAMES or concept == OFFICE or concept in DOUBTING:
        return "?"
    if len(word) >= SHORTEST_SURNAME and word.endswith("i") and not concept:
        return "m"
    return "k" if word in message.capitalised else "?"
