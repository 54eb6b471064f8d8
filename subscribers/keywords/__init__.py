"""The reading of a citizen's wish, from the words alone: the rules of rules.py in their order.

Joining is strict: every word of the message must be known to belong to such a request; leaving is generous: one
clause that clearly says so is enough. Whatever is doubtful changes nothing and gets a question: deciding.py.
"""

from collections.abc import Iterable

from .deciding import Explanation, Understanding, explain, plain_reply_in, reply_in, understand, understood
from .leave_clauses import leaves_plainly
from .meanings import Intent
from .message import Message
from .normalization import WORDS, fold
from .other_languages import LanguageWords
from .parts.choosing import NamedZones, zones_beside, zones_named
from .parts.excepting import ended_and_kept
from .redaction import evidence

__all__ = [
    "Explanation",
    "Intent",
    "LanguageWords",
    "NamedZones",
    "Understanding",
    "evidence",
    "explain",
    "leaves_plainly",
    "parts_named",
    "plain_reply_in",
    "reply_in",
    "understand",
    "words_in",
    "words_of_zones",
    "zones_in",
    "zones_of_wish",
]


def words_in(text: str) -> frozenset[str]:
    """Return the words of `text` as the rules read them: corrected, in small letters. Never raises."""
    return Message.of(text).said


def zones_in(text: str, names: tuple[str, ...]) -> NamedZones | None:
    """Find those of these zones that `text` chooses; None where it chooses none by name. Never raises."""
    message = Message.of(text, names)
    if named := zones_named(message):
        return named
    beside = zones_beside(message)
    return beside[1] if beside else None


def zones_of_wish(text: str, names: tuple[str, ...]) -> NamedZones | None:
    """Find the zones beside a wish to join, also where they may mean something else: "iscrizione San Benedetto".

    None where there are none, or no wish is left without them. Never raises.
    """
    beside = zones_beside(Message.of(text, names), surely=False)
    return beside[1] if beside and understood(beside[0]).intent is Intent.JOIN else None


def parts_named(text: str, zone_names: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Find the zones and the words of topics of which `text` wants no more, and those that it wants to keep.

    What answers whether a part is to end, "solo Zambra", names one to end. Without those whose name may be that of
    several. Never raises.
    """
    ends, keeps = ended_and_kept(Message.of(text, zone_names))
    return _certain(ends), _certain(keeps)


def _certain(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*(names for names in parts if len(names) == 1))


def words_of_zones(names: tuple[str, ...]) -> frozenset[str]:
    """List the words that the register may keep of a choice of zones."""
    return WORDS.ONLY_ZONES_SPEECH.union({"tutte", "tutta", "altre"}, *(fold(name).split() for name in names))
