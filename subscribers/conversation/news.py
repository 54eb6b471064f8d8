# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The latest news, for a subscriber who asks: what the broadcasts of their topics said, in one message."""

from .context import Context


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
