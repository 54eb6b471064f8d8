"""The table of what is done about each meaning: read `INTENTS` and `BUTTONS` to know who answers what."""

from cascina_whatsapp.whatsapp.cloud_api.events import InboundMessage
from subscribers.consent import Channel
from subscribers.keywords import Intent, Understanding, evidence, understand
from subscribers.rules import buttons

from . import information, joining, leaving, questions, topics
from .context import Context, Handler

FILES = {"image", "video", "audio", "voice", "document", "sticker", "location", "contacts", "order"}
"""Kinds of message that we neither open nor keep."""
SPOKEN = {"text", "button", "interactive"}
"""Kinds of message that can say something: written, or pressed."""


def with_text(key: str) -> Handler:
    """A handler that changes nothing and answers with this text."""

    def answer(context: Context) -> None:
        context.answer(key)

    return answer


def in_silence(context: Context) -> None:
    """Answer nothing."""


INTENTS: dict[tuple[Intent, str], Handler] = {
    (Intent.JOIN, ""): joining.join,
    (Intent.LEAVE, ""): leaving.leave,
    (Intent.LEAVE, "erasure"): leaving.leave_and_erase,
    (Intent.LEAVE, "objection"): leaving.leave,  # article 21: leaving is all that it takes
    (Intent.UNCLEAR, ""): with_text("ambiguous"),
    (Intent.UNCLEAR, "third_person"): with_text("third_person"),
    (Intent.UNCLEAR, "topic"): topics.offer_topics,
    (Intent.UNCLEAR, "standing"): questions.tell_standing,
    (Intent.TOPICS, ""): topics.offer_topics,
    (Intent.NEWS, ""): information.tell_news,
    (Intent.MY_DATA, ""): information.tell_data,
    (Intent.HELP, ""): with_text("help"),
    (Intent.LANGUAGE, ""): information.choose_language,
    (Intent.OTHER, ""): information.point_elsewhere,
    (Intent.OTHER, "other_office"): information.point_elsewhere,
    (Intent.OTHER, "privacy"): with_text("privacy"),
    (Intent.OTHER, "genuine"): with_text("genuine"),
    (Intent.OTHER, "emergency"): with_text("emergency"),
    (Intent.OTHER, "thanks"): in_silence,
}
"""Intent and detail, as `keywords` understands them → what is done."""

BUTTONS: dict[str, Handler] = {
    buttons.JOIN: joining.join,
    buttons.LEAVE: leaving.leave,
    buttons.CONFIRM: joining.confirm,
    buttons.DECLINE: leaving.decline,
    buttons.STAY: joining.stay,
    buttons.STAY_IN: questions.stay_in,
    buttons.TOPICS: topics.offer_topics,
    buttons.TOPICS_BACK: topics.take_back,
    buttons.CONTACTS: information.point_elsewhere,
}
"""The id of a button of ours → what is done."""

REPLIES: dict[str, Handler] = {"yes": joining.confirm, "no": leaving.leave}
"""The answers in words to an open question → what is done."""

OF_THE_WRITER = {Intent.JOIN, Intent.LEAVE, Intent.LANGUAGE}
"""The wishes that somebody else's words, passed on, can't express."""
FORWARDED = INTENTS[Intent.UNCLEAR, ""]
"""The handler for such words."""


def deal_with(context: Context) -> None:
    """Answer one message; change the consent of whoever wrote it, if that is what it says."""
    message = context.message
    if (pressed := _handler_of_choice(message.choice)) and not message.forwarded:
        words = topics.label(message)
        pressed(
            context.proven(
                channel=Channel.BUTTON, words=words, rule=f"button-{topics.rule_name(message.choice)}"
            )
        )
    elif message.kind in SPOKEN:
        _said(context)
    elif message.kind in FILES:
        _sent_a_file(context)
    if says_something(message):
        joining.ask_whoever_moved(context)


def says_something(message: InboundMessage) -> bool:
    """Tell whether a message opens the window: a reaction or a system message does not."""
    return message.kind in SPOKEN | FILES


def _handler_of_choice(choice: str) -> Handler | None:
    """Find the handler of a tapped button or row; None for what is none of ours."""
    return topics.choose_topic if topics.is_topic(choice) else BUTTONS.get(topics.rule_name(choice))


def _said(context: Context) -> None:
    if _proves_a_number(context):
        context.answer("trial_number_confirmed")
        return
    meaning = understand(context.message.text, context.batch.languages.words)
    handler, proof = _handler_of_words(context, meaning)
    channel = Channel.KEYWORD if context.message.kind == "text" else Channel.BUTTON
    words = evidence(context.message.text, context.batch.languages.spoken)
    handler(context.proven(channel=channel, words=words, version=meaning.version, **proof))


def _handler_of_words(context: Context, meaning: Understanding) -> tuple[Handler, dict[str, str]]:
    """Choose the handler for these words, with the rule and the question that the register names."""
    if context.message.forwarded and (meaning.intent in OF_THE_WRITER or meaning.leaning):
        return FORWARDED, {"rule": meaning.rule}
    if reply := joining.reply_to_the_question(context):
        return REPLIES[reply], {"rule": f"reply-{reply}"}
    if answer := questions.answer_to(context, meaning):
        return answer.handler, answer.proof
    return handler_of(meaning), {"rule": meaning.rule}


def handler_of(meaning: Understanding) -> Handler:
    """Choose the handler for words of this meaning, where no question of ours is open."""
    asks = questions.SEEMS_TO.get(meaning.leaning)
    return asks or INTENTS[meaning.intent, meaning.detail]


def _proves_a_number(context: Context) -> bool:
    """Tell whether the message proves a trial number: no citizen's wish, and nothing for the register."""
    message = context.message
    written = message.kind == "text" and not message.forwarded
    return written and context.ports.confirms_number(message.sender, message.text, message.at)


def _sent_a_file(context: Context) -> None:
    """Answer a file: its caption may leave, or be asked whether it means that; never join: it may be a poster."""
    caption = context.message.caption
    meaning = understand(caption, context.batch.languages.words)
    if context.subscriber and meaning.leaning == "leave" and not context.message.forwarded:
        questions.ask_to_leave(context)
        return
    if meaning.intent != Intent.LEAVE or context.message.forwarded:
        context.answer("media_received")
        return
    rule = f"caption-{meaning.rule}"[:40]
    leaves = INTENTS[meaning.intent, meaning.detail]
    words = evidence(caption, context.batch.languages.spoken)
    leaves(context.proven(channel=Channel.KEYWORD, words=words, rule=rule, version=meaning.version))
