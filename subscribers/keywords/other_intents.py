"""The rules that neither join nor leave: commands, other offices' business, thanks, half words and doubts."""

from . import command_words as c
from . import vocabulary as v
from .leaving import leave_request
from .message import Message, Words, says
from .other_offices import OTHER_OFFICE_BEGINNINGS, OTHER_OFFICES

AROUND_HALF = frozenset().union(
    c.HALF_REQUESTS,
    v.POLITE,
    v.SERVICE,
    v.GRAMMAR,
    v.NEWS,
    v.SMALL_PRINT,
    v.REQUEST,
    v.NEGATIONS,
    {"anche", "numero"},
)
MY_DATA_SPEECH = c.MY_DATA | v.POLITE
TOPICS_SPEECH = c.TOPICS | v.POLITE
TOPIC_SPEECH = c.TOPIC_NAMES | c.NO_TOPIC | c.BESIDE_A_TOPIC | v.GRAMMAR | v.NEWS | v.POLITE
FEWER_SPEECH = (c.FEWER | c.TOPIC_NAMES | c.BESIDE_A_TOPIC | v.ABOUT | v.GRAMMAR | v.NEWS | v.POLITE) - {
    "piu"
}
STANDING_SPEECH = c.AROUND_STANDING | v.SERVICE | v.POLITE
HELP_SPEECH = c.HELP | v.POLITE
ITALIAN_SPEECH = c.ITALIAN | {"in"} | v.POLITE
PRIVACY_SPEECH = c.PRIVACY | v.POLITE
GENUINE_SPEECH = c.GENUINE | v.GRAMMAR | v.SERVICE | v.POLITE
ANSWERS_SPEECH = c.ANSWERS | v.POLITE
ADDED_OR_ENDED = v.ADD_ME | v.ADD_WITH_MI | v.END
AROUND_LEAVING = v.LEAVE_SPEECH | v.QUESTION_WORDS
SAVED = ("salvat", "memorizzat", "salvo")
AROUND_INTEREST = c.INTEREST | v.JOIN_SPEECH | v.NEGATIONS


def emergency(message: Message) -> bool:
    """Tell whether somebody may be in danger: "Aiuto, sono caduto" is no request for the menu."""
    return _cries(message) or message.says(c.EMERGENCY)


def _cries(message: Message) -> bool:
    """Tell whether somebody calls for help, and neither asks for the menu nor thanks for help that was given."""
    return (
        "aiuto" in message.said
        and not message.said <= c.COMMAND_SPEECH
        and not message.touches_consent
        and not all(map(_thanks_for_help, (clause for clause in message.clauses if "aiuto" in clause)))
    )


def _thanks_for_help(clause: Words) -> bool:
    """Tell whether a clause gives thanks for help: "grazie mille per il vostro aiuto".

    "grazie, ho bisogno di aiuto" is a cry all the same.
    """
    before = clause[: clause.index("aiuto")]
    thanked = next((at for at, word in enumerate(before) if word in c.THANKS), len(before))
    return thanked < len(before) and c.FOR_HELP.issuperset(before[thanked:])


def my_data(message: Message) -> bool:
    """Tell whether somebody asks for their data: "I miei dati", "Quali dati avete su di me?" (GDPR, article 15).

    "Come usate i miei dati?" asks for the same: the answer says what there is, and whom to write to.
    """
    of_me = message.says({"sapete", "informazioni"}) and message.says({"me"})
    return message.said <= MY_DATA_SPEECH and (message.says({"dati"}) or of_me)


def topics(message: Message) -> bool:
    """Tell whether the message asks for the topics: "Argomenti"."""
    return message.says(c.TOPIC_COMMANDS) and message.said <= TOPICS_SPEECH


def no_more_of_a_topic(message: Message) -> bool:
    """Tell whether somebody wants less: "non voglio più gli eventi", "solo le allerte". They do not mean to leave."""
    names_one, has_enough = message.says(c.TOPIC_NAMES), message.says(c.NO_TOPIC)
    no_more = names_one and has_enough and message.said <= TOPIC_SPEECH
    fewer = message.says(c.FEWER, v.NEWS | v.ABOUT | c.TOPIC_NAMES) and message.said <= FEWER_SPEECH
    return (no_more or fewer) and not message.asks


def asks_standing(message: Message) -> bool:
    """Tell whether somebody asks if they are subscribed: "Sono iscritta?", "vorrei sapere se sono iscritto"."""
    asks = message.asks or message.says({"se"}) or {"o", "no"} <= message.said
    return asks and message.says(c.STANDING) and message.says(c.AM_I) and message.said <= STANDING_SPEECH


def latest_news(message: Message) -> bool:
    """Tell whether the message asks for the latest news: "Notizie", "ultime novità?".

    Whoever wants to *receive* them means to join: other rules decide.
    """
    names_them = message.says(c.NEWS_COMMANDS) or message.says(c.LATEST, v.NEWS)
    wishes = v.WISH | c.TO_LEARN if message.says(c.LATEST | c.TO_LEARN) else frozenset()
    asks = names_them and message.said <= c.ASKING_FOR_NEWS | wishes
    return asks and message.words[0] not in c.THANKS


def asks_help(message: Message) -> bool:
    """Tell whether the message asks for help: "Aiuto", "Menu", "Informazioni"; thanks for information do not."""
    commands = message.says(c.HELP_COMMANDS) and message.said <= HELP_SPEECH
    return commands and message.words[0] not in c.THANKS


def italian(message: Message) -> bool:
    """Tell whether somebody who chose another language goes back: "Italiano"."""
    return message.says(c.ITALIAN) and message.said <= ITALIAN_SPEECH


def privacy(message: Message) -> bool:
    """Tell whether the message asks how data are processed: "Privacy", "Chi vi ha dato il mio numero?"."""
    asks_source = {"mio", "numero"} <= message.said and message.says({"chi", "come", "dove", "perche"})
    command = message.says(c.PRIVACY_COMMANDS) and message.said <= PRIVACY_SPEECH
    return command or (asks_source and not message.touches_consent)


def genuine(message: Message) -> bool:
    """Tell whether somebody doubts that we are the Comune: "è un messaggio vero?", "siete davvero il Comune?"."""
    doubts = message.says(c.GENUINE_WORDS) or {"siete", "comune"} <= message.said
    return message.asks and doubts and message.said <= GENUINE_SPEECH


def leave_beside_other_office(message: Message) -> bool:
    """A clear goodbye in one clause, another office's business in the next."""
    return other_office(message) and leave_request(message)


def other_office(message: Message) -> bool:
    """Tell whether the message is for another office: "Iscrizione al nido", "Cancellazione residenza"."""
    words = message.words_without_name
    return says(words, OTHER_OFFICES) or any(word.startswith(OTHER_OFFICE_BEGINNINGS) for word in words)


def third_person(message: Message) -> bool:
    """Tell whether somebody else is to join or leave: only who uses a number can say so."""
    if not (message.touches_consent or message.says(ADDED_OR_ENDED)):
        return False
    return message.says(c.OTHER_MEMBERS) or (has_number(message) and not {"mio", "numero"} <= message.said)


def has_number(message: Message) -> bool:
    """Tell whether a telephone number stands in a message; one that somebody saved is ours."""
    clauses = [clause for clause in message.clauses if not any(word.startswith(SAVED) for word in clause)]
    return sum(len(word) for clause in clauses for word in {*clause} if word.isdigit()) >= 6


def thanks(message: Message) -> bool:
    """Tell whether a message thanks for a broadcast, or is "👍"; "sì grazie" may be an answer instead."""
    if message.words and message.said <= c.ACKNOWLEDGED:
        return True
    is_short = len(message.words) <= 8 and not message.asks
    return (
        is_short and message.says(c.THANKS) and not message.says({"si", "no"}) and not message.touches_consent
    )


def half_word(message: Message) -> bool:
    """Tell whether a message is another town's word ("Attiva"), half of ours ("off"), or foreign ("subscribe")."""
    return message.says(c.HALF_REQUESTS) and message.said <= AROUND_HALF


def answer_without_question(message: Message) -> bool:
    """Tell whether the message is a bare answer: "Sì", "1", "va bene".

    Buttons carry their own answer, so that these answer nothing.
    """
    return message.says(c.ANSWERS) and message.said <= ANSWERS_SPEECH


def interest(message: Message) -> bool:
    """Tell whether the message says no more than "Mi interessa": no request, nor a goodbye."""
    return message.says(c.INTEREST) and message.said <= AROUND_INTEREST


def doubtful(message: Message) -> bool:
    """Tell whether joining, leaving or receiving is spoken of, and no rule knows what is meant."""
    return (
        message.touches_consent
        or message.says({"non"}, {"mi"}, v.DONT_SEND_WITH_MI)
        or message.says(v.RECEIVING | v.WISH, v.NEWS | {"informazioni"})
        or message.says({"consenso"})
        or message.says({"sbaglio", "errore"}, c.STANDING)
        or message.says(v.KEEP_INFORMED, v.INFORMED)
        or message.says({"dalla", "dal", "nella", "nel", "in"}, {"lista", "gruppo", "elenco", "rubrica"})
        or message.says({"stop", "basta"}, v.WRITING | {"sbaglio", "errore"})
        or message.says({"non"}, v.ENOUGH)
        or message.says({"dont"}, {"stop"})
        or message.says(c.SOMEBODYS | v.REMOVED, v.OUR_LIST)
        or message.says({"non"}, {"piu"}, v.NEWS)
        or message.says({"uscire"} | v.END, v.OUR_LIST)
        or (message.says(v.STOP_WORDS | v.LEAVE_WITH_MI) and message.said <= AROUND_LEAVING)
        or (message.says({"non"}, {"mi"}, v.LEAVE_WITH_MI))
    )


def nothing_of_ours(message: Message) -> bool:
    """Return True for any message: the last rule, for what no other one knows."""
    return True
