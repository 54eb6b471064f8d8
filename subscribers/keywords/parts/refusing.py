"""Zones and topics of which a message wants no more: "toglimi Zambra", "basta eventi"."""

from collections.abc import Iterator

from subscribers.keywords.concepts import concept_of
from subscribers.keywords.message import Message, Words, says
from subscribers.keywords.normalization import WORDS as w
from subscribers.keywords.normalization import fold

from .mentions import MOST_WORDS, Mention, in_town, mentions, start_of, words_beside

ENDS_SOMETHING = frozenset({"remove", "stop", "not"})
"""The concepts of which one is in each clause that wants something no more."""


def refused(message: Message) -> list[frozenset[str]]:
    """List what a message wants no more of: what each zone may be called, and each word of a topic.

    A signature is none: "cancellatemi, Zambra", "cancellatemi Mario Rossi di Zambra". Nor is where somebody lives.
    """
    clauses = [clause for clause in message.clauses if not w.POLITE.issuperset(clause)]
    parts = [(clause, [part.names for part in _refused_in(clause, message)]) for clause in clauses]
    is_first = len(clauses) > 1 and _is_part_alone(clauses[0], message)
    if is_first:  # "Zambra: toglietemela"
        parts[0] = clauses[0], [part.names for part in _named_in(clauses[0], message)]
    beside = parts[2:] if is_first else parts
    wants_nothing = any(not named and says(clause, {"nulla", "niente"}, {"piu"}) for clause, named in beside)
    return [] if wants_nothing else [names for _, named in parts for names in named]


def no_more_of_a_zone(message: Message) -> bool:
    """Tell whether somebody has enough of a zone, and says nothing else: "togli Zambra", "toglimi dalla zona".

    "Basta messaggi da Cascina" is for leaving.
    """
    if len(message.words) > MOST_WORDS or message.asks or not message.says(w.NO_TOPIC):
        return False
    found = mentions(message.words, message.zones)
    names_one = bool(found) or message.says(w.ZONES)
    return (
        names_one
        and bool(refused(message))
        and w.NO_PART_SPEECH.issuperset(words_beside(message.words, found))
    )


def _refused_in(clause: Words, message: Message) -> Iterator[Mention]:
    """Find what a clause wants no more of: the zones and topics named right before its verb, or behind it."""
    ending = next((at for at, word in enumerate(clause) if ends_something(word)), None)
    for part in _named_in(clause, message):
        if ending is not None and (
            part.start > ending or w.BEFORE_ENDING.issuperset(clause[part.end : ending])
        ):
            yield part


def _named_in(clause: Words, message: Message) -> list[Mention]:
    """The zones and topics that a clause names, but where somebody lives, and the whole town."""
    topic_words = w.TOPIC_WORDS if w.NO_PART_SPEECH.issuperset(clause) else w.TOPIC_NAMES
    topics = [Mention(at, at + 1, frozenset({word})) for at, word in enumerate(clause) if word in topic_words]
    return [
        part for part in (*in_town(clause, message.zones), *topics) if not _is_place(clause, part, message)
    ]


def _is_part_alone(clause: Words, message: Message) -> bool:
    """Tell whether a clause names parts and says nothing else: "Zambra, toglietemela", "gli eventi basta"."""
    beside = words_beside(clause, mentions(clause, message.zones))
    return w.PART_ALONE.issuperset(beside)


def ends_something(word: str) -> bool:
    """Tell whether a word says that something is wanted no more: "togliete", "basta", "non"."""
    return concept_of(word) in ENDS_SOMETHING or word in w.NO_TOPIC


def _is_place(clause: Words, part: Mention, message: Message) -> bool:
    """Tell whether a zone is where somebody lives or writes from, or stands behind the name of who signs."""
    start = start_of(clause, part)
    lead, before = clause[start : part.start], clause[start - 1 : start] if start else []
    names = message.capitalised.difference(*(fold(name).split() for name in message.zones))
    signs = says(before, w.FIRST_NAMES | w.COMMON_SURNAMES | names) and not ends_something(before[0])
    return signs or says(lead, w.LIVES | w.IN_A_PLACE)
