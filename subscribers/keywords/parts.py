"""The parts of what we send that a message names: zones by the names that they have in the database, and topics.

A zone is chosen ("abito a Navacchio"), stands beside a wish ("iscrizione, abito a Navacchio"), or is refused, as a
topic may be ("toglimi Zambra", "basta eventi").
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .concepts import concept_of
from .message import Message, Words, follows, says
from .normalization import BREAK, fold
from .normalization import WORDS as w
from .spelling import one_edit, undoubled

SAINTS = {"s": "san", "sant": "san", "santo": "san"}
MOST_WORDS = 20
"""The words of a message that may choose zones by their names."""
LONG = 6
"""Letters of a zone's name in which a slip is forgiven, and of its last word where that says it: "Pagnatico"."""
LONGEST_ADDRESS = 5
"""Words: "via del fosso vecchio 3"."""
ENDS_SOMETHING = frozenset({"remove", "stop", "not"})
"""The concepts of which one is in each clause that wants something no more."""


@dataclass(frozen=True)
class NamedZones:
    """The zones that a message names; none of them: all."""

    names: frozenset[str]
    is_certain: bool
    """False where a name is that of several, or of the whole town: one asks."""
    adds: bool
    """True where they come to those chosen before: "anche Zambra"."""


@dataclass(frozen=True)
class Mention:
    """The words, from `start` to before `end`, that name a zone, and what they may mean."""

    start: int
    end: int
    names: frozenset[str]


def asks_zones(message: Message) -> bool:
    """Tell whether the message asks for the zones, or for one without its name: "Zona", "solo la mia zona"."""
    return message.says(w.ZONES) and message.said <= _around_zones(message)


def names_zones(message: Message) -> bool:
    """Tell whether a message names zones to be chosen, and says nothing else: "abito a Navacchio"."""
    return zones_named(message) is not None


def zones_named(message: Message) -> NamedZones | None:
    """Find the zones that a message names; None where a single word of it says anything else, or asks.

    The beginning of a name is enough, "San Frediano"; of a long word a slip is forgiven.
    """
    if len(message.words) > MOST_WORDS or message.asks:
        return None
    if _wants_all(message):
        return NamedZones(frozenset(), is_certain=True, adds=False)
    words = _without_address(message.words)
    found = mentions(words, message.zones)
    beside = [word for word in _beside(words, found) if word not in w.GRAMMAR]
    is_choice = says(words, w.CHOOSING_ZONES) or follows(words, "sono", {"di"}) or _is_bare(message, beside)
    return _named(message, words, found) if is_choice and _around_zones(message).issuperset(beside) else None


def zones_beside(message: Message) -> tuple[Message, NamedZones] | None:
    """Find the zones that stand beside something else, each in words of its own, and the message without them.

    Examples: "iscrizione, abito a Navacchio", "mi iscrivo per la zona di San Frediano".
    """
    if not message.zones or len(message.words) > MOST_WORDS:
        return None
    tokens = rest = _without_address(message.tokens)
    found = _in_town(tokens, message.zones)
    if not found:
        return None
    while left := _in_town(rest, message.zones):
        phrase = _phrase(rest, left[0])
        if phrase is None:
            return None
        rest = [*rest[: phrase.start], BREAK, *rest[phrase.stop :]]
    named = _named(message, tokens, found)
    return (Message(message.written, rest, message.is_whole), named) if named else None


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
    return names_one and bool(refused(message)) and w.NO_PART_SPEECH.issuperset(_beside(message.words, found))


def mentions(words: Words, zones: tuple[str, ...]) -> list[Mention]:
    """Find where zones are named, by the longest name that begins there. Raises nothing; the words may have marks."""
    found: list[Mention] = []
    for at, word in enumerate(words):
        if found and at < found[-1].end:
            continue
        known = _words_of_names(zones).get(word[:1], ())
        read = [(*_said_of(name_words, words, at), name) for name_words, name in known]
        longest = max((count for count, _, _ in read), default=0)
        if longest > (_bare(word) == "san"):  # "s" alone is a yes
            ends = {end for count, end, _ in read if count == longest}
            names = frozenset(name for count, _, name in read if count == longest)
            found.append(Mention(at, max(ends), names))
    return found


def _in_town(words: Words, zones: tuple[str, ...]) -> list[Mention]:
    """Find where parts of the town are named, and not the whole of it."""
    return [each for each in mentions(words, zones) if not _is_town([each], words)]


def _refused_in(clause: Words, message: Message) -> Iterator[Mention]:
    """Find what a clause wants no more of: the zones and topics named right before its verb, or behind it."""
    ending = next((at for at, word in enumerate(clause) if _ends(word)), None)
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
        part for part in (*_in_town(clause, message.zones), *topics) if not _is_place(clause, part, message)
    ]


def _is_part_alone(clause: Words, message: Message) -> bool:
    """Tell whether a clause names parts and says nothing else: "Zambra, toglietemela", "gli eventi basta"."""
    beside = _beside(clause, mentions(clause, message.zones))
    return w.PART_ALONE.issuperset(beside)


def _ends(word: str) -> bool:
    return concept_of(word) in ENDS_SOMETHING or word in w.NO_TOPIC


def _is_place(clause: Words, part: Mention, message: Message) -> bool:
    """Tell whether a zone is where somebody lives or writes from, or stands behind the name of who signs."""
    start = _start(clause, part)
    lead, before = clause[start : part.start], clause[start - 1 : start] if start else []
    names = message.capitalised.difference(*(fold(name).split() for name in message.zones))
    signs = says(before, w.FIRST_NAMES | w.COMMON_SURNAMES | names) and not _ends(before[0])
    return signs or says(lead, w.LIVES | w.IN_A_PLACE)


def _start(words: Words, part: Mention) -> int:
    """Find where the small words begin that lead to a part: "per la zona di Navacchio"."""
    start = part.start
    while start and words[start - 1] in w.BEFORE_A_ZONE:
        start -= 1
    return start


def _phrase(tokens: Words, zone: Mention) -> slice | None:
    """Find the words around a zone by which it is chosen; None where they belong to something else."""
    start, end = _start(tokens, zone), zone.end
    while tokens[end : end + 1] and tokens[end] in w.AFTER_A_ZONE:
        end += 1
    lead, before = tokens[start : zone.start], tokens[start - 1 : start] if start else []
    is_own = says(before or [BREAK], {BREAK}) and says(tokens[end : end + 1] or [BREAK], {BREAK, "e"})
    is_saint = _bare(tokens[start]) == "san" and zone.end - zone.start < 3  # a school, a parish
    says_so = says(lead, w.ZONES | w.LIVES) or says(before, w.NEWS | w.ABOUT)
    return slice(start, end) if says_so or (is_own and not is_saint) else None


def _named(message: Message, words: Words, found: list[Mention]) -> NamedZones | None:
    """Find what these mentions choose, but for where somebody moved from: "trasferita da Zambra a Ripoli"."""
    moved = says(words, w.MOVED)
    stays = [each for each in found if not (moved and words[each.start - 1 : each.start] == ["da"])]
    if not stays:
        return None
    is_certain = not _is_town(stays, words) and all(len(each.names) == 1 for each in stays)
    names = frozenset[str]().union(*(each.names for each in stays))
    return NamedZones(names, is_certain, adds="anche" in message.said)


def _wants_all(message: Message) -> bool:
    """Tell whether somebody wants all zones: "tutte le zone", "tutta Cascina"."""
    names_all = message.says({"tutte"}, w.ZONES) or {"tutta", "cascina"} <= message.said
    return names_all and message.said <= _around_zones(message) | {"tutte", "tutta", "cascina"}


def _is_bare(message: Message, beside: Words) -> bool:
    """Tell whether there are names alone, or "anche Zambra"; "anche a Zambra" may be where something happened."""
    start = message.words[: 1 + beside.count("anche")]
    return w.BESIDE_BARE.issuperset(beside) and not says(start, {"a", "ad", "e"})


def _is_town(found: list[Mention], words: Words) -> bool:
    """Tell whether a name may mean the whole town; "Cascina centro" does not."""
    names = (fold(name).split() for each in found for name in each.names)
    return not says(words, w.CENTRE) and any(map(w.THIS_TOWN.issuperset, names))


def _beside(words: Words, found: list[Mention]) -> Words:
    return [word for at, word in enumerate(words) if not any(each.start <= at < each.end for each in found)]


def _without_address(words: Words) -> Words:
    """The words less the street where somebody lives: "a Navacchio in via Roma 3"."""
    at = next((at for at, word in enumerate(words) if word in w.STREETS), len(words))
    stops = (n + word[:1].isdigit() for n, word in enumerate(words) if n > at and _ends_address(word))
    end = next(stops, len(words))
    is_address = says(words, w.LIVES) and end - at <= LONGEST_ADDRESS
    return [*words[:at], *words[end:]] if is_address and not says(words[at:end], w.NEGATIONS) else words


def _ends_address(word: str) -> bool:
    return word[:1].isdigit() or word in (BREAK, "a", "ad", "e")


def _bare(word: str) -> str:
    return SAINTS.get(word, word)


@lru_cache(maxsize=8)
def _words_of_names(zones: tuple[str, ...]) -> dict[str, list[tuple[Words, str]]]:
    """The words of each name, and the name, by their first letters.

    Also with the first two words in one, "sanfrediano", and the last one alone where it is long, "Pagnatico".
    """
    found: dict[str, list[tuple[Words, str]]] = defaultdict(list)
    for name in zones:
        words = [_bare(word) for word in fold(name).split() if word not in w.GRAMMAR]
        last = words[2:] if len("".join(words[2:])) >= LONG and words[-1] not in w.AFTER_A_ZONE else []
        for said in filter(None, (words, ["".join(words[:2]), *words[2:]], last)):
            found[said[0][0]].append((said, name))
    return found


def _said_of(name: Words, words: Words, at: int) -> tuple[int, int]:
    """Count the words of a name, from its beginning, that `words` say from there on, and tell where they end."""
    count, end = 0, at
    for place, word in enumerate(words[at:], start=at):
        if count < len(name) and _is_meant(_bare(word), name[count]):
            count, end = count + 1, place + 1
        elif not count or word not in w.GRAMMAR | {BREAK}:
            break
    return count, end


def _is_meant(written: str, meant: str) -> bool:
    """Tell whether a word is that of a name, doubled letters and in a long one a slip apart."""
    if written[:1] != meant[0]:
        return False
    single, other = undoubled(written), undoubled(meant)
    return single == other or (len(meant) >= LONG and written not in w.KNOWN and one_edit(single, other))


def _around_zones(message: Message) -> frozenset[str]:
    return w.ONLY_ZONES_SPEECH if message.says(w.ONLY) else w.ZONES_SPEECH
