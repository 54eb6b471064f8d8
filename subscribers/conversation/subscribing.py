"""The ways to join, by the word alone or by a second yes, and what a new number does to that; and the ways to leave.

One leaves by a word or a button, with a request about one's data, or by saying no to a question.

OPT_IN_MODE and ON_NUMBER_CHANGE decide. A question is open for 24 hours of the messages' own time.
"""

from dataclasses import replace
from datetime import datetime

from django.conf import settings

from cascina_whatsapp.presentation.formatting.dates import day_in_words
from cascina_whatsapp.whatsapp.cloud_api.durations import SERVICE_WINDOW
from cascina_whatsapp.whatsapp.cloud_api.events import IdentityChange
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent, identity
from subscribers.consent import Channel, Effect, Evidence
from subscribers.keywords import reply_in
from subscribers.models import ConsentRecord, ServiceText, Subscriber
from subscribers.rules.buttons import CONFIRM
from subscribers.rules.languages import parts_of

from . import replies
from .context import Context

NEW_NUMBER = "number_changed"
"""The text that asks whoever has another number; the rule of the record says so, too."""
JOINED = {Effect.DONE: "optin_confirm", Effect.ASKED: "optin_prompt"}
"""The effects of a wish to join → the text that confirms it, or asks for a yes."""
LEFT = {Effect.DONE: "optout_confirm", Effect.DECLINED: "optin_prompt_declined"}
"""The effects of leaving → the text that confirms it."""


def join(context: Context) -> None:
    """Subscribe who wants to get broadcasts."""
    wish = consent.ask if settings.OPT_IN_MODE == "double" else consent.opt_in
    change = wish(context.message.sender, context.proof, now=context.now, is_stranger=context.is_stranger)
    _answer(context, change)


def confirm(context: Context) -> None:
    """Take a yes. To a question that is not open any more, it is a wish to join like any other."""
    change = consent.confirm(context.message.sender, context.proof, now=context.now)
    if change is None:
        join(context)
    else:
        _answer(context, change)


def stay(context: Context) -> None:
    """Take a tap under the yearly reminder. Whoever has left meanwhile is told: this button brings nobody back."""
    if context.subscriber is None:
        context.answer("optout_not_subscribed")
        return
    proof = replace(context.proof, answer="optin_already")
    change = consent.reconfirm(context.message.sender, proof, now=context.now)
    if change and change.effect is Effect.DONE:
        tell_that_it_is_active(context, change.subscriber, change.record)


def tell_that_it_is_active(
    context: Context, subscriber: Subscriber, record: ConsentRecord | None = None
) -> None:
    """Tell a subscriber since when they are one. `record`: what this answers, where it is evidence of anything."""
    joined = day_in_words(subscriber.subscribed_at or context.message.at)
    context.answer("optin_already", consent=record, data_iscrizione=joined)


def reply_to_the_question(context: Context) -> str:
    """Return "yes" or "no" where a person's words clearly answer an open question; "" otherwise."""
    if context.known is None:  # nothing can be open
        return ""
    said = reply_in(context.message.text)
    if not said or context.message.forwarded:
        return ""
    return said if _is_asked(context) else ""


def move(change: IdentityChange, proof: Evidence, now: datetime) -> None:
    """Move a person to another number or BSUID. They are asked at once only where we may write to them."""
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
    wrote_at = moved[1] if moved else None
    if asks and wrote_at and now < wrote_at + SERVICE_WINDOW:
        outbox = replies.Outbox([change.after], now)
        _ask_again(change.after, proof.at, proof.message_id, outbox)
        outbox.write()


def ask_whoever_moved(context: Context) -> None:
    """Ask who has written since their number changed to confirm their subscription: the service window is open.

    Looked up anew: what they wrote may have ended the wait.
    """
    if settings.ON_NUMBER_CHANGE == "ask" and _waits_since_moving(
        context, identity.find(context.message.sender)
    ):
        _ask_again(context.message.sender, context.message.at, context.message.id, context.batch.outbox)


def repeats_the_question(context: Context) -> bool:
    """Put the register's open question once more; tell whether one is, or is about to be put."""
    question = context.known and consent.open_question(context.known, context.message.at)
    if question and question.confirmation:
        key, _ = parts_of(question.confirmation.key)
        context.answer(key, consent=question, changes=False)
        return True
    return settings.ON_NUMBER_CHANGE == "ask" and _waits_since_moving(context, context.known)


def _waits_since_moving(context: Context, known: Subscriber | None) -> bool:
    """Tell whether a subscription waits since its number changed, of which this message knows."""
    return bool(known and known.moved_at and context.message.at > known.moved_at)


def _ask_again(person: Person, at: datetime, told_by: str, outbox: replies.Outbox) -> None:
    proof = Evidence(
        at=at, channel=Channel.SYSTEM, message_id=f"ask {told_by}", rule=NEW_NUMBER, answer=NEW_NUMBER
    )
    change = consent.ask(person, proof, now=outbox.now)
    if change.effect is Effect.ASKED:
        question = ServiceText.objects.in_force(NEW_NUMBER, outbox.now)
        outbox.queue(question, person, consent=change.record)


def _is_asked(context: Context) -> bool:
    return context.known is not None and consent.open_question(context.known, context.message.at) is not None


def _answer(context: Context, change: consent.Change) -> None:
    if key := JOINED.get(change.effect):
        chosen = context.message.choice if context.message.choice.startswith(CONFIRM) else CONFIRM
        context.answer(key, consent=change.record, button_ids={CONFIRM: chosen})
    elif change.effect is Effect.ALREADY:
        tell_that_it_is_active(context, change.subscriber, change.record)


def leave(context: Context) -> None:
    """Unsubscribe who wants nothing more."""
    change = consent.opt_out(context.message.sender, context.proof, now=context.now)
    if key := LEFT.get(change.effect):
        context.answer(key, consent=change.record)
    elif change.effect is Effect.ALREADY:
        context.answer("optout_not_subscribed", consent=change.record)


def leave_and_ask(context: Context, *, kind: str, answer: str) -> None:
    """Unsubscribe and open a request, with one answer to both. Of a stranger we have nothing but this message."""
    answer = "my_data_none" if context.known is None else answer
    change = consent.opt_out(context.message.sender, replace(context.proof, answer=answer), now=context.now)
    if change.effect is Effect.STALE:
        return
    if context.known is None:
        context.answer(answer, consent=change.record)
        return
    number = context.batch.ports.open_request(kind, change.subscriber, context.message.sender, context.now)
    has_left = change.effect is Effect.DONE
    context.answer(answer, consent=change.record, changes=has_left, protocollo_richiesta=number)


def decline(context: Context) -> None:
    """Take a "no, thanks", which ends a subscription or a question. With nothing to end, nothing is kept."""
    known = context.known
    if known and (known.is_subscribed or known.moved_at or _is_asked(context)):
        leave(context)
    else:
        context.answer("optin_prompt_declined")
