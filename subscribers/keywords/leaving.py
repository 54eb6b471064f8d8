"""The rules for who wants to leave: one clause that says so is enough, unless something else is wanted too."""

from itertools import pairwise

from .message import Message, Words, follows, says
from .normalization import WORDS as w


def refuses_to_leave(message: Message) -> bool:
    """Tell whether a goodbye is taken back: "annullate la cancellazione", "cancellatemi, anzi no"."""
    return any(map(_takes_goodbye_back, message.clauses)) or (
        message.says(w.LEAVE_WORDS) and _thinks_better(message.words)
    )


def denies(message: Message) -> bool:
    """Tell whether leaving is denied, or who did it: "non voglio cancellarmi", "non sono io che l'ho chiesto"."""
    not_me = follows(message.words, "non", {"sono"}) and message.says({"io"}) and message.touches_consent
    return any(map(_is_negated_goodbye, message.clauses)) or (
        not_me and not any(map(_takes_me_off, message.clauses))
    )


def erasure(message: Message) -> bool:
    """Tell whether somebody asks for the erasure of their data: "Cancellate i miei dati" (GDPR, article 17)."""
    return _may_leave(message) and any(
        is_goodbye(clause) and (says(clause, w.ERASING, {"dati"}) or says(clause, w.EXERCISE, {"oblio"}))
        for clause in message.clauses
    )


def objection(message: Message) -> bool:
    """Tell whether somebody objects to the processing of their data (GDPR, article 21).

    Example: "Mi oppongo al trattamento dei miei dati".
    """
    return _may_leave(message) and any(
        is_goodbye(clause) and says(clause, w.OBJECTION, w.OBJECTED | w.EXERCISE)
        for clause in message.clauses
    )


def leave_word(message: Message) -> bool:
    """Tell whether the message is the word to leave: "Cancellazione", "STOP", "Basta".

    Nothing stands beside it but courtesies, our service or one's own name.
    """
    words = message.words_without_name
    return (
        message.is_whole
        and not message.asks
        and says(words, w.STOP_WORDS)
        and not (len(words) == 1 and says(words, w.BARE_ORDERS))
        and not says(words, w.JOIN_NOUN)
        and not gives_instructions(words)
        and not is_about_something_else(words)
        and (is_goodbye(words) or _is_goodbye_with_reasons(message))
    )


def leave_request(message: Message) -> bool:
    """Tell whether somebody asks to leave, or to end what they have with us.

    Examples: "Toglietemi dalla lista", "vorrei essere cancellata", "annullate la mia iscrizione".
    """
    clauses = [*message.clauses, []]
    return _may_leave(message) and any(
        is_goodbye(clause)
        and not _is_taken_back(clause, after)
        and (_takes_me_off(clause) or _ends_something_of_mine(clause))
        for clause, after in pairwise(clauses)
    )


def no_more(message: Message) -> bool:
    """Tell whether somebody wants no more messages: "non mi interessa più", "non mandatemi messaggi"."""
    if message.says(w.ASKS_OR_JOINS) or _goes_on(message.words):
        return False
    if message.asks and not any(follows(message.words, you, {"non"}) for you in w.CAN_YOU):
        return False
    if _wants_to_receive_no_more(message) or any(map(_wants_no_more, message.clauses)):
        return True
    return w.NO_MORE_SPEECH.issuperset(message.words) and any(map(_dont_write, message.clauses))


def both_words(message: Message) -> bool:
    """Tell whether joining and leaving are in one message, as on the poster: "Iscrizione/Cancellazione"."""
    return message.says(w.JOINING, w.LEAVE_WORDS)


def _may_leave(message: Message) -> bool:
    """Tell whether a message may leave: it asks for nothing else, and its question, if any, asks us to act."""
    joins = any(
        says(clause, w.JOINING) and not (says(clause, w.NOT) or _ends_something_of_mine(clause))
        for clause in message.clauses
    )
    return not joins and (not message.asks or _asks_us_to_act(message))


def _asks_us_to_act(message: Message) -> bool:
    """Tell whether we are asked to act: "potete cancellarmi?", "mi cancellate?"; not "cancellate il servizio?"."""
    return message.says(w.CAN_YOU | w.IMPERATIVES) or message.says(w.YOU_ACT, w.ME)


def gives_instructions(words: Words) -> bool:
    """Tell whether the words say how to leave, or that something is enough.

    Examples: "per cancellazione", "mi basta", "basta inviare Cancellazione", "basta il nome".
    """
    return (
        follows([word for word in words if word not in w.ARTICLES], "per", w.STOP_WORDS | w.LEAVE_ME)
        or follows(words, "mi", w.ENOUGH)
        or follows(words, "me", w.ENOUGH)
        or follows(words, "inviare", w.STOP_WORDS)
        or follows(words, "mandare", w.STOP_WORDS)
        or (says(words, {"basta"}, w.NEEDED) and not says(words, w.STOP_WORDS - w.ENOUGH))
    )


def is_about_something_else(words: Words) -> bool:
    """Tell whether what is ended is not one's subscription, or the words are no goodbye.

    Examples: "disdire utenza", "cancella i messaggi", "cancellazione per errore", "uscire dal comune", "lo stop".
    """
    opinion = says(words, w.LAW) and not says(words, w.GROUNDS | w.EXERCISE)
    mine = says(words, {"mio", "mia", "mi", "my"})
    mistake = says(words, w.STOP_WORDS, {"sbaglio", "errore"}) and not says(words, {"iscritto", "iscritta"})
    elsewhere = says(words, w.GO_OUT, {"comune", "cascina"}) and not says(words, w.OUR_LIST | w.MEANS)
    theirs = not mine and (says(words, w.MINE_ONLY) or says(words, w.CANCEL, w.NEWS))
    return opinion or mistake or elsewhere or theirs or follows(words, "lo", {"stop"})


def _is_goodbye_with_reasons(message: Message) -> bool:
    """Tell whether one clause has the word and the others say why: "Mi sono trasferita a Pisa, cancellazione"."""
    goodbyes = [clause for clause in message.clauses if is_goodbye(clause)]
    reasons = [clause for clause in message.clauses if clause not in goodbyes]
    return any(says(clause, w.LEAVE_NOUN | w.UNSUBSCRIBE) for clause in goodbyes) and all(
        says(clause, w.REASONS) for clause in reasons
    )


def is_goodbye(clause: Words) -> bool:
    """Every word of the clause belongs to a goodbye, one's own number included, and none turns it round."""
    if {"mio", "numero"}.issubset(clause):
        clause = [word for word in clause if not word.isdigit()]
    return w.LEAVE_SPEECH.issuperset(clause) and not says(clause, w.NOT)


def _is_negated_goodbye(clause: Words) -> bool:
    if says(clause, w.NOT, w.LEAVE_CLEARLY) or follows(clause, "no", w.LEAVE_CLEARLY):
        return True
    return "piu" not in clause and any(follows(clause, word, {"no"}) for word in w.LEAVE_CLEARLY & {*clause})


def _is_taken_back(clause: Words, after: Words) -> bool:
    """Tell whether somebody wanted to leave and thought better of it: "volevo cancellarmi ma ho cambiato idea"."""
    return says(clause, w.WISHED) and says(after[:1], w.BUT)


def _thinks_better(words: Words) -> bool:
    """Tell whether somebody takes back at once what they have just said.

    Examples: "cancellatemi, anzi no", "toglietemi, scherzavo", "cancellatemi ma solo il sabato".
    """
    return (
        says(words, {"scherzavo", "scherzando"})
        or follows(words, "no", {"scherzo", "aspetta", "aspettate", "aspe"})
        or follows(words, "anzi", {"no", "aspetta", "aspettate"})
        or follows(words, "forse", {"meglio", "no"})
        or follows(words, "ma", {"solo", "soltanto"})
        or follows(words, "poi", w.GOES_ON_LATER)
        or words.count("se") > 1
    )


def _takes_goodbye_back(clause: Words) -> bool:
    """Tell whether a clause undoes a goodbye.

    Examples: "annullate la cancellazione", "rinuncio alla cancellazione", "smettetela di cancellarmi".
    """
    return says(clause, w.TAKEN_BACK) and any(
        _undoes(word, clause[at + 1 :]) for at, word in enumerate(clause) if word in w.UNDOING
    )


def _undoes(word: str, rest: Words) -> bool:
    """Tell whether a second word undoes the first; two of leaving are two goodbyes ("stop cancellazione")."""
    what = next((other for other in rest if other not in w.LINKS), "")
    if what in w.LEAVE_INFINITIVES and word in w.ENOUGH:
        return True
    has_object = word in w.UNDO or rest[:1] != [what]
    return has_object and what in w.GOODBYE_NOUNS | w.LEAVE_INFINITIVES


def _goes_on(words: Words) -> bool:
    """Tell whether we are asked to go on: "non smettete di scrivermi", "non interrompete i messaggi"."""
    return any(word in w.NOT and after in w.STOPPING for word, after in pairwise(words))


def _takes_me_off(clause: Words) -> bool:
    """Tell whether a clause asks us to take off whoever writes.

    Examples: "toglietemi", "mi cancelli", "vorrei essere cancellata", "smettetela di scrivermi".
    """
    if says(clause, w.JOIN_NOUN) or gives_instructions(clause):
        return False
    return (
        says(clause, w.LEAVE_ME)
        or says(clause, {"mi"}, w.LEAVE_WITH_MI)
        or says(clause, w.WISH | w.CAN_YOU, {"essere"}, w.REMOVED)
        or says(clause, w.ENOUGH, w.DONT_SEND | w.NEWS)
        or says(clause, {"diffido"}, w.DONT_SEND)
        or says(clause, w.HALT, w.NEWS)
    )


def _ends_something_of_mine(clause: Words) -> bool:
    """Tell whether one's own is ended, verb first: "annullate la mia iscrizione", "togliete il mio numero"."""
    ending = next((at for at, word in enumerate(clause) if word in w.ENDING), len(clause))
    verb, rest = clause[ending : ending + 1], clause[ending + 1 :]
    bare = says(rest[:1], w.JOIN_NOUN) and not says(clause[:ending], w.JOIN_NOUN)
    if says(verb, w.LEAVE_NOUN) and not (bare or says(rest[:1], {"della", "dell"})):
        return False  # "iscrizione/cancellazione" are the two words of the poster
    says_mine = says(rest, {"mio", "mia"})
    if says(verb, w.GIVEN) or (says(verb, w.HALT) and not says_mine):
        return says(rest, w.MY_THINGS - w.PERSONAL)
    mine = (says_mine and says(rest, w.MINE_ONLY)) or says(
        clause, w.POLITE_ENDING, {"mio", "mia"}, w.MY_THINGS
    )
    return mine or says(rest, w.MY_THINGS)


def _wants_to_receive_no_more(message: Message) -> bool:
    """Tell whether somebody wishes to receive nothing more.

    Examples: "vorrei non ricevere più messaggi", "non ricevere più messaggi"; not "per non ricevere …".
    """
    words = message.words
    known = w.NO_MORE_SPEECH.issuperset(words) and "per" not in words
    wishes = says(words, w.WISH) or says(words[:1], w.NOT)
    return known and wishes and says(words, {"non"}, {"ricevere"}, {"piu", "altri"})


def _wants_no_more(clause: Words) -> bool:
    """Tell whether a clause wants no more: "non voglio più messaggi", "non scrivetemi", "mai più messaggi"."""
    if not w.NO_MORE_SPEECH.issuperset(clause) or not says(clause, w.NOT | {"niente", "no"}):
        return False
    return (
        says(clause, w.NO_LONGER_WANTED, {"piu"})
        or (says(clause, {"mai", "niente", "nulla"}, {"piu"}) and "ho" not in clause)
        or (any(follows(clause, no, {"piu"}) for no in w.NEGATIONS) and follows(clause, "piu", w.NEWS))
        or says(clause, w.WANTED, w.UNWANTED)
        or says(clause, {"essere"}, {"piu"}, w.CALLED)
        or says(clause, w.DONT_SEND)
    )


def _dont_write(clause: Words) -> bool:
    """Tell whether a clause asks us not to write any more: "non mi scrivete più".

    Beside any other word it may be a complaint that nothing comes.
    """
    whom = says(clause, w.NEWS | {"mi", "me"}) or says(clause, {"questo"}, {"numero"})
    return whom and says(clause, w.NOT, w.DONT_SEND_WITH_MI, {"piu", "altri"})
