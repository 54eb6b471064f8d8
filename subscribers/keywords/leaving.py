# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who wants to leave: one clause that clearly says so is enough, unless the message wants something else too."""

from . import vocabulary as v
from .reading import Message, Words, follows


def refuses_to_leave(message: Message) -> bool:
    """As in "non cancellatemi", "no cancellazione"."""
    return any(map(_is_negated_goodbye, message.clauses))


def erasure(message: Message) -> bool:
    """As in "Cancellate i miei dati" (GDPR, article 17)."""
    return _may_leave(message) and any(
        "dati" in clause and _is_goodbye(clause) and not v.ERASING.isdisjoint(clause)
        for clause in message.clauses
    )


def objection(message: Message) -> bool:
    """As in "Mi oppongo al trattamento dei miei dati" (GDPR, article 21)."""
    return _may_leave(message) and any(
        not v.OBJECTION.isdisjoint(clause) and _is_goodbye(clause) and not v.OBJECTED.isdisjoint(clause)
        for clause in message.clauses
    )


def leave_word(message: Message) -> bool:
    """As in "Cancellazione", "STOP", "Basta": with nothing but courtesies, our service or one's own name."""
    words = message.words_without_name
    instructs = follows(words, "per", v.STOP_WORDS) or follows(words, "mi", v.ENOUGH)
    return (
        message.is_whole
        and not message.asks
        and not instructs
        and not v.STOP_WORDS.isdisjoint(words)
        and v.JOIN_NOUN.isdisjoint(words)
        and _is_goodbye(words)
    )


def leave_request(message: Message) -> bool:
    """As in "Toglietemi dalla lista", "vorrei essere cancellata", "annullate la mia iscrizione"."""
    return _may_leave(message) and any(
        _is_goodbye(clause) and (_takes_me_off(clause) or _ends_something_of_mine(clause))
        for clause in message.clauses
    )


def no_more(message: Message) -> bool:
    """As in "non mi interessa più", "non mandatemi messaggi"."""
    asks = message.asks or message.says(v.QUESTION_WORDS)
    return not asks and any(map(_wants_no_more, message.clauses)) and not message.says(v.JOIN_VERBS)


def _may_leave(message: Message) -> bool:
    """Nothing else is wanted too, and a question asks us to act ("potete cancellarmi?"), not how."""
    joins = message.says(v.JOIN_VERBS) or any(
        not v.JOIN_NOUN.isdisjoint(clause) and not _ends_something_of_mine(clause)
        for clause in message.clauses
    )
    return not joins and (not message.asks or message.says(v.ASKING_US))


def both_words(message: Message) -> bool:
    """Joining and leaving in one message, as on the poster: "Iscrizione/Cancellazione"."""
    return message.says(v.JOIN_NOUN | v.JOIN_VERBS, v.LEAVE_WORDS)


def _is_goodbye(clause: Words) -> bool:
    """Whether every word of the clause belongs to a goodbye, and none turns it round."""
    return v.LEAVE_SPEECH.issuperset(clause) and v.NOT.isdisjoint(clause)


def _is_negated_goodbye(clause: Words) -> bool:
    """As in "non cancellatemi", "no cancellazione"."""
    negated = not v.NOT.isdisjoint(clause) and not v.LEAVE_CLEARLY.isdisjoint(clause)
    return negated or follows(clause, "no", v.LEAVE_CLEARLY)


def _takes_me_off(clause: Words) -> bool:
    """As in "toglietemi", "mi cancelli", "vorrei essere cancellata"."""
    if not v.JOIN_NOUN.isdisjoint(clause) or follows(clause, "per", v.LEAVE_ME):
        return False
    wishes_removal = not v.WISH.union(v.CAN_YOU).isdisjoint(clause) and "essere" in clause
    return (
        not v.LEAVE_ME.isdisjoint(clause)
        or ("mi" in clause and not v.LEAVE_WITH_MI.isdisjoint(clause))
        or (wishes_removal and not v.REMOVED.isdisjoint(clause))
    )


def _ends_something_of_mine(clause: Words) -> bool:
    """As in "annullate la mia iscrizione", "togliete il mio numero"; the verb comes first."""
    ending = next((at for at, word in enumerate(clause) if word in v.ENDING), len(clause))
    rest = clause[ending + 1 :]
    if ending < len(clause) and clause[ending] in v.LEAVE_NOUN and rest[:1] not in (["della"], ["dell"]):
        return False  # "cancellazione iscrizione" may be the two words of the poster
    return not v.MY_THINGS.isdisjoint(rest)


def _wants_no_more(clause: Words) -> bool:
    """As in "non voglio più messaggi", "non scrivetemi", "mai più messaggi"."""
    if not v.NO_MORE_SPEECH.issuperset(clause) or v.NOT.isdisjoint(clause):
        return False
    no_longer = "piu" in clause and not v.NO_LONGER_WANTED.isdisjoint(clause)
    no_news = not v.WANTED.isdisjoint(clause) and not v.NEWS.isdisjoint(clause)
    no_writing = not v.DONT_SEND.isdisjoint(clause) or (
        {"mi", "piu"}.issubset(clause) and not v.DONT_SEND_WITH_MI.isdisjoint(clause)
    )
    return no_longer or no_news or no_writing
