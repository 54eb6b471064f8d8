"""The rules that neither join nor leave: commands, other offices' business, thanks, half words and doubts."""

from .leaving import leave_request
from .message import Message, Words, says
from .normalization import OFFICE_BEGINNINGS
from .normalization import WORDS as w

SAVED = ("salvat", "memorizzat", "salvo")


def emergency(message: Message) -> bool:
    """Tell whether somebody may be in danger: "Aiuto, sono caduto" is no request for the menu."""
    return _cries(message) or message.says(w.EMERGENCY)


def _cries(message: Message) -> bool:
    """Tell whether somebody calls for help, and neither asks for the menu nor thanks for help that was given."""
    return (
        "aiuto" in message.said
        and not message.said <= w.COMMAND_SPEECH
        and not message.touches_consent
        and not all(map(_thanks_for_help, (clause for clause in message.clauses if "aiuto" in clause)))
    )


def _thanks_for_help(clause: Words) -> bool:
    """Tell whether a clause gives thanks for help: "grazie mille per il vostro aiuto".

    "grazie, ho bisogno di aiuto" is a cry all the same.
    """
    before = clause[: clause.index("aiuto")]
    thanked = next((at for at, word in enumerate(before) if word in w.THANKS), len(before))
    return thanked < len(before) and w.FOR_HELP.issuperset(before[thanked:])


def my_data(message: Message) -> bool:
    """Tell whether somebody asks for their data: "I miei dati", "Quali dati avete su di me?" (GDPR, article 15).

    "Come usate i miei dati?" asks for the same: the answer says what there is, and whom to write to.
    """
    of_me = message.says({"sapete", "informazioni"}) and message.says({"me"})
    return message.said <= w.MY_DATA_SPEECH and (message.says({"dati"}) or of_me)


def topics(message: Message) -> bool:
    """Tell whether the message asks for the topics: "Argomenti"."""
    return message.says(w.TOPIC_COMMANDS) and message.said <= w.TOPICS_SPEECH


def only_alerts(message: Message) -> bool:
    """Tell whether somebody wants nothing but alerts: "solo allerte"."""
    return message.says(w.ONLY, w.ALERTS) and message.said <= w.ALERTS_SPEECH and not message.asks


def no_more_of_a_topic(message: Message) -> bool:
    """Tell whether somebody wants less: "non voglio più gli eventi", "solo le allerte". They do not mean to leave."""
    names_one, has_enough = message.says(w.TOPIC_NAMES), message.says(w.NO_TOPIC)
    no_more = names_one and has_enough and message.said <= w.TOPIC_SPEECH
    fewer = message.says(w.FEWER, w.NEWS | w.ABOUT | w.TOPIC_NAMES) and message.said <= w.FEWER_SPEECH
    return (no_more or fewer) and not message.asks


def asks_standing(message: Message) -> bool:
    """Tell whether somebody asks if they are subscribed: "Sono iscritta?", "vorrei sapere se sono iscritto"."""
    asks = message.asks or message.says({"se"}) or {"o", "no"} <= message.said
    return asks and message.says(w.STANDING) and message.says(w.AM_I) and message.said <= w.STANDING_SPEECH


def latest_news(message: Message) -> bool:
    """Tell whether the message asks for the latest news: "Notizie", "ultime novità?".

    Whoever wants to *receive* them means to join: other rules decide.
    """
    names_them = message.says(w.NEWS_COMMANDS) or message.says(w.LATEST, w.NEWS)
    wishes = w.WISH | w.TO_LEARN if message.says(w.LATEST | w.TO_LEARN) else frozenset()
    asks = names_them and message.said <= w.ASKING_FOR_NEWS | wishes
    return asks and message.words[0] not in w.THANKS


def asks_help(message: Message) -> bool:
    """Tell whether the message asks for help: "Aiuto", "Menu", "Informazioni"; thanks for information do not."""
    commands = message.says(w.HELP_COMMANDS) and message.said <= w.HELP_SPEECH
    return commands and message.words[0] not in w.THANKS


def italian(message: Message) -> bool:
    """Tell whether somebody who chose another language goes back: "Italiano"."""
    return message.says(w.ITALIAN) and message.said <= w.ITALIAN_SPEECH


def privacy(message: Message) -> bool:
    """Tell whether the message asks how data are processed: "Privacy", "Chi vi ha dato il mio numero?"."""
    asks_source = {"mio", "numero"} <= message.said and message.says({"chi", "come", "dove", "perche"})
    command = message.says(w.PRIVACY_COMMANDS) and message.said <= w.PRIVACY_SPEECH
    return command or (asks_source and not message.touches_consent)


def genuine(message: Message) -> bool:
    """Tell whether somebody doubts that we are the Comune: "è un messaggio vero?", "siete davvero il Comune?"."""
    doubts = message.says(w.GENUINE_WORDS) or {"siete", "comune"} <= message.said
    return message.asks and doubts and message.said <= w.GENUINE_SPEECH


def leave_beside_other_office(message: Message) -> bool:
    """A clear goodbye in one clause, another office's business in the next."""
    return other_office(message) and leave_request(message)


def other_office(message: Message) -> bool:
    """Tell whether the message is for another office: "Iscrizione al nido", "Cancellazione residenza"."""
    words = message.words_without_name
    return says(words, w.OTHER_OFFICES) or any(word.startswith(OFFICE_BEGINNINGS) for word in words)


def third_person(message: Message) -> bool:
    """Tell whether somebody else is to join or leave: only who uses a number can say so."""
    if not (message.touches_consent or message.says(w.ADDED_OR_ENDED)):
        return False
    return message.says(w.OTHER_MEMBERS) or (has_number(message) and not {"mio", "numero"} <= message.said)


def has_number(message: Message) -> bool:
    """Tell whether a telephone number stands in a message; one that somebody saved is ours."""
    clauses = [clause for clause in message.clauses if not any(word.startswith(SAVED) for word in clause)]
    return sum(len(word) for clause in clauses for word in {*clause} if word.isdigit()) >= 6


def thanks(message: Message) -> bool:
    """Tell whether a message thanks for a broadcast, or is "👍"; "sì grazie" may be an answer instead."""
    if message.words and message.said <= w.ACKNOWLEDGED:
        return True
    is_short = len(message.words) <= 8 and not message.asks
    return (
        is_short and message.says(w.THANKS) and not message.says({"si", "no"}) and not message.touches_consent
    )


def half_word(message: Message) -> bool:
    """Tell whether a message is another town's word ("Attiva"), half of ours ("off"), or foreign ("subscribe")."""
    return message.says(w.HALF_REQUESTS) and message.said <= w.AROUND_HALF


def answer_without_question(message: Message) -> bool:
    """Tell whether the message is a bare answer: "Sì", "1", "va bene".

    Buttons carry their own answer, so that these answer nothing.
    """
    return message.says(w.ANSWERS) and message.said <= w.ANSWERS_SPEECH


def interest(message: Message) -> bool:
    """Tell whether the message says no more than "Mi interessa": no request, nor a goodbye."""
    return message.says(w.INTEREST) and message.said <= w.AROUND_INTEREST


def doubtful(message: Message) -> bool:
    """Tell whether joining, leaving or receiving is spoken of, and no rule knows what is meant."""
    return (
        message.touches_consent
        or message.says({"non"}, {"mi"}, w.DONT_SEND_WITH_MI)
        or message.says(w.RECEIVING | w.WISH, w.NEWS | {"informazioni"})
        or message.says({"consenso"})
        or message.says({"sbaglio", "errore"}, w.STANDING)
        or message.says(w.KEEP_INFORMED, w.INFORMED)
        or message.says({"dalla", "dal", "nella", "nel", "in"}, {"lista", "gruppo", "elenco", "rubrica"})
        or message.says({"stop", "basta"}, w.WRITING | {"sbaglio", "errore"})
        or message.says({"non"}, w.ENOUGH)
        or message.says({"dont"}, {"stop"})
        or message.says(w.SOMEBODYS | w.REMOVED, w.OUR_LIST)
        or message.says({"non"}, {"piu"}, w.NEWS)
        or message.says({"uscire"} | w.END, w.OUR_LIST)
        or (message.says(w.STOP_WORDS | w.LEAVE_WITH_MI) and message.said <= w.AROUND_LEAVING)
        or (message.says({"non"}, {"mi"}, w.LEAVE_WITH_MI))
    )


def nothing_of_ours(message: Message) -> bool:
    """Return True for any message: the last rule, for what no other one knows."""
    return True
