# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole request in another language: "quiero recibir los avisos", "vreau să mă înscriu", "запишіть мене".

As strict as the Italian rules: every word of the message must be known, by the concept that it speaks of or as one
that says nothing by itself. A word of denying, asking, doubting, of somebody else or of another office, or one that
nobody here knows, makes it something to ask about.
"""

from .closings import without_closings
from .concepts import IDEOGRAM, IDEOGRAMS, WHOLE, concept_of, form_of, is_foreign
from .message import Message
from .word_lists import words

OF_A_WISH = frozenset(
    {"join", "add", "send", "get", "note", "list", "want", "me", "also", "thanks", "hello", "now"}
)
"""Concepts of the words of a wish to join."""
SMALL = words("""
    i to the a an of for from in on at your you any all and with this that it be up them so d ll m from town
    municipality council news alerts
    de la le les l du des au aux en pour par sur ce cet cette vos votre vous que j y mairie commune s est
    del el los las al con para su sus se lo un una este esta ayuntamiento municipio alcaldia favor que
    o os as da do das dos na em por ao prefeitura camara municipal
    der die das den dem ein eine einen vom zu zur fur an am und mit ihre ihren ihr gern gerne gemeinde stadt es sie
    het van een aan dit deze op jullie uw mijn stad
    sa si pe cu din va oras orasul primarie primaria primariei un imi
    te e ne nga per ju une kete komuna komunes bashkia bashkise qe
    sie się na od z w ze do gminy gmina miasta urzedu ten tym
    на в у від от до про о об з та и і ваш ваши вашу вас вам ваші комуни комуны міста города ось
    po sa ng mga nyo ninyo
    er o ei apnader apnar
    من في على الى الي عن بلدية البلدية ال و
    comune cascina whatsapp wa
""")
"""Words of the languages of foreign_words.py that say nothing of a wish, and the town's name in them."""
PARTICLES = "了到的把进来吧啊也去你们您好，。"
"""Characters between the words of a wish in Chinese, which writes no spaces."""


def foreign_wish(message: Message) -> bool:
    """Tell whether a whole message wishes to join in another language.

    Examples: "Quiero recibir los avisos del ayuntamiento", "please add me to the list".
    """
    if message.asks or not message.is_whole:
        return False
    said = without_closings(message).words
    concepts = _concepts(said)
    return bool(said) and any(map(is_foreign, said)) and None not in concepts and _wishes(said, concepts)


def is_read(said: list[str]) -> bool:
    """Tell whether every word is known, and belongs to a wish to join."""
    return None not in _concepts(said)


def _concepts(said: list[str]) -> set[str | None]:
    """Collect the concepts of the words, "" for small ones; None among them for any other word."""
    found: set[str | None] = set()
    for word in said:
        found |= {concept if concept in OF_A_WISH else None for concept in _concepts_in(word)}
    return found


def _concepts_in(word: str) -> set[str]:
    if word >= IDEOGRAM:
        return _in_ideograms(word)
    if word in SMALL:
        return set()
    return {concept_of(word)}


def _in_ideograms(word: str) -> set[str]:
    """A run of characters is known where nothing but particles is left beside known words."""
    concepts, rest = set(), word
    for piece in IDEOGRAMS:
        if piece in rest:
            concepts.add(WHOLE[piece])
            rest = rest.replace(piece, "")
    return concepts | ({""} if rest.strip(PARTICLES) else set())


def _wishes(said: list[str], concepts: set[str | None]) -> bool:
    """Tell whether words ask to be added, or to get messages; a bare word of joining is asked about."""
    forms = {(concept_of(word), form_of(word)) for word in said}
    adds = not concepts.isdisjoint({"join", "add"})
    return (
        (adds and ("want" in concepts or "me" in concepts or "also" in concepts or "list" in concepts))
        or {"want", "get", "note"} <= concepts
        or {"send", "me", "note"} <= concepts
        or {"want", "note", "also"} <= concepts
        or ({"want", "note", "me"} <= concepts and ("want", "-verb") not in forms)
    )
