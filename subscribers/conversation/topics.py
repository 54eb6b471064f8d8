# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The topics in the conversation: the list, the tap that adds one or takes it away, all of them."""

import re

from cascina_whatsapp.cloud_api.events import InboundMessage
from cascina_whatsapp.cloud_api.messages import Option
from subscribers import consent
from subscribers.consent import Effect
from subscribers.keywords import evidence
from subscribers.models import Subscriber, Topic
from subscribers.rules.button_ids import ALL_TOPICS, STAY, STAY_TITLE, TOPIC

from .context import Context

A_TOPIC = re.compile(rf"{TOPIC}[0-9]{{1,9}}")
ALL_TOPICS_TITLE = "Tutti gli argomenti"
CHOSEN = "✓ "
"""Before a topic that one gets already."""


def is_topic(choice: str) -> bool:
    """Whether this row is one of our lists'."""
    return choice == ALL_TOPICS or bool(A_TOPIC.fullmatch(choice))


def label(message: InboundMessage) -> str:
    """What stands on what was tapped, as far as it is ours: whoever speaks for WhatsApp could send anything."""
    if message.choice == STAY and message.text == STAY_TITLE:
        return STAY_TITLE
    if not message.choice.startswith(TOPIC):
        return evidence(message.text)
    name = message.text.removeprefix(CHOSEN)
    ours = name == ALL_TOPICS_TITLE or Topic.objects.filter(name__startswith=name).exists()
    return message.text if name and ours else ""


def offer_topics(context: Context) -> None:
    """The list, with what one gets now."""
    subscriber = context.subscriber
    if subscriber is None:
        context.answer("not_subscribed")
        return
    followed = context.followed_topics(subscriber)
    options = [
        Option(id=f"{TOPIC}{topic.pk}", title=_marked(topic, followed), description=topic.description)
        for topic in context.batch.topics[:9]  # ten rows a list, one is "all"
    ]
    options.append(Option(id=ALL_TOPICS, title=ALL_TOPICS_TITLE, description="Ricevi tutte le notizie"))
    context.answer("topics_list", options=options, argomenti_attivi=names(followed))


def _marked(topic: Topic, followed: list[Topic]) -> str:
    return f"{CHOSEN}{topic.name}"[:24] if topic in followed else topic.name


def choose_topic(context: Context) -> None:
    """A tap adds a topic, or takes it away; the last one stays, since leaving has a word of its own."""
    subscriber = context.subscriber
    if subscriber is None:
        context.answer("not_subscribed")
        return
    wanted = _toggled(subscriber, context.message.choice)
    change = consent.follow(context.message.sender, wanted, context.proof, now=context.now)
    if change and change.effect is Effect.DONE:
        followed = names(change.subscriber.followed_topics())
        context.answer("topics_saved", consent=change.record, argomenti_attivi=followed)


def _toggled(subscriber: Subscriber, choice: str) -> list[Topic] | None:
    """The topics after the tap; None for all of them."""
    if choice == ALL_TOPICS:
        return None
    followed = subscriber.followed_topics()
    number = choice.removeprefix(TOPIC)
    topic = Topic.objects.filter(pk=int(number), is_active=True).first()
    if topic is None:
        return None if subscriber.follows_all else followed
    if topic not in followed:
        return [*followed, topic]
    return [other for other in followed if other != topic] or followed


def names(topics: list[Topic]) -> str:
    """The topics in one line, for a text."""
    return ", ".join(topic.name for topic in topics) or "nessuno"
