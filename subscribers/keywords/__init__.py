"""The reading of a citizen's wish, from the words alone: the rules of rules.py in their order.

Joining is strict: every word of the message must be known to belong to such a request; leaving is generous: one
clause that clearly says so is enough. Whatever is doubtful changes nothing and gets a question: deciding.py.
"""

from .deciding import Explanation, Understanding, explain, plain_reply_in, reply_in, understand
from .leave_clauses import leaves_plainly
from .meanings import Intent
from .message import Message
from .normalization import WORDS, fold
from .other_intents import NamedZones, zones_named
from .other_languages import LanguageWords
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
    "plain_reply_in",
    "reply_in",
    "understand",
    "words_in",
    "words_of_zones",
    "zones_in",
]


def words_in(text: str) -> frozenset[str]:
    """Return the words of `text` as the rules read them: corrected, in small letters. Never raises."""
    return Message.of(text).said


def zones_in(text: str, names: tuple[str, ...]) -> NamedZones | None:
    """Find those of these zones that `text` chooses; None where it chooses none by name. Never raises."""
    return zones_named(Message.of(text, names))


def words_of_zones(names: tuple[str, ...]) -> frozenset[str]:
    """List the words that the register may keep of a choice of zones."""
    return WORDS.ONLY_ZONES_SPEECH.union({"tutte", "tutta", "altre"}, *(fold(name).split() for name in names))
