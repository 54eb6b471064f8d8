"""The outlets there are, in the order in which they are shown: one row each."""

from broadcasts.models import Campaign

from .alerts import Alerts
from .email import Email
from .outlet import Outlet
from .site import Site
from .telegram.channel import Telegram
from .whatsapp_channel import WhatsAppChannel

OUTLETS: tuple[Outlet, ...] = (Site(), Alerts(), Telegram(), WhatsAppChannel(), Email())
BY_KEY = {outlet.key: outlet for outlet in OUTLETS}


def configured() -> list[Outlet]:
    """List the outlets that this installation has."""
    return [outlet for outlet in OUTLETS if outlet.is_configured()]


def to_choose() -> list[Outlet]:
    """List the outlets among which the writer of a broadcast chooses."""
    return [outlet for outlet in configured() if not outlet.is_always]


def chosen(campaign: Campaign) -> list[Outlet]:
    """Return where a broadcast goes beside WhatsApp: news to the site and to what was chosen, as long as there is
    such an outlet; a message about the service nowhere."""
    if campaign.is_service:
        return []
    wanted = [outlet for outlet in OUTLETS if outlet.is_always or outlet.key in campaign.outlets]
    return [outlet for outlet in wanted if outlet.takes(campaign)]
