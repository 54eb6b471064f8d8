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

from . import replies
from .context import Context

NEW_NUMBER = "number_changed"
"""The text that asks whoever has another number; the rule of the record says so, too."""


def join(context: Context, proof: Evidence) -> None:
    """They want to get broadcasts."""
    if settings.OPT_IN_MODE == "double":
        change = consent.ask(context.message.sender, proof, now=context.now)
    else:
        change = consent.opt_in(context.message.sender, proof, now=context.now)
    _answer(context, change)


def confirm(context: Context, proof: Evidence) -> None:
    """They said yes. To a question that is not open any more, it is a wish like any other."""
    change = consent.confirm(context.message.sender, proof, now=context.now)
    if change is None:
        join(context, proof)
    else:
        _answer(context, change)


def is_leaving(context: Context) -> bool:
    """Whether a "no, thanks" ends something: a subscription, or a question."""
    known = identity.find(context.message.sender)
    if known is None:
        return False
    return known.is_subscribed or known.moved_at is not None or _is_asked(context)


def decline(context: Context) -> None:
    """They said no when nothing was asked any more: nothing changes, and nothing is kept."""
    context.answer("optin_prompt_declined")


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
    """Somebody whose subscription waits since they have another number has written, of whatever: the door is open."""
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
        replies.queue(NEW_NUMBER, person, now=now, consent=change.record)


def _is_asked(context: Context) -> bool:
    known = identity.find(context.message.sender)
    return known is not None and consent.open_question(known, context.message.at) is not None


def _answer(context: Context, change: consent.Change) -> None:
    if change.effect is Effect.DONE:
        context.answer("optin_confirm", consent=change.record)
    elif change.effect is Effect.ASKED:
        context.answer("optin_prompt", consent=change.record)
    elif change.effect is Effect.ALREADY:
        context.answer("optin_already", data_iscrizione=day_in_words(change.subscriber.subscribed_at))
