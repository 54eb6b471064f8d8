# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words beside a wish to join: whether they may turn it round or take it back, or only tell a story."""

from itertools import pairwise
from unicodedata import name

from . import beside_words as b
from . import join_words as w
from . import vocabulary as v
from .closings import AGES, COURTESY, YOUNGEST
from .concepts import OFFICE, concept_of, is_foreign
from .join_wishes import FEW, concepts_of, is_as_told
from .message import Words, says
from .names import FIRST_NAMES, NO_SURNAMES
from .normalization import QUESTION
from .spelling import KNOWN

SURELY = 0.8
"""The likelihood of joining that is needed beside a word that may turn the wish round."""
CERTAINLY = 0.95
"""The same where nothing but the model has read what stands there."""
REASONABLY = 0.6
"""The same beside a sentence that tells what somebody misses."""
SHORT = 3
"""Words; a negation or a question in fewer belongs to the wish: "Iscrizione, no"."""
STORY = 7
"""Words beside courtesy; whoever takes a wish back is shorter."""
LONG_STORY = 8
MATTER = 9
"""Words beside courtesy, by which another office's matter is told."""
WHOLE_SENTENCE = 5
"""Words; another office's matter in fewer may be what somebody wants to join."""


def may_turn_round(words: Words, *, named: bool) -> bool:
    """Tell whether a sentence may be about the wish beside it: a short denial or question, or another office.

    `named`: the wish itself tells of our list or our messages, and of no other office's.
    """
    concepts = concepts_of(words)
    denies = not concepts.isdisjoint(b.DENYING) or not v.NEGATIONS.isdisjoint(words) or QUESTION in words
    about_it = not concepts.isdisjoint({"join", "joined", "channel"})
    return (
        (denies and (len(words) < SHORT or about_it))
        or (QUESTION in words and len(words) <= WHOLE_SENTENCE and "also" in concepts)
        or (len(words) < WHOLE_SENTENCE and not named and (OFFICE in concepts or says(words, NO_SURNAMES)))
        or (len(words) < WHOLE_SENTENCE and says(words, b.ELSEWHERE))
        or (len(words) <= WHOLE_SENTENCE and "kin" in concepts and not _tells_of_kin(words))
        or _speaks_for(words)
        or _is_of_a_child(words)
        or ("only" in concepts and not concepts.isdisjoint({"note", "topic"}))
    )


def is_heading(words: Words) -> bool:
    """Tell whether what comes before the wish only names what may be joined: "Merenda. Iscrizione"."""
    named = [word for word in words if word not in b.HEADING]
    told = says(words, b.FIRST_PERSON)
    return bool(named) and not told and len(words) <= WHOLE_SENTENCE and all(map(_is_strange_to_us, named))


def _is_strange_to_us(word: str) -> bool:
    if word in b.OPENING:
        return False
    return concept_of(word) == OFFICE or not (concept_of(word) or word in KNOWN)


def is_unread(words: Words, likely: float, *, named: bool = False) -> bool:
    """Tell whether what stands behind the wish is unknown to us: it may be that the wish isn't meant.

    `named`: the wish names our messages, so that only what takes it back, puts it off, asks or denies is about it.
    """
    return not (
        all(map(is_harmless, words))
        or (named and likely >= SURELY and _leaves_it_said(words))
        or is_formula(words)
        or (words[0] == "come" and is_as_told(words))
        or _thanks_or_hopes(words)
        or _speaks_of_italian(words)
        or (likely >= SURELY and (_tells_why(words) or _needs_to_know(words)))
        or (likely >= REASONABLY and tells_of_lack(words))
        or (likely >= SURELY and _tells_of_oneself(words))
        or (likely >= SURELY and _tells_how_it_came(words))
        or _is_another_matter(words, likely)
        or _is_story(words, likely)
    )


def _leaves_it_said(words: Words) -> bool:
    """Tell whether nothing hesitates, denies or asks: "voglio gli avvisi. Ditta Ferretti & C.", "anche le sagre"."""
    concepts = concepts_of(words)
    return (
        len(words) > FEW
        and words[0] not in b.GOES_ON
        and QUESTION not in words
        and all(word.isascii() for word in words)
        and not _doubts(words)
        and not says(words, b.PUTS_OFF)
        and (b.HESITATING | b.DENYING | {"if", "tired", "channel", OFFICE}).isdisjoint(concepts)
        and not says(words, w.UNWILLING | w.NOT_MEANT)
        and not any(map(is_foreign, words))
    )


def is_formula(words: Words) -> bool:
    """Tell whether the words are one of the things that people say behind a wish, word for word."""
    return tuple(words) in b.AS_YOU_LIKE


def is_harmless(word: str) -> bool:
    """Tell whether the word says nothing against the wish, wherever it stands."""
    return word in b.BESIDE or word in w.WORD_ABROAD or concept_of(word) in b.HARMLESS


def is_taken_back(sentences: list[Words], first: int) -> bool:
    """Tell whether a wish is taken back, by words in it, behind it, or in a few words before it.

    Whoever comes back says why they had left: "ho cambiato idea, rimettetemi".
    """
    said = [[] if is_formula(words) else words for words in sentences]
    begins = first + says(said[first], b.AGAIN)
    return any(
        _takes_back(words) and (at >= begins or (len(words) <= FEW and begins == first))
        for at, words in enumerate(said)
    ) or any(says(words, b.NO_STORY) for words in (said if begins == first else said[begins:]))


def _takes_back(words: Words) -> bool:
    """Tell whether a wish is taken back: "ho cambiato idea"; "ho cambiato numero" is a reason to join again."""
    said = [word for word, what in pairwise([*words, ""]) if word != "cambiato" or what not in b.CHANGED]
    return says(said, b.TAKES_BACK)


def is_in_other_letters(word: str) -> bool:
    """Tell whether a word is in letters that nobody here reads, "не хочу", unless it greets or thanks."""
    other = any(letter.isalpha() and not name(letter, "").startswith("LATIN") for letter in word)
    return other and concept_of(word) not in {"thanks", "hello"}


def _tells_of_kin(words: Words) -> bool:
    """Tell whether others get messages, or told of them: "mia sorella li riceve già", "me l'ha detto la nipote"."""
    return len(words) > FEW and says(words, b.HAVE_THEM) and "wants" not in concepts_of(words)


def _speaks_for(words: Words) -> bool:
    """Tell whether somebody writes for somebody else: "scrivo per la signora Elda", "è per Anna"."""
    said = [word for word in words if word == "per" or word not in v.ARTICLES]
    return any(one == "per" and two in b.WHOSE | FIRST_NAMES for one, two in pairwise(said))


def _is_of_a_child(words: Words) -> bool:
    """Tell whether a child is to join, who has no telephone of their own: "Marco 6 anni, iscrizione"."""
    ages = [int(word) for word in words if word.isdigit() and len(word) < SHORT]
    return len(words) < WHOLE_SENTENCE and says(words, AGES) and any(age < YOUNGEST for age in ages)


def _thanks_or_hopes(words: Words) -> bool:
    """Tell whether the words thank us for what we do, hope, or wait for our messages; no other thanks.

    Examples: "grazie per quello che fate", "spero di aver fatto bene", "aspetto i vostri avvisi".
    """
    begins, rest = words[:1], words[1:]
    return (
        (says(begins, b.THANKING) and b.THANKED_FOR.issuperset(rest))
        or (says(begins, b.HOPING) and b.HOPED_FOR.issuperset(rest) and says(rest, b.HOPES_NAMED))
        or (says(begins, b.WAITING) and b.WAITED_FOR.issuperset(rest))
    )


def _speaks_of_italian(words: Words) -> bool:
    """Tell whether somebody speaks of their own Italian: "io parla poco italiano", "scusate il mio italiano"."""
    spoken = says(words, b.ITALIAN, b.MY_ITALIAN) and len(words) <= w.MOST_OF_A_YES
    return spoken and OFFICE not in concepts_of(words) and QUESTION not in words


def _tells_why(words: Words) -> bool:
    """Tell whether somebody says why they join: "così so quando chiudono la strada", "che mi perdo sempre tutto"."""
    why = words[0] in b.WHY or (words[0] in b.SO and words[1] in b.SO_THAT)
    return len(words) > FEW and why and _only_where(words)


def tells_of_lack(words: Words) -> bool:
    """Tell whether somebody joins for what they lack: "non sapevo mai nulla", "il giornale non lo leggo".

    It is what one doesn't know, get or hear of, as in "senza avvisi non si vive"; never "non li leggo", "non vi
    sento", which are about our messages.
    """
    at = next((at for at, word in enumerate(words) if word in b.LACKS), None)
    if at is None or len(words) <= FEW or QUESTION in words or says(words, b.TAKES_BACK | b.NOT_MISSED):
        return False
    behind = words[at + 1 : at + 1 + b.REACH]
    lacks = any(word.startswith(b.KNOWING) or word in b.KNOWN_OF for word in behind)
    return (
        lacks
        and not says(behind, {"vi"})
        and (w.NEVER - {"not", "kin", "channel"}).isdisjoint(concepts_of(words))
    )


def _needs_to_know(words: Words) -> bool:
    """Tell whether somebody needs to know something: "ho bisogno di sapere del ponte", "dobbiamo sapere …"."""
    needs = says(words[:3], b.NEED) and "sapere" in words[:5] and OFFICE not in concepts_of(words[:2])
    return len(words) > FEW and needs and not _doubts(words)


def _tells_of_oneself(words: Words) -> bool:
    """Tell whether somebody speaks of themselves, which is no change of mind.

    Examples: "ho le bestie in stalla", "abito vicino all'Arno", "sono nuova di qui".
    """
    owns = words[0] in b.HAS and words[1:2] and words[1] in b.ONE and says(words[2:3], b.OWNED)
    lives = words[0] in b.LIVES or owns or (words[0] in b.HAS and says(words[1:2], b.WHAT_ONE_HAS))
    states = words[0] in b.IS and says(words[1:2], b.WHAT_ONE_IS)
    return ((lives and len(words) > FEW) or states) and not _doubts(words) and not says(words, b.NO_FACT)


def _tells_how_it_came(words: Words) -> bool:
    """Tell whether somebody says how they came to write, or excuses how they do.

    Examples: "ho visto il cartello", "me l'ha detto la vicina", "scusate se scrivo male".
    """
    came = any(
        tuple(words[: len(how)]) == how and _is_of_the_service(words[len(how) :]) for how in b.HOW_IT_CAME
    )
    sorry = words[0] in b.SORRY and len(words) <= w.MOST_OF_A_YES and OFFICE not in concepts_of(words)
    return ((came and _only_where(words)) or sorry) and not _doubts(words)


def _is_of_the_service(rest: Words) -> bool:
    """Tell whether the rest says where or by whom somebody heard of the service, or nothing at all.

    Examples: "il cartello", "la vicina", "in biblioteca"; not "che fate schifo".
    """
    return not rest or not concepts_of(rest).isdisjoint(b.HEARD_OF)


def _only_where(words: Words) -> bool:
    """Tell whether another office is named only as a place: "ho visto il cartello in biblioteca".

    "ho letto il bando del torneo" is about the other office.
    """
    return all(before in b.PLACED for before, word in pairwise(["", *words]) if concept_of(word) == OFFICE)


def _doubts(words: Words) -> bool:
    """Tell whether a word hesitates, denies, asks, or tells that something else was meant."""
    doubting = (w.PERHAPS - {"kin"}) | {"ask"}
    return says(words, v.NEGATIONS | b.TAKES_BACK | b.MEANT_OTHERWISE) or not doubting.isdisjoint(
        concepts_of(words)
    )


def _is_another_matter(words: Words, likely: float) -> bool:
    """Tell whether a whole sentence is for another office: "Il semaforo di via Giuntini lampeggia da ieri"."""
    concepts, said = concepts_of(words), [word for word in words if word not in COURTESY]
    told = len(said) >= MATTER and OFFICE in concepts and likely >= SURELY
    return told and b.HESITATING.isdisjoint(concepts) and not says(words, b.SAME_MATTER | b.TAKES_BACK)


def _is_story(words: Words, likely: float) -> bool:
    """Tell whether a sentence is a story, read by the model and without a word that hesitates."""
    said = [word for word in words if word not in COURTESY]
    if len(said) < STORY or likely < CERTAINLY or says(words, b.OF_NO_STORY) or words[0] in b.KINDLY:
        return False
    concepts = concepts_of(words)
    return (b.HESITATING | {"if"}).isdisjoint(concepts) and (len(said) >= LONG_STORY or not _doubts(words))
