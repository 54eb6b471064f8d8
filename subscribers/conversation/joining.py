# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How somebody becomes a subscriber: by the word alone, or by a second yes; and what a new number does to that.

OPT_IN_MODE and ON_NUMBER_CHANGE decide. A question is open for 24 hours of the messages' own time.
"""

from dataclasses import replace
from datetime import datetime

from django.conf import settings

from cascina_whatsapp.cloud_api.durations import SERVICE_WINDOW
from cascina_whatsapp.cloud_api.events import IdentityChange
from cascina_whatsapp.cloud_api.people import Person
from cascina_whatsapp.formatting.dates import day_in_words
from subscribers import consent, identity
from subscribers.consent import Channel, Effect, Evidence
from subscribers.keywords import reply_in
from subscribers.models import ServiceText

from . import replies
from .context import Context

NEW_NUMBER = "number_changed"
"""The text that asks whoever has another number; the rule of the record says so, too."""
CONFIRMED_BY = {Effect.DONE: "optin_confirm", Effect.ASKED: "optin_prompt"}
"""What a wish to join did → the text that confirms it, or asks for a yes."""


def join(context: Context) -> None:
    """They want to get broadcasts."""
    wish = consent.ask if settings.OPT_IN_MODE == "double" else consent.opt_in
    _answer(context, wish(context.message.sender, context.proof, now=context.now))


def confirm(context: Context) -> None:
    """They said yes. To a question that is not open any more, it is a wish like any other."""
    change = consent.confirm(context.message.sender, context.proof, now=context.now)
    if change is None:
        join(context)
    else:
        _answer(context, change)


def stay(context: Context) -> None:
    """Under the yearly reminder. Whoever has left meanwhile is told: this button subscribes nobody."""
    if context.subscriber is None:
        context.answer("optout_not_subscribed")
        return
    proof = replace(context.proof, answer="optin_already")
    change = consent.reconfirm(context.message.sender, proof, now=context.now)
    if change and change.effect is Effect.DONE:
        _tell_that_it_is_active(context, change)


def has_something_to_end(context: Context) -> bool:
    """Whether a "no, thanks" ends something: a subscription, or a question."""
    known = context.known
    return known is not None and (known.is_subscribed or known.moved_at is not None or _is_asked(context))


def reply_to_the_question(context: Context) -> str:
    """ "yes" or "no" where the words clearly say so, and a question is open; "" otherwise."""
    said = reply_in(context.message.text)
    return said if said and not context.message.forwarded and _is_asked(context) else ""


def move(change: IdentityChange, proof: Evidence, now: datetime) -> None:
    """WhatsApp calls somebody by another number or BSUID. Asked at once only where we may write to them."""
    asks = settings.ON_NUMBER_CHANGE == "ask"
    proof = replace(proof, rule=f"{proof.rule}-ask") if asks else proof
    moved = consent.change_number(
        change.before,
        change.after,
        proof,
        now=now,
        gives_up_number=change.kind == "changed_number",
        ask=asks,
    )
    if moved and asks and moved.last_message_at and now < moved.last_message_at + SERVICE_WINDOW:
        _ask_again(change.after, proof.at, proof.message_id, now)


def ask_whoever_moved(context: Context) -> None:
    """Somebody whose subscription waits since they have another number has written: the service window is open.

    Looked up anew: what they wrote may have ended the wait.
    """
    if settings.ON_NUMBER_CHANGE != "ask":
        return
    known = identity.find(context.message.sender)
    if known and known.moved_at and context.message.at > known.moved_at:
        _ask_again(context.message.sender, context.message.at, context.message.id, context.now)


def _ask_again(person: Person, at: datetime, told_by: str, now: datetime) -> None:
    proof = Evidence(
        at=at, channel=Channel.SYSTEM, message_id=f"ask {told_by}", rule=NEW_NUMBER, answer=NEW_NUMBER
    )
    change = consent.ask(person, proof, now=now)
    if change.effect is Effect.ASKED:
        question = ServiceText.objects.in_force(NEW_NUMBER, now)
        replies.queue(question, person, now=now, consent=change.record)


def _is_asked(context: Context) -> bool:
    return context.known is not None and consent.open_question(context.known, context.message.at) is not None


def _answer(context: Context, change: consent.Change) -> None:
    if key := CONFIRMED_BY.get(change.effect):
        context.answer(key, consent=change.record)
    elif change.effect is Effect.ALREADY:
        _tell_that_it_is_active(context, change)


def _tell_that_it_is_active(context: Context, change: consent.Change) -> None:
    joined = day_in_words(change.subscriber.subscribed_at or change.record.at_whatsapp)
    context.answer("optin_already", consent=change.record, data_iscrizione=joined)
