"""The ways to leave: by a word or a button, with the erasure of one's data, or by saying no to a question."""

from dataclasses import replace

from subscribers import consent
from subscribers.consent import Effect

from . import joining
from .context import Context

CONFIRMED_BY = {Effect.DONE: "optout_confirm", Effect.DECLINED: "optin_prompt_declined"}
"""The effects of leaving → the text that confirms it."""


def leave(context: Context) -> None:
    """Unsubscribe who wants nothing more. Who objects (GDPR, article 21) gets no messages any more, either."""
    change = consent.opt_out(context.message.sender, context.proof, now=context.now)
    if key := CONFIRMED_BY.get(change.effect):
        context.answer(key, consent=change.record)
    elif change.effect is Effect.ALREADY:
        context.answer("optout_not_subscribed", consent=change.record)


def leave_and_erase(context: Context) -> None:
    """Unsubscribe and open an erasure, with one answer to both. Of a stranger we have nothing but this message."""
    answer = "my_data_none" if context.known is None else "rights_received"
    change = consent.opt_out(context.message.sender, replace(context.proof, answer=answer), now=context.now)
    if change.effect is Effect.STALE:
        return
    if context.known is None:
        context.answer("my_data_none", consent=change.record)
        return
    number = context.ports.open_erasure(change.subscriber, context.now)
    has_left = change.effect is Effect.DONE
    context.answer("rights_received", consent=change.record, changes=has_left, protocollo_richiesta=number)


def decline(context: Context) -> None:
    """Take a "no, thanks", which ends a subscription or a question. With nothing to end, nothing is kept."""
    if joining.has_something_to_end(context):
        leave(context)
    else:
        context.answer("optin_prompt_declined")
