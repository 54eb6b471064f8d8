# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Citizens' messages → what they mean → consent → the answers. All of it in one transaction, or none."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from cascina_whatsapp.cloud_api.events import IdentityChange, InboundMessage, PreferenceChange
from subscribers import consent, people
from subscribers.consent import Channel, Effect, Evidence
from subscribers.keywords import Understanding, evidence, understand
from subscribers.models import ConsentRecord, SeenMessage, ServiceText, Subscriber
from subscribers.register import register
from subscribers.rules.choices import CONFIRM, CONTACTS, DECLINE, JOIN, LEAVE, STAY, TOPICS

from . import choosing, joining
from .conversation import Conversation, Newsroom, day_in_words

FILES = {"image", "video", "audio", "voice", "document", "sticker", "location", "contacts", "order"}
"""Kinds of message that we neither open nor keep."""
SPOKEN = {"text", "button", "interactive"}
"""Kinds of message that can say something: written, or pressed."""
JOINING = {ConsentRecord.Kind.OPT_IN, ConsentRecord.Kind.IMPORTED}
"""Events with which a subscription begins."""


@transaction.atomic
def receive(messages: list[InboundMessage], *, newsroom: Newsroom, now: datetime) -> None:
    """Deal with these messages. Seen before, from a group, or from nobody: nothing happens."""
    told = [message for message in messages if message.sender and not message.group_id]
    if not told:
        return
    register.hold()  # before any other lock: a message may change a consent
    news = _first_time(told, now)
    for message in news:
        _deal_with(Conversation(message, newsroom, now))
    people.note_messages((message.sender, message.at) for message in news if _says_something(message))


def _deal_with(talk: Conversation) -> None:
    message = talk.message
    if _is_ours(message.choice) and not message.forwarded:
        _pressed(talk)
    elif message.kind in SPOKEN:
        _said(talk)
    elif message.kind in FILES:
        _sent_a_file(talk)
    if _says_something(message):
        joining.ask_whoever_moved(talk)


@transaction.atomic
def preference(change: PreferenceChange, *, now: datetime) -> None:
    """The switch inside WhatsApp: "stop" is a full opt-out (one-purpose list); "resume" alone subscribes nobody."""
    if not change.person:
        return
    told = f"preference {change.value} {change.at.isoformat()} {people.pseudonym_of(change.person)}"
    if _is_recorded(told):
        return
    rule = f"preference-{change.value}"[:40]
    proof = Evidence(at=change.at, channel=Channel.SYSTEM, message_id=told, rule=rule)
    if change.value == "stop":
        consent.opt_out(change.person, proof, now=now, kind=consent.Kind.PREFERENCE_STOP)
    elif change.value == "resume" and people.find(change.person):
        consent.note_resume(change.person, proof, now=now)


@transaction.atomic
def identity(change: IdentityChange, *, now: datetime) -> None:
    """WhatsApp says that a person's number or BSUID has changed."""
    if change.before and change.after and not _is_recorded(change.id):
        proof = Evidence(at=change.at, channel=Channel.SYSTEM, message_id=change.id, rule=change.kind)
        joining.move(change, proof, now)


def _first_time(messages: list[InboundMessage], now: datetime) -> list[InboundMessage]:
    """Those that are new, each once. Nobody else can be asking the same at this moment: the register is held."""
    by_digest: dict[str, InboundMessage] = {}
    for message in messages:
        by_digest.setdefault(people.digest_of_message(message.id), message)
    seen = set(SeenMessage.objects.filter(digest__in=by_digest).values_list("digest", flat=True))
    news = {digest: message for digest, message in by_digest.items() if digest not in seen}
    SeenMessage.objects.bulk_create(SeenMessage(digest=digest, seen_at=now) for digest in news)
    return list(news.values())


def _says_something(message: InboundMessage) -> bool:
    """A reaction or a system message opens no window."""
    return message.kind in SPOKEN | FILES


def _is_recorded(message_id: str) -> bool:
    """Whether the register has it already: what WhatsApp tells by itself comes twice, too."""
    return ConsentRecord.objects.filter(message_digest=people.digest_of_message(message_id)).exists()


def _is_ours(choice: str) -> bool:
    return choice in {JOIN, LEAVE, CONFIRM, DECLINE, STAY, TOPICS, CONTACTS} or choosing.is_topic(choice)


def _pressed(talk: Conversation) -> None:
    choice = talk.message.choice
    words = choosing.label(talk.message)
    proof = talk.evidence(channel=Channel.BUTTON, words=words, rule=f"button-{choice}")
    if choice == JOIN:
        joining.join(talk, proof)
    elif choice == CONFIRM:
        joining.confirm(talk, proof)
    elif choice == LEAVE or (choice == DECLINE and joining.is_leaving(talk)):
        _leave(talk, proof)
    elif choice == DECLINE:
        joining.decline(talk)
    elif choice == STAY:
        _stay(talk, proof)
    elif choice == TOPICS:
        choosing.offer_topics(talk)
    elif choice == CONTACTS:
        _point_elsewhere(talk)
    else:
        choosing.choose_topic(talk, proof)


def _said(talk: Conversation) -> None:
    if _proves_a_number(talk):
        talk.answer("trial_number_confirmed")
        return
    meaning = understand(talk.message.text)
    channel = Channel.KEYWORD if talk.message.kind == "text" else Channel.BUTTON
    proof = talk.evidence(
        channel=channel,
        words=evidence(talk.message.text),
        rule=meaning.rule,
        version=meaning.version,
    )
    if meaning.intent in ("join", "leave") and talk.message.forwarded:
        talk.answer("ambiguous")  # somebody else's words, passed on
    elif reply := joining.reply_to_the_question(talk):
        _replied(talk, replace(proof, rule=f"reply-{reply}"), reply)
    elif meaning.intent == "join":
        joining.join(talk, proof)
    elif meaning.intent == "leave":
        _leave_as_meant(talk, proof, meaning)
    else:
        _answer_other(talk, meaning)


def _replied(talk: Conversation, proof: Evidence, reply: str) -> None:
    """In words instead of by the button."""
    if reply == "yes":
        joining.confirm(talk, proof)
    else:
        _leave(talk, proof)


def _proves_a_number(talk: Conversation) -> bool:
    """Somebody of our staff: no citizen's wish, and nothing for the register."""
    message = talk.message
    written = message.kind == "text" and not message.forwarded
    return written and talk.newsroom.confirms_number(message.sender, message.text, message.at)


def _sent_a_file(talk: Conversation) -> None:
    """A caption may ask to leave, never to join: the picture could be somebody's poster."""
    meaning = understand(talk.message.caption)
    if meaning.intent == "leave" and not talk.message.forwarded:
        words = evidence(talk.message.caption)
        rule = f"caption-{meaning.rule}"[:40]
        proof = talk.evidence(channel=Channel.KEYWORD, words=words, rule=rule, version=meaning.version)
        _leave_as_meant(talk, proof, meaning)
    else:
        talk.answer("media_received")


def _stay(talk: Conversation, proof: Evidence) -> None:
    """Under the yearly reminder. Whoever has left meanwhile is asked: this button subscribes nobody."""
    subscriber = choosing.subscriber_of(talk)
    if subscriber is None:
        talk.answer("optout_not_subscribed")
        return
    change = consent.reconfirm(talk.message.sender, replace(proof, answer="optin_already"), now=talk.now)
    if change and change.effect is Effect.DONE:
        joined = day_in_words(change.subscriber.subscribed_at)
        talk.answer("optin_already", consent=change.record, data_iscrizione=joined)


def _leave_as_meant(talk: Conversation, proof: Evidence, meaning: Understanding) -> None:
    """Who objects to the messages (art. 21) gets none any more: leaving is all that it takes."""
    if meaning.detail == "erasure":
        _erase(talk, proof)
    else:
        _leave(talk, proof)


def _erase(talk: Conversation, proof: Evidence) -> None:
    """They leave, and their data are to go: one answer to both. Of a stranger we have nothing but this message."""
    is_known = people.find(talk.message.sender) is not None
    proof = replace(proof, answer="rights_received" if is_known else "my_data_none")
    change = consent.opt_out(talk.message.sender, proof, now=talk.now)
    if change.effect is Effect.STALE:
        return
    if not is_known:
        talk.answer("my_data_none")
        return
    number = talk.newsroom.open_erasure(change.subscriber, talk.now)
    left = change.record if change.effect is Effect.DONE else None
    talk.answer("rights_received", consent=left, protocollo_richiesta=number)


def _leave(talk: Conversation, proof: Evidence) -> None:
    change = consent.opt_out(talk.message.sender, proof, now=talk.now)
    if change.effect is Effect.DONE:
        talk.answer("optout_confirm", consent=change.record)
    elif change.effect is Effect.DECLINED:
        talk.answer("optin_prompt_declined", consent=change.record)
    elif change.effect is Effect.ALREADY:
        talk.answer("optout_not_subscribed")


def _answer_other(talk: Conversation, meaning: Understanding) -> None:
    if meaning.intent == "topics":
        choosing.offer_topics(talk)
    elif meaning.intent == "my_data":
        _tell_data(talk)
    elif meaning.intent == "help":
        talk.answer("help")
    elif meaning.intent == "unclear":
        talk.answer("third_person" if meaning.detail == "third_person" else "ambiguous")
    elif meaning.detail in ("privacy", "emergency"):
        talk.answer(meaning.detail)
    elif meaning.detail != "thanks":
        _point_elsewhere(talk)


def _point_elsewhere(talk: Conversation) -> None:
    opening = talk.newsroom.next_opening(talk.now)
    if opening:
        talk.answer("unknown_out_of_hours", prossima_apertura=opening)
    else:
        talk.answer("unknown")


def _tell_data(talk: Conversation) -> None:
    subscriber = choosing.subscriber_of(talk)
    if subscriber is None:
        _tell_what_waits(talk)
        return
    joined = _joining(subscriber)
    notice = ServiceText.objects.in_force("privacy_notice", subscriber.subscribed_at)
    talk.answer(
        "my_data",
        numero_mascherato=subscriber.masked,
        data_iscrizione=day_in_words(subscriber.subscribed_at),
        parola_ricevuta=_words_of(subscriber, joined),
        versione_informativa=str(notice.version),
        argomenti_attivi=choosing.names(subscriber.followed_topics()),
        messaggi_90=str(talk.newsroom.messages_sent(subscriber)),
    )


def _tell_what_waits(talk: Conversation) -> None:
    """Of whoever is not subscribed: the question that is open, if one is."""
    known = people.find(talk.message.sender)
    question = known and consent.open_question(known, talk.message.at)
    if question:
        talk.answer("my_data_pending", parola_ricevuta=question.words or "—")
    else:
        talk.answer("my_data_none")


def _words_of(subscriber: Subscriber, joined: ConsentRecord | None) -> str:
    """With what they joined; where it had to be confirmed, with what they asked for it, too."""
    words = (joined and joined.words) or "—"
    asked = ConsentRecord.objects.of(*people.known_pseudonyms(subscriber)).filter(
        kind=ConsentRecord.Kind.OPT_IN_PENDING, at_whatsapp=subscriber.asked_at, took_effect=True
    )
    question = asked.first() if subscriber.asked_at else None
    return f"{question.words or '—'}, confermato con «{words}»" if question else words


def _joining(subscriber: Subscriber) -> ConsentRecord | None:
    """The event with which this subscription began; none under a number that is new since."""
    return (
        ConsentRecord.objects.of(*people.known_pseudonyms(subscriber))
        .filter(kind__in=JOINING, at_whatsapp=subscriber.subscribed_at, took_effect=True)
        .first()
    )
