# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What neither joins nor leaves: commands, other offices' business, thanks, half words and doubts."""

from . import other_words as o
from . import vocabulary as v
from .leaving import leave_request
from .other_offices import OTHER_OFFICE_BEGINNINGS, OTHER_OFFICES
from .reading import Message

AROUND_HALF = frozenset().union(
    o.HALF_REQUESTS,
    v.POLITE,
    v.SERVICE,
    v.GRAMMAR,
    v.NEWS,
    v.SMALL_PRINT,
    v.REQUEST,
    v.NEGATIONS,
    {"anche", "numero"},
)
AROUND_LEAVING = v.LEAVE_SPEECH | v.QUESTION_WORDS
AROUND_INTEREST = o.INTEREST | v.JOIN_SPEECH | v.NEGATIONS


def emergency(message: Message) -> bool:
    """Somebody may be in danger: "Aiuto, sono caduto" is no request for the menu."""
    cries = "aiuto" in message.said and not message.said <= o.COMMAND_SPEECH and not message.touches_consent
    return cries or message.says(o.EMERGENCY)


def my_data(message: Message) -> bool:
    """As in "I miei dati", "Quali dati avete su di me?" (GDPR, article 15)."""
    return message.said <= o.MY_DATA | v.POLITE and (
        message.says({"dati"}) or {"sapete", "me"} <= message.said
    )


def topics(message: Message) -> bool:
    """As in "Argomenti"."""
    return message.says(o.TOPIC_COMMANDS) and message.said <= o.TOPICS | v.POLITE


def asks_help(message: Message) -> bool:
    """As in "Aiuto", "Menu", "Informazioni"; thanks for information are not one."""
    commands = message.says(o.HELP_COMMANDS) and message.said <= o.HELP | v.POLITE
    return commands and message.words[0] not in o.THANKS


def privacy(message: Message) -> bool:
    """As in "Privacy", "Chi vi ha dato il mio numero?"."""
    asks_source = {"mio", "numero"} <= message.said and message.says({"chi", "come", "dove", "perche"})
    command = message.says(o.PRIVACY_COMMANDS) and message.said <= o.PRIVACY | v.POLITE
    return command or (asks_source and not message.touches_consent)


def leave_beside_other_office(message: Message) -> bool:
    """A clear goodbye in one clause, another office's business in the next."""
    return other_office(message) and leave_request(message)


def other_office(message: Message) -> bool:
    """As in "Iscrizione al nido", "Cancellazione residenza"."""
    return message.says(OTHER_OFFICES) or any(
        word.startswith(OTHER_OFFICE_BEGINNINGS) for word in message.said
    )


def third_person(message: Message) -> bool:
    """Somebody else is to join or leave: only who uses a number can say so."""
    if not (message.touches_consent or message.says(v.ADD_ME | v.ADD_WITH_MI | v.END)):
        return False
    has_number = sum(len(word) for word in message.said if word.isdigit()) >= 6
    return message.says(o.OTHER_MEMBERS) or (has_number and not {"mio", "numero"} <= message.said)


def thanks(message: Message) -> bool:
    """Thanks for a broadcast; "sì grazie" may be an answer instead."""
    is_short = len(message.words) <= 8 and not message.asks
    return (
        is_short and message.says(o.THANKS) and not message.says({"si", "no"}) and not message.touches_consent
    )


def half_word(message: Message) -> bool:
    """Another town's word ("Attiva"), half of ours ("off"), or another language's ("subscribe")."""
    return message.says(o.HALF_REQUESTS) and message.said <= AROUND_HALF


def answer_without_question(message: Message) -> bool:
    """As in "Sì", "1", "va bene": buttons carry their own answer, so that these answer nothing."""
    return message.says(o.ANSWERS) and message.said <= o.ANSWERS | v.POLITE


def interest(message: Message) -> bool:
    """As in "Mi interessa": no request, nor a goodbye."""
    return message.says(o.INTEREST) and message.said <= AROUND_INTEREST


def doubtful(message: Message) -> bool:
    """Joining, leaving or receiving is spoken of, and no rule knows what is meant."""
    return (
        message.touches_consent
        or message.says({"non"}, {"mi"}, v.DONT_SEND_WITH_MI)
        or message.says(v.RECEIVING | v.WISH, v.NEWS | {"informazioni"})
        or message.says({"consenso"})
        or message.says(v.KEEP_INFORMED, v.INFORMED)
        or message.says({"dalla", "dal", "nella", "nel", "in"}, {"lista", "gruppo", "elenco", "rubrica"})
        or message.says({"stop", "basta"}, v.WRITING | {"sbaglio", "errore"})
        or message.says({"non"}, v.ENOUGH)
        or message.says({"don"}, {"stop"})
        or message.says(o.SOMEBODYS | v.REMOVED, v.OUR_LIST)
        or message.says({"non"}, {"piu"}, v.NEWS)
        or message.says({"uscire"} | v.END, v.OUR_LIST)
        or (message.says(v.STOP_WORDS | v.LEAVE_WITH_MI) and message.said <= AROUND_LEAVING)
        or (message.says({"non"}, {"mi"}, v.LEAVE_WITH_MI))
    )
