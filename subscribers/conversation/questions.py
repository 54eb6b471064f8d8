"""Pointed questions: what somebody seems to want is asked, with the answer as a button; "sì" and "no" answer too.

Asking changes nothing and keeps nothing of what was written: that a question is open is told by the last answer that
this person was sent. While they are asked to confirm that they join, no question is put that would give a "sì" two
meanings.
"""

from collections.abc import Callable, Collection
from datetime import timedelta

from subscribers import consent, identity
from subscribers.keywords import Intent, Understanding, parts_named, plain_reply_in, reply_in
from subscribers.models import Reply, ServiceText
from subscribers.models.people import ANSWER_WITHIN
from subscribers.rules.buttons import CONFIRM, ONLY_THIS
from subscribers.rules.languages import parts_of
from subscribers.texts.catalogue import ITALIAN as DECLARED

from . import subscribing, topics, zones
from .context import Context, Handler

JOIN, LEAVE, PART, KEEP = "join_question", "leave_question", "part_question", "keep_question"
"""The texts that ask."""
NOT_IN = "optout_not_subscribed"
UNSEEN = (Reply.Status.QUEUED, Reply.Status.FAILED)
"""States of an answer that nobody has read."""
MESSAGE_CLOCK = timedelta(seconds=1)
"""Messages carry whole seconds: one written right after a question seems to be of before it."""

DIGITS = 16
"""The digits of a digest that a reason names."""


def ask_to_join(context: Context) -> None:
    """Ask somebody whether they want to join; who is subscribed is told so."""
    if context.subscriber:
        tell_standing(context)
    elif not subscribing.repeats_the_question(context):
        context.answer(JOIN, button_ids={CONFIRM: zones.yes_with_zones(context)})


def ask_to_leave(context: Context) -> None:
    """Ask somebody whether they want to leave; who is not subscribed is told so."""
    if context.subscriber:
        context.answer(LEAVE)
    else:
        tell_standing(context)


def ask_whether_all(context: Context) -> None:
    """Ask whoever named a part of what they get whether that is to end, or everything; or whether to keep it alone.

    Who is not subscribed is told so; whoever does not get it, or nothing else, sees what they get.
    """
    if context.subscriber is None:
        tell_standing(context)
        return
    words, names = context.message.text or context.message.caption, context.batch.offer.zone_names
    ends, keeps = parts_named(words, names)
    for question, offer, parts in (
        (PART, zones.without, ends),
        (PART, topics.without, ends),
        (KEEP, zones.alone, keeps),
        (KEEP, topics.alone, keeps),
    ):
        choice, said = offer(context, parts)
        if choice:
            context.answer(question, button_ids={ONLY_THIS.id: choice}, parte=said)
            return
    zones.offer_zones(context)


def confirm(context: Context) -> None:
    """Take a yes to joining, with the zones of the wish, which the button names, or its words in the register."""
    wish = context.known and consent.open_question(context.known, context.message.at)
    subscribing.confirm(context)
    if words := zones.words_of_yes(context.message.choice) or (wish.words if wish else ""):
        zones.choose_beside(context, words)


def tell_standing(context: Context) -> None:
    """Tell somebody whether they are subscribed; who is not is asked an open question again."""
    if context.subscriber:
        subscribing.tell_that_it_is_active(context, context.subscriber)
    elif not subscribing.repeats_the_question(context):
        context.answer(NOT_IN)


def stay_in(context: Context) -> None:
    """Answer who doesn't want to leave: nothing changes, and the register learns nothing."""
    if context.subscriber is None:
        context.answer(NOT_IN)
    else:
        tell_standing(context)


SEEMS_TO: dict[str, Handler] = {"join": ask_to_join, "leave": ask_to_leave}
"""The wishes that an unclear message leans to (`Understanding.leaning`) → what is asked."""
REPLIES_IN: dict[str, Callable[[str], str]] = {JOIN: reply_in, LEAVE: plain_reply_in}
"""Question → what some words say to it: "yes", "no" or ""."""
ANSWERED: dict[tuple[str, str], Handler] = {
    (JOIN, "yes"): subscribing.join,
    (JOIN, "no"): subscribing.decline,
    (LEAVE, "yes"): subscribing.leave,
    (LEAVE, "no"): stay_in,
}
"""Question, and what was said to it → what is done."""
DECIDES_BY_ITSELF = (Intent.JOIN, Intent.LEAVE)
"""The intents that are clear without any question: "sì, cancellatemi"."""


def answer_to(context: Context, meaning: Understanding) -> tuple[Handler, dict[str, str]] | None:
    """Find what these words answer to the open question: what is done, and what the register keeps of it.

    None where they don't answer, or none is open.
    """
    words = context.message.text
    if context.message.forwarded or meaning.intent in DECIDES_BY_ITSELF:
        return None
    if meaning.intent is Intent.ZONES:  # "solo Zambra": what is to go, and not what is to stay
        return (ask_whether_all, {"rule": meaning.rule}) if _open_question(context, [PART]) else None
    question = _open_question(context, REPLIES_IN) if reply_in(words) or plain_reply_in(words) else None
    if question is None:
        return None
    key, language = parts_of(question.text.key)
    said = REPLIES_IN[key](words)
    proof = {"rule": f"reply-{said}", "reason": _named(question.text), "language": language}
    return (ANSWERED[key, said], proof) if said else None


def _open_question(context: Context, among: Collection[str]) -> Reply | None:
    """The question among these, of the last 24 hours, since which nothing else was written to this person."""
    last = Reply.objects.latest_to(identity.pseudonym_of(context.message.sender))
    if last is None or last.status in UNSEEN or parts_of(last.text.key)[0] not in among:
        return None
    passed = context.message.at - last.created_at
    if not -MESSAGE_CLOCK < passed <= ANSWER_WITHIN:
        return None
    subscriber = context.subscriber  # since a broadcast "ok" may be said of that
    was_written_to = subscriber and context.batch.ports.messages_sent(subscriber, last.created_at) > 0
    return None if was_written_to else last


def _named(text: ServiceText) -> str:
    """Name a question by its text, version and digest: without it a "sì" proves nothing."""
    label = DECLARED[parts_of(text.key)[0]].label
    return f"Risponde a «{label}» ({text.key}, versione {text.version}, impronta {text.sha256[:DIGITS]})"
