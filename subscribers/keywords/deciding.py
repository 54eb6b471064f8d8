"""Rules decide, the model asks: what follows from a message, and why; and yes or no to a question that was asked.

The first rule that applies decides. Where it finds nothing certain the model is asked: it may turn a pointer to the
offices into a question, say which question, and where it is nearly certain let somebody go. It never joins anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from . import joining, leave_clauses, model
from .meanings import JOIN, LANGUAGE, LEAVE, ONLY_ALERTS, OTHER, UNCLEAR, Intent, Meaning, Rule
from .message import Message
from .model import Likelihoods, Weighed
from .normalization import WORDS as w
from .other_languages import Heard, LanguageWords, Wish, heard
from .parts import choosing, excepting, refusing
from .rules import RULES
from .rules import VERSION as RULES_VERSION

VERSION = f"{RULES_VERSION}+{model.SHA256[:8]}"
"""The version of rules and weights: the register keeps it with every decision."""
ASKS = 0.9
"""The likelihood from which some wish is worth a question, where the rules found nothing of ours."""
ASKS_BESIDE_OFFICES = 0.85
"""The same where they found another office's business: a wish beside it is easily overlooked."""
LEANS = 0.5
"""The likelihood from which the question names the wish; below it offers both."""
SEES_NOTHING = 0.55
"""The likelihood from which "nothing of ours" is enough to ask nothing, where the rules found a doubt."""
MODEL_ASKS, MODEL_LEAVES, MODEL_SEES_NOTHING = "model-asks", "model-leaves", "model-sees-nothing"
OPEN = {
    (Intent.UNCLEAR, ""),
    (Intent.UNCLEAR, "third_person"),
    (Intent.OTHER, ""),
    (Intent.OTHER, "other_office"),
    (Intent.OTHER, "privacy"),
    (Intent.OTHER, "thanks"),
}
"""The findings of a rule, intent and detail, that leave room for a question."""
MEANS = {Wish.JOIN: JOIN, Wish.LEAVE: LEAVE, Wish.UNCLEAR: UNCLEAR, Wish.LANGUAGE: LANGUAGE}
"""The wishes of other languages → their meaning."""
ANNOUNCED_THERE = "parole annunciate in un'altra lingua"
AGREED = {"join-request", "leave-clause", "leave-beside-other-matter"}
"""Rules that need the model; before them goes an announced word of another language."""
WEAK_DOUBTS = {"doubtful", "question-or-negation", "third-person", "refuses-to-leave"}
"""Rules that find a word and know little of the rest."""
BESIDE_ZONES = {(each.intent, each.detail) for each in (JOIN, ONLY_ALERTS)}
"""What may be wished beside a zone, which is taken as well: "iscrizione, abito a Navacchio"."""
ONLY_A_PART, ALL_BUT_A_PART = (
    next(rule for rule in RULES if rule.meaning.detail == detail) for detail in ("part", "keep")
)
"""The rules that decide wherever somebody would leave, or be asked to, who named a part of what we send."""
BY_THE_MODEL = {
    MODEL_LEAVES: ("parole che con ogni probabilità chiedono di smettere", LEAVE.does),
    MODEL_ASKS: ("parole che forse chiedono di iscriversi o di smettere", UNCLEAR.does),
    MODEL_SEES_NOTHING: (
        "parole di iscrizione o cancellazione che con ogni probabilità riguardano altro",
        OTHER.does,
    ),
}
"""What the model decides → what was written, and what is done, in Italian."""
OF_A_PART = ("part", "keep", "topic")
"""The details of what somebody wants no more of, beside what they want to keep."""
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Understanding:
    """An intent, the id of the rule that found it, and the version of rules and weights, as the register keeps them.

    `detail` tells the replies more: see meanings.py. `leaning` is for what is unclear: "join" or "leave"
    where one of them is likely, "" where neither is.
    """

    intent: Intent
    rule: str
    version: str = VERSION
    detail: str = ""
    leaning: str = ""
    names_zones: bool = False
    """True where zones stand beside the wish."""


DOUBTFUL = Understanding(Intent.UNCLEAR, "doubtful")
"""The understanding of a wish beside what may turn it round: "iscrizione San Benedetto", a parish or a zone."""


@dataclass(frozen=True)
class Explanation:
    """The explanation of what would happen to a message, and why; for who tries a sentence, and for the guide."""

    understanding: Understanding
    written: str
    """The words for what the deciding rule finds, as in "Che cosa scrive": "una frase per iscriversi"."""
    does: str
    """The words for what the service does then, in Italian."""
    read_as: str = field(repr=False)
    """The words as they were read: corrected, in small letters, with "," where a clause ends."""
    likelihoods: Likelihoods | None
    """The likelihoods by the model; None where a rule was certain and the model was not asked."""
    words: tuple[Weighed, ...] = field(repr=False)
    """The words that the model weighed, the heaviest first; empty where it was not asked."""


def understand(
    text: str, languages: Sequence[LanguageWords] = (), zones: tuple[str, ...] = ()
) -> Understanding:
    """Find what the citizen who wrote `text` wants. Never raises; the same text always gives the same answer.

    `languages`: what is announced in others than Italian, where the town hall has some in force. `zones`: the names
    of those that may be chosen.
    """
    return _reading(text, languages, zones)[1]


def _reading(
    text: str, languages: Sequence[LanguageWords], zones: tuple[str, ...]
) -> tuple[Message, Understanding]:
    """Find what is wished, and in which words: without the zones beside it, and a goodbye sent by mistake."""
    message = Message.of(text, zones)
    if wish := _beside_zones(message, languages):
        return wish
    found = _read(message, text, languages)
    joins = None if found.intent is Intent.JOIN else _beside_zones(message, languages, surely=False)
    if joins and joins[1].intent is Intent.JOIN:
        return message, replace(DOUBTFUL, leaning=Intent.JOIN.value)
    return message, _of_a_part(message, found, languages)


def _beside_zones(
    message: Message, languages: Sequence[LanguageWords], *, surely: bool = True
) -> tuple[Message, Understanding] | None:
    """Read a wish of BESIDE_ZONES without the zones that stand beside it; None where there is none."""
    named = choosing.zones_beside(message, surely=surely)
    wish = joining.without_mistake(named[0] if named else message)
    if wish is message:
        return None
    found = _read(wish, " ".join(wish.tokens), languages)
    is_wish = (found.intent, found.detail) in BESIDE_ZONES
    return (wish, replace(found, names_zones=bool(named))) if is_wish else None


def _of_a_part(message: Message, found: Understanding, languages: Sequence[LanguageWords]) -> Understanding:
    """Find that whoever would leave, or be asked to, names a part of what we send: one to end, or one to keep."""
    rest, kept = excepting.exceptions(message)
    without = _read(rest, " ".join(rest.tokens), languages) if kept else found
    if without.intent is Intent.JOIN is not found.intent:
        return replace(DOUBTFUL, leaning=Intent.JOIN.value)
    if kept and without.detail in OF_A_PART:
        return without
    ends = _leaves(found) or _leaves(without)
    ends_all = ends or excepting.speaks_of_everything(rest)
    if (any(kept) and ends_all) or (ends and refusing.refused(rest)):
        ended, _ = excepting.ended_and_kept(message)
        rule = ONLY_A_PART if ended else ALL_BUT_A_PART
        return Understanding(rule.meaning.intent, rule.id, detail=rule.meaning.detail)
    return replace(DOUBTFUL, leaning=Intent.LEAVE.value) if kept and ends else found


def _leaves(found: Understanding) -> bool:
    """Tell whether somebody leaves, or is asked to, for no reason that has an answer of its own."""
    return found.leaning == Intent.LEAVE or (found.intent is Intent.LEAVE and not found.detail)


def _read(message: Message, text: str, languages: Sequence[LanguageWords]) -> Understanding:
    rule = deciding_rule(message)
    if said := _said_in_another(text, rule, languages):
        return Understanding(_meant(said, rule).intent, said.rule)
    return _decided(message, rule)


def understood(message: Message) -> Understanding:
    """Decide what a message that has been read says, in Italian."""
    return _decided(message, deciding_rule(message))


def _said_in_another(text: str, rule: Rule, languages: Sequence[LanguageWords]) -> Heard | None:
    """Find what was said in another language, where Italian finds nothing certain."""
    return heard(text, languages) if _is_open(rule.meaning) or rule.id in AGREED else None


def _meant(said: Heard, rule: Rule) -> Meaning:
    """Choose the meaning of foreign words; beside another office's business they are doubtful, as in Italian."""
    is_doubtful = rule.meaning.detail == "other_office" and said.wish is not Wish.LANGUAGE
    return UNCLEAR if is_doubtful else MEANS[said.wish]


def _decided(message: Message, rule: Rule) -> Understanding:
    found = Understanding(rule.meaning.intent, rule.id, detail=rule.meaning.detail)
    return _with_model(message, found) if _is_open(rule.meaning) else found


def explain(text: str, languages: Sequence[LanguageWords] = (), zones: tuple[str, ...] = ()) -> Explanation:
    """Explain what would happen to `text`, and why. Never raises; nothing is kept. The others: see understand."""
    message, understanding = _reading(text, languages, zones)
    rule = next((each for each in RULES if each.id == understanding.rule), deciding_rule(message))
    said = _said_in_another(" ".join(message.tokens) if understanding.names_zones else text, rule, languages)
    asked = said is None and (_is_open(rule.meaning) or rule.id in AGREED)
    written, does = (
        (ANNOUNCED_THERE, _meant(said, rule).does)
        if said
        else BY_THE_MODEL.get(understanding.rule, (rule.written, rule.meaning.does))
    )
    return Explanation(
        understanding,
        written,
        f"{does}; tiene le zone nominate, con *Annulla*" if understanding.names_zones else does,
        " ".join(message.tokens),
        model.likelihoods(message) if asked else None,
        tuple(model.weighed(message)) if asked else (),
    )


def deciding_rule(message: Message) -> Rule:
    """The first rule that applies; the last one always does."""
    return next(rule for rule in RULES if rule.applies(message))


def _is_open(meaning: Meaning) -> bool:
    return (meaning.intent, meaning.detail) in OPEN


def _with_model(message: Message, found: Understanding) -> Understanding:
    likely = model.likelihoods(message)
    if leave_clauses.leaves_alone(message, likely.leave):
        return Understanding(Intent.LEAVE, MODEL_LEAVES)
    leaning = _leaning(likely)
    if found.intent is Intent.UNCLEAR:
        nothing = likely.none >= SEES_NOTHING and found.rule in WEAK_DOUBTS
        return Understanding(Intent.OTHER, MODEL_SEES_NOTHING) if nothing else replace(found, leaning=leaning)
    asks = ASKS_BESIDE_OFFICES if found.detail == "other_office" else ASKS
    return Understanding(Intent.UNCLEAR, MODEL_ASKS, leaning=leaning) if 1 - likely.none >= asks else found


def _leaning(likely: Likelihoods) -> str:
    if likely.join >= LEANS:
        return Intent.JOIN.value
    return Intent.LEAVE.value if likely.leave >= LEANS else ""


def plain_reply_in(text: str) -> str:
    """Return "yes", "no" or "" as `text` answers any question, if it says nothing else. Never raises."""
    return _reply(Message.of(text), beside_no=w.REFUSING_ANYTHING)


def reply_in(text: str) -> str:
    """Return "yes", "no" or "" as `text` answers whether its writer wants to join. Never raises.

    A yes may stand beside a clear wish to join.
    """
    message = Message.of(text)
    return _reply(message, beside_no=w.REFUSING, joins=understood(message).intent is Intent.JOIN)


def _reply(message: Message, *, beside_no: frozenset[str], joins: bool = False) -> str:
    """YES or NO where every word says so; "" in any other case."""
    if message.asks or not message.words or not message.is_whole:
        return ""
    if message.says(w.YES):
        is_yes = not message.says(w.NEGATIONS) and (joins or message.said <= w.YES | w.POLITE)
        return YES if is_yes else ""
    return NO if message.words[0] in w.NO and message.said <= w.NO | w.POLITE | beside_no else ""
