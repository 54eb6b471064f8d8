"""The exceptions of a message: what somebody who leaves wants to keep, as in "toglietemi da tutto, tranne Zambra"."""

import re

from subscribers.keywords.message import Message
from subscribers.keywords.normalization import BREAK, QUESTION
from subscribers.keywords.normalization import WORDS as w

from .choosing import zones_named
from .mentions import Mention, in_town
from .refusing import ends_something, refused

ALERTS = frozenset({"allerte"})
"""The name of the kind that "emergenze", "meteo" and the like mean."""
NAMED = "l*p+(?:[l,]+p+)*"
"""Parts with the small words around them: "le allerte", "da Zambra, Ripoli e Arnaccio"."""
EXCEPTION = re.compile(
    "|".join(
        [
            f"x[^,e]+(?:,{NAMED}(?![^,]))*",  # tranne la scuola, Zambra e Ripoli
            f"{NAMED},?(?:x(?![l,]*p)|u)",  # Zambra esclusa
            f"v(?=p){NAMED}",  # salvo Zambra
            f"bn{NAMED}",  # ma non le allerte
            f"(?<!n)b?k[lok]*{NAMED}",  # ma lasciatemi Zambra
            f"(?<!n)w[lw]*o{NAMED}",  # mandatemi solo le allerte
            f"(?<=b)w[lw]*{NAMED}",  # ma vorrei ricevere le allerte
            f"b{NAMED}l*[rskw]",  # ma le allerte no; però Zambra la voglio
            f"(?<=,)o{NAMED}[l,]*[rkw]",  # togliete tutto, solo Zambra no
        ]
    )
)
"""The ways of leaving something out, over a letter for each word: LETTERS, "p" for a part, "e" for an ending."""
LETTERS = {
    ",": frozenset({BREAK, QUESTION}),
    "x": w.EXCEPT,
    "u": w.EXCEPTED,
    "v": w.SAVE,
    "b": w.BUT,
    "n": frozenset({"non"}),
    "r": frozenset({"no"}),
    "s": frozenset({"si"}),
    "o": w.ONLY,
    "k": w.KEEPING,
    "w": w.STILL_WANTED,
    "l": w.BEFORE_KEPT,
}
"""Letter → the words for which it stands, the first that holds the word."""
MARKS = frozenset[str]().union(*(LETTERS[letter] for letter in "xuvbok"))
"""The words without one of which nothing is left out."""


def exceptions(message: Message) -> tuple[Message, list[frozenset[str]]]:
    """Find what is left out: the message without it, and what each zone, each kind of message, may be called.

    An empty set where that is nothing that we send: "tranne la scuola".
    """
    if MARKS.isdisjoint(message.said):
        return message, []
    parts = _parts(message)
    letters = "".join(_letter(at, word, parts) for at, word in enumerate(message.tokens))
    left_out = {at for found in EXCEPTION.finditer(letters) for at in range(*found.span())}
    tokens = [BREAK if at in left_out else word for at, word in enumerate(message.tokens)]
    named = [part.names for part in parts if part.start in left_out]
    rest = Message(message.written, tokens, message.is_whole, message.zones)
    return (rest, named or [frozenset()]) if left_out else (message, [])


def ended_and_kept(message: Message) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """List what somebody wants no more of, and what they want to keep, each by what it may be called.

    What is left out of a wish is wanted no more, "tutte le zone tranne Zambra"; so is what answers whether a part is
    to end: "solo Zambra".
    """
    rest, kept = exceptions(message)
    if any(map(ends_something, rest.words)):
        return refused(rest), kept
    named = zones_named(message)
    answered = [frozenset({name}) for name in named.names] if named else []
    return refused(message) or kept or answered, []


def keeps_a_part(message: Message) -> bool:
    """Tell whether everything is to end but a zone or a kind of message, and nothing else is said."""
    ended, kept = ended_and_kept(message)
    return any(kept) and not ended and speaks_of_everything(exceptions(message)[0])


def speaks_of_everything(message: Message) -> bool:
    """Tell whether everything is spoken of, beside what is left out: "togli tutto", "non voglio nulla"."""
    return message.says(w.EVERYTHING) and message.said <= w.AROUND_EXCEPTION


def _parts(message: Message) -> list[Mention]:
    kinds = [
        Mention(at, at + 1, ALERTS if word in w.ALERT_WORDS else frozenset({word}))
        for at, word in enumerate(message.tokens)
        if word in w.KEPT_WORDS
    ]
    return [*in_town(message.tokens, message.zones), *kinds]


def _letter(at: int, word: str, parts: list[Mention]) -> str:
    if any(part.start <= at < part.end for part in parts):
        return "p"
    known = next((letter for letter, words in LETTERS.items() if word in words), "")
    return known or ("e" if ends_something(word) else "a")
