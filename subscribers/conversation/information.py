"""Answers that decide nothing: the latest news, another language, what we know of who asks, and where to turn."""

from dataclasses import replace
from datetime import timedelta

from cascina_whatsapp.presentation.formatting.dates import day_in_words, moment_in_words
from subscribers import consent, identity
from subscribers.models import ConsentRecord, Subscriber

from . import topics
from .context import Context

NOTICE = "privacy_notice"
COUNTED_BACK = timedelta(days=90)
"""The time for which people are told how many broadcasts they got."""
JOINING = {ConsentRecord.Kind.OPT_IN, ConsentRecord.Kind.IMPORTED}
"""Events with which a subscription begins."""


def tell_data(context: Context) -> None:
    """Tell the writer what we have on them; of whoever is not subscribed, little."""
    subscriber = context.subscriber
    if subscriber is None or subscriber.subscribed_at is None:
        _tell_what_waits(context)
        return
    events = ConsentRecord.objects.by_pseudonyms(*identity.known_pseudonyms(subscriber))
    began = events.filter(kind__in=JOINING, at_whatsapp=subscriber.subscribed_at, took_effect=True).first()
    notice = context.batch.offer.texts.in_force(NOTICE, subscriber.subscribed_at)
    context.answer(
        "my_data",
        numero_mascherato=subscriber.masked,
        data_iscrizione=day_in_words(subscriber.subscribed_at),
        parola_ricevuta=_words_of(subscriber, began),
        versione_informativa=str(notice.version),
        argomenti_attivi=f"{topics.names(context.followed_topics(subscriber))}; zone: {subscriber.zones_in_words()}",
        messaggi_90=str(context.batch.ports.messages_sent(subscriber, context.now - COUNTED_BACK)),
        lingua=context.batch.languages.name(subscriber.language),
    )


def _tell_what_waits(context: Context) -> None:
    """Tell somebody who is not subscribed of the question that is open, if one is; else that there is nothing."""
    known = context.known
    question = known and consent.open_question(known, context.message.at)
    if question:
        context.answer("my_data_pending", parola_ricevuta=question.words or "—")
    else:
        context.answer("my_data_none")


def _words_of(subscriber: Subscriber, joined: ConsentRecord | None) -> str:
    """Return the words with which somebody joined; where they had to confirm, also those that asked for it."""
    words = (joined and joined.words) or "—"
    if subscriber.asked_at is None:
        return words
    asked = ConsentRecord.objects.by_pseudonyms(*identity.known_pseudonyms(subscriber)).filter(
        kind=ConsentRecord.Kind.OPT_IN_PENDING, at_whatsapp=subscriber.asked_at, took_effect=True
    )
    question = asked.first()
    return f"{question.words or '—'}, confermato con «{words}»" if question else words


def point_elsewhere(context: Context) -> None:
    """Say who can help instead, and when the office opens again, while it is closed."""
    opening = context.batch.ports.next_opening(context.now)
    if opening and opening > context.now:
        words = moment_in_words(opening)
        context.answer("unknown_out_of_hours", prossima_apertura=words)
    else:
        context.answer("unknown")


def tell_news(context: Context) -> None:
    """Answer with the latest news of a subscriber's topics; whoever is not subscribed hears how to join."""
    subscriber = context.subscriber
    if subscriber is None:
        context.answer("optout_not_subscribed")
        return
    news = context.batch.ports.latest_news(subscriber)
    if news:
        context.answer("news", notizie="\n\n".join(news))
    else:
        context.answer("no_news")


def choose_language(context: Context) -> None:
    """Take "English", "Italiano". Kept of who is subscribed; a stranger is answered in it this once."""
    language = context.batch.languages.language_of(context.message.text)
    is_kept = consent.prefer_language(context.message.sender, language)
    said = replace(context, proof=replace(context.proof, language=language))
    said.answer("language_chosen" if is_kept else "language_once")
