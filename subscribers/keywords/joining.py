"""The rules for who wants to join: the whole message asks for it, and each of its words is known to leave it so."""

from dataclasses import replace
from itertools import pairwise

from . import model
from .concepts import IDEOGRAM, concept_of, is_foreign
from .message import Message, Words, says
from .normalization import BREAK
from .normalization import WORDS as w

PLAINLY = 0.6
"""The likelihood of joining that is needed where each word belongs to a wish, and together they say one."""
SURELY = 0.85
"""The same where the model tells what the words say together: "ho letto il manifesto, mettete anche me"."""
WISHES = (
    (w.ANY_JOIN_ME,),
    (w.ANY_ME, w.ANY_JOIN_WITH_MI),
    (w.MY_REQUEST, w.ANY_TO_JOIN),
    (w.MY_REQUEST, w.ANY_ME, w.TO_JOIN_WITH_MI),
    (w.MY_REQUEST, w.JOINED),
    (w.MY_REQUEST, w.MADE_MEMBER, w.ANY_OURS),
    (w.ANY_ADD_ME, w.ABOUT_US),
    (w.ANY_ME | w.ALSO, w.ANY_ADD, w.ANY_OURS),
    (w.ENTER, w.ANY_WISH, w.ANY_OURS),
    (w.ANY_WISH, w.NEWS | w.ABOUT),
    (w.ANY_SEND_ME, w.NEWS | w.ABOUT),
    (w.ANY_SEND, w.ANY_ME | w.ALSO, w.ANY_OURS),
    (w.KEEP_INFORMED | w.ANY_WISH, w.ANY_INFORMED, w.ABOUT_US),
    (w.CONSENT, w.ANY_OURS),
    (w.ALSO, w.ANY_ME | {"io"}, w.ANY_OURS),
    (w.ANY_YES, w.ANY_OURS),
)
"""What a wish says: a word of each of these groups, in whatever order."""
MEANS = {
    "join": "iscriva", "add": "aggiungi", "send": "mandate", "get": "ricevere", "note": "messaggi", "list": "lista",
    "want": "vorrei", "me": "mi", "also": "anche", "thanks": "grazie", "hello": "salve", "now": "ora",
}  # fmt: skip
"""The concept of a word of another language → the Italian word that says the same."""


def question_or_negation(message: Message) -> bool:
    """Tell whether joining is asked about or denied: "Come faccio a iscrivermi?", "non voglio iscrivermi"."""
    return message.touches_consent and not _may_join(message)


def join_word(message: Message) -> bool:
    """Tell whether the message is "Iscrizione", at the most with courtesies, our service or one's own name."""
    words = message.words_without_name
    at = next((at for at, word in enumerate(words) if word in w.JOIN_NOUN), None)
    if at is None or not _may_join(message):
        return False
    before, after = words[:at], words[at + 1 :]
    is_asked_for = says(before, w.REQUEST | w.ACTIVATE | w.AGREE) or not says(before[-1:], w.GRAMMAR)
    is_ours_to_do = not says(before, w.TO_DO | w.CAN_YOU) or says(before, w.MY_WISH | {"mi"})
    return (
        is_asked_for
        and is_ours_to_do
        and not says(before[-1:], {"per", "vostra"})
        and after[:1] != ["di"]
        and ("per" not in after or says(after, w.NEWS))
        and w.BEFORE_JOIN_NOUN.issuperset(before)
        and w.AFTER_JOIN_NOUN.issuperset(after)
    )


def join_request(message: Message) -> bool:
    """Tell whether the message as a whole asks to join, or to get our messages, in any language.

    Examples: "Vorrei iscrivermi", "mandate gli avvisi anche a me", "quiero recibir los avisos".
    """
    words = _in_italian(message.words_without_name)
    if not (_may_join(message) and w.OF_A_REQUEST.issuperset(words)):
        return False
    plain = w.OF_A_WISH.issuperset(words) and any(says(words, *groups) for groups in WISHES)
    needed = PLAINLY if plain else SURELY
    return (plain or says(words, w.ASKING)) and model.likelihoods(_without_name(message)).join >= needed


def without_mistake(message: Message) -> Message:
    """The message without the clause that tells of a goodbye sent by mistake: "avevo mandato STOP per errore".

    The message itself where there is none.
    """
    if not message.says(w.BY_MISTAKE):
        return message
    clauses = " ".join(message.tokens).split(f" {BREAK} ")
    meant = [clause for clause in clauses if not _is_mistake(clause.split())]
    return message if meant == clauses else replace(message, tokens=f" {BREAK} ".join(meant).split())


def _is_mistake(clause: Words) -> bool:
    tells_of_goodbye = says(clause, w.HAD, w.LEAVE_WORDS, w.BY_MISTAKE)
    return tells_of_goodbye and not says(clause, w.JOINED | w.JOIN_NOUN | w.WISH | w.NEGATIONS)


def _without_name(message: Message) -> Message:
    """The message for the model, to which no name says anything."""
    name = message.said.difference(message.words_without_name)
    return Message(message.written, [token for token in message.tokens if token not in name])


def _in_italian(words: Words) -> Words:
    """The words, those of other languages in Italian by what they speak of, and none that says nothing there."""
    if not any(map(is_foreign, words)):
        return words
    said = [
        word if word in w.OF_A_REQUEST or word >= IDEOGRAM else MEANS.get(concept_of(word), word)
        for word in words
    ]
    return [word for word in said if word not in w.ABROAD]


def _may_join(message: Message) -> bool:
    """A question, a negation, half a sentence, or more text than was looked at, never joins."""
    is_complete = message.is_whole and not says(message.words[-1:], w.DANGLING)
    is_doubtful = message.asks or message.says(w.NEGATIONS) or message.says(w.OTHER_WISHES)
    return is_complete and not (is_doubtful or _is_about_residence(message) or _is_somebody_else(message))


def _is_about_residence(message: Message) -> bool:
    """Tell whether somebody who moves house says so, too: "iscrizione al Comune", "iscrivermi a Cascina"."""
    is_ours = message.says(w.OUR_LIST | w.NEWS | w.MEANS)
    return not is_ours and not message.says(w.LIVING) and _names_a_place(message.words)


def _names_a_place(words: Words) -> bool:
    return any(before in ("a", "al", "in", "nel") and place in w.HERE for before, place in pairwise(words))


def _is_somebody_else(message: Message) -> bool:
    """Tell whether somebody else is to join: "iscrivetemi il bimbo"; "sono la signora Rossi" is who writes."""
    words = message.words
    return message.says(w.PERSONS) and any(
        before in w.BEFORE_PERSONS and person in w.PERSONS and words[at - 1 : at] != ["sono"]
        for at, (before, person) in enumerate(pairwise(words))
    )
