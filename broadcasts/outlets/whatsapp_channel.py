"""The Comune's WhatsApp Channel, for which there is no official interface: a person copies, publishes and says so."""

from django.conf import settings

from broadcasts.models import Publication
from cascina_whatsapp.presentation.whatsapp_markup import MARKED

from .outlet import Outlet, Post


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
            return f"*Ritirato.* {post.reason}\n\n~{_one_line(post.title)}~\n\n{post.page}"
        corrected = [f"_Corretto: {post.reason}_"] if post.revision else []
        parts = [f"*{_one_line(post.title)}*", post.body, post.campaign.link, post.campaign.page_in_words]
        return "\n\n".join(filter(None, [*parts, *corrected]))

    def link(self, publication: Publication) -> str:
        return settings.WHATSAPP_CHANNEL_URL


def _one_line(title: str) -> str:
    """Strip the marks from a title, which gets one around it."""
    bare = MARKED.sub(r"\2", title)
    return _one_line(bare) if bare != title else bare.strip()
