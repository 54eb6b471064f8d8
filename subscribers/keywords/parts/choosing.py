"""Zones that a message chooses, "abito a Navacchio", or that stand beside a wish: "iscrizione, abito a Navacchio"."""

from dataclasses import dataclass

from subscribers.keywords.message import Message, Words, as_taught, follows, says
from subscribers.keywords.normalization import BREAK
from subscribers.keywords.normalization import WORDS as w

from .mentions import MOST_WORDS, Mention, bare, in_town, is_town, mentions, start_of, words_beside

LONGEST_ADDRESS = 5
"""Words: "via del fosso vecchio 3"."""


@dataclass(frozen=True)
class NamedZones:
    """The zones that a message names; none of them: all."""

    names: frozenset[str]
    is_certain: bool
    """False where a name is that of several, or of the whole town: one asks."""
    adds: bool
    """True where they come to those chosen before: "anche Zambra"."""


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
    beside = [word for word in words_beside(words, found) if word not in w.GRAMMAR]
    is_choice = says(words, w.CHOOSING_ZONES) or follows(words, "sono", {"di"}) or _is_bare(message, beside)
    return _named(message, words, found) if is_choice and _around_zones(message).issuperset(beside) else None


def zones_beside(message: Message, *, surely: bool = True) -> tuple[Message, NamedZones] | None:
    """Find the zones that stand beside something else, and the message without them and the words that lead to them.

    Examples: "iscrizione Navacchio grazie", "mi iscrivo per la zona di San Frediano". `surely`: None where the words
    may mean something else, as "iscrivetemi a Navacchio" a move there, and "iscrizione San Benedetto" a parish.
    """
    if not message.zones or len(message.words) > MOST_WORDS:
        return None
    tokens = rest = _without_address(message.tokens)
    found = in_town(tokens, message.zones)
    if not found:
        return None
    while left := in_town(rest, message.zones):
        phrase = _phrase(rest, left[0])
        if surely and not _is_meant_as_zone(rest, left[0], phrase):
            return None
        rest = [*rest[: phrase.start], BREAK, *rest[phrase.stop :]]
    named = _named(message, tokens, found)
    return (Message(message.written, as_taught(rest), message.is_whole), named) if named else None


def _phrase(tokens: Words, zone: Mention) -> slice:
    """Find the zone with the small words around it: "per la zona di San Benedetto a Settimo"."""
    start, end = start_of(tokens, zone), zone.end
    while tokens[end : end + 1] and tokens[end] in w.AFTER_A_ZONE:
        end += 1
    return slice(start, end)


def _is_meant_as_zone(tokens: Words, zone: Mention, phrase: slice) -> bool:
    """Tell whether these words choose the zone, and name no place to move to, no parish, nobody's surname."""
    lead, before = tokens[phrase.start : zone.start], tokens[: phrase.start][-1:]
    is_saint = bare(tokens[zone.start]) == "san" and phrase.stop - zone.start < 3
    is_place = says(lead, w.IN_A_PLACE) and says(before, w.ASKING)
    is_surname = not lead and says(before, w.GIVEN_NAMES)
    says_so = says(lead, w.ZONES | w.LIVES) or says(before, w.NEWS | w.ABOUT)
    return says_so or not (is_saint or is_place or is_surname)


def _named(message: Message, words: Words, found: list[Mention]) -> NamedZones | None:
    """Find what these mentions choose, but for where somebody moved from: "trasferita da Zambra a Ripoli"."""
    moved = says(words, w.MOVED)
    stays = [each for each in found if not (moved and words[each.start - 1 : each.start] == ["da"])]
    if not stays:
        return None
    is_certain = not is_town(stays, words) and all(len(each.names) == 1 for each in stays)
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


def _without_address(words: Words) -> Words:
    """The words less the street where somebody lives: "a Navacchio in via Roma 3"."""
    at = next((at for at, word in enumerate(words) if word in w.STREETS), len(words))
    stops = (n + word[:1].isdigit() for n, word in enumerate(words) if n > at and _ends_address(word))
    end = next(stops, len(words))
    is_address = says(words, w.LIVES) and end - at <= LONGEST_ADDRESS
    return [*words[:at], *words[end:]] if is_address and not says(words[at:end], w.NEGATIONS) else words


def _ends_address(word: str) -> bool:
    return word[:1].isdigit() or word in (BREAK, "a", "ad", "e")


def _around_zones(message: Message) -> frozenset[str]:
    return w.ONLY_ZONES_SPEECH if message.says(w.ONLY) else w.ZONES_SPEECH
