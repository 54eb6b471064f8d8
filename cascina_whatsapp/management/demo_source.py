"""The demo's source of drafts: the news of the simulated site, wherever that answers this time."""

from django.conf import settings

from cascina_whatsapp.web.sources.models import Source

NAME = "sito del Comune"


def follow_the_site() -> None:
    """Follow the town's site: the first reading remembers what is there, what is new becomes a draft."""
    address = f"{settings.WHATSAPP_API_URL}/comune/feed.xml"
    source, is_new = Source.objects.get_or_create(name=NAME, defaults={"address": address})
    if not is_new and source.address != address:
        source.address = address
        source.save(update_fields=["address"])
