# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One sentence, as a wish to join: the announced word, or to be added, or to get messages, and nothing that turns it
round. Every word behind the wish must belong to it: "per la luna", "della regina" name something else.
"""

from itertools import pairwise

from . import command_words as c
from . import join_words as w
from . import joining
from . import vocabulary as v
from .bare_wishes import is_bare_wish
from .closings import says_nothing_of_a_wish
from .concepts import OFFICE, concept_of, form_of, is_foreign
from .foreign_wishes import is_read
from .message import Message, Words, says
from .names import FIRST_NAMES, NO_SURNAMES
from .normalization import ADDRESS

BARE = 2
"""Words; a wish in no more must name the messages, or oneself."""
FEW = 3
"""Words; what is said in no more says one thing."""

Spoken = set[tuple[str, str]]


def wishes(message: Message, wish: Words) -> bool:
    """The announced word, or a wish to be added or to get messages, and nothing that turns it round."""
    concepts, alone = concepts_of(wish), Message(message.written, wish)
    return (
        not says(wish, v.NEGATIONS)
        and not joining.is_about_residence(alone)
        and not joining.is_somebody_else(alone)
        and not says(wish, c.OTHER_MEMBERS)
        and not says(wish, w.OTHER_MEANS | {ADDRESS})
        and not says(wish[:2], w.LATER)
        and (not says(wish, w.PAID) or "note" in concepts)
        and not _asks_something(wish)
        and not any(map(_is_of_another_time, wish))
        and not _is_told(wish)
        and ("join", "~other") not in {(concept_of(word), form_of(word)) for word in wish}
        and w.NEVER.isdisjoint(concepts)
        and (OFFICE not in concepts or _tells_about(wish))
        and FIRST_NAMES.isdisjoint(alone.words_without_name if _is_for_me(wish) else wish)
        and _joins(message, wish)
    )


def concepts_of(words: Words) -> set[str]:
    """Collect the concepts of words; "gli" is an article here, and nobody."""
    return {concept_of(word) for word in words if word not in w.NOBODYS}


def _tells_about(words: Words) -> bool:
    """Tell whether other offices are named as what the messages are to tell about: "gli avvisi sulle strade"."""
    offices = [before for before, word in pairwise(words) if concept_of(word) == OFFICE]
    return not v.NEWS.isdisjoint(words) and v.GRAMMAR.issuperset(offices)


def _asks_something(words: Words) -> bool:
    """Tell whether somebody asks, often without the mark: "a cosa mi iscrivo", "fatemi sapere quanto si spende"."""
    return says(words[:2], w.ASKS_WHAT) or any(
        one in w.TO_KNOW and two in w.ASKED_FOR for one, two in pairwise(words)
    )


def tells_which(words: Words) -> bool:
    """Tell whether what is meant isn't sent to all: "le notizie che censurate", "avvisatemi quando sarete onesti"."""
    return any(
        (concept_of(what) in w.OURS and which == "che" and _is_of_yours(words[at + 2 :]))
        or (which == "quando" and not _is_worth_telling(words[at + 2 :]))
        for at, (what, which) in enumerate(pairwise(words))
    )


def _is_worth_telling(words: Words) -> bool:
    return says(words, w.WEATHER) or not w.WORTH_TELLING.isdisjoint(concepts_of(words))


def _is_of_yours(words: Words) -> bool:
    """Tell whether words speak of what you do and is no sending: "vi siete scambiati", not "mandate agli altri"."""
    yours = says(words[:1], {"vi"}) or (words[:1] and words[0].endswith(("ate", "ete", "ite")))
    return bool(yours) and {"send", "get"}.isdisjoint(concepts_of(words))


def is_for_another_day(words: Words) -> bool:
    """Tell whether somebody joins another day: "mi iscrivo l'anno prossimo", "quando gli asini volano".

    "avvisatemi quando piove" is meant now.
    """
    return any(
        concept_of(verb) == "join" and says(words[at + 1 : at + 1 + FEW], w.ANOTHER_DAY)
        for at, verb in enumerate(words)
    )


def _is_of_another_time(word: str) -> bool:
    """Tell whether a verb of joining is in another tense or mood: "iscriverò", "mi iscriverei", "iscrissi"."""
    tells = word.endswith(("ro", "rei", "ssi", "evo", "avo", "ra")) and word not in w.OF_NO_TIME
    return tells and concept_of(word) in {"join", "add"} and not is_foreign(word)


def _is_for_me(words: Words) -> bool:
    """Tell whether somebody joins themselves: "mettetemi in lista, Anna"; "mettete in lista Anna" is for her."""
    said = {(concept_of(word), form_of(word)) for word in words}
    mine = {form for _, form in said if form in ("!me", "~me")} or ("join", "-first") in said
    return bool(mine) or says(words, v.JOIN_NOUN) or not {"me", "also"}.isdisjoint(concepts_of(words))


def _is_told(words: Words) -> bool:
    """Tell whether the words tell of somebody else's doing: "il Comune ha attivato il servizio"."""
    return any(
        one in w.HAS_DONE and concept_of(two) in {"add", "send"} and form_of(two) == "-done"
        for one, two in pairwise(words)
    )


def _joins(message: Message, words: Words) -> bool:
    if says(words, v.JOIN_NOUN):
        return joining.join_word(Message(message.written, words)) or _writes_the_word(message, words)
    return (
        _says_what(message, words)
        and not _is_for_another(words)
        and not _is_of_others(words)
        and not _is_about_something(words)
        and not _is_for_something_else(words)
        and not _is_half_read(words)
        and (all(map(str.isascii, words)) or _is_plain_abroad(concepts_of(words)))
        and (_asks_for_messages(words) or _agrees(message, words) or is_bare_wish(message, words))
    )


def _is_half_read(words: Words) -> bool:
    """Tell whether foreign words that name nothing of ours are not read whole: "I want to join the football club"."""
    return any(map(is_foreign, words)) and concepts_of(words).isdisjoint(w.OURS) and not is_read(words)


def _is_plain_abroad(concepts: set[str]) -> bool:
    """Tell whether foreign concepts ask to be added, or to get messages."""
    return not {"join", "add"}.isdisjoint(concepts) or {"want", "get", "note"} <= concepts


def _says_what(message: Message, words: Words) -> bool:
    """Tell whether a wish says more than a bare "aggiungetemi per favore", which may be about anything."""
    said = [word for word in message.words if word != "mi"]
    return (
        len(said) > BARE
        or message.says(v.JOIN_ME)
        or ("join", "!me") in {(concept_of(word), form_of(word)) for word in words}
        or (says(words, w.WORD_ABROAD) and "want" in concepts_of(words))
        or (len(message.words) > 1 and message.says(v.JOIN_VERBS))
        or not concepts_of(said).isdisjoint(w.OURS | {"also", "me"})
        or ({"join", "want"} <= concepts_of(words) and any(map(is_foreign, words)))
    )


def _agrees(message: Message, words: Words) -> bool:
    """Tell whether somebody agrees to what the rest of the message names.

    Examples: "accetto di ricevere, numero salvato", "Sì agli avvisi", "va bene, attivate".
    """
    concepts, named = concepts_of(words), not concepts_of(message.words).isdisjoint(w.OURS | {"saw"})
    said = {(concept_of(word), form_of(word)) for word in words}
    return len(words) <= w.MOST_OF_A_YES and (
        ({"want", "get"} <= concepts and named)
        or (says(words, w.YES | w.GO_AHEAD) and "note" in concepts)
        or ({"want", "also"} <= concepts and named and says(words, w.THEM) and words[-1] == "io")
        or (
            says(words, v.WISH, v.KEEP_ME, v.MADE_MEMBER | v.INFORMED | w.KEPT)
            and len(message.words) > w.MORE_THAN_A_WISH
        )
        or (
            (named or message.says(v.AGREE) or says(words, w.SWITCH_IT_ON))
            and says(words, w.SWITCH_ON)
            and ("add", "!") in said
            and len(words) <= FEW
        )
    )


def _writes_the_word(message: Message, words: Words) -> bool:
    """Tell whether somebody writes the word to join, and nothing behind it that could be joined.

    Examples: "scrivo iscrizione come dice il cartello", "iscrizione anche io".
    """
    at = next(at for at, word in enumerate(words) if word in v.JOIN_NOUN)
    before, after = words[:at], words[at + 1 :]
    linked = max((place for place, word in enumerate(before) if word in w.LINKING), default=0)
    before = before[linked:]
    while after and after[0] in w.AFTER_NOUN:
        after = after[1:]
    if says(words[-1:], v.DANGLING):
        return False
    if says(before[-1:], w.QUOTES):
        return False
    done = says(before, w.DOING) and says(before[-1:], w.MY_OWN)
    return (
        all(word in w.BEFORE_NOUN or concept_of(word) for word in before)
        and (not after or is_as_told(after) or says_nothing_of_a_wish(message, after))
        and (done or not says(before[-1:], v.GRAMMAR | {"presente"}))
    )


def is_as_told(after: Words) -> bool:
    """Tell whether a wish is as told: "iscrizione come dice il cartello"; "iscrizione come si fa" asks."""
    told = after[0] in w.AS_TOLD and (after[0] != "come" or says(after[1:2], w.TOLD))
    return told and not says(after, NO_SURNAMES)


def _is_of_others(words: Words) -> bool:
    """Tell whether list or news are not ours: "i messaggi della regina", "la lista dei cattivi", "in lista nera"."""
    said = [word for word in words if word in w.OF or word not in w.DETERMINERS]
    return any(
        concept_of(what) in w.OURS
        and (of in w.NOT_OURS or (of in w.OF and whose not in w.OF_OURS and not concept_of(whose)))
        for what, of, whose in zip(said, said[1:], [*said[2:], "comune"], strict=False)
    )


def _is_about_something(words: Words) -> bool:
    """Tell whether nothing of ours is named, and something else is: "attivatemi il cervello", "fatemi dormire"."""
    concepts = concepts_of(words)
    if not concepts.isdisjoint(w.OURS):
        return False
    if not concepts.isdisjoint({"also", "join"}):
        return _ends_in_something(words)
    if any(one == "numero" and two in w.OF for one, two in pairwise(words)):
        return True
    said = [word for word in words if word not in w.DETERMINERS | v.POLITE | w.NUMBERS]
    return any(
        concept_of(verb) in {"add", "send"}
        and (what not in w.OF_ANY_WISH or (what == "posto" and concept_of(verb) == "send"))
        and concept_of(what) in ("", "tired")
        for verb, what in pairwise(said)
    )


def _ends_in_something(words: Words) -> bool:
    """Tell whether the words end in an article and what nobody here knows: "vorrei averlo anch'io il sussidio"."""
    return any(
        one in v.ARTICLES - w.MINE
        and concept_of(two) in ("", "send")
        and (two not in w.OF_ANY_WISH or two == "posto")
        for one, two in pairwise(words[-2:])
    )


def _is_for_another(words: Words) -> bool:
    """Tell whether another joins: "mettete in lista anche il bar accanto"; "anche il mio numero" is one's own."""
    return any(
        also in w.ALSO - {"pure"}
        and article in v.ARTICLES - w.MINE
        and what not in w.MINE
        and concept_of(what) not in w.OURS
        for also, article, what in zip(words, words[1:], [*words[2:], ""], strict=False)
    )


def _is_for_something_else(words: Words) -> bool:
    """Tell whether what is named to be joined is not ours: "iscrivetemi a una vacanza", "al gruppo ragazzi"."""
    pairs = list(pairwise(words))
    if any(one in v.OUR_LIST and two in v.PERSONS for one, two in pairs) or ("per", "tutti") in pairs:
        return True
    said = [word for word in words if word not in w.DETERMINERS or word in w.TO_WHAT]
    verb = next((at for at, word in enumerate(said) if concept_of(word) in {"join", "add"}), len(said))
    return any(
        to in w.TO_WHAT
        and what not in w.OF_OURS
        and concept_of(what) not in w.OURS | {"me", "get", "send", "topic"}
        for to, what in pairwise(said[verb:])
    )


def _asks_for_messages(words: Words) -> bool:
    """Tell whether the concepts, in any language, ask to be added, to be written to, or to get what is sent."""
    said = {(concept_of(word), form_of(word)) for word in words}
    concepts = {concept for concept, _ in said}
    to_me = not concepts.isdisjoint({"me", "also"})
    ours = not concepts.isdisjoint(w.OURS)
    return (
        _does(said, "join", to_me=to_me or ours, alone=frozenset({"-first"}))
        or _does(said if ours else said - {("add", "-noun")}, "add", to_me=to_me or ours)
        or _does(said - w.OUR_OWN_WRITING, "send", to_me=says(words, w.TO_ME) or "note" in concepts)
        or ("want" in concepts and (ours or not concepts.isdisjoint({"join", "joined"})))
        or ("want" in concepts and "get" in concepts and ("also" in concepts or says(words, v.THIS_TOWN)))
        or ({"get", "note"} <= concepts and len(words) > BARE)
        or ("also" in concepts and ours)
    )


def _does(said: Spoken, concept: str, *, to_me: bool, alone: frozenset[str] = frozenset()) -> bool:
    """Tell whether somebody is asked to do something, or does it, to the writer: "iscrivetemi", or more words."""
    forms = {form for found, form in said if found == concept}
    return not forms.isdisjoint({"!me", "~me"} | alone) or (to_me and bool(forms - {"~other"}))
