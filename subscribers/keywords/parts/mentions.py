"""The places where a message names a zone: the beginning of a name is enough, and a slip of a letter is forgiven."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from subscribers.keywords.message import Words, says
from subscribers.keywords.normalization import BREAK, fold
from subscribers.keywords.normalization import WORDS as w
from subscribers.keywords.spelling import one_edit, undoubled

SAINTS = {"s": "san", "sant": "san", "santo": "san"}
MOST_WORDS = 20
"""The words of a message that may choose zones by their names."""
LONG = 6
"""Letters of a zone's name in which a slip is forgiven, and of its last word where that says it: "Pagnatico"."""


@dataclass(frozen=True)
class Mention:
    """The words, from `start` to before `end`, that name a zone, and what they may mean."""

    start: int
    end: int
    names: frozenset[str]


def mentions(words: Words, zones: tuple[str, ...]) -> list[Mention]:
    """Find where zones are named, by the longest name that begins there. Raises nothing; the words may have marks."""
    found: list[Mention] = []
    for at, word in enumerate(words):
        if found and at < found[-1].end:
            continue
        known = _words_of_names(zones).get(word[:1], ())
        read = [(*_said_of(name_words, words, at), name) for name_words, name in known]
        longest = max((count for count, _, _ in read), default=0)
        if longest > (bare(word) == "san"):  # "s" alone is a yes
            ends = {end for count, end, _ in read if count == longest}
            names = frozenset(name for count, _, name in read if count == longest)
            found.append(Mention(at, max(ends), names))
    return found


def in_town(words: Words, zones: tuple[str, ...]) -> list[Mention]:
    """Find where parts of the town are named, and not the whole of it."""
    return [each for each in mentions(words, zones) if not is_town([each], words)]


def is_town(found: list[Mention], words: Words) -> bool:
    """Tell whether a name may mean the whole town; "Cascina centro" does not."""
    names = (fold(name).split() for each in found for name in each.names)
    return not says(words, w.CENTRE) and any(map(w.THIS_TOWN.issuperset, names))


def words_beside(words: Words, found: list[Mention]) -> Words:
    return [word for at, word in enumerate(words) if not any(each.start <= at < each.end for each in found)]


def start_of(words: Words, part: Mention) -> int:
    """Find where the small words begin that lead to a part: "per la zona di Navacchio"."""
    start = part.start
    while start and words[start - 1] in w.BEFORE_A_ZONE:
        start -= 1
    return start


def bare(word: str) -> str:
    return SAINTS.get(word, word)


@lru_cache(maxsize=8)
def _words_of_names(zones: tuple[str, ...]) -> dict[str, list[tuple[Words, str]]]:
    """The words of each name, and the name, by their first letters.

    Also with the first two words in one, "sanfrediano", and the last one alone where it is long, "Pagnatico".
    """
    found: dict[str, list[tuple[Words, str]]] = defaultdict(list)
    for name in zones:
        words = [bare(word) for word in fold(name).split() if word not in w.GRAMMAR]
        last = words[2:] if len("".join(words[2:])) >= LONG and words[-1] not in w.AFTER_A_ZONE else []
        for said in filter(None, (words, ["".join(words[:2]), *words[2:]], last)):
            found[said[0][0]].append((said, name))
    return found


def _said_of(name: Words, words: Words, at: int) -> tuple[int, int]:
    """Count the words of a name, from its beginning, that `words` say from there on, and tell where they end."""
    count, end = 0, at
    for place, word in enumerate(words[at:], start=at):
        if count < len(name) and _is_meant(bare(word), name[count]):
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
