# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Citizens' messages → what they mean → consent → the answers. All of it in one transaction, or none."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from cascina_whatsapp.cloud_api.events import IdentityChange, InboundMessage, PreferenceChange
from cascina_whatsapp.formatting.dates import day_in_words, moment_from_today
from subscribers import consent, identity
from subscribers.consent import Channel, Effect, Evidence
from subscribers.keywords import Understanding, evidence, understand
from subscribers.models import ConsentRecord, SeenMessage, ServiceText, Subscriber
from subscribers.register import ledger
from subscribers.rules.button_ids import CONFIRM, CONTACTS, DECLINE, JOIN, LEAVE, STAY, TOPICS

from . import joining, topics
from .context import Context, ConversationPorts

FILES = {"image", "video", "audio", "voice", "document", "sticker", "location", "contacts", "order"}
"""Kinds of message that we neither open nor keep."""
SPOKEN = {"text", "button", "interactive"}
"""Kinds of message that can say something: written, or pressed."""
JOINING = {ConsentRecord.Kind.OPT_IN, ConsentRecord.Kind.IMPORTED}
"""Events with which a subscription begins."""


@transaction.atomic
def receive(messages: list[InboundMessage], *, ports: ConversationPorts, now: datetime) -> None:
    """Deal with these messages. Seen before, from a group, or from nobody: nothing happens."""
    told = [message for message in messages if message.sender and not message.group_id]
    if not told:
        return
    ledger.serialize()  # before any other lock: a message may change a consent
    news = _first_time(told, now)
    for message in news:
        _deal_with(Context(message, ports, now))
    identity.note_messages((message.sender, message.at) for message in news if _says_something(message))


def _deal_with(context: Context) -> None:
    message = context.message
    if _is_ours(message.choice) and not message.forwarded:
        _pressed(context)
    elif message.kind in SPOKEN:
        _said(context)
    elif message.kind in FILES:
        _sent_a_file(context)
    if _says_something(message):
        joining.ask_whoever_moved(context)


@transaction.atomic
def note_preference(change: PreferenceChange, *, now: datetime) -> None:
    """The switch inside WhatsApp: "stop" is a full opt-out (one-purpose list); "resume" alone subscribes nobody."""
    if not change.person:
        return
    told = f"preference {change.value} {change.at.isoformat()} {identity.pseudonym_of(change.person)}"
    if _is_recorded(told):
        return
    rule = f"preference-{change.value}"[:40]
    proof = Evidence(at=change.at, channel=Channel.SYSTEM, message_id=told, rule=rule)
    if change.value == "stop":
        consent.opt_out(change.person, proof, now=now, kind=consent.Kind.PREFERENCE_STOP)
    elif change.value == "resume" and identity.find(change.person):
        consent.note_resume(change.person, proof, now=now)


@transaction.atomic
def note_identity_change(change: IdentityChange, *, now: datetime) -> None:
    """WhatsApp says that a person's number or BSUID has changed."""
    if change.before and change.after and not _is_recorded(change.id):
        proof = Evidence(at=change.at, channel=Channel.SYSTEM, message_id=change.id, rule=change.kind)
        joining.move(change, proof, now)


def _first_time(messages: list[InboundMessage], now: datetime) -> list[InboundMessage]:
    """Those that are new, each once. Nobody else can be asking the same at this moment: the register is held."""
    by_digest: dict[str, InboundMessage] = {}
    for message in messages:
        by_digest.setdefault(identity.digest_of_message(message.id), message)
    seen = set(SeenMessage.objects.filter(digest__in=by_digest).values_list("digest", flat=True))
    news = {digest: message for digest, message in by_digest.items() if digest not in seen}
    SeenMessage.objects.bulk_create(SeenMessage(digest=digest, seen_at=now) for digest in news)
    return list(news.values())


def _says_something(message: InboundMessage) -> bool:
    """A reaction or a system message opens no window."""
    return message.kind in SPOKEN | FILES


def _is_recorded(message_id: str) -> bool:
    """Whether the register has it already: what WhatsApp tells by itself comes twice, too."""
    return ConsentRecord.objects.filter(message_digest=identity.digest_of_message(message_id)).exists()


def _is_ours(choice: str) -> bool:
    return choice in {JOIN, LEAVE, CONFIRM, DECLINE, STAY, TOPICS, CONTACTS} or topics.is_topic(choice)


def _pressed(context: Context) -> None:
    choice = context.message.choice
    words = topics.label(context.message)
    proof = context.evidence(channel=Channel.BUTTON, words=words, rule=f"button-{choice}")
    if choice == JOIN:
        joining.join(context, proof)
    elif choice == CONFIRM:
        joining.confirm(context, proof)
    elif choice == LEAVE or (choice == DECLINE and joining.is_leaving(context)):
        _leave(context, proof)
    elif choice == DECLINE:
        joining.decline(context)
    elif choice == STAY:
        _stay(context, proof)
    elif choice == TOPICS:
        topics.offer_topics(context)
    elif choice == CONTACTS:
        _point_elsewhere(context)
    else:
        topics.choose_topic(context, proof)


def _said(context: Context) -> None:
    if _proves_a_number(context):
        context.answer("trial_number_confirmed")
        return
    meaning = understand(context.message.text)
    channel = Channel.KEYWORD if context.message.kind == "text" else Channel.BUTTON
    proof = context.evidence(
        channel=channel,
        words=evidence(context.message.text),
        rule=meaning.rule,
        version=meaning.version,
    )
    if meaning.intent in ("join", "leave") and context.message.forwarded:
        context.answer("ambiguous")  # somebody else's words, passed on
    elif reply := joining.reply_to_the_question(context):
        _replied(context, replace(proof, rule=f"reply-{reply}"), reply)
    elif meaning.intent == "join":
        joining.join(context, proof)
    elif meaning.intent == "leave":
        _leave_as_meant(context, proof, meaning)
    else:
        _answer_other(context, meaning)


def _replied(context: Context, proof: Evidence, reply: str) -> None:
    """In words instead of by the button."""
    if reply == "yes":
        joining.confirm(context, proof)
    else:
        _leave(context, proof)


def _proves_a_number(context: Context) -> bool:
    """Somebody of our staff: no citizen's wish, and nothing for the register."""
    message = context.message
    written = message.kind == "text" and not message.forwarded
    return written and context.ports.confirms_number(message.sender, message.text, message.at)


def _sent_a_file(context: Context) -> None:
    """A caption may ask to leave, never to join: the picture could be somebody's poster."""
    meaning = understand(context.message.caption)
    if meaning.intent == "leave" and not context.message.forwarded:
        words = evidence(context.message.caption)
        rule = f"caption-{meaning.rule}"[:40]
        proof = context.evidence(channel=Channel.KEYWORD, words=words, rule=rule, version=meaning.version)
        _leave_as_meant(context, proof, meaning)
    else:
        context.answer("media_received")


def _stay(context: Context, proof: Evidence) -> None:
    """Under the yearly reminder. Whoever has left meanwhile is asked: this button subscribes nobody."""
    subscriber = topics.subscriber_of(context)
    if subscriber is None:
        context.answer("optout_not_subscribed")
        return
    change = consent.reconfirm(
        context.message.sender, replace(proof, answer="optin_already"), now=context.now
    )
    if change and change.effect is Effect.DONE:
        joined = day_in_words(change.subscriber.subscribed_at)
        context.answer("optin_already", consent=change.record, data_iscrizione=joined)


def _leave_as_meant(context: Context, proof: Evidence, meaning: Understanding) -> None:
    """Who objects to the messages (art. 21) gets none any more: leaving is all that it takes."""
    if meaning.detail == "erasure":
        _erase(context, proof)
    else:
        _leave(context, proof)


def _erase(context: Context, proof: Evidence) -> None:
    """They leave, and their data are to go: one answer to both. Of a stranger we have nothing but this message."""
    is_known = identity.find(context.message.sender) is not None
    proof = replace(proof, answer="rights_received" if is_known else "my_data_none")
    change = consent.opt_out(context.message.sender, proof, now=context.now)
    if change.effect is Effect.STALE:
        return
    if not is_known:
        context.answer("my_data_none")
        return
    number = context.ports.open_erasure(change.subscriber, context.now)
    left = change.record if change.effect is Effect.DONE else None
    context.answer("rights_received", consent=left, protocollo_richiesta=number)


def _leave(context: Context, proof: Evidence) -> None:
    change = consent.opt_out(context.message.sender, proof, now=context.now)
    if change.effect is Effect.DONE:
        context.answer("optout_confirm", consent=change.record)
    elif change.effect is Effect.DECLINED:
        context.answer("optin_prompt_declined", consent=change.record)
    elif change.effect is Effect.ALREADY:
        context.answer("optout_not_subscribed")


def _answer_other(context: Context, meaning: Understanding) -> None:
    if meaning.intent == "topics":
        topics.offer_topics(context)
    elif meaning.intent == "my_data":
        _tell_data(context)
    elif meaning.intent == "help":
        context.answer("help")
    elif meaning.intent == "unclear":
        context.answer("third_person" if meaning.detail == "third_person" else "ambiguous")
    elif meaning.detail in ("privacy", "emergency"):
        context.answer(meaning.detail)
    elif meaning.detail != "thanks":
        _point_elsewhere(context)


def _point_elsewhere(context: Context) -> None:
    opening = context.ports.next_opening(context.now)
    if opening and opening > context.now:
        words = moment_from_today(opening, context.now)
        context.answer("unknown_out_of_hours", prossima_apertura=words)
    else:
        context.answer("unknown")


def _tell_data(context: Context) -> None:
    subscriber = topics.subscriber_of(context)
    if subscriber is None:
        _tell_what_waits(context)
        return
    joined = _joining(subscriber)
    notice = ServiceText.objects.in_force("privacy_notice", subscriber.subscribed_at)
    context.answer(
        "my_data",
        numero_mascherato=subscriber.masked,
        data_iscrizione=day_in_words(subscriber.subscribed_at),
        parola_ricevuta=_words_of(subscriber, joined),
        versione_informativa=str(notice.version),
        argomenti_attivi=topics.names(subscriber.followed_topics()),
        messaggi_90=str(context.ports.messages_sent(subscriber)),
    )


def _tell_what_waits(context: Context) -> None:
    """Of whoever is not subscribed: the question that is open, if one is."""
    known = identity.find(context.message.sender)
    question = known and consent.open_question(known, context.message.at)
    if question:
        context.answer("my_data_pending", parola_ricevuta=question.words or "—")
    else:
        context.answer("my_data_none")


def _words_of(subscriber: Subscriber, joined: ConsentRecord | None) -> str:
    """With what they joined; where it had to be confirmed, with what they asked for it, too."""
    words = (joined and joined.words) or "—"
    asked = ConsentRecord.objects.of(*identity.known_pseudonyms(subscriber)).filter(
        kind=ConsentRecord.Kind.OPT_IN_PENDING, at_whatsapp=subscriber.asked_at, took_effect=True
    )
    question = asked.first() if subscriber.asked_at else None
    return f"{question.words or '—'}, confermato con «{words}»" if question else words


def _joining(subscriber: Subscriber) -> ConsentRecord | None:
    """The event with which this subscription began; none under a number that is new since."""
    return (
        ConsentRecord.objects.of(*identity.known_pseudonyms(subscriber))
        .filter(kind__in=JOINING, at_whatsapp=subscriber.subscribed_at, took_effect=True)
        .first()
    )
