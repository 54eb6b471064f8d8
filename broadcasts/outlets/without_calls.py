"""The outlets that are never called: the Comune's own pages, and its WhatsApp Channel, where a person publishes."""

from django.conf import settings

from broadcasts.content.published import SITE, published
from broadcasts.models import Publication
from cascina_whatsapp.presentation.whatsapp_markup import without_marks

from .outlet import NotYet, Outcome, Outlet, Post, Published


class Site(Outlet):
    """The outlet of the site: `content.published` decides what it shows, so that there is nothing to send."""

    key = SITE
    name = "Sito"
    where = "nel sito"
    is_always = True
    is_repeatable = True
    tells_revisions = False

    def publish(self, post: Post) -> Outcome:
        if published(post.now).filter(pk=post.campaign.pk).exists():
            return Published(post.page)
        return NotYet("Non è ancora fra i messaggi pubblicati.")

    def link(self, publication: Publication) -> str:
        return publication.reference


class WhatsAppChannel(Outlet):
    """The Comune's WhatsApp Channel: nobody knows who follows it, it rings no telephone, it costs nothing."""

    key = "whatsapp_channel"
    name = "Canale WhatsApp"
    where = "nel Canale WhatsApp"
    is_by_hand = True

    def is_configured(self) -> bool:
        return bool(settings.WHATSAPP_CHANNEL_URL)

    def to_copy(self, post: Post) -> str:
        """The words of the message, with WhatsApp's own marks, or what to write in their place."""
        if post.is_withdrawal:
            return f"*Ritirato.* {post.reason}\n\n~{without_marks(post.title).strip()}~\n\n{post.page}"
        corrected = [f"_Corretto: {post.reason}_"] if post.revision else []
        parts = [
            f"*{without_marks(post.title).strip()}*",
            post.body,
            post.campaign.link,
            post.campaign.page_in_words,
        ]
        return "\n\n".join(filter(None, [*parts, *corrected]))

    def link(self, publication: Publication) -> str:
        return settings.WHATSAPP_CHANNEL_URL
