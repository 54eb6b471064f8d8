"""The people of a list that waits, as whoever confirms it holds them against the forms: masked, one by one.

A number is shown in clear only to somebody else than who uploaded the list, for a reason, and never without a trace.
"""

import logging
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from cascina_whatsapp.accounts import daily_bounds
from cascina_whatsapp.security.logs import scrub
from subscribers.models import ImportRow
from subscribers.rules.phone import is_landline, mask

log = logging.getLogger(__name__)


def shown(row: ImportRow) -> dict[str, Any]:
    """Show a row without its number."""
    return {
        "pk": row.pk,
        "masked": mask(row.phone),
        "agreed_at": row.agreed_at,
        "channel": row.get_channel_display(),
        "reference": row.reference,
        "is_landline": is_landline(row.phone),
    }


@daily_bounds.bounded()
def unmask(row: ImportRow, *, by: User, reason: str, now: datetime, confirmed_at: datetime) -> str:
    """The number in E.164, after writing down who asked and why. Raises BeyondBound, MustConfirm.

    `confirmed_at`: when `by` last confirmed who they are.
    """
    about = f"persona {row.pk} dell'{row.batch}"
    details = {"reason": scrub(reason)}
    daily_bounds.take(
        daily_bounds.ROW_UNMASKING, by=by, now=now, about=about, details=details, confirmed_at=confirmed_at
    )
    log.warning("person %s of import %s: number shown to user %s", row.pk, row.batch_id, by.pk)
    return row.phone
