"""The reader of the page, and the moment; what several sections need is looked up once, where it is needed."""

from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q

from broadcasts.launching.drafts.drafting import unapproved
from broadcasts.launching.message import Message, told, waiting_longest
from broadcasts.models import WORDS, Campaign
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from cascina_whatsapp.operations.backups import Backup, last_backup
from cascina_whatsapp.presentation.once import once_a_page

LAST = 3
"""Messages that were over last."""
UNDER_WAY = (
    CampaignStatus.IN_REVIEW,
    CampaignStatus.APPROVED,
    CampaignStatus.SENDING,
    CampaignStatus.PAUSED,
    CampaignStatus.SUSPENDED,
)


class Reader:
    """The colleague at their desk, at a moment."""

    def __init__(self, user: User, now: datetime) -> None:
        self.user = user
        self.now = now

    def may(self, *permissions: str) -> bool:
        """Tell whether the reader has any of these permissions."""
        return any(self.user.has_perm(permission) for permission in permissions)

    @cached_property
    def backup(self) -> Backup | None:
        """The last copy of the database; None also where its record can't be read."""
        try:
            return last_backup(settings.VAR_DIR)
        except (OSError, ValueError):
            return None

    @cached_property
    def mine(self) -> list[Message]:
        """The unapproved messages that the reader wrote part of, the last touched first."""
        return told(unapproved(self.user), self.user, self.now)

    @cached_property
    def messages(self) -> list[Message]:
        """The messages under way, and the last that were over."""
        over = Campaign.objects.filter(status__in=CAMPAIGN_OVER).exclude(started_at=None)
        last = over.order_by("-finished_at").values("pk")[:LAST]
        found = Campaign.objects.filter(Q(status__in=UNDER_WAY) | Q(pk__in=last))
        rows = (
            found.select_related("author", "kept", *WORDS).prefetch_related("topics", "zones").order_by("pk")
        )
        return told(rows, self.user, self.now)

    def in_state(self, *states: CampaignStatus) -> list[Message]:
        """List the messages in these states."""
        return [one for one in self.messages if one.campaign.status in states]

    @cached_property
    def requests(self) -> list[Message]:
        """The messages whose approval the reader may give, who waits longest first."""
        return waiting_longest(self.messages)


reader_of = once_a_page(Reader)
"""Returns the reader, of whom the whole page asks the same once."""
