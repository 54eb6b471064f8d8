"""The reading of a citizen's wish, from the words alone: the rules of rules.py in their order.

Joining is strict: every word of the message must be known to belong to such a request; leaving is generous: one
clause that clearly says so is enough. Whatever is doubtful changes nothing and gets a question: deciding.py.
"""

from .deciding import Explanation, Understanding, explain, plain_reply_in, reply_in, understand
from .leave_clauses import leaves_plainly
from .meanings import Intent
from .message import Message
from .other_languages import LanguageWords
from .redaction import evidence

__all__ = [
    "Explanation",
    "Intent",
    "LanguageWords",
    "Understanding",
    "evidence",
    "explain",
    "leaves_plainly",
    "plain_reply_in",
    "reply_in",
    "understand",
    "words_in",
]


def words_in(text: str) -> frozenset[str]:
    """Return the words of `text` as the rules read them: corrected, in small letters. Never raises."""
    return Message.of(text).said
