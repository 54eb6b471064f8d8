# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A wish to join beside a greeting, a reason, a story or another matter: one sentence says it, and the model agrees.

The sentence is the reason, read strictly; the model reads all the rest and only has a veto. The more there is that
might turn the wish round (a negation, a question, somebody else, another office), the surer it has to be.
"""

from collections.abc import Iterator
from itertools import chain, takewhile

from . import join_words as w
from . import joining, model
from . import vocabulary as v
from .bare_wishes import is_bare_wish
from .closings import without_closings
from .concepts import OFFICE, concept_of, form_of, is_foreign
from .join_beside import (
    CERTAINLY,
    SHORT,
    SURELY,
    is_formula,
    is_harmless,
    is_heading,
    is_in_other_letters,
    is_taken_back,
    is_unread,
    may_turn_round,
    tells_of_lack,
)
from .join_wishes import concepts_of, is_for_another_day, tells_which
from .join_wishes import wishes as wishes_to_join
from .leave_clauses import GOODBYES
from .message import Message, Words, follows, says
from .normalization import BREAK, QUESTION
from .other_intents import has_number, other_office, third_person

JOINS_FROM = 0.5
"""The likelihood of joining that is needed where nothing else is said."""
PLAINLY = 0.7
"""The same beside such a word, where the wish says by itself what it is about, and whom."""
ABROAD = 0.75
"""The same beside words of another language."""
MOST_SENTENCES = 25
"""Nobody who wants to join writes more of them in what is looked at."""
LEAVES_IN_A_LINE = 0.5
"""The likelihood of leaving that a line of its own may have."""


def join_beside_other_matter(message: Message) -> bool:
    """Tell whether one sentence asks to join, and another one is about another matter.

    Example: "Mi aggiunga alla lista. Il lampione di via Giuntini è sempre spento".
    """
    return _tells_of_others(message) and join_clause(message)


def _tells_of_others(message: Message) -> bool:
    return (
        message.asks
        or message.says(v.NEGATIONS)
        or other_office(message)
        or third_person(message)
        or joining.question_or_negation(message)
    )


def join_clause(message: Message) -> bool:
    """Tell whether a clause asks to join, and there is no doubt anywhere else.

    Examples: "ho salvato il numero, iscrizione", "Attivate il servizio anche a me".
    """
    likely = model.likelihoods(message).join
    return likely >= JOINS_FROM and message.is_whole and _says_so(message, without_closings(message), likely)


def _says_so(whole: Message, message: Message, likely: float) -> bool:
    """Tell whether what is left without greetings says so; `likely`: how likely joining is.

    Courtesy makes nothing surer of what stands behind the wish: "visto che costa poco. Cordiali saluti".
    """
    sentences = list(_sentences(message))
    if len(sentences) > MOST_SENTENCES:
        return False
    wishes = [
        words for words in sentences if any(wishes_to_join(whole, part) for part in _without_reasons(words))
    ]
    if not wishes:
        return False
    named = not w.OURS.isdisjoint(concepts_of([word for words in wishes for word in words]))
    noted = any("note" in concepts_of(words) and _is_plain(words) for words in wishes)
    bare = concepts_of(wishes[0]).isdisjoint({"note", "also"}) and not says(wishes[0], v.THIS_TOWN)
    first = sentences.index(wishes[0])
    beside = [words for words in sentences if words not in wishes]
    behind = [words for words in sentences[_last(sentences, wishes) + 1 :] if words not in wishes]
    return (
        not _is_framed_by_doubt(whole)
        and not any(may_turn_round(words, named=named) for words in beside)
        and not (bare and first and is_heading(sentences[0]))
        and not (behind and _is_unread(behind, min(likely, model.likelihoods(message).join), noted))
        and not any(says(words, v.CONSENT) and not _consents(words) for words in sentences)
        and not any(follows(message.words, word, v.JOIN_VERBS) for word in w.SOMEBODY_ELSES)
        and not has_number(message)
        and not _is_put_off(message.words)
        and not any(says(words, w.UNWILLING | w.NOT_MEANT) for words in sentences if not is_formula(words))
        and not is_taken_back(sentences, first)
        and w.IRONY.isdisjoint(message.written)
        and likely >= _needed(message, wishes)
        and not any(map(is_in_other_letters, chain(*beside)))
        and not _leaves_too(message)
    )


def _is_unread(behind: list[Words], likely: float, noted: bool) -> bool:
    return any(is_unread(words, likely, named=noted) for words in behind)


def _last(sentences: list[Words], wishes: list[Words]) -> int:
    """Return which sentence says the wish last, in so many words.

    "…, quindi iscrizione" holds for whatever stands before.
    """
    said_so = [words for words in wishes if not {"join", "add"}.isdisjoint(concepts_of(words))]
    return max(sentences.index(words) for words in (wishes[0], *said_so))


def _sentences(message: Message) -> Iterator[Words]:
    """The words between two marks, or up to where a wish begins; a question mark stays with its question."""
    words: Words = []
    for token in message.tokens:
        if token == BREAK or _begins_wish(token, words):
            yield words
            words = []
        if token != BREAK:
            words.append(token)
        if token == QUESTION:
            yield words
            words = []
    yield words


def _begins_wish(token: str, before: Words) -> bool:
    """Tell whether a wish begins with this word, without a mark before it: "sono katia del bar mettimi in lista"."""
    begins = token in w.SO_BEGINS or (
        token in w.BEGINS_WISH and before[-1:] and before[-1] not in w.NO_BEGINNING
    )
    return bool(begins) and len(before) >= SHORT


def _without_reasons(words: Words) -> Iterator[Words]:
    """The sentence up to where it tells why or when: "metteteci anche me perché non so mai nulla"."""
    if QUESTION in words or is_for_another_day(words) or tells_which(words):
        return
    for begins in (w.REASON_BEGINS, w.REASON_BEGINS | {"che", "quando"}):
        yield words[: next((at for at, word in enumerate(words) if at and word in begins), len(words))]


def _consents(words: Words) -> bool:
    """Tell whether the words consent to all: "io gli avvisi li accetto", "accetto le condizioni".

    "accetto i messaggi solo da mia madre" does not.
    """
    return all(
        is_harmless(word) or word in w.AROUND_CONSENT or concept_of(word) in w.CONSENTED for word in words
    )


def _is_put_off(words: Words) -> bool:
    """Tell whether joining is put off: "prima di iscrivermi vorrei sapere …", "prima di aderire"."""
    after = zip(words, words[1:], words[2:], strict=False)
    return any(
        one == "prima" and two == "di" and (verb.endswith("mi") or concept_of(verb) in {"join", "add"})
        for one, two, verb in after
    )


def _is_framed_by_doubt(message: Message) -> bool:
    """A message that begins or ends with a bare "no", "non" or question mark means it for all that it says.

    Up to the first mark, or from the last one, it may tell what somebody misses: "non sapevo mai nulla, iscrivetemi".
    """
    first, last = message.tokens[0], message.tokens[-1]
    opening = list(takewhile(BREAK.__ne__, message.tokens))
    closing = list(takewhile(BREAK.__ne__, reversed(message.tokens)))[::-1]
    begins = first in v.NEGATIONS and not (tells_of_lack(opening) and opening != message.tokens)
    ends = says(closing[-2:], v.NEGATIONS) and not (tells_of_lack(closing) and closing != message.tokens)
    return begins or ends or QUESTION in (first, last) or last in v.DANGLING


def _needed(message: Message, wishes: list[Words]) -> float:
    if all(OFFICE in concepts_of(words) for words in wishes):
        return CERTAINLY
    named = not w.OURS.isdisjoint(concepts_of([word for words in wishes for word in words]))
    plainly = any(map(_is_plain, wishes)) and (named or not other_office(message))
    if not plainly and all(is_bare_wish(message, words) for words in wishes):
        return SURELY
    doubted = _without_what_is_known(message)
    doubts = not w.PERHAPS.isdisjoint(concepts_of(doubted.words))
    if doubts or _tells_of_others(doubted):
        return PLAINLY if plainly else SURELY
    return ABROAD if not plainly and any(map(_is_strange, message.said)) else JOINS_FROM


def _without_what_is_known(message: Message) -> Message:
    """The message without the sentences that are known to leave a wish as it is, though they deny something."""
    sentences = [words for words in _sentences(message) if not (tells_of_lack(words) or is_formula(words))]
    return Message(message.written, [token for words in sentences for token in (*words, BREAK)][:-1])


def _is_plain(words: Words) -> bool:
    """Tell whether the wish names by itself what and whom: "iscrivetemi", "mandate gli avvisi anche a me"."""
    concepts = concepts_of(words)
    if OFFICE in concepts:
        return False
    me = not concepts.isdisjoint({"me", "also"}) or any(form_of(word) in ("!me", "~me") for word in words)
    joins = any(word.startswith(("iscriv", "inscriv", "reiscriv", "riiscriv")) for word in words)
    return me and (joins or not concepts.isdisjoint(w.OURS))


def _is_strange(word: str) -> bool:
    return not word.isascii() or is_foreign(word)


def _leaves_too(message: Message) -> bool:
    """Tell whether a clause by itself is a goodbye: both wishes at once are none."""
    clauses = [Message(message.written, clause) for clause in message.clauses]
    lines = [Message.of(line) for line in message.written.splitlines()]
    return any(rule(alone) for alone in (*clauses, *lines) for rule in GOODBYES) or (
        len(lines) > 1 and any(model.likelihoods(line).leave >= LEAVES_IN_A_LINE for line in lines)
    )
