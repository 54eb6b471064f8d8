"""The choice of outlets of a broadcast: what is offered, what is ticked beforehand, what will differ there."""

from broadcasts.models import Campaign

from .registry import chosen, to_choose

WHATSAPP = "whatsapp"


def choices() -> list[tuple[str, str]]:
    """(key, name): WhatsApp first, then what this installation has."""
    return [(WHATSAPP, "WhatsApp"), *((outlet.key, outlet.name) for outlet in to_choose())]


def usual() -> list[str]:
    """Return the keys of where the last news that left went; before the first one, all of them. One query."""
    offered = [key for key, _ in choices()]
    last = Campaign.objects.filter(purpose=Campaign.Purpose.NEWS, started_at__isnull=False)
    found = last.order_by("-started_at", "-pk").first()
    return [key for key in offered if key in found.chosen_outlets] if found else offered


def notes(campaign: Campaign) -> list[str]:
    """List as sentences what of this broadcast will be different at its outlets."""
    return [note for outlet in chosen(campaign) if outlet.is_configured() for note in outlet.notes(campaign)]


def in_words(campaign: Campaign) -> str:
    """Name the outlets of a broadcast: "WhatsApp, Sito, Telegram"."""
    first = ["WhatsApp"] if campaign.by_whatsapp else []
    return ", ".join([*first, *(outlet.name for outlet in chosen(campaign))])
