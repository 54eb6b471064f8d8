# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules for who wants to join: every word of the message must be known to belong to such a request."""

from itertools import pairwise

from . import vocabulary as v
from .foreign_wishes import foreign_wish
from .message import Message, Words, follows, says

OTHER_SERVICES = {"canale", "canali"}
"""A WhatsApp channel is followed, not joined by a message: whoever names one is asked."""
REQUEST_SPEECH = v.JOIN_SPEECH.union(v.JOIN_VERBS, v.MADE_MEMBER, v.PLACES)
LIST_SPEECH = v.JOIN_SPEECH.union(v.ADD_ME, v.ADD_WITH_MI, v.ENTER, {"adesione"})
NEWS_SPEECH = v.JOIN_SPEECH.union(v.SEND_ME)
INFORMED_SPEECH = v.JOIN_SPEECH.union(v.KEEP_ME, v.INFORMED, v.ABOUT, v.KEEP_INFORMED)
MY_REQUEST = (v.WISH | v.CAN_YOU | {"prega"}) - {"volete"}
MY_WISH = v.WISH - v.EVERYBODYS_WISH
CONSENT_SPEECH = v.JOIN_SPEECH.union(v.CONSENT, v.SMALL_PRINT, v.JOIN_VERBS)


def question_or_negation(message: Message) -> bool:
    """Tell whether joining is asked about or denied: "Come faccio a iscrivermi?", "non voglio iscrivermi"."""
    return message.touches_consent and not _may_join(message)


def join_word(message: Message) -> bool:
    """Tell whether the message is "Iscrizione", at the most with courtesies, our service or one's own name."""
    words = message.words_without_name
    at = next((at for at, word in enumerate(words) if word in v.JOIN_NOUN), None)
    if at is None or not _may_join(message):
        return False
    before, after = words[:at], words[at + 1 :]
    is_asked_for = says(before, v.REQUEST | v.ACTIVATE | v.AGREE)
    is_ours_to_do = not says(before, v.TO_DO | v.CAN_YOU) or says(before, MY_WISH | {"mi"})
    stands_alone = not says(before[-1:], v.GRAMMAR)
    return (
        (is_asked_for or stands_alone)
        and is_ours_to_do
        and not says(before[-1:], {"per", "vostra"})
        and after[:1] != ["di"]
        and ("per" not in after or says(after, v.NEWS))
        and v.BEFORE_JOIN_NOUN.issuperset(before)
        and v.AFTER_JOIN_NOUN.issuperset(_without_own_number(after))
    )


def join_request(message: Message) -> bool:
    """Tell whether somebody asks to join: "Vorrei iscrivermi", "iscrivetemi", "mi iscriva"."""
    words = message.words_without_name
    return (
        _may_join(message)
        and REQUEST_SPEECH.issuperset(words)
        and not follows(words, "per", v.JOIN_VERBS)
        and (_asks_to_join(words) or _asks_to_be_member(words))
    )


def join_list(message: Message) -> bool:
    """Tell whether somebody asks to be put on our list, or to be part of it.

    Examples: "Mi segni per i messaggi del Comune", "vorrei far parte della lista".
    """
    words = message.words_without_name
    adds_me = (
        says(words, v.ADD_ME)
        or says(words, {"mi"}, v.ADD_WITH_MI)
        or says(words, v.ADD_WITH_MI, {"mio"}, {"numero"})
    )
    enters = says(words, v.ENTER, v.WISH | {"aderisco"}) or says(words, {"adesione"}, {"whatsapp"})
    return (
        _may_join(message)
        and LIST_SPEECH.issuperset(words)
        and (adds_me or enters)
        and says(words, v.OUR_LIST | v.NEWS)
    )


def wants_news(message: Message) -> bool:
    """Tell whether somebody wants our news to be sent to them.

    Examples: "Desidero ricevere le notizie del Comune", "mandatemi le vostre comunicazioni".
    """
    words = message.words_without_name
    return (
        _may_join(message)
        and NEWS_SPEECH.issuperset(words)
        and (
            says(words, v.WISH, {"ricevere"}, v.OURS, v.NEWS)
            or says(words, v.WISH, {"ricevere"}, {"messaggi"})
            or says(words, v.SEND_ME, v.NAMED_OURS, v.NEWS)
            or says(words, v.SEND_ME, v.OURS, v.PLAINLY_NEWS)
        )
    )


def wants_to_know(message: Message) -> bool:
    """Tell whether somebody wants to be kept informed: "Desidero essere informato sulle attività del Comune"."""
    words = message.words_without_name
    return (
        _may_join(message)
        and INFORMED_SPEECH.issuperset(words)
        and (says(words, v.WISH, v.KEEP_ME) or says(words, v.KEEP_INFORMED))
        and says(words, v.INFORMED, v.NEWS | v.ABOUT, v.THIS_TOWN)
    )


def foreign_request(message: Message) -> bool:
    """Tell whether the message as a whole asks to join in another language.

    Examples: "Subscribe please", "quiero recibir los avisos". The bare word is asked about.
    """
    return foreign_wish(message) and not is_somebody_else(message)


def consent_words(message: Message) -> bool:
    """Tell whether somebody consents in the words of the announcement.

    Example: "Autorizzo il Comune di Cascina a inviarmi messaggi".
    """
    words = message.words_without_name
    known = CONSENT_SPEECH.issuperset(words)
    return _may_join(message) and known and says(words, v.CONSENT, v.RECEIVE, v.NEWS)


def _without_own_number(words: Words) -> Words:
    """Return the words without "numero" where it is one's own: "iscrizione del mio numero"."""
    return [word for word in words if word != "numero"] if "mio" in words else words


def _may_join(message: Message) -> bool:
    """A question, a negation, half a sentence, or more text than was looked at, never joins."""
    is_complete = message.is_whole and not says(message.words[-1:], v.DANGLING)
    is_doubtful = message.asks or message.says(v.NEGATIONS) or message.says(OTHER_SERVICES)
    return is_complete and not (is_doubtful or is_about_residence(message) or is_somebody_else(message))


def is_about_residence(message: Message) -> bool:
    """Tell whether somebody who moves house says so, too: "iscrizione al Comune", "iscrivermi a Cascina"."""
    is_ours = message.says(v.OUR_LIST | v.NEWS | v.MEANS)
    return not is_ours and not message.says(v.LIVING) and _names_a_place(message.words)


def _names_a_place(words: Words) -> bool:
    return any(before in ("a", "al", "in", "nel") and place in v.HERE for before, place in pairwise(words))


def is_somebody_else(message: Message) -> bool:
    """Tell whether somebody else is to join: "iscrivetemi il bimbo"; "sono la signora Rossi" is who writes."""
    words = message.words
    return message.says(v.PERSONS) and any(
        before in v.BEFORE_PERSONS and person in v.PERSONS and words[at - 1 : at] != ["sono"]
        for at, (before, person) in enumerate(pairwise(words))
    )


def _asks_to_join(words: Words) -> bool:
    wishes = says(words, MY_REQUEST)
    me = says(words, {"mi", "me", "potermi"}) or {"mio", "numero"}.issubset(words)
    return (
        says(words, v.JOIN_ME)
        or (me and says(words, v.JOIN_WITH_MI))
        or (wishes and says(words, v.TO_JOIN))
        or (wishes and me and says(words, v.TO_JOIN_WITH_MI))
    )


def _asks_to_be_member(words: Words) -> bool:
    """Tell whether somebody asks to be a member: "vorrei essere iscritta".

    Whoever asks to be added says to what: "aggiunto alla lista".
    """
    is_named = says(words, v.OUR_LIST | {"iscritto", "iscritta"})
    return is_named and says(words, v.WISH, {"essere"}, v.MADE_MEMBER)
