"""The topics in the conversation: the list, the tap that adds one or takes it away, all of them, and the way back."""

import re
from collections.abc import Callable, Sequence
from functools import partial

from cascina_whatsapp.whatsapp.cloud_api.events import InboundMessage
from cascina_whatsapp.whatsapp.cloud_api.limits import OPTION_DESCRIPTION_LIMIT
from cascina_whatsapp.whatsapp.cloud_api.messages import Option
from subscribers import consent
from subscribers.consent import Effect
from subscribers.keywords import evidence, words_in
from subscribers.models import Subscriber, Topic, Zone
from subscribers.rules.buttons import (
    ADD,
    ALL_TOPICS,
    DROP,
    ONLY_THIS,
    STAY_TITLE,
    TOPIC,
    TOPICS_BACK,
    ZONES,
)

from .context import Context

A_TOPIC = re.compile(rf"{TOPIC}([0-9]{{1,9}})({ADD}|{DROP}|)")
THE_WAY_BACK = re.compile(rf"{TOPICS_BACK}:(all|[0-9]{{1,9}}(?:\.[0-9]{{1,9}}){{0,9}})")
ALL_TOPICS_TITLE = "Tutti gli argomenti"
TO_DROP, TO_ADD = "Togli ciò che ricevi", "Aggiungi"
"""The headings above the rows of the list: what a tap does."""
OF_ZONES = "Per ricevere i messaggi della tua zona e quelli per tutti"
SHORT = 3
"""Letters of a word that names no topic: "e", "del"."""
CHOSEN = "✓ "
"""The mark before a topic that one got already, in lists of 0.2.0."""


def is_topic(choice: str) -> bool:
    """Tell whether a tapped row is one of our lists'."""
    return choice == ALL_TOPICS or bool(A_TOPIC.fullmatch(choice))


def rule_name(choice: str) -> str:
    """The choice as the register names its rule: of the way back, without where it leads to."""
    return TOPICS_BACK if THE_WAY_BACK.fullmatch(choice) else choice


def label(message: InboundMessage) -> str:
    """Return the title of a tapped button as far as it is ours: whoever speaks for WhatsApp could send anything."""
    if message.text in (STAY_TITLE, ONLY_THIS.title):
        return message.text
    if not message.choice.startswith(TOPIC):
        return evidence(message.text)
    name = message.text.removeprefix(CHOSEN)
    ours = name == ALL_TOPICS_TITLE or Topic.objects.filter(name__startswith=name).exists()
    return message.text if name and ours else ""


def offer_topics(context: Context) -> None:
    """The list: what one gets, to be taken away, and the rest, to be added. The last one can't be taken away.

    Who named a topic ("non voglio più gli eventi") finds its row first.
    """
    subscriber = context.subscriber
    if subscriber is None:
        context.answer("not_subscribed")
        return
    followed = context.followed_topics(subscriber)
    said = {word for word in words_in(context.message.text) if len(word) > SHORT}
    most = 9 - bool(context.batch.offer.zones)  # ten rows a list: one is "all", one leads to the zones
    offered = context.batch.offer.topics[:most]
    offered = sorted(offered, key=lambda topic: said.isdisjoint(words_in(topic.name)))
    rows = [
        _row(topic, DROP, TO_DROP, "Togli") for topic in offered if topic in followed and len(followed) > 1
    ]
    rows += [_row(topic, ADD, TO_ADD, "Aggiungi") for topic in offered if topic not in followed]
    if not subscriber.follows_all:
        news = "Aggiungi tutto, anche gli argomenti che verranno"
        rows.append(Option(id=ALL_TOPICS, title=ALL_TOPICS_TITLE, description=news, section=TO_ADD))
    if context.batch.offer.zones:
        rows.append(Option(id=ZONES, title="Scegli le zone", description=OF_ZONES, section="Zone"))
    context.answer("topics_list", options=rows, argomenti_attivi=names(followed))


def alone(context: Context, parts: frozenset[str]) -> tuple[str, str]:
    """The choice that keeps nothing but the topics of these words, and their names; "" where there are none."""
    named = [topic for topic in context.batch.offer.topics if not parts.isdisjoint(words_in(topic.name))]
    return f"{TOPICS_BACK}:{'.'.join(str(topic.pk) for topic in named)}" if named else "", names(named)


def without(context: Context, parts: frozenset[str]) -> tuple[str, str]:
    """The choice that takes the topic of these words from what somebody gets, and it; "" where it is not one."""
    followed = context.followed_topics(context.subscriber) if context.subscriber else []
    named = [topic for topic in followed if not parts.isdisjoint(words_in(topic.name))]
    is_one_of_several = len(named) == 1 < len(followed)
    return f"{TOPIC}{named[0].pk}{DROP}" if is_one_of_several else "", names(named)


def _row(topic: Topic, does: str, section: str, verb: str) -> Option:
    """Build a row of a list: Meta's limits bound both parts, and a topic's name fills the title alone."""
    words = f"{verb}: {topic.description}" if topic.description else f"{verb} questo argomento"
    words = words if len(words) <= OPTION_DESCRIPTION_LIMIT else words[: OPTION_DESCRIPTION_LIMIT - 1] + "…"
    return Option(id=f"{TOPIC}{topic.pk}{does}", title=topic.name, description=words, section=section)


def _follow(context: Context, *, wanted: Callable[[Subscriber, str], list[Topic] | None]) -> None:
    """Change what one gets; the answer says what has changed and what holds now, and offers the way back."""
    subscriber = context.subscriber
    if subscriber is None:
        context.answer("not_subscribed")
        return
    before, followed_all = subscriber.followed_topics(), subscriber.follows_all
    after = wanted(subscriber, context.message.choice)
    change = consent.follow(context.message.sender, after, context.proof, now=context.now)
    if change is None or change.effect is not Effect.DONE:
        return
    now = change.subscriber.followed_topics()
    back = "all" if followed_all else ".".join(str(topic.pk) for topic in before)
    is_other = before != now or followed_all != change.subscriber.follows_all
    context.answer(
        "topics_saved",
        consent=change.record,
        button_ids={TOPICS_BACK: f"{TOPICS_BACK}:{back}" if is_other else ""},
        argomenti_cambiati=_changed(before, now) if is_other else "Non è cambiato niente.",
        argomenti_attivi=names(now),
    )


def choose_alerts(context: Context) -> None:
    """Take "solo allerte"; from somebody else's words, or without such a topic, the list is offered."""
    alerts = [topic for topic in context.batch.offer.topics if topic.is_alert]
    if alerts and not context.message.forwarded:
        _follow(context, wanted=lambda _subscriber, _choice: alerts)
    else:
        offer_topics(context)


def _after_tap(subscriber: Subscriber, choice: str) -> list[Topic] | None:
    """The topics after a tap on a row; None for all of them."""
    tapped = A_TOPIC.fullmatch(choice)
    if tapped is None:
        return None
    followed, does = subscriber.followed_topics(), tapped[2]
    topic = Topic.objects.filter(pk=int(tapped[1]), is_active=True).first()
    is_followed = topic in followed
    if topic is None or does == (ADD if is_followed else DROP):
        return None if subscriber.follows_all else followed
    if not is_followed:
        return [*followed, topic]
    return [other for other in followed if other != topic] or followed


def _as_before(subscriber: Subscriber, choice: str) -> list[Topic] | None:
    """The topics that the button leads back to; as it is now, where none of them is there any more."""
    where = choice.partition(":")[2]
    if where == "all":
        return None
    numbers = [int(number) for number in where.split(".") if number]
    topics = list(Topic.objects.filter(pk__in=numbers, is_active=True))
    return topics or (None if subscriber.follows_all else subscriber.followed_topics())


def _changed(before: list[Topic], now: list[Topic]) -> str:
    dropped = [topic for topic in before if topic not in now]
    added = [topic for topic in now if topic not in before]
    sentences = [f"Hai tolto {names(dropped)}."] if dropped else []
    sentences += [f"Hai aggiunto {names(added)}."] if added else []
    return " ".join(sentences) or "Da ora ricevi anche gli argomenti che verranno."


def names(chosen: Sequence[Topic | Zone]) -> str:
    """Name topics or zones in one line, for a text; "nessuno" without any."""
    return ", ".join(one.name for one in chosen) or "nessuno"


choose_topic = partial(_follow, wanted=_after_tap)
"""Adds a topic by a tap, or takes it away; the last one stays, since leaving has a word of its own."""
take_back = partial(_follow, wanted=_as_before)
"""Takes a choice back: what was received before is received again."""
