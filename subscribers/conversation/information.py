"""Answers that decide nothing: the latest news, another language, and where to turn with what is not done here."""

from dataclasses import replace

from cascina_whatsapp.presentation.formatting.dates import moment_in_words
from subscribers import consent

from .context import Context


def point_elsewhere(context: Context) -> None:
    """Say who can help instead, and when the office opens again, while it is closed."""
    opening = context.ports.next_opening(context.now)
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
    news = context.ports.latest_news(subscriber)
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
