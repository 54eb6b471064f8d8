"""The outlets there are, in the order in which they are shown, and the choice of them for a broadcast."""

from django.db.models import Q

from broadcasts.models import Campaign
from broadcasts.rules.states import PublicationStatus as P

from .email import Email
from .models import Publication
from .outlet import Outlet
from .telegram import Telegram
from .without_calls import Alerts, WhatsAppChannel

OUTLETS: tuple[Outlet, ...] = (Alerts(), Telegram(), WhatsAppChannel(), Email())
BY_KEY = {outlet.key: outlet for outlet in OUTLETS}
ASKED = Q(outlet__in=[outlet.key for outlet in OUTLETS if outlet.is_by_hand], attempts__gt=0)
"""What people were asked to publish by hand."""
WHATSAPP = "whatsapp"


def configured() -> list[Outlet]:
    """List the outlets that this installation has."""
    return [outlet for outlet in OUTLETS if outlet.is_configured()]


def waiting() -> list[str]:
    """List the outlets at which something waits or is under way, but for what people were asked to do. One query."""
    rows = Publication.objects.filter(status__in=[P.WAITING, P.PUBLISHING]).exclude(ASKED).order_by("outlet")
    found = rows.values_list("outlet", flat=True).distinct()
    return [key for key in found if key in BY_KEY and BY_KEY[key].is_configured()]


def chosen(campaign: Campaign) -> list[Outlet]:
    """Return where a broadcast goes beside WhatsApp and the site: news to what was chosen, as long as there is such
    an outlet; a message about the service nowhere."""
    if campaign.is_service:
        return []
    wanted = [outlet for outlet in OUTLETS if outlet.is_always or outlet.key in campaign.outlets]
    return [outlet for outlet in wanted if outlet.takes(campaign)]


def choices() -> list[tuple[str, str]]:
    """(key, name), among which the writer of a broadcast chooses: WhatsApp first, then what this installation has."""
    offered = ((outlet.key, outlet.name) for outlet in configured() if not outlet.is_always)
    return [(WHATSAPP, "WhatsApp"), *offered]


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
    first = [*(["WhatsApp"] if campaign.by_whatsapp else []), *([] if campaign.is_service else ["Sito"])]
    return ", ".join([*first, *(outlet.name for outlet in chosen(campaign))])
