"""The table of what is done about each meaning: read `INTENTS` and `BUTTONS` to know who answers what."""

from collections.abc import Callable
from functools import partial
from operator import methodcaller

from cascina_whatsapp.whatsapp.cloud_api.events import InboundMessage
from subscribers.consent import Channel
from subscribers.keywords import Intent, Understanding, evidence, understand, words_of_zones
from subscribers.rules import buttons

from . import information, questions, subscribing, topics, zones
from .context import Context, Handler

FILES = {"image", "video", "audio", "voice", "document", "sticker", "location", "contacts", "order"}
"""Kinds of message that we neither open nor keep."""
SPOKEN = {"text", "button", "interactive"}
"""Kinds of message that can say something: written, or pressed."""


def in_silence(context: Context) -> None:
    """Answer nothing."""


INTENTS: dict[tuple[Intent, str], Handler] = {
    (Intent.JOIN, ""): subscribing.join,
    (Intent.LEAVE, ""): subscribing.leave,
    (Intent.LEAVE, "erasure"): partial(subscribing.leave_and_ask, kind="erasure", answer="rights_received"),
    (Intent.LEAVE, "objection"): partial(
        subscribing.leave_and_ask, kind="objection", answer="objection_received"
    ),
    (Intent.UNCLEAR, ""): methodcaller("answer", "ambiguous"),
    (Intent.UNCLEAR, "third_person"): methodcaller("answer", "third_person"),
    (Intent.UNCLEAR, "topic"): topics.offer_topics,
    (Intent.UNCLEAR, "alerts"): topics.choose_alerts,
    (Intent.UNCLEAR, "part"): questions.ask_whether_all,
    (Intent.UNCLEAR, "keep"): questions.ask_whether_all,
    (Intent.UNCLEAR, "standing"): questions.tell_standing,
    (Intent.TOPICS, ""): topics.offer_topics,
    (Intent.ZONES, ""): zones.offer_zones,
    (Intent.ZONES, "named"): zones.choose_named,
    (Intent.NEWS, ""): information.tell_news,
    (Intent.MY_DATA, ""): information.tell_data,
    (Intent.HELP, ""): methodcaller("answer", "help"),
    (Intent.LANGUAGE, ""): information.choose_language,
    (Intent.OTHER, ""): information.point_elsewhere,
    (Intent.OTHER, "other_office"): information.point_elsewhere,
    (Intent.OTHER, "privacy"): methodcaller("answer", "privacy"),
    (Intent.OTHER, "genuine"): methodcaller("answer", "genuine"),
    (Intent.OTHER, "emergency"): methodcaller("answer", "emergency"),
    (Intent.OTHER, "thanks"): in_silence,
}
"""Intent and detail, as `keywords` understands them → what is done."""

BUTTONS: dict[str, Handler] = {
    buttons.JOIN: subscribing.join,
    buttons.LEAVE: subscribing.leave,
    buttons.CONFIRM: questions.confirm,
    buttons.DECLINE: subscribing.decline,
    buttons.STAY: subscribing.stay,
    buttons.STAY_IN: questions.stay_in,
    buttons.TOPICS: topics.offer_topics,
    buttons.TOPICS_BACK: topics.take_back,
    buttons.ZONES: zones.offer_zones,
    buttons.ZONES_BACK: zones.take_back,
    buttons.CONTACTS: information.point_elsewhere,
}
"""The id of a button of ours → what is done."""

ROWS: tuple[tuple[Callable[[str], bool], Handler], ...] = (
    (topics.is_topic, topics.choose_topic),
    (zones.is_zone, zones.choose_zone),
)
"""Whether a tapped row is of one of our lists → what is done."""

REPLIES: dict[str, Handler] = {"yes": questions.confirm, "no": subscribing.leave}
"""The answers in words to an open question → what is done."""

ASKS_TO_LEAVE = (questions.ask_to_leave, questions.ask_whether_all)
"""The questions that a caption may lead to, too."""
OF_THE_WRITER = {Intent.JOIN, Intent.LEAVE, Intent.LANGUAGE}
"""The wishes that somebody else's words, passed on, can't express."""
FORWARDED = INTENTS[Intent.UNCLEAR, ""]
"""The handler for such words."""


def deal_with(context: Context) -> None:
    """Answer one message; change the consent of whoever wrote it, if that is what it says."""
    message, name = context.message, zones.rule_name(topics.rule_name(context.message.choice))
    pressed = next((chooses for is_row, chooses in ROWS if is_row(name)), BUTTONS.get(name))
    if pressed and not message.forwarded:
        words = zones.label(context) if zones.is_zone(name) else topics.label(message)
        pressed(context.proven(channel=Channel.BUTTON, words=words, rule=f"button-{name}"))
    elif message.kind in SPOKEN:
        _said(context)
    elif message.kind in FILES:
        _sent_a_file(context)
    if says_something(message):
        subscribing.ask_whoever_moved(context)


def says_something(message: InboundMessage) -> bool:
    """Tell whether a message opens the window: a reaction or a system message does not."""
    return message.kind in SPOKEN | FILES


def _said(context: Context) -> None:
    if _proves_a_number(context):
        context.answer("trial_number_confirmed")
        return
    zone_names, spoken = context.batch.offer.zone_names, context.batch.languages.spoken
    meaning = understand(context.message.text, context.batch.languages.words, zone_names)
    if meaning.intent is Intent.ZONES or meaning.names_zones:
        spoken |= words_of_zones(zone_names)
    handler, proof = _handler_of_words(context, meaning)
    channel = Channel.KEYWORD if context.message.kind == "text" else Channel.BUTTON
    words = evidence(context.message.text, spoken)
    proven = context.proven(channel=channel, words=words, version=meaning.version, **proof)
    handler(proven)
    if meaning.names_zones:
        zones.choose_beside(proven, context.message.text)


def _handler_of_words(context: Context, meaning: Understanding) -> tuple[Handler, dict[str, str]]:
    """Choose the handler for these words, with the rule and the question that the register names."""
    if context.message.forwarded and (meaning.intent in OF_THE_WRITER or meaning.leaning):
        return FORWARDED, {"rule": meaning.rule}
    if reply := subscribing.reply_to_the_question(context):
        return REPLIES[reply], {"rule": f"reply-{reply}"}
    if answer := questions.answer_to(context, meaning):
        return answer
    return handler_of(meaning), {"rule": meaning.rule}


def handler_of(meaning: Understanding) -> Handler:
    """Choose the handler for words of this meaning, where no question of ours is open."""
    asks = questions.SEEMS_TO.get(meaning.leaning)
    return asks or INTENTS[meaning.intent, meaning.detail]


def _proves_a_number(context: Context) -> bool:
    """Tell whether the message proves a trial number: no citizen's wish, and nothing for the register."""
    message = context.message
    written = message.kind == "text" and not message.forwarded
    return written and context.batch.ports.confirms_number(message.sender, message.text, message.at)


def _sent_a_file(context: Context) -> None:
    """Answer a file: its caption may leave, or be asked whether it means that; never join: it may be a poster."""
    caption = context.message.caption
    meaning = understand(caption, context.batch.languages.words, context.batch.offer.zone_names)
    asks = handler_of(meaning)
    if asks in ASKS_TO_LEAVE and context.subscriber and not context.message.forwarded:
        asks(context)
        return
    if meaning.intent != Intent.LEAVE or context.message.forwarded:
        context.answer("media_received")
        return
    rule = f"caption-{meaning.rule}"[:40]
    leaves = INTENTS[meaning.intent, meaning.detail]
    words = evidence(caption, context.batch.languages.spoken)
    leaves(context.proven(channel=Channel.KEYWORD, words=words, rule=rule, version=meaning.version))
