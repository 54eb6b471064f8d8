# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who wants to join: every word of the message must be known to belong to such a request."""

from . import vocabulary as v
from .reading import Message, Words, follows


def question_or_negation(message: Message) -> bool:
    """As in "Come faccio a iscrivermi?", "non voglio iscrivermi"."""
    return message.touches_consent and not _may_join(message)


def join_word(message: Message) -> bool:
    """As in "Iscrizione", with courtesies, our service or one's own name."""
    words = message.words_without_name
    at = next((at for at, word in enumerate(words) if word in v.JOIN_NOUN), None)
    if at is None or not _may_join(message):
        return False
    before, after = words[:at], words[at + 1 :]
    is_asked_for = not v.REQUEST.union(v.ACTIVATE).isdisjoint(before)
    stands_alone = v.GRAMMAR.isdisjoint(before[-1:])
    return (
        (is_asked_for or stands_alone)
        and before[-1:] != ["per"]
        and v.BEFORE_JOIN_NOUN.issuperset(before)
        and v.AFTER_JOIN_NOUN.issuperset(after)
    )


def join_request(message: Message) -> bool:
    """As in "Vorrei iscrivermi", "iscrivetemi", "mi iscriva"."""
    words = message.words_without_name
    known = v.JOIN_SPEECH.union(v.JOIN_VERBS, v.MADE_MEMBER).issuperset(words)
    instructs = follows(words, "per", v.JOIN_VERBS)
    return (
        _may_join(message) and known and not instructs and (_asks_to_join(words) or _asks_to_be_member(words))
    )


def _asks_to_join(words: Words) -> bool:
    wishes = not v.WISH.union(v.CAN_YOU).isdisjoint(words)
    me = "mi" in words or {"mio", "numero"}.issubset(words)
    return (
        not v.JOIN_ME.isdisjoint(words)
        or (me and not v.JOIN_WITH_MI.isdisjoint(words))
        or (wishes and not v.TO_JOIN.isdisjoint(words))
        or (wishes and me and not v.TO_JOIN_WITH_MI.isdisjoint(words))
    )


def _asks_to_be_member(words: Words) -> bool:
    somewhere = not v.OUR_LIST.isdisjoint(words) or not {"iscritto", "iscritta"}.isdisjoint(words)
    return "essere" in words and somewhere and all(map(set(words).intersection, (v.MADE_MEMBER, v.WISH)))


def join_list(message: Message) -> bool:
    """As in "Mi segni per i messaggi del Comune", "vorrei far parte della lista"."""
    adds_me = message.says(v.ADD_ME) or message.says({"mi"}, v.ADD_WITH_MI)
    enters = message.says(v.ENTER, v.WISH | {"aderisco"})
    known = v.JOIN_SPEECH.union(v.ADD_ME, v.ADD_WITH_MI, v.ENTER).issuperset(message.words_without_name)
    return _may_join(message) and known and (adds_me or enters) and message.says(v.OUR_LIST | v.NEWS)


def wants_news(message: Message) -> bool:
    """As in "Desidero ricevere le notizie del Comune", "mandatemi le vostre comunicazioni"."""
    wishes = message.says(v.WISH, {"ricevere"}, v.OURS) or message.says(v.SEND_ME, v.NAMED_OURS)
    known = v.JOIN_SPEECH.union(v.SEND_ME).issuperset(message.words_without_name)
    return _may_join(message) and known and wishes and message.says(v.NEWS)


def consent_words(message: Message) -> bool:
    """As in "Autorizzo il Comune di Cascina a inviarmi messaggi": the words of the announcement."""
    known = v.JOIN_SPEECH.union(v.CONSENT, v.SMALL_PRINT, v.JOIN_VERBS).issuperset(message.words_without_name)
    return _may_join(message) and known and message.says(v.CONSENT, v.RECEIVE, v.NEWS)


def _may_join(message: Message) -> bool:
    """A question, a negation, or more text than was looked at, never joins."""
    return message.is_whole and not message.asks and not message.says(v.NEGATIONS)
