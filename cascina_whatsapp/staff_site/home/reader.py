"""The reader of the page, and the moment; what several sections need is looked up once, where it is needed."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import User

from broadcasts.costs.amounts import price_list
from broadcasts.editing.own_drafts import OwnDraft, unapproved
from broadcasts.launching.requests import Request, open_requests
from broadcasts.limits import daily_limit
from broadcasts.models import NumberStatus
from broadcasts.models.office import current_calendar
from broadcasts.reporting.progress.overview import Overview, overview
from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.pricing import PriceList
from cascina_whatsapp.operations.restoring.backups import Backup, last_backup


class Reader:
    """The colleague at their desk, at a moment."""

    def __init__(self, user: User, now: datetime) -> None:
        self.user = user
        self.now = now

    def may(self, *permissions: str) -> bool:
        """Tell whether the reader has any of these permissions."""
        return any(self.user.has_perm(permission) for permission in permissions)

    @cached_property
    def calendar(self) -> OfficeCalendar:
        return current_calendar()

    @cached_property
    def number(self) -> NumberStatus:
        return daily_limit.number_status()

    @cached_property
    def leaving(self) -> Sequence[tuple[datetime, int]]:
        """The people who count against the daily limit, as kept: see daily_limit.leaving_lately."""
        return daily_limit.leaving_lately(self.number, self.now)

    @cached_property
    def backup(self) -> Backup | None:
        """The last copy of the database; None also where its record can't be read."""
        try:
            return last_backup(settings.VAR_DIR)
        except (OSError, ValueError):
            return None

    @cached_property
    def prices(self) -> PriceList:
        return price_list()

    @cached_property
    def mine(self) -> list[OwnDraft]:
        """The unapproved broadcasts that the reader wrote part of."""
        return unapproved(self.user)

    @cached_property
    def requests(self) -> list[Request]:
        """The requests for an approval that the reader may answer."""
        if not self.may("broadcasts.launch_campaign"):
            return []
        return open_requests(self.broadcasts.in_review, to=self.user)

    @cached_property
    def broadcasts(self) -> Overview:
        """The broadcasts under way, and the last that were over."""
        return overview(self.now, self.number, self.leaving, self.calendar)
