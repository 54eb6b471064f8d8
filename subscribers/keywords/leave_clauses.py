"""A goodbye beside a greeting, a reason, a story or another matter: one clause says it, and the model has to agree.

The clearer the clause, the less sure the model has to be, and the surer the more may turn the goodbye round.
"""

import re
from collections.abc import Sequence

from . import leaving, model
from .concepts import OFFICE, clauses_of, concept_of, form_of
from .message import Message, Words, follows, says
from .normalization import WORDS as w
from .other_intents import emergency, has_number, other_office, third_person
from .other_languages import LanguageWords, Wish, heard

PLAIN_FROM, PLAIN_BESIDE_DOUBT = 0.3, 0.6
"""The likelihood of leaving needed beside a clause that is a goodbye by the rules; the same beside a doubt."""
LIKE_FROM, LIKE_BESIDE_DOUBT = 0.7, 0.9
"""The same beside a clause that looks like one: "spegnete codesti avvisi"."""
ALONE_FROM, ALONE_BESIDE_DOUBT = 0.97, 0.98
"""The same where no clause says it."""
DOUBTS = frozenset({"if", "back", "kin", "maybe", "wants", "only", "join"})
"""Concepts that may hesitate, or tell a story: "se piove", "ma", "mia figlia dice", "ho scritto iscrizione"."""
SAYS = ("dice", "dicono", "detto")
"""Right before a goodbye: somebody else's."""
WHOM = 8
"""Words after "togliete" in which somebody is named."""
GOODBYES = (leaving.leave_word, leaving.leave_request, leaving.no_more, leaving.erasure, leaving.objection)

MAY_LEAVE = re.compile(
    r"[ck]ance|canc?ell|disis|de-?iscr|unsub|stop|basta|smett|finit|tog[lh]|lev[aoi]|elimin|rimu|rimoz|annul"
    r"|disd|revoc|recess|reced|rinunc|disatt|disab|esclu|depen|blocc|interromp|fermat|oppon|opposiz|oblio"
    r"|esc[oi]\b|uscire|cancel|quit|exit|pi(?:u\b|ù)",
    re.IGNORECASE,
)
"""Beginnings of the words of leaving: most messages have none of them, and are not read."""
ELSEWHERE = (
    emergency,
    other_office,
    third_person,
    leaving.refuses_to_leave,
    leaving.denies,
)

Spoken = list[tuple[str, str]]


def leave_beside_other_matter(message: Message) -> bool:
    """Tell whether somebody says goodbye, and speaks of another office or of somebody else beside it.

    Examples: "Cancellazione grazie. Sapete mica l'orario dell'anagrafe?", "mi ci ha messo mia figlia, toglietemi".
    """
    beside = other_office(message) or third_person(message)
    return beside and (
        leave_clause(message) or (not message.asks and any(map(_is_for_oneself, message.clauses)))
    )


def _is_for_oneself(clause: Words) -> bool:
    """Tell whether a clause sets its writer apart: "mia moglie è iscritta, io mi cancello"."""
    return says(clause, {"io"}, {"mi"}, w.LEAVE_WITH_MI) and leaving.is_goodbye(clause)


def leave_clause(message: Message) -> bool:
    """Tell whether the message holds a clear goodbye, whatever stands beside it.

    Example: "bona, ho visto, ho letto, m'è bastato. Scancellami".
    """
    plainly = any(map(is_plain_goodbye, message.clauses))
    if not plainly and not _looks_like_goodbye(message):
        return False
    clear, beside_doubt = (PLAIN_FROM, PLAIN_BESIDE_DOUBT) if plainly else (LIKE_FROM, LIKE_BESIDE_DOUBT)
    needed = beside_doubt if _has_doubt(message) else clear
    return model.likelihoods(message).leave >= needed and not _turns_round(message, plainly=plainly)


def leaves_alone(message: Message, likely: float) -> bool:
    """Tell whether the model lets somebody go by itself: nearly certain, in more than one word."""
    enough = likely >= (ALONE_BESIDE_DOUBT if _has_doubt(message) else ALONE_FROM)
    return enough and len(message.words) > 1 and not _turns_round(message, plainly=False)


def is_plain_goodbye(clause: Words) -> bool:
    """Tell whether every word of the clause belongs to a goodbye: "toglietemi pure"."""
    return (
        says(clause, w.LEAVE_PLAINLY)
        and leaving.is_goodbye(clause)
        and not leaving.gives_instructions(clause)
        and not leaving.is_about_something_else(clause)
    )


def _has_doubt(message: Message) -> bool:
    return (
        message.asks
        or other_office(message)
        or third_person(message)
        or message.says(w.JOINING)
        or not DOUBTS.isdisjoint(map(concept_of, message.said))
    )


def _turns_round(message: Message, *, plainly: bool) -> bool:
    """Tell whether a goodbye is taken back, not meant, a question, somebody else's, or for a while."""
    return (
        message.says(w.TURNED)
        or (not plainly and (message.says(w.WHILE) or any(map(_is_of_a_time, message.clauses))))
        or message.says(w.GIVEN, w.OWN)
        or (message.asks and len(message.clauses) == 1)
        or (has_number(message) and not {"mio", "numero"} <= message.said)
        or message.says(w.ACTED_FOR)
        or any(follows(message.words, says, w.LEAVE_ME) for says in SAYS)
        or _takes_somebody_off(message.words)
        or leaving.refuses_to_leave(message)
        or leaving.denies(message)
        or leaving.both_words(message)
        or leaving.erasure(message)
        or leaving.objection(message)
    )


def _is_of_a_time(clause: Words) -> bool:
    """Tell whether a clause refuses what comes at some time of the day: "niente la notte"."""
    return says(clause, w.OF_THE_DAY, w.NEGATIONS | w.ENOUGH)


def _takes_somebody_off(words: Words) -> bool:
    """Tell whether somebody else is to be taken off the list: "levate la mi' mamma dalla lista"."""
    return any(
        concept_of(verb) == "remove"
        and form_of(verb) == "!"
        and not w.OTHER_MEMBERS.isdisjoint(words[at + 1 : at + 1 + WHOM])
        for at, verb in enumerate(words)
    )


def _looks_like_goodbye(message: Message) -> bool:
    return len(message.words) > 1 and any(map(_lets_go, clauses_of(message.tokens)))


def _lets_go(said: Spoken) -> bool:
    """Tell whether being taken off, or getting no more of ours, is asked for."""
    concepts = {concept for concept, _ in said}
    ours = not concepts.isdisjoint({"note", "list", "send", "get", "me"})
    if OFFICE in concepts and concepts.isdisjoint({"note", "list"}):
        return False
    return (
        any(concept == "remove" and form in {"!me", "~me"} for concept, form in said)
        or (ours and not concepts.isdisjoint({"remove", "stop"}))
        or ("not" in concepts and not concepts.isdisjoint({"send", "get", "note"}))
    )


def leaves_plainly(text: str, languages: Sequence[LanguageWords] = ()) -> bool:
    """Tell whether a rule of leaving applies to a citizen's text, or a goodbye announced in one of `languages`.

    Never raises, and asks no model: some 5 microseconds for most messages, 60 for those that may leave.
    """
    if languages and (said := heard(text, languages)):
        return said.wish is Wish.LEAVE
    if not MAY_LEAVE.search(text):
        return False
    message = Message.of(text)
    if any(rule(message) for rule in ELSEWHERE):
        return False
    return any(rule(message) for rule in GOODBYES) or any(map(is_plain_goodbye, message.clauses))
